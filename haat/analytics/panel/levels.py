"""Ways to follow the level of many series at once, period by period."""

import numpy as np

from haat.analytics.panel.panel import Floats

SMOOTHING = 0.1  # of TSB, for the size and for the chance of a sale alike
WINDOW = 28  # periods of the moving mean, days
START = 28


def tsb(values: Floats, smoothing: float = SMOOTHING) -> Floats:
    """Chance of a sale times its size after the last period, of each series (periods x series).

    Teunter, Syntetos and Babai (2011), European Journal of Operational Research 214(3). What is not
    known (NaN) changes nothing.
    """
    first = values[:START]
    known, sold = ~np.isnan(first), np.nan_to_num(first) > 0
    chance = sold.sum(0) / np.maximum(known.sum(0), 1)
    size = np.nan_to_num(first).sum(0) / np.maximum(sold.sum(0), 1)
    for row in values:
        told, sells = ~np.isnan(row), np.nan_to_num(row) > 0
        size = np.where(sells, np.where(size > 0, size + smoothing * (row - size), row), size)
        chance = np.where(told, chance + smoothing * (sells - chance), chance)
    found: Floats = chance * size
    return found


def moving_mean(values: Floats, window: int = WINDOW) -> Floats:
    """The mean of what is known of the last `window` periods; of all where nothing of these is."""
    recent = np.isfinite(values[-window:])
    total = np.where(recent, values[-window:], 0.0).sum(0)
    known = np.isfinite(values)
    whole = np.where(known, values, 0.0).sum(0) / np.maximum(known.sum(0), 1)
    found: Floats = np.where(recent.any(0), total / np.maximum(recent.sum(0), 1), whole)
    return found
