"""What is smooth, and what is demand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haat.analytics.panel.kinds import smooth
from haat.analytics.panel.panel import Floats, Frequency
from tests.unit.analytics.panel.making import FREQUENCIES, demand, gaps, panel, series, walks

SPARSE: tuple[Frequency, ...] = ("W", "MS", "none")


@pytest.mark.parametrize("frequency", SPARSE)
def test_prices_and_totals_are_smooth(frequency: Frequency) -> None:
    assert smooth(panel(gaps(walks(0, 80, 3), 0), frequency)).all()


@pytest.mark.parametrize("frequency", FREQUENCIES)
def test_what_is_sold_by_chance_is_demand(frequency: Frequency) -> None:
    assert not smooth(panel(demand(0, 80, 3), frequency)).any()


def test_of_days_only_what_goes_below_zero_is_smooth() -> None:
    values = np.column_stack([walks(0, 80, 1), walks(0, 80, 1, start=0.0)])
    assert smooth(panel(values, "D")).tolist() == [False, True]


@pytest.mark.parametrize("frequency", SPARSE)
def test_one_zero_makes_it_demand(frequency: Frequency) -> None:
    values = walks(0, 80, 1)
    values[40] = 0.0
    assert not smooth(panel(values, frequency)).any()


def test_a_few_calm_series_among_many_that_are_not_are_demand() -> None:
    calm, wild = walks(0, 80, 2), demand(0, 80, 2)
    assert smooth(panel(np.hstack([calm, wild]), "W")).tolist() == [True, True, False, False]
    assert not smooth(panel(np.hstack([calm, wild, wild]), "W")).any()


def test_where_offers_are_planned_all_is_demand_but_what_goes_below_zero() -> None:
    values = np.hstack([walks(0, 80, 2), walks(0, 80, 1, start=0.0)])
    plan = {"offer": np.zeros((80, 3))}
    told = panel(values, "W", plan, {"offer": np.zeros((4, 3))})
    assert smooth(told).tolist() == [False, False, True]


@settings(max_examples=40)
@given(series(), st.sampled_from(FREQUENCIES))
def test_with_a_value_below_zero_a_series_is_always_smooth(
    values: Floats, frequency: Frequency
) -> None:
    values[0, 0] = -1.0
    assert smooth(panel(values, frequency))[0]


@settings(max_examples=40)
@given(series(least=2), st.sampled_from(FREQUENCIES), st.sampled_from([0.5, 8.0, 1024.0]))
def test_the_unit_is_nothing_to_it(values: Floats, frequency: Frequency, factor: float) -> None:
    told = smooth(panel(values, frequency))
    np.testing.assert_array_equal(smooth(panel(values * factor, frequency)), told)


def test_nothing_known_is_not_smooth() -> None:
    assert not smooth(panel(np.full((5, 1), np.nan), "W")).any()
