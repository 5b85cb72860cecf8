"""What the markets say: a move beside what is usual in these weeks, and what came to market."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.market import PricePoint
from haat.analytics.market_signs import arrivals, direction, usual_change

DAY = date(2026, 11, 20)


def rise(years_ago: int, before: int, after: int) -> list[PricePoint]:
    """Two prices a month apart, around the same day of another year."""
    end = DAY - timedelta(days=365 * years_ago)
    return [PricePoint("m", end - timedelta(days=30), before), PricePoint("m", end, after)]


def test_what_is_usual_is_the_middle_of_other_years() -> None:
    points = [*rise(1, 100, 120), *rise(2, 100, 110), *rise(3, 100, 200)]
    assert usual_change(points, DAY) == 20
    assert usual_change([*points, *rise(0, 100, 900)], DAY) == 20  # not this year's own


def test_one_year_is_no_habit() -> None:
    assert usual_change(rise(1, 100, 120), DAY) is None
    assert usual_change([], DAY) is None


@pytest.mark.parametrize(
    ("change", "usual", "way"),
    [
        (25, 20, "usual"),
        (31, 20, "rising"),
        (12, None, "rising"),
        (-12, None, "falling"),
        (-5, 20, "falling"),
        (5, -20, "rising"),
        (0, None, "usual"),
        (0, -30, "usual"),
    ],
)
def test_a_move_counts_beyond_what_is_usual(change: float, usual: float | None, way: str) -> None:
    assert direction(change, usual) == way


@given(st.floats(-99, 500), st.none() | st.floats(-99, 500))
def test_what_falls_is_never_told_as_rising(change: float, usual: float | None) -> None:
    assert (direction(change, usual) != "rising") or change > 0


def test_arrivals_are_compared_by_days_with_reports() -> None:
    before = {DAY - timedelta(days=n): 10.0 for n in range(30, 50, 2)}
    now = {DAY - timedelta(days=n): 15.0 for n in range(1, 27, 5)}
    found = arrivals({**before, **now}, DAY)
    assert found is not None
    assert (found.change, found.day) == (50, DAY - timedelta(days=1))
    later = {DAY + timedelta(days=1): 1000.0}
    assert arrivals({**before, **now, **later}, DAY) == found


def test_few_reports_say_nothing() -> None:
    before = {DAY - timedelta(days=n): 10.0 for n in range(30, 50, 2)}
    assert arrivals({**before, DAY: 20.0}, DAY) is None
    assert arrivals({DAY - timedelta(days=n): 0.0 for n in range(56)}, DAY) is None
