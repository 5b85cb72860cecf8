"""Ways to follow the level of many series at once, period by period."""

import numpy as np

from haat.analytics.panel.panel import Floats

SMOOTHING = 0.1  # of TSB, for the size and for the chance of a sale alike
WINDOW = 28  # periods of the moving mean, days
START = 28
ALPHAS = (0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 0.95)  # of damped smoothing: level, trend, damping
BETAS = (0.0, 0.02, 0.1, 0.25)
PHIS = (0.85, 0.92, 0.97)


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


def damped(values: Floats, horizon: int) -> Floats:
    """Damped-trend exponential smoothing: horizon x series, each with its best parameters of a grid.

    Gardner and McKenzie (1985), Management Science 31(10); chosen by the squared errors one step
    ahead after the first fifth.
    """
    alpha, beta, phi = (g.ravel() for g in np.meshgrid(ALPHAS, BETAS, PHIS, indexing="ij"))
    first = np.argmax(~np.isnan(values), axis=0)
    level = np.repeat(values[first, np.arange(values.shape[1])][:, None], len(alpha), axis=1)
    trend, squares = np.zeros_like(level), np.zeros_like(level)
    settled = first + (len(values) - first) // 5
    for period, row in enumerate(values):
        known = (~np.isnan(row) & (period > first))[:, None]
        expected = level + phi * trend
        error = np.where(known, np.nan_to_num(row)[:, None] - expected, 0.0)
        squares += np.where((period >= settled)[:, None], error**2, 0.0)
        trend = np.where(known, phi * trend + alpha * beta * error, trend)
        level = np.where(known, expected + alpha * error, level)
    best = np.argmin(squares, axis=1)
    rows = np.arange(len(best))
    steps = np.cumsum(phi[best][None, :] ** np.arange(1, horizon + 1)[:, None], axis=0)
    found: Floats = level[rows, best] + trend[rows, best] * steps
    return found
