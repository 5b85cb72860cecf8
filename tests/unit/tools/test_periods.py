"""Periods as people name them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.core.errors import InvalidInput
from tools.periods import Span, compared

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("period", "start", "end", "previous_start", "previous_end"),
    [
        ("today", "2026-11-25", "2026-11-25", "2026-11-24", "2026-11-24"),
        ("yesterday", "2026-11-24", "2026-11-24", "2026-11-23", "2026-11-23"),
        ("this_week", "2026-11-23", "2026-11-25", "2026-11-16", "2026-11-18"),
        ("last_week", "2026-11-16", "2026-11-22", "2026-11-09", "2026-11-15"),
        ("this_month", "2026-11-01", "2026-11-25", "2026-10-01", "2026-10-25"),
        ("last_month", "2026-10-01", "2026-10-31", "2026-09-01", "2026-09-30"),
        ("last_7_days", "2026-11-18", "2026-11-24", "2026-11-11", "2026-11-17"),
        ("last_30_days", "2026-10-26", "2026-11-24", "2026-09-26", "2026-10-25"),
        ("2026-11-01/2026-11-03", "2026-11-01", "2026-11-03", "2026-10-29", "2026-10-31"),
        ("2026-11-24/2027-01-01", "2026-11-24", "2026-11-25", "2026-11-22", "2026-11-23"),
    ],
)
def test_period_is_inclusive_and_never_after_today(
    period: str, start: str, end: str, previous_start: str, previous_end: str
) -> None:
    found = compared(period, WEDNESDAY)
    day = date.fromisoformat
    assert found.span == Span(day(start), day(end))
    assert found.previous == Span(day(previous_start), day(previous_end))


def test_same_part_of_a_shorter_month_is_compared() -> None:
    found = compared("this_month", date(2026, 3, 31))
    assert found.previous == Span(date(2026, 2, 1), date(2026, 2, 28))


@pytest.mark.parametrize(
    "period",
    [
        "",
        "next_week",
        "2026-11-03/2026-11-01",
        "2026-12-01/2026-12-31",
        "2026-11-03",
        "a/b",
        "2026-11-01/2026-11-02/2026-11-03",
        "0001-01-01/2026-01-01",
    ],
)
def test_what_is_no_period_is_refused(period: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        compared(period, WEDNESDAY)
    assert refused.value.problems[0].pointer == "/period"


@given(
    st.sampled_from(
        ["today", "this_week", "last_week", "this_month", "last_month", "last_90_days"]
    ),
    st.dates(date(2001, 1, 1), date(2099, 1, 1)),
)
def test_previous_ends_before_the_period_begins(period: str, today: date) -> None:
    found = compared(period, today)
    assert found.previous.end < found.span.start <= found.span.end <= today
    assert found.previous.days <= max(31, found.span.days)
    assert found.span.start - found.previous.end >= timedelta(days=1)
