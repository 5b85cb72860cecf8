"""Regression on the season and on what is planned, with ARIMA errors, fitted to each series alone.

Dynamic harmonic regression: Hyndman and Athanasopoulos (2021), Forecasting: Principles and Practice,
3rd edition, section 10.5. Box and Jenkins' seasonal terms would take minutes for the weeks of a year.
"""

import warnings
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from haat.analytics.panel.panel import Floats, Frequency, Panel

Order = tuple[int, int, int]

MOST_SERIES = (
    24  # each takes about a second, and there is little that many series can't tell better
)
LEAST = 40  # known periods
HISTORY: Mapping[Frequency, int] = {"D": 400, "W": 260, "MS": 180, "none": 260}
# Of these Akaike's corrected criterion takes one, by whether the level stands still or wanders.
ORDERS: Mapping[bool, tuple[Order, ...]] = {
    True: ((1, 0, 0), (2, 0, 0), (1, 0, 1)),
    False: ((0, 1, 1), (1, 1, 0), (1, 1, 1)),
}
WANDERS = 0.05  # below that chance it would not look so if it stood still
SAME = 1e-9  # of the largest value: what differs by less is the same
STEPS = 30  # of the likelihood's search
# Periods of each cycle and how many waves it has; a cycle is used once it has been seen twice.
CYCLES: Mapping[Frequency, tuple[tuple[float, int], ...]] = {
    "D": ((7.0, 3), (365.25, 2)),
    "W": ((365.25 / 7, 2),),
    "MS": ((12.0, 3),),
    "none": (),
}


def can_fit(panel: Panel) -> bool:
    """Whether there are few enough series, and each has history."""
    known = np.isfinite(panel.values).sum(axis=0)
    return len(panel.ids) <= MOST_SERIES and bool((known >= LEAST).all())


def sarimax(panel: Panel, horizon: int, *, logarithmic: bool) -> Floats:
    """Horizon x series of means, or of medians of the values where these are `logarithmic`."""
    values = np.log(panel.values) if logarithmic else panel.values
    columns = [_one(panel, values[:, n], n, horizon) for n in range(len(panel.ids))]
    told = np.stack(columns, axis=1)
    # A year's growth that goes on for a year, and no more, is thinkable.
    low, high = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    told = np.clip(told, low - (high - low), high + (high - low))
    return np.exp(told) if logarithmic else told


def _one(panel: Panel, values: Floats, column: int, horizon: int) -> Floats:
    """What is foretold of one series: the terms by least squares, and of what they leave ARIMA."""
    first = max(int(np.argmax(np.isfinite(values))), len(values) - HISTORY[panel.frequency])
    known, terms = values[first:], _terms(panel, column, first, horizon)
    there = np.isfinite(known)
    weights = np.linalg.lstsq(terms[: len(known)][there], known[there], rcond=None)[0]
    expected = terms @ weights
    left = known - expected[: len(known)]
    if np.nanmax(np.abs(left)) < SAME * max(1.0, float(np.nanmax(np.abs(known)))):
        return expected[len(known) :]
    return expected[len(known) :] + _errors(left, horizon)


def _errors(left: Floats, horizon: int) -> Floats:
    """What is foretold of the errors by the order of the least criterion; none where none can be fitted."""
    from statsmodels.tsa.statespace.sarimax import SARIMAX  # noqa: PLC0415  # heavy, seldom used

    found = []
    for order in ORDERS[_stands_still(left)]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of starting values and of a search cut short
            try:
                fit = SARIMAX(left, order=order, concentrate_scale=True).fit(
                    disp=False, maxiter=STEPS
                )
            except np.linalg.LinAlgError:
                continue
            told = np.asarray(fit.forecast(horizon), dtype=np.float64)
        if np.isfinite(told).all():
            found.append((float(fit.aicc), told))
    return min(found, key=lambda one: one[0])[1] if found else np.zeros(horizon)


def _stands_still(left: Floats) -> bool:
    """Whether it has one level: the test of Kwiatkowski, Phillips, Schmidt and Shin (1992)."""
    from statsmodels.tsa.stattools import kpss  # noqa: PLC0415  # as above

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the chance lies outside the test's table
        return bool(kpss(left[np.isfinite(left)], regression="c", nlags="auto")[1] >= WANDERS)


def _terms(panel: Panel, column: int, first: int, horizon: int) -> Floats:
    """Rows from `first` to the horizon's end: the level, waves of the cycles, what is planned to the end."""
    place = np.arange(first, panel.length + horizon)
    parts: list[NDArray[np.float64]] = [np.ones((len(place), 1))]
    for length, waves in CYCLES[panel.frequency]:
        if panel.length - first >= 2 * length:
            angles = 2 * np.pi * np.outer(place, np.arange(1, waves + 1)) / length
            parts += [np.cos(angles), np.sin(angles)]
    for name, planned in panel.planned.items():
        whole = np.concatenate([panel.covariates[name][first:, column], planned[:, column]])
        if np.isfinite(whole).all() and np.ptp(whole[: panel.length - first]) > 0:
            parts.append(whole[:, None])
    found: Floats = np.hstack(parts)
    return found
