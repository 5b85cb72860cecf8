"""What a forecast is worth: the field's measures, each over arrays of the same shape.

Values are periods x series, quantiles probabilities x periods x series. What is not known of the
truth is NaN and is not judged.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PROBABILITIES = (0.005, 0.025, 0.165, 0.25, 0.5, 0.75, 0.835, 0.975, 0.995)  # of M5 Uncertainty


def wape(actual: Floats, forecast: Floats) -> float:
    """The sum of absolute errors, as a share of what was sold."""
    return float(np.nansum(np.abs(forecast - actual)) / np.nansum(actual))


def bias(actual: Floats, forecast: Floats) -> float:
    """By what share too much is foretold in all; negative where it is too little."""
    return float(np.nansum(forecast - actual) / np.nansum(actual))


def steps(history: Floats) -> Floats:
    """The changes from one period to the next, NaN before a series' first value above zero (M5)."""
    begun = np.maximum.accumulate(np.nan_to_num(history) > 0, axis=0)
    return np.where(begun[:-1], np.diff(history, axis=0), np.nan)


def mean_square_step(history: Floats) -> Floats:
    """Of each series; NaN where it never changes, and nothing can be scaled by it."""
    return _known_mean(steps(history) ** 2)


def mean_step(history: Floats) -> Floats:
    """Of each series, the mean absolute change; NaN where it never changes."""
    return _known_mean(np.abs(steps(history)))


def rmsse(actual: Floats, forecast: Floats, history: Floats) -> Floats:
    """Of each series: root mean squared error by that of the naive forecast in the history (M5)."""
    found: Floats = np.sqrt(_mean((forecast - actual) ** 2) / mean_square_step(history))
    return found


def weighted(of_series: Floats, units: Floats) -> float:
    """The mean over series, each by the units it sells; series without a measure are left out."""
    told = np.isfinite(of_series)
    return float(np.average(of_series[told], weights=units[told]))


def mean(of_series: Floats) -> float:
    """The plain mean over the series that have the measure."""
    return float(np.mean(of_series[np.isfinite(of_series)]))


def rmsse_of_total(actual: Floats, forecast: Floats, history: Floats) -> float:
    """The same of the sum of all series: what is ordered for the whole shop."""
    sums = (np.nansum(a, axis=1, keepdims=True) for a in (actual, forecast, history))
    return float(rmsse(*sums)[0])


def coverage(actual: Floats, lower: Floats, upper: Floats) -> float:
    """The share of what came that lay between the bounds."""
    known = np.isfinite(actual)
    return float(((actual >= lower) & (actual <= upper))[known].mean())


def scaled_pinball(
    actual: Floats,
    quantiles: Floats,
    history: Floats,
    probabilities: Sequence[float] = PROBABILITIES,
) -> Floats:
    """Of each series, the mean over the probabilities of the scaled pinball loss (M5's SPL)."""
    p = np.asarray(probabilities)[:, None, None]
    over = actual - quantiles
    loss = np.maximum(p * over, (p - 1) * over)
    found: Floats = _mean(loss.mean(axis=0)) / mean_step(history)
    return found


def smape(actual: Floats, forecast: Floats) -> float:
    """In percent, as M4 defines it; the mean over the series."""
    share = 2 * np.abs(actual - forecast) / (np.abs(actual) + np.abs(forecast))
    return 100 * mean(_mean(share))


def mase(actual: Floats, forecast: Floats, history: Floats) -> float:
    """Mean absolute error by the mean absolute change in the history (M4, season of one)."""
    changes = _known_mean(np.abs(np.diff(history, axis=0)))
    return mean(_mean(np.abs(actual - forecast)) / changes)


def owa(actual: Floats, forecast: Floats, naive: Floats, history: Floats) -> float:
    """The mean of sMAPE and MASE, each by that of the naive forecast (M4)."""
    by_share = smape(actual, forecast) / smape(actual, naive)
    by_change = mase(actual, forecast, history) / mase(actual, naive, history)
    return (by_share + by_change) / 2


def _mean(values: Floats) -> Floats:
    """Down the periods, over what is known."""
    known = np.isfinite(values)
    total = np.where(known, values, 0.0).sum(axis=0)
    found: Floats = np.where(known.any(axis=0), total / np.maximum(known.sum(axis=0), 1), np.nan)
    return found


def _known_mean(values: Floats) -> Floats:
    """The same, NaN also where it is zero."""
    found = _mean(values)
    return np.where(found > 0, found, np.nan)
