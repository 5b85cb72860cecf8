"""Levels of many series against the plain way of reaching them, one series at a time."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from haat.analytics.panel.levels import (
    ALPHAS,
    BETAS,
    PHIS,
    START,
    croston_sba,
    damped,
    moving_mean,
    seasonal_naive,
    theta,
    tsb,
)
from haat.analytics.panel.panel import Floats

VALUES = arrays(
    np.float64,
    st.tuples(st.integers(1, 45), st.integers(1, 3)),
    elements=st.one_of(st.just(np.nan), st.integers(0, 9).map(float)),
)


def _told(column: Floats) -> list[float]:
    return [float(v) for v in column if not np.isnan(v)]


def _slow_tsb(column: Floats) -> float:
    early = _told(column)[:START]
    sold = [v for v in early if v > 0]
    chance = len(sold) / max(1, len(early))
    size = sum(sold) / max(1, len(sold))
    for value in _told(column):
        if value > 0:
            size = value if size == 0 else size + 0.1 * (value - size)
        chance += 0.1 * ((value > 0) - chance)
    return chance * size


def _slow_sba(column: Floats) -> float:
    early = _told(column)[:START]
    sold = [v for v in early if v > 0]
    size, apart = sum(sold) / max(1, len(sold)), max(1.0, len(early) / max(1, len(sold)))
    since = 1.0
    for value in _told(column):
        if value > 0:
            size, apart, since = size + 0.1 * (value - size), apart + 0.1 * (since - apart), 1.0
        else:
            since += 1
    return 0.95 * size / apart


@pytest.mark.parametrize(("fast", "slow"), [(tsb, _slow_tsb), (croston_sba, _slow_sba)])
@given(values=VALUES)
def test_levels_of_rare_sales_are_those_of_one_series_after_the_other(
    fast: Callable[[Floats], Floats], slow: Callable[[Floats], float], values: Floats
) -> None:
    np.testing.assert_allclose(fast(values), [slow(c) for c in values.T], atol=1e-9)


@given(VALUES, st.integers(1, 60))
def test_a_moving_mean_is_of_what_is_known(values: Floats, window: int) -> None:
    for found, column in zip(moving_mean(values, window), values.T, strict=True):
        told = _told(column[-window:]) or _told(column) or [0.0]
        assert found == pytest.approx(sum(told) / len(told))


def _slow_damped(column: Floats, horizon: int) -> Floats:
    first = int(np.argmax(~np.isnan(column)))
    settled = first + (len(column) - first) // 5
    best, least = np.zeros(horizon), np.inf
    for alpha in ALPHAS:
        for beta in BETAS:
            for phi in PHIS:
                level, trend, squares = column[first], 0.0, 0.0
                for period in range(first + 1, len(column)):
                    if np.isnan(column[period]):
                        continue
                    expected = level + phi * trend
                    error = column[period] - expected
                    squares += error**2 if period >= settled else 0.0
                    level, trend = expected + alpha * error, phi * trend + alpha * beta * error
                if squares < least:
                    steps = np.cumsum(phi ** np.arange(1, horizon + 1))
                    best, least = level + trend * steps, squares
    return best


def test_a_damped_trend_is_the_best_of_its_grid() -> None:
    random = np.random.default_rng(5)
    values = 50 + np.cumsum(random.normal(0.5, 1, (40, 3)), axis=0)
    values[:7, 1] = np.nan
    values[20, 2] = np.nan
    slow = np.stack([_slow_damped(c, 6) for c in values.T], axis=1)
    np.testing.assert_allclose(damped(values, 6), slow, rtol=1e-9)


def test_a_straight_line_goes_on_by_half_its_slope_after_theta() -> None:
    line = np.arange(60.0)[:, None] * 2 + 100
    found = theta(line, 4)[:, 0]
    np.testing.assert_allclose(np.diff(found), 1.0)
    assert abs(found[0] - line[-1, 0]) < 3


@given(VALUES, st.integers(1, 7), st.integers(1, 20))
def test_the_seasonal_naive_says_the_last_known_of_the_same_place(
    values: Floats, season: int, horizon: int
) -> None:
    if len(values) < season:
        return
    found = seasonal_naive(values, horizon, season)
    for step in range(horizon):
        for series in range(values.shape[1]):
            same = values[:, series][(len(values) + step) % season :: season]
            told = _told(same)
            assert found[step, series] == (told[-1] if told else 0.0)
