"""The rows of a long table, put in order: series after series, period after period."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.batch.columns import Floats, Integers
from app.batch.periods import COLUMN, Calendar, calendar, numbers_on
from app.batch.tables import Table
from haat.analytics.panel.panel import Frequency

ID = "unique_id"
VALUE = "y"


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """`first[i]` to `first[i + 1]` are the rows of series i, its periods ascending."""

    first: Integers
    periods: Integers  # numbers on the calendar
    columns: Mapping[str, Floats]

    def of(self, series: int) -> slice:
        """The rows of a series."""
        return slice(self.first[series], self.first[series + 1])


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Many series; `ids` in the order in which the file first names them."""

    ids: tuple[str, ...]
    calendar: Calendar
    known: Rows
    planned: Rows | None = None

    @property
    def last(self) -> Integers:
        """The number of the last period of each series."""
        return self.known.periods[self.known.first[1:] - 1]


def series_of(table: Table, frequency: Frequency | None) -> Series:
    """The series of a table of `unique_id, ds, y` and covariates."""
    grid, periods = calendar(table, frequency)
    ids = table.text[ID]
    return Series(
        ids.names, grid, _ordered(table, ids.codes.astype(np.int64), periods, len(ids.names))
    )


def planned_of(table: Table, series: Series) -> Rows:
    """The rows of a table of what is planned, of those series that are known."""
    periods = numbers_on(table, series.calendar)
    places = {name: place for place, name in enumerate(series.ids)}
    ids = table.text[ID]
    codes = np.array([places.get(name, -1) for name in ids.names])[ids.codes]
    return _ordered(table, codes, periods, len(places))


def _ordered(table: Table, codes: Integers, periods: Integers, count: int) -> Rows:
    """Rows by series and period, without those of series -1.

    InvalidInput where a series has a period twice.
    """
    span = int(periods.max() - periods.min()) + 1
    key = codes * span + (periods - periods.min())
    columns = table.numbers
    if codes[0] < 0 or not (np.diff(key) > 0).all():
        order = np.argsort(key, kind="stable")
        order = order[np.searchsorted(codes[order], 0) :]
        _check_once(table, key, order)
        codes, periods = codes[order], periods[order]
        columns = {name: column[order] for name, column in columns.items()}
    return Rows(np.searchsorted(codes, np.arange(count + 1)), periods, columns)


def _check_once(table: Table, key: Integers, order: NDArray[np.intp]) -> None:
    again = np.flatnonzero(np.diff(key[order]) == 0)
    if len(again):
        row = int(order[again + 1].min())
        ids, ds = table.text[ID], table.text[COLUMN]
        name, period = ids.names[ids.codes[row]], ds.names[ds.codes[row]]
        raise table.refusal(row, COLUMN, f"{name} has {period} already")
