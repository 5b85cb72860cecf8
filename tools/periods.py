"""Periods as people name them, and the one before to compare with."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from haat.core.errors import FieldProblem, InvalidInput

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Compared:
    """A period and the one it is compared with."""

    span: Span
    previous: Span


def compared(period: str, today: date) -> Compared:
    """The days a period means on `today`; nothing after `today` is in it. InvalidInput otherwise."""
    named = _NAMED.get(period)
    return named(today) if named else _between(period, today)


def _today(today: date) -> Compared:
    return _same_length(Span(today, today))


def _yesterday(today: date) -> Compared:
    return _same_length(Span(today - DAY, today - DAY))


def _last_days(days: int) -> Callable[[date], Compared]:
    return lambda today: _same_length(Span(today - days * DAY, today - DAY))


def _this_week(today: date) -> Compared:
    monday = _monday(today)
    return Compared(Span(monday, today), Span(monday - WEEK, today - WEEK))


def _last_week(today: date) -> Compared:
    monday = _monday(today) - WEEK
    return _same_length(Span(monday, monday + 6 * DAY))


def _this_month(today: date) -> Compared:
    first = today.replace(day=1)
    before = _month_before(first)
    same_part = before.replace(day=min(today.day, _last_of(before).day))
    return Compared(Span(first, today), Span(before, same_part))


def _last_month(today: date) -> Compared:
    first = _month_before(today.replace(day=1))
    before = _month_before(first)
    return Compared(Span(first, _last_of(first)), Span(before, _last_of(before)))


def _between(period: str, today: date) -> Compared:
    try:
        start, end = map(date.fromisoformat, period.split("/"))
    except ValueError:
        raise _unusable(f"{period} is no period that is known, nor START/END") from None
    if start > end:
        raise _unusable("the period ends before it begins")
    if start > today:
        raise _unusable("the period has not begun yet")
    if start.year < 2000:  # before any ledger, and far from the edge of the calendar
        raise _unusable("the period lies too far back")
    return _same_length(Span(start, min(end, today)))


def _unusable(why: str) -> InvalidInput:
    return InvalidInput(why, FieldProblem("/period", why))


def _same_length(span: Span) -> Compared:
    length = span.days * DAY
    return Compared(span, Span(span.start - length, span.start - DAY))


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


def _month_before(first: date) -> date:
    return (first - DAY).replace(day=1)


def _last_of(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


_NAMED: Mapping[str, Callable[[date], Compared]] = {
    "today": _today,
    "yesterday": _yesterday,
    "this_week": _this_week,
    "last_week": _last_week,
    "this_month": _this_month,
    "last_month": _last_month,
    "last_7_days": _last_days(7),
    "last_30_days": _last_days(30),
    "last_90_days": _last_days(90),
}
