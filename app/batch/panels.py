"""Series of a long table, some at a time, on the grids that the analytics calculate with."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.batch.columns import Floats, Integers
from app.batch.periods import Calendar
from app.batch.series import VALUE, Rows, Series
from haat.analytics.panel.panel import Panel

Places = NDArray[np.intp]

MANY = 20  # series with one last day, to be foretold by themselves
MOST_CELLS = 20_000_000  # of a grid: 160 MB a column


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some of the series: `places` in the order of the file, `ends` their last period's number."""

    places: Places
    ends: Integers
    panel: Panel
    calendar: Calendar


def ends(series: Series, *, filled: bool) -> Integers:
    """The number of the last period of each series, after which its forecast begins.

    That is its own last row; or the last of all, where gaps are filled, or where what is planned
    begins later for all, so that the forecast is of the periods the plan speaks of.
    """
    last = series.last
    if filled:
        return np.full_like(last, last.max())
    if series.planned is None or not len(series.planned.periods):
        return last
    return np.maximum(last, min(int(series.planned.periods.min()) - 1, int(last.max())))


def planned_rows(series: Series, ends: Integers, horizon: int) -> int:
    """How many rows of the plan are of the periods to foretell."""
    if series.planned is None:
        return 0
    owner = np.repeat(np.arange(len(ends)), np.diff(series.planned.first))
    ahead = series.planned.periods - ends[owner]
    return int(((ahead >= 1) & (ahead <= horizon)).sum())


def chunks(series: Series, ends: Integers, most: int) -> Iterator[Places]:
    """At most so many series together, by name: cut by the data alone, so each run cuts the same."""
    names = sorted(range(len(series.ids)), key=series.ids.__getitem__)
    lengths = ends - series.known.periods[series.known.first[:-1]] + 1
    chunk: list[int] = []
    longest = 0
    for place in names:
        longest = max(longest, int(lengths[place]))
        if chunk and (len(chunk) == most or longest * (len(chunk) + 1) > MOST_CELLS):
            yield np.array(chunk)
            chunk, longest = [], int(lengths[place])
        chunk.append(place)
    yield np.array(chunk)


def parts(
    series: Series, ends: Integers, places: Places, horizon: int, *, filled: bool
) -> Iterator[Part]:
    """The panels of a chunk: one for each last day that many share, the others aligned at their ends.

    Then period n of one series is not the day of period n of another, so it has no date, but a model
    of all of them still sees them together. Whole numbers are aligned so too.
    """
    own = ends[places]
    together, at, count = np.unique(own, return_inverse=True, return_counts=True)
    shared = (count >= MANY) | (len(together) == 1)
    dated = series.calendar.kind == "date"
    for n in np.flatnonzero(shared) if dated else ():
        some = places[at == n]
        grid = _panel(series, some, ends[some], horizon, filled=filled)
        yield Part(some, ends[some], grid, series.calendar)
    rest = places[~shared[at]] if dated else places
    if len(rest):
        grid = _panel(series, rest, ends[rest], horizon, filled=filled)
        numbered = replace(grid, periods=np.arange(len(grid.values))) if dated else grid
        yield Part(rest, ends[rest], numbered, series.calendar)


def _panel(series: Series, places: Places, ends: Integers, horizon: int, *, filled: bool) -> Panel:
    begins = series.known.periods[series.known.first[places]] - ends  # 0 is the last period
    length = 1 - int(begins.min())
    known = _grids(series.known, places, ends - length + 1, length)
    if filled:
        known[VALUE][_gaps(series.known, places, ends, length, begins)] = 0.0
    planned = {}
    if series.planned is not None:
        planned = _grids(series.planned, places, ends + 1, horizon)
    return Panel(
        ids=tuple(series.ids[place] for place in places),
        periods=series.calendar.periods(np.arange(1 - length, 1) + ends.max()),
        frequency=series.calendar.frequency,
        values=known.pop(VALUE),
        covariates=known,
        planned={name: grid for name, grid in planned.items() if name in known},
    )


def _grids(rows: Rows, places: Places, begins: Integers, length: int) -> dict[str, Floats]:
    """Each column on a grid of `length` periods from `begins` on; NaN where there is no row."""
    found = {name: np.full((length, len(places)), np.nan) for name in rows.columns}
    for series, (place, begin) in enumerate(zip(places, begins, strict=True)):
        taken = rows.of(place)
        period = rows.periods[taken] - begin
        inside = (period >= 0) & (period < length)
        for name, column in rows.columns.items():
            found[name][period[inside], series] = column[taken][inside]
    return found


def _gaps(
    rows: Rows, places: Places, ends: Integers, length: int, begins: Integers
) -> NDArray[np.bool_]:
    """Where a series has no row though it has begun."""
    there = Rows(rows.first, rows.periods, {VALUE: np.ones(len(rows.periods))})
    absent = np.isnan(_grids(there, places, ends - length + 1, length)[VALUE])
    begun = np.arange(1 - length, 1)[:, None] >= begins
    gaps: NDArray[np.bool_] = absent & begun
    return gaps
