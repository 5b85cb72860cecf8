"""When sales that fall are told, on histories whose truth is known."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from haat.analytics.drops import DROP_CHANCE, closed_days, drop, drop_severity, pace
from haat.analytics.tails import at_most

TODAY = date(2026, 11, 25)
DAY = timedelta(days=1)
NEVER: frozenset[date] = frozenset()
WEEK = frozenset(TODAY - n * DAY for n in range(1, 8))


def steady(units: float, lately: float) -> dict[date, float]:
    """The same each day for eight weeks, then another amount for the last seven days."""
    days = {TODAY - n * DAY: lately if n <= 7 else units for n in range(1, 64)}
    return {day: sold for day, sold in days.items() if sold}


@given(st.integers(0, 40), st.integers(0, 120), st.floats(0.5, 60), st.floats(0.5, 240))
def test_the_lower_tail_agrees_with_scipy(
    count: int, others: int, one: float, other: float
) -> None:
    law = stats.betabinom(count + others, one, other)
    found = at_most(count, count + others, (one, other))
    assert found == pytest.approx(float(law.cdf(count)), rel=1e-6, abs=1e-9)


def test_a_week_without_a_sale_and_a_poor_week_are_found() -> None:
    found = drop(steady(4, 0), NEVER, TODAY)
    assert found is not None
    assert (found.days, found.units, found.expected) == (7, 0, 28)
    assert found.since == TODAY - 7 * DAY
    assert found.chance < DROP_CHANCE
    assert drop_severity(found) == "high"
    poor = drop(steady(6, 2), NEVER, TODAY)
    assert poor is not None
    assert drop_severity(poor) == "medium"


@pytest.mark.parametrize(
    "told",
    [{}, steady(4, 4), steady(4, 3), steady(0.5, 0), steady(4, 9)],
    ids=["nothing", "as usual", "a little less", "too few to be missed", "more"],
)
def test_what_is_no_drop(told: dict[date, float]) -> None:
    assert drop(told, NEVER, TODAY) is None


def test_an_empty_shelf_an_offer_and_a_closed_shop_tell_nothing() -> None:
    assert drop(steady(4, 0), WEEK, TODAY) is None
    three = frozenset(sorted(WEEK)[:3])
    assert drop(steady(4, 0), three, TODAY) is None  # four days are too few
    told = drop(steady(4, 0), frozenset(sorted(WEEK)[:2]), TODAY)
    assert told is not None
    assert (told.days, told.expected) == (5, 20)


def test_a_quiet_week_of_the_whole_shop_is_no_drop_of_each() -> None:
    assert drop(steady(6, 2), NEVER, TODAY, pace=1 / 3) is None
    assert drop(steady(6, 2), NEVER, TODAY, pace=5.0) is not None  # a lively one excuses nothing


def test_sales_that_fall_back_after_a_festival_are_usual() -> None:
    festival = {
        TODAY - n * DAY: (4.0 if n <= 7 else 14.0 if n <= 35 else 4.0) for n in range(1, 64)
    }
    assert drop(festival, NEVER, TODAY) is None


def test_sales_by_the_half_kilo_are_counted_in_half_kilos() -> None:
    found = drop({day: units * 0.5 for day, units in steady(5, 1).items()}, NEVER, TODAY)
    assert found is not None
    assert (found.units, found.expected) == (3.5, 17.5)


def test_false_alarms_are_as_rare_as_said() -> None:
    alarms = sum(drop(_drawn(seed, 4.0), NEVER, TODAY) is not None for seed in range(2000))
    assert alarms / 2000 <= 2 * DROP_CHANCE


@given(st.floats(1, 30), st.floats(0, 30))
def test_fewer_sales_are_never_a_weaker_alarm(usual: float, lately: float) -> None:
    more, less = (drop(steady(round(usual), round(x)), NEVER, TODAY) for x in (lately, lately / 2))
    if more is not None:
        assert less is not None
        assert less.chance <= more.chance


def test_a_shop_is_closed_where_nothing_at_all_is_written_down() -> None:
    sold = {"rice": steady(4, 4), "soap": steady(1, 1)}
    assert closed_days(sold, TODAY) == frozenset()
    del sold["rice"][TODAY - 3 * DAY]
    assert closed_days(sold, TODAY) == frozenset()
    del sold["soap"][TODAY - 3 * DAY]
    assert closed_days(sold, TODAY) == {TODAY - 3 * DAY}


def test_the_pace_is_the_share_of_usual_lines() -> None:
    sold = {"rice": steady(4, 4), "soap": steady(1, 0)}
    assert pace(sold, NEVER, TODAY) == pytest.approx(0.5)
    closed = frozenset({TODAY - DAY})
    assert pace(sold, closed, TODAY) == pytest.approx(0.5)
    assert pace({}, NEVER, TODAY) == 1


def _drawn(seed: int, mean: float) -> dict[date, float]:
    """Daily counts of a shop: gamma-Poisson with variance = mean + mean^2 / 8."""
    chance = random.Random(seed)  # noqa: S311 - a ledger, not a secret
    found = {}
    for n in range(1, 64):
        rate, units = mean * chance.gammavariate(8, 1 / 8), 0
        while (rate := rate - chance.expovariate(1)) > 0:
            units += 1
        if units:
            found[TODAY - n * DAY] = float(units)
    return found
