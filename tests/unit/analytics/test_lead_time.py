"""Lead times by what is under way and what comes in: first ordered, first come, nothing guessed."""

from datetime import date, timedelta
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.lead_time import LEAST_DELIVERIES, LeadTime, followed, lead_time

START = date(2026, 1, 1)


def day(n: int) -> date:
    return START + timedelta(days=n)


def books(
    orders: list[tuple[int, int, float]], days: int
) -> tuple[dict[date, float], dict[date, float]]:
    """What is under way at the end of each day, and what came, by (ordered on, takes days, units)."""
    under_way = {
        day(n): sum(u for on, takes, u in orders if on <= n < on + takes) for n in range(days)
    }
    came: dict[date, float] = {}
    for on, takes, units in orders:
        came[day(on + takes)] = came.get(day(on + takes), 0.0) + units
    return under_way, came


@given(st.lists(st.tuples(st.integers(2, 4), st.floats(1, 9)), min_size=1, max_size=40))
def test_deliveries_are_followed_to_their_orders(placed: list[tuple[int, float]]) -> None:
    orders = [(1 + 3 * n, takes, units) for n, (takes, units) in enumerate(placed)]
    assert followed(*books(orders, 3 * len(orders) + 9)) == [takes for takes, _ in placed]


def test_orders_that_overlap_come_in_turn() -> None:
    assert followed(*books([(1, 3, 5.0), (2, 3, 5.0), (3, 2, 1.0)], 10)) == [3, 3, 2]


def test_an_order_in_parts_took_as_long_as_its_last() -> None:
    under_way = {day(0): 0.0, day(1): 6.0, day(2): 6.0, day(3): 2.0, day(4): 0.0}
    assert followed(under_way, {day(3): 4.0, day(4): 2.0}) == [3]


def test_what_nobody_dated_is_not_told() -> None:
    under_way, came = books([(0, 3, 5.0), (5, 4, 5.0), (12, 3, 5.0)], 20)
    del under_way[day(6)]  # nobody counted, so the order of day 5 may be of day 6
    assert followed(under_way, came) == [3]
    assert followed({day(7 * n): 3.0 for n in range(9)}, came) == []


def test_the_spread_is_that_of_deliveries_else_of_what_was_told() -> None:
    seen = [3, 3, 4, 3, 5]
    told = lead_time(seen, {2: 9}, 2)
    assert (told.mean, told.deliveries) == (mean(seen), 5)
    assert told.sd == pytest.approx(stdev(seen))
    few = seen[: LEAST_DELIVERIES - 1]
    assert lead_time(few, {2: 2, 5: 1}, 5).sd == pytest.approx(stdev([2, 2, 5]))
    assert lead_time(few, {2: 9}, 2) == LeadTime(2)
    assert lead_time([], {}, 4) == LeadTime(4)
