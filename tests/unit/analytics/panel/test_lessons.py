"""What a network learns from is what was known at the time, and nothing of the last part."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.panel.lessons import Lessons, enough, tail, warm
from haat.analytics.panel.panel import Floats, Panel

HORIZON = 7


def daily(values: Floats) -> Panel:
    days = np.datetime64("2024-01-01") + np.arange(len(values))
    return Panel(tuple(f"s{n}" for n in range(values.shape[1])), days, "D", values)


def some(length: int = 80, seed: int = 1) -> Floats:
    return np.random.default_rng(seed).poisson(5.0, (length, 3)).astype(np.float64)


def test_demand_is_told_in_its_own_level() -> None:
    panel = daily(some())
    larger = replace(panel, values=panel.values * 1000)
    small, large = (Lessons(p, HORIZON, positive=True).asked() for p in (panel, larger))
    assert np.allclose(small.past, large.past)
    assert np.allclose(small.scale * 1000, large.scale)


def test_what_may_be_below_zero_is_told_from_its_last_value() -> None:
    panel = daily(some() - 5)
    asked = Lessons(panel, HORIZON, positive=False).asked()
    assert np.allclose(asked.centre, panel.values[-1])
    assert np.allclose(asked.past[:, -1, 0], 0.0)


def test_the_last_part_is_not_learned_from() -> None:
    panel = daily(some())
    end = panel.length - tail(panel, HORIZON)
    wild = panel.values.copy()
    wild[end:] = 1e6
    plain, other = (
        Lessons(p, HORIZON, positive=True).learned() for p in (panel, replace(panel, values=wild))
    )
    assert np.array_equal(plain.past, other.past)
    assert np.array_equal(plain.came, other.came, equal_nan=True)


def test_what_came_is_what_the_panel_holds() -> None:
    panel = daily(some())
    learned = Lessons(panel, HORIZON, positive=True).learned()
    origins = np.repeat(np.arange(warm(panel), panel.length - tail(panel, HORIZON)), 3)
    first = learned.came[:, 0] * learned.scale
    assert np.allclose(first, panel.values[origins, np.tile(np.arange(3), len(origins) // 3)])


def test_a_gap_is_marked_and_not_learned() -> None:
    values = some()
    values[40, 0] = np.nan
    learned = Lessons(daily(values), HORIZON, positive=True).learned()
    assert np.isfinite(learned.past).all()
    assert (learned.past[..., 1] == 0).any()
    assert np.isnan(learned.came).any()


def test_what_is_planned_is_known_of_the_periods_to_come() -> None:
    panel = daily(some())
    price = np.full(panel.values.shape, 10.0)
    plan = np.full((HORIZON, 3), 20.0)
    asked = Lessons(
        replace(panel, covariates={"price": price}, planned={"price": plan}), HORIZON, positive=True
    ).asked()
    assert (asked.ahead[..., 2] > asked.past[:, :1, 2]).all()


@given(length=st.integers(1, 400), horizon=st.integers(1, 400))
def test_where_there_is_enough_each_step_has_a_lesson(length: int, horizon: int) -> None:
    panel = daily(np.ones((length, 1)))
    if enough(panel, horizon):
        came = Lessons(panel, horizon, positive=True).learned().came
        assert np.isfinite(came).any(axis=0).all()


@pytest.mark.parametrize("length", [1, 5, 12])
def test_a_few_days_are_not_enough(length: int) -> None:
    assert not enough(daily(np.ones((length, 1))), HORIZON)
