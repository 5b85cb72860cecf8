"""When something is said to be wrong, on histories whose truth is known."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.alerts import (
    SPIKE_CHANCE,
    band_severity,
    below_since,
    cover,
    jump_percent,
    outlived,
    shelf_levels,
    spike,
    spike_severity,
    stock_severity,
)

TODAY = date(2026, 11, 25)
DAY = timedelta(days=1)
NEVER: frozenset[date] = frozenset()


def steady(units: float, days: int = 63) -> dict[date, float]:
    """The same each day up to yesterday."""
    return {TODAY - n * DAY: units for n in range(1, days + 1)}


def drawn(seed: int, mean: float = 4.0) -> dict[date, float]:
    """Daily counts of a shop: gamma-Poisson with variance = mean + mean^2 / 8."""
    chance = random.Random(seed)  # noqa: S311 - a ledger, not a secret
    found = {}
    for n in range(1, 64):
        rate = mean * chance.gammavariate(8, 1 / 8)
        units, left = 0, rate
        while (left := left - chance.expovariate(1)) > 0:
            units += 1
        if units:
            found[TODAY - n * DAY] = float(units)
    return found


def test_a_planted_day_and_a_planted_week_are_found() -> None:
    day = {**steady(4), TODAY - DAY: 24.0}
    found = spike(day, NEVER, TODAY)
    assert found is not None
    assert (found.days, found.units, found.expected) == (1, 24, 4)
    assert found.since == TODAY - DAY
    assert found.chance < SPIKE_CHANCE
    assert spike_severity(found) == "high"
    week = {day: units * (2 if day >= TODAY - 7 * DAY else 1) for day, units in steady(4).items()}
    found = spike(week, NEVER, TODAY)
    assert found is not None
    assert (found.days, found.units, found.expected) == (7, 56, 28)
    assert spike_severity(found) == "medium"


def test_sales_by_the_half_kilo_are_counted_in_half_kilos() -> None:
    day = {**steady(1.5), TODAY - DAY: 9.5}
    found = spike(day, NEVER, TODAY)
    assert found is not None
    assert (found.units, found.expected) == (9.5, 1.5)


@pytest.mark.parametrize(
    "told",
    [
        steady(4),
        {},
        {TODAY - DAY: 30.0},  # nothing was usual before
        {**steady(4, 10), TODAY - DAY: 40.0},  # hardly anything
        {**dict.fromkeys(list(steady(1))[::5], 1.0), TODAY - DAY: 3.0},
        {**steady(4), TODAY: 90.0},  # today is not over
    ],
)
def test_what_is_no_spike(told: dict[date, float]) -> None:
    assert spike(told, NEVER, TODAY) is None


def test_days_with_an_empty_shelf_are_no_habit() -> None:
    gap = frozenset(TODAY - n * DAY for n in range(10, 18))
    told = {d: u * (2 if d >= TODAY - 7 * DAY else 1) for d, u in steady(4).items() if d not in gap}
    known, unknown = spike(told, gap, TODAY), spike(told, NEVER, TODAY)
    assert known is not None
    assert known.expected == 28
    assert unknown is None or unknown.expected == 20
    long = frozenset(TODAY - n * DAY for n in range(8, 40))
    assert spike({d: u for d, u in told.items() if d not in long}, long, TODAY) is None


def test_false_alarms_are_as_rare_as_said() -> None:
    found = sum(spike(drawn(seed), NEVER, TODAY) is not None for seed in range(2000))
    assert found <= 2000 * 2 * SPIKE_CHANCE + 4


def test_a_shelf_that_runs_out_before_the_delivery() -> None:
    found = cover(steady(4), NEVER, TODAY, 6, 3)
    assert found is not None
    assert (found.per_day, found.days) == (4, 1.5)
    assert found.risk > 0.9
    assert found.short == pytest.approx(6, abs=0.5)
    assert stock_severity(found, 6, 3) == "high"


def test_a_full_shelf_an_empty_one_and_one_in_between() -> None:
    full = cover(steady(4), NEVER, TODAY, 60, 3)
    assert full is not None
    assert stock_severity(full, 60, 3) is None
    empty = cover(steady(4), NEVER, TODAY, 0, 3)
    assert empty is not None
    assert empty.risk == pytest.approx(1, abs=0.01)
    assert stock_severity(empty, 0, 3) == "high"
    tight = cover(steady(4), NEVER, TODAY, 13, 3)
    assert tight is not None
    assert stock_severity(tight, 13, 3) == "low"


def test_what_sold_nothing_needs_no_cover_and_what_ran_out_still_does() -> None:
    assert cover({}, NEVER, TODAY, 0, 3) is None
    earlier = {d: u for d, u in steady(4).items() if d < TODAY - 30 * DAY}
    gone = frozenset(TODAY - n * DAY for n in range(1, 31))
    found = cover(earlier, gone, TODAY, 0, 3)
    assert found is not None
    assert found.per_day == 4


def test_a_guess_from_three_days_is_no_high_alarm_and_is_wider() -> None:
    few, many = cover(steady(4, 3), NEVER, TODAY, 9, 2), cover(steady(4), NEVER, TODAY, 9, 2)
    assert few is not None
    assert many is not None
    assert few.thin
    assert few.risk > many.risk
    short = cover(steady(4, 3), NEVER, TODAY, 1, 2)
    assert short is not None
    assert stock_severity(short, 1, 2) == "medium"


@given(st.floats(0, 60), st.floats(0, 60), st.floats(0.5, 10))
def test_more_stock_is_never_a_larger_risk(one: float, other: float, lead: float) -> None:
    less, more = sorted((one, other))
    a, b = (cover(steady(4), NEVER, TODAY, left, lead) for left in (less, more))
    assert a is not None
    assert b is not None
    assert b.risk <= a.risk + 1e-9
    assert b.days >= a.days


def test_levels_follow_counts_and_movements() -> None:
    days = [TODAY - n * DAY for n in (4, 3, 2, 1)]
    counts = {days[1]: 10.0}
    levels = shelf_levels(counts, {days[3]: 5.0}, {days[2]: 4.0}, days)
    assert levels == {days[1]: 10, days[2]: 6, days[3]: 11}
    assert below_since({days[1]: 10, days[2]: 6, days[3]: 5}, 8, TODAY) == days[2]
    assert below_since({}, 8, TODAY) == TODAY


def test_bands_jumps_and_old_goods() -> None:
    assert band_severity(14, 15) is None
    assert band_severity(-20, 15) == "medium"
    assert band_severity(40, 15) == "high"
    assert jump_percent([100, 100, 150]) is None
    assert jump_percent([100, 104, 96, 150]) == 50
    assert outlived(now=10, came_since=6, then=8, went_since=5) == 3
    assert outlived(now=10, came_since=12, then=8, went_since=5) == 0
