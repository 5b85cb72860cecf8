"""Periods: what `ds` says, how far apart the periods are, and their numbers on an even grid."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.batch.columns import Integers, Labels
from app.batch.tables import Table
from haat.analytics.panel.panel import Frequency
from haat.core.errors import InvalidInput

COLUMN = "ds"
Kind = Literal["date", "number"]
Periods = NDArray[np.datetime64] | NDArray[np.int64]

_NUMBER = re.compile(r"-?\d{1,15}(?:\.0+)?")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_TOGETHER = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")  # no count of periods goes so far
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_EPOCH = date(1970, 1, 1).toordinal()
_SPARSE, _LONG = 10, 5_000  # a grid as long as this, of which less than one in ten occurs


@dataclass(frozen=True, slots=True)
class Calendar:
    """An even grid of periods; `offset` is the weekday on which weeks begin (0 is a Thursday).

    Periods that are `counted` are numbers: 1, 2, 3 of weeks are weeks without a date.
    """

    frequency: Frequency
    offset: int = 0
    counted: bool = False

    @property
    def kind(self) -> Kind:
        """What `ds` is."""
        return "number" if self.counted else "date"

    @property
    def _spacing(self) -> Frequency:
        return "none" if self.counted else self.frequency

    def fits(self, moments: Integers) -> NDArray[np.bool_]:
        """Which of these days (since 1970) or numbers are the beginning of a period."""
        if self._spacing == "W":
            return np.asarray(moments % 7 == self.offset)
        if self._spacing == "MS":
            return np.asarray(_day_of_month(moments) == 1)
        return np.ones(len(moments), dtype=bool)

    def numbers(self, moments: Integers) -> Integers:
        """The number of each period: neighbours differ by one."""
        if self._spacing == "W":
            return np.asarray((moments - self.offset) // 7)
        if self._spacing == "MS":
            return _days(moments).astype("datetime64[M]").astype(np.int64)
        return moments

    def periods(self, numbers: Integers) -> Periods:
        """The first day of each period, or its number."""
        if self._spacing == "W":
            return _days(numbers * 7 + self.offset)
        if self._spacing == "MS":
            return numbers.astype("datetime64[M]").astype("datetime64[D]")
        return _days(numbers) if self._spacing == "D" else numbers


def calendar(table: Table, frequency: Frequency | None) -> tuple[Calendar, Integers]:
    """The grid the table's `ds` stand on, and the period number of each row.

    The frequency is inferred where none is given. InvalidInput where a `ds` can't be read, is of
    another kind than those before it, or doesn't fit the frequency.
    """
    labels = table.text[COLUMN]
    kind, moments = _moments(table, labels, None)
    if frequency == "none" and kind == "date":
        raise table.refusal(0, COLUMN, "is a date; --freq none is for whole numbers: leave it out")
    found = Calendar(
        frequency or _inferred(kind, moments), int(moments[0]) % 7, counted=kind == "number"
    )
    return found, _numbered(table, labels, moments, found)


def numbers_on(table: Table, grid: Calendar) -> Integers:
    """The period number of each row of another table, which must stand on the same grid."""
    labels = table.text[COLUMN]
    _, moments = _moments(table, labels, grid.kind)
    return _numbered(table, labels, moments, grid)


def days(table: Table) -> Integers:
    """The day (since 1970) or number of each row, whatever lies between; what is empty is the first.

    InvalidInput where a `ds` can't be read or is of another kind than those before it.
    """
    labels = table.text[COLUMN]
    _, moments = _moments(table, labels, None)
    first = moments.min() if len(moments) else 0
    return np.append(moments, first)[labels.codes]


_UNFIT = {
    "W": "{} is another weekday than those before it; with --freq W all are the same",
    "MS": "{} is not the first day of a month; with --freq MS all are",
}


def _numbered(table: Table, labels: Labels, moments: Integers, grid: Calendar) -> Integers:
    unfit = ~grid.fits(moments)
    if unfit.any():
        code = int(np.argmax(unfit))
        why = _UNFIT[grid.frequency].format(labels.names[code])
        raise table.refusal(labels.row_of(code), COLUMN, why)
    numbers = grid.numbers(moments)
    _check_density(table, numbers, grid)
    return np.asarray(numbers[labels.codes])


def _check_density(table: Table, numbers: Integers, grid: Calendar) -> None:
    """A slip in a year, or seconds as numbers, would make an endless grid of nothing."""
    long = int(numbers.max() - numbers.min()) + 1
    if long > _LONG and long > _SPARSE * len(numbers):
        first, last = grid.periods(np.array([numbers.min(), numbers.max()]))
        raise InvalidInput(
            f"{table.path}: column {COLUMN} runs from {first} to {last}, but only {len(numbers)} of "
            f"these {long} periods occur: mend the first or the last, or number the periods 1, 2, 3"
        )


def _moments(table: Table, labels: Labels, kind: Kind | None) -> tuple[Kind, Integers]:
    """What each name of a period says: days since 1970, or whole numbers."""
    moments = np.empty(len(labels.names), dtype=np.int64)
    for code, text in enumerate(labels.names):
        found = _read(text.strip())
        if found is None:
            why = f"{text!r} is neither a date (YYYY-MM-DD) nor a whole number"
            raise table.refusal(labels.row_of(code), COLUMN, why)
        if kind is not None and found[0] != kind:
            why = f"{text!r} is a {found[0]}, those before it are {kind}s"
            raise table.refusal(labels.row_of(code), COLUMN, why)
        kind, moments[code] = found
    return kind or "number", moments


def _read(text: str) -> tuple[Kind, int] | None:
    if (found := _TOGETHER.fullmatch(text)) and (day := _date(*found.groups())):
        return day
    if _NUMBER.fullmatch(text):
        return "number", int(text.partition(".")[0])
    if found := _YEAR_FIRST.fullmatch(text):
        return _date(*found.groups())
    if found := _DAY_FIRST.fullmatch(text):
        return _date(*reversed(found.groups()))
    return None


def _date(year: str, month: str, day: str) -> tuple[Kind, int] | None:
    try:
        return "date", date(int(year), int(month), int(day)).toordinal() - _EPOCH
    except ValueError:
        return None


def _inferred(kind: Kind, moments: Integers) -> Frequency:
    """Months where all are the first of one, weeks where all are one weekday, days else."""
    if kind == "number":
        return "none"
    if len(moments) > 1 and (_day_of_month(moments) == 1).all():
        return "MS"
    if len(moments) > 1 and (moments % 7 == moments[0] % 7).all():
        return "W"
    return "D"


def _days(moments: Integers) -> NDArray[np.datetime64]:
    return moments.astype("datetime64[D]")


def _day_of_month(moments: Integers) -> Integers:
    days = _days(moments)
    found: Integers = (days - days.astype("datetime64[M]")).astype(np.int64) + 1
    return found
