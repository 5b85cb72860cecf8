"""Levels against the slow way: one series after the other, in plain Python, period by period."""

from math import inf, isnan

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.stats import linregress

from haat.analytics.panel import levels
from haat.analytics.panel.levels import ALPHAS, BETAS, PHIS
from haat.analytics.panel.panel import Floats
from tests.unit.analytics.panel.making import demand, gaps, series, walks

START = 28
Series = list[float]


def columns(values: Floats) -> list[Series]:
    """Each series by itself, from its first known value on."""
    found = []
    for column in values.T:
        told = [float(v) for v in column]
        found.append(told[next(n for n, v in enumerate(told) if not isnan(v)) :])
    return found


def slow_tsb(told: Series) -> float:
    """Teunter, Syntetos and Babai's rule: the chance moves at every period, the size at sales."""
    first = [v for v in told[:START] if not isnan(v)]
    sales = [v for v in first if v > 0]
    chance = len(sales) / len(first)
    size = sum(sales) / len(sales) if sales else None
    for v in told:
        if isnan(v):
            continue
        if v > 0:
            size = v if size is None else size + 0.1 * (v - size)
        chance += 0.1 * ((v > 0) - chance)
    return chance * (size or 0.0)


def slow_sba(told: Series) -> float:
    """Croston's rule as corrected by Syntetos and Boylan: all moves at sales."""
    first = [v for v in told[:START] if not isnan(v)]
    sales = [v for v in first if v > 0]
    size = sum(sales) / len(sales) if sales else None
    apart, since = max(len(first) / max(len(sales), 1), 1.0), 1
    for v in told:
        if v > 0:
            size = v if size is None else size + 0.1 * (v - size)
            apart += 0.1 * (since - apart)
            since = 1
        elif not isnan(v):
            since += 1
    return 0.95 * (size or 0.0) / apart


def slow_mean(told: Series, window: int) -> float:
    """Of the last periods; of all where none of these is known."""
    recent = [v for v in told[-window:] if not isnan(v)] or [v for v in told if not isnan(v)]
    return sum(recent) / len(recent)


def damped_once(
    told: Series, horizon: int, alpha: float, beta: float, phi: float
) -> tuple[float, Series]:
    """Gardner and McKenzie's rule with given parameters: squared errors, and what comes."""
    level, trend, squares = told[0], 0.0, 0.0
    for n, v in enumerate(told[1:], 1):
        if isnan(v):
            continue
        error = v - (level + phi * trend)
        if n >= len(told) // 5:
            squares += error**2
        level, trend = level + phi * trend + alpha * error, phi * trend + alpha * beta * error
    ahead, far = [], 0.0
    for h in range(1, horizon + 1):
        far += phi**h
        ahead.append(level + far * trend)
    return squares, ahead


def slow_damped(told: Series, horizon: int) -> Series:
    """With the parameters of the least squares."""
    tried = [damped_once(told, horizon, a, b, p) for a in ALPHAS for b in BETAS for p in PHIS]
    return min(tried, key=lambda t: t[0])[1]


def slow_theta(told: Series, horizon: int) -> Series:
    """Simple smoothing with a drift of half the trend (Hyndman and Billah, 2003)."""
    known = [(n, v) for n, v in enumerate(told) if not isnan(v)]
    slope = linregress(*np.array(known).T).slope
    best, found = inf, (0.0, 0.0)
    for alpha in ALPHAS:
        level, squares = told[0], 0.0
        for _, v in known:
            squares += (v - level) ** 2
            level += alpha * (v - level)
        if squares < best:
            best, found = squares, (level, alpha)
    level, alpha = found
    begun = (1 - (1 - alpha) ** len(known)) / alpha
    return [level + slope / 2 * (h + begun) for h in range(horizon)]


def slow_seasonal(told: Series, horizon: int, season: int) -> Series:
    """Back by whole seasons until something is known."""
    found = []
    for h in range(horizon):
        place = len(told) + h % season - season
        back = told[place::-season] if place >= 0 else told[::-1]
        found.append(next((v for v in back if not isnan(v)), 0.0))
    return found


@settings(max_examples=40)
@given(series())
def test_tsb(values: Floats) -> None:
    assert levels.tsb(values) == pytest.approx([slow_tsb(s) for s in columns(values)])


@settings(max_examples=40)
@given(series())
def test_croston(values: Floats) -> None:
    assert levels.croston_sba(values) == pytest.approx([slow_sba(s) for s in columns(values)])


@settings(max_examples=40)
@given(series())
def test_moving_mean(values: Floats) -> None:
    for window in (1, 5, 28):
        told = [slow_mean(s, window) for s in columns(values)]
        assert levels.moving_mean(values, window) == pytest.approx(told)


@settings(max_examples=40)
@given(series())
def test_seasonal_naive(values: Floats) -> None:
    for season in (1, 7, 12):
        told = np.array([slow_seasonal(list(s), 9, season) for s in values.T]).T
        np.testing.assert_array_equal(levels.seasonal_naive(values, 9, season), told)


@pytest.mark.parametrize("seed", range(4))
def test_damped_trend(seed: int) -> None:
    values = gaps(walks(seed, 60, 3) + np.arange(60)[:, None] * seed, seed)
    values[:15, 1] = np.nan
    told = np.array([slow_damped(s, 8) for s in columns(values)]).T
    np.testing.assert_allclose(levels.damped(values, 8), told)


@pytest.mark.parametrize("seed", range(4))
def test_theta(seed: int) -> None:
    values = gaps(walks(seed, 60, 3) + np.arange(60)[:, None] * seed, seed)
    values[:15, 1] = np.nan
    told = np.array([slow_theta(s, 8) for s in columns(values)]).T
    np.testing.assert_allclose(levels.theta(values, 8), told)


def test_one_value_goes_on() -> None:
    one = np.array([[5.0]])
    assert levels.tsb(one) == levels.moving_mean(one) == 5
    assert levels.croston_sba(one) == pytest.approx(4.75)
    for ahead in (levels.damped(one, 3), levels.theta(one, 3), levels.seasonal_naive(one, 3, 7)):
        assert ahead.ravel().tolist() == [5, 5, 5]


@settings(max_examples=40)
@given(series())
def test_how_long_others_have_been_known_is_nothing_to_a_series(values: Floats) -> None:
    later = np.vstack([np.full((40, values.shape[1]), np.nan), values])
    for method in (levels.tsb, levels.croston_sba):
        np.testing.assert_allclose(method(later), method(values))
    for ahead in (levels.damped, levels.theta):
        np.testing.assert_allclose(ahead(later, 5), ahead(values, 5), atol=1e-9)


def test_a_product_that_is_new_among_old_ones_is_foretold_as_it_sells() -> None:
    values = demand(0, 500, 3)
    values[:-6, 1], values[-6:, 1] = np.nan, 5.0
    assert levels.tsb(values)[1] == pytest.approx(5)
    assert levels.croston_sba(values)[1] == pytest.approx(4.75)


def test_what_no_longer_sells_fades_with_tsb_alone() -> None:
    values = np.r_[np.full(30, 5.0), np.zeros(30)][:, None]
    assert levels.tsb(values) < 0.25
    assert levels.croston_sba(values) == pytest.approx(4.75)


def test_what_is_very_long_ago_has_no_say() -> None:
    values = demand(1, levels.HISTORY + 300, 2)
    for method in (levels.tsb, levels.croston_sba):
        np.testing.assert_array_equal(method(values), method(values[300:]))
    for ahead in (levels.damped, levels.theta):
        np.testing.assert_array_equal(ahead(values, 3), ahead(values[300:], 3))
