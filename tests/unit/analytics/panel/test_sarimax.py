"""Regression with ARIMA errors: finds the season, the plan and the level of each series alone."""

import numpy as np
import pytest

from haat.analytics.panel.panel import Floats, Frequency
from haat.analytics.panel.sarimax import LEAST, MOST_SERIES, can_fit, sarimax
from tests.unit.analytics.panel.making import FREQUENCIES, demand, gaps, panel, walks

WEEK = np.array([10.0, 12.0, 9.0, 14.0, 11.0, 20.0, 18.0])


def noisy(seed: int, length: int, size: float = 0.3) -> Floats:
    return np.random.default_rng(seed).normal(scale=size, size=(length, 1))


def test_the_week_goes_on() -> None:
    known = np.resize(WEEK, 140)[:, None] + noisy(0, 140)
    told = sarimax(panel(known), 14, logarithmic=False)
    np.testing.assert_allclose(told[:, 0], np.resize(WEEK, 14), atol=0.6)


def test_the_year_goes_on() -> None:
    place = np.arange(182)
    whole = 100 + 20 * np.cos(2 * np.pi * place / (365.25 / 7))[:, None] + noisy(1, 182)
    told = sarimax(panel(whole[:156], "W"), 26, logarithmic=False)
    assert np.abs(told - whole[156:]).mean() < 2


def test_what_is_planned_moves_it() -> None:
    rng = np.random.default_rng(2)
    offer = (rng.random((130, 1)) < 0.3).astype(float)
    values = 20 + 8 * offer + noisy(3, 130)
    told = sarimax(
        panel(values[:120], "none", {"offer": offer[:120]}, {"offer": offer[120:]}),
        10,
        logarithmic=False,
    )
    np.testing.assert_allclose(told, 20 + 8 * offer[120:], atol=0.6)


def test_a_plan_with_gaps_is_left_out() -> None:
    values = demand(4, 60, 1)
    plan = np.full((5, 1), np.nan)
    told = sarimax(panel(values, "none", {"p": values}, {"p": plan}), 5, logarithmic=False)
    np.testing.assert_array_equal(told, sarimax(panel(values, "none"), 5, logarithmic=False))


def test_a_wandering_level_stays_where_it_is() -> None:
    known = walks(5, 200, 1)
    told = sarimax(panel(known, "none"), 8, logarithmic=True)
    assert np.abs(told - known[-1]).max() < 2.5


@pytest.mark.parametrize("frequency", FREQUENCIES)
def test_gaps_and_constants_are_borne(frequency: Frequency) -> None:
    for known in (gaps(demand(6, 60, 1), 6), np.full((60, 1), 7.0), np.zeros((60, 1))):
        told = sarimax(panel(known, frequency), 6, logarithmic=False)
        assert np.isfinite(told).all()
    np.testing.assert_allclose(sarimax(panel(np.full((60, 1), 7.0)), 6, logarithmic=False), 7.0)


def test_few_series_with_history_can_be_fitted() -> None:
    assert can_fit(panel(demand(7, LEAST, MOST_SERIES)))
    assert not can_fit(panel(demand(7, LEAST - 1, 2)))
    assert not can_fit(panel(demand(7, LEAST, MOST_SERIES + 1)))


def test_no_growth_is_beyond_what_is_thinkable() -> None:
    known = np.exp(np.linspace(0, 5, 60))[:, None]
    told = sarimax(panel(known, "none"), 60, logarithmic=True)
    assert told.max() <= np.exp(10.0) + 1e-6
