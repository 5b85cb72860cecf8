"""A forecast's festivals are named on their own days, by how much they move what sells."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.forecast.festivities import Festivity, festivities
from haat.analytics.forecast.outlook import Outlook

START = date(2026, 11, 2)  # Diwali 8 November, Chhath from 13 to 16 November
DAYS = 20
BIHAR, KERALA = "Bihar", "Kerala"


def outlook(factors: dict[date, float], usual: float = 10.0) -> Outlook:
    """What sells on `DAYS` days: the usual, times the factors of the festive ones."""
    moved = tuple(factors.get(START + timedelta(days=n), 1.0) for n in range(DAYS))
    return Outlook(
        START, tuple(usual * f for f in moved), 1.0, 0.0, 1.0, "xgboost", 400, moved, {}, usual,
        festivals=moved,
    )  # fmt: skip


def november(first: int, last: int, factor: float) -> dict[date, float]:
    return {date(2026, 11, n): factor for n in range(first, last + 1)}


def told(found: tuple[Festivity, ...]) -> list[tuple[str, int, int, float]]:
    return [(f.festival.id, f.begins.day, f.ends.day, round(f.factor, 3)) for f in found]


def test_each_festival_is_told_on_its_own_days() -> None:
    found = festivities(outlook(november(2, 8, 1.5) | november(11, 15, 0.8)), BIHAR)
    assert told(found) == [("diwali", 2, 8, 1.5), ("chhath", 11, 15, 0.8)]


def test_a_state_that_does_not_keep_it_is_told_of_none() -> None:
    assert festivities(outlook(november(11, 15, 1.3)), KERALA) == ()


def test_a_day_is_told_of_the_festival_that_moves_most() -> None:
    """Dhanteras falls within Diwali's week."""
    found = festivities(outlook(november(2, 8, 1.2) | november(5, 6, 2.0)), BIHAR)
    assert [f.festival.id for f in found] == ["diwali"]


def test_a_forecast_that_no_festival_moves_names_none() -> None:
    assert festivities(outlook({}), BIHAR) == ()
    assert festivities(outlook({}, usual=0.0), BIHAR) == ()
    assert festivities(outlook(november(2, 8, 2.0), usual=0.0), BIHAR) == ()


def test_her_own_number_does_not_change_what_the_festival_does() -> None:
    plain = outlook(november(11, 15, 1.3))
    hers = plain.overridden({date(2026, 11, 12): 500.0})
    assert festivities(hers, BIHAR) == festivities(plain, BIHAR)


@given(st.lists(st.floats(0.3, 3.0), min_size=DAYS, max_size=DAYS))
def test_days_are_told_once_and_factors_lie_within_those_of_the_days(factors: list[float]) -> None:
    found = festivities(
        outlook({START + timedelta(days=n): f for n, f in enumerate(factors)}), BIHAR
    )
    assert len({f.begins for f in found}) == len(found)
    for one in found:
        assert min(factors) - 1e-9 <= one.factor <= max(factors) + 1e-9
        assert START <= one.begins <= one.ends
    assert [f.begins for f in found] == sorted(f.begins for f in found)
    assert {f.festival.id for f in found} <= {"diwali", "dhanteras", "chhath"}


def test_a_factor_is_what_is_sold_against_what_would_be() -> None:
    found = festivities(outlook(november(2, 4, 3.0) | november(5, 8, 1.0 + 1e-6)), BIHAR)
    assert found[0].factor == pytest.approx((3 * 30 + 4 * 10) / (3 * 10 + 4 * 10), rel=1e-5)
