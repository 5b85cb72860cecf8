"""Ways to follow the level of many series at once, period by period."""

import numpy as np

from haat.analytics.panel.panel import Floats

SMOOTHING = 0.1  # of TSB, for the size and for the chance of a sale alike
WINDOW = 28  # periods of the moving mean, days
START = 28
HISTORY = 2000  # periods that still have a say: older ones weigh less than a millionth
ALPHAS = (0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 0.95)  # of damped smoothing: level, trend, damping
BETAS = (0.0, 0.02, 0.1, 0.25)
PHIS = (0.85, 0.92, 0.97)


def tsb(values: Floats, smoothing: float = SMOOTHING) -> Floats:
    """Chance of a sale times its size after the last period, of each series (periods x series).

    Teunter, Syntetos and Babai (2011), European Journal of Operational Research 214(3). What is not
    known (NaN) changes nothing.
    """
    values = values[-HISTORY:]
    first = _beginning(values)
    known, sold = ~np.isnan(first), np.nan_to_num(first) > 0
    chance = sold.sum(0) / np.maximum(known.sum(0), 1)
    size = np.nan_to_num(first).sum(0) / np.maximum(sold.sum(0), 1)
    for row in values:
        told, sells = ~np.isnan(row), np.nan_to_num(row) > 0
        size = np.where(sells, np.where(size > 0, size + smoothing * (row - size), row), size)
        chance = np.where(told, chance + smoothing * (sells - chance), chance)
    found: Floats = chance * size
    return found


def _beginning(values: Floats) -> Floats:
    """The first `START` periods of each series, from its first known one on; NaN after the last."""
    periods = np.argmax(~np.isnan(values), axis=0) + np.arange(START)[:, None]
    there = np.take_along_axis(values, np.minimum(periods, len(values) - 1), axis=0)
    return np.where(periods < len(values), there, np.nan)


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
    values = values[-HISTORY:]
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


def croston_sba(values: Floats, smoothing: float = SMOOTHING) -> Floats:
    """Size over interval of sales, both smoothed at a sale, less the bias that this has.

    Syntetos and Boylan (2005), International Journal of Forecasting 21(2).
    """
    values = values[-HISTORY:]
    sold = np.nan_to_num(values) > 0
    first = _beginning(values)
    sales = np.maximum((np.nan_to_num(first) > 0).sum(0), 1)
    size = np.nan_to_num(first).sum(0) / sales
    apart = np.maximum(np.isfinite(first).sum(0) / sales, 1.0)
    since = np.ones(values.shape[1])
    for row, sells in zip(values, sold, strict=True):
        size = np.where(sells, np.where(size > 0, size + smoothing * (row - size), row), size)
        apart = np.where(sells, apart + smoothing * (since - apart), apart)
        since = np.where(sells, 1.0, since + np.isfinite(row))
    found: Floats = (1 - smoothing / 2) * size / apart
    return found


def theta(values: Floats, horizon: int) -> Floats:
    """Half the straight trend of all periods on top of exponential smoothing: horizon x series.

    Assimakopoulos and Nikolopoulos (2000), International Journal of Forecasting 16(4), in the form of
    Hyndman and Billah (2003). The smoothing is the best of a grid.
    """
    values = values[-HISTORY:]
    known = np.isfinite(values)
    time = np.where(known, np.arange(len(values))[:, None], 0.0)
    count = np.maximum(known.sum(0), 1)
    mean_time, mean = time.sum(0) / count, np.where(known, values, 0.0).sum(0) / count
    off = np.where(known, time - mean_time, 0.0)
    slope = (off * np.where(known, values - mean, 0.0)).sum(0) / np.maximum((off**2).sum(0), 1e-12)
    alpha = np.array(ALPHAS)
    first = values[np.argmax(known, axis=0), np.arange(values.shape[1])]
    level = np.repeat(first[:, None], len(alpha), axis=1)
    squares = np.zeros_like(level)
    for row in values:
        error = np.nan_to_num(row[:, None] - level)
        squares += error**2
        level = level + alpha * error
    best = np.argmin(squares, axis=1)
    steps = np.arange(horizon)[:, None] + (1 - (1 - alpha[best]) ** count) / alpha[best]
    found: Floats = level[np.arange(len(best)), best] + slope / 2 * steps
    return found


def seasonal_naive(values: Floats, horizon: int, season: int) -> Floats:
    """The last known value of the same place in the season: horizon x series; 0 where none is known.

    Where that place has not yet been, the last one of all.
    """
    found = np.zeros((season, values.shape[1]))
    for place in range(season):
        last = len(values) - season + place
        same = values[last::-season] if last >= 0 else values[::-1]
        known = np.isfinite(same)
        first = np.argmax(known, axis=0)
        found[place] = np.where(known.any(0), same[first, np.arange(values.shape[1])], 0.0)
    return found[np.arange(horizon) % season]
