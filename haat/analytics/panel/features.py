"""What a model of many series sees of a period: how it sold lately, relative to what is usual.

All amounts are divided by the series' own level, so that one model serves a spice and a sack of rice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from haat.analytics.panel.panel import Floats, Panel
from haat.analytics.panel.rhythm import RHYTHMS, Rhythm

Integers = NDArray[np.intp]
Rows = NDArray[np.float32]
Part = Literal["trend", "season", "plan"]

SMALLEST = 0.02  # of a unit: a level below it is none
SAME_SEASON = (4, 8)  # weeks whose same weekday is looked at
LATEST = 3  # single periods that are looked at


class Seen:
    """A panel's values as running sums, so that a mean of any window costs two rows.

    Values may be put in period by period (`put`): a recursive model is fed with its own forecasts.
    """

    def __init__(self, panel: Panel, room: int) -> None:
        """With `room` for so many periods after the last one."""
        self.rhythm: Rhythm = RHYTHMS[panel.frequency]
        self.values = np.vstack([panel.values, np.full((room, len(panel.ids)), np.nan)])
        shape = len(self.values) + 1, len(panel.ids)
        self._total, self._known, self._sold = (np.zeros(shape) for _ in range(3))
        known = ~np.isnan(self.values)
        np.cumsum(np.where(known, self.values, 0.0), axis=0, out=self._total[1:])
        np.cumsum(known, axis=0, out=self._known[1:])
        np.cumsum(known & (self.values > 0), axis=0, out=self._sold[1:])

    def put(self, period: int, values: Floats) -> None:
        """Take `values` as what a period after the last one sold."""
        self.values[period] = values
        self._total[period + 1 :] = self._total[period] + values
        self._known[period + 1 :] = self._known[period] + 1
        self._sold[period + 1 :] = self._sold[period] + (values > SMALLEST)

    def mean(self, ends: Integers, window: int) -> Floats:
        """Of the `window` periods before each of `ends`; NaN where none of them is known."""
        starts = np.maximum(ends - window, 0)
        known = self._known[ends] - self._known[starts]
        total = self._total[ends] - self._total[starts]
        found: Floats = np.divide(total, known, out=np.full(total.shape, np.nan), where=known > 0)
        return found

    def share_sold(self, ends: Integers, window: int) -> Floats:
        """Share of known periods with a sale."""
        starts = np.maximum(ends - window, 0)
        known = np.maximum(self._known[ends] - self._known[starts], 1)
        return np.asarray((self._sold[ends] - self._sold[starts]) / known)

    def at(self, periods: Integers) -> Floats:
        """The values of periods; NaN before the first."""
        found = self.values[np.maximum(periods, 0)]
        found[periods < 0] = np.nan
        return found

    def level(self, ends: Integers) -> Floats:
        """What is usual before each of `ends`: periods x series; never below `SMALLEST`."""
        level = self.mean(ends, self.rhythm.level)
        whole = self.mean(ends, len(self.values))
        found: Floats = np.fmax(np.where(np.isnan(level), whole, level), SMALLEST)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """`rows` of features (periods x series x columns), the levels they are relative to, column parts.

    `names` say more closely what a column tells of: the trend, the weekday, the month, the year, or
    one of the covariates by its name.
    """

    rows: Rows
    levels: Floats
    parts: tuple[Part, ...]
    names: tuple[str, ...]


def table(
    seen: Seen, panel: Panel, targets: Integers, lag: int, covariates: Mapping[str, Floats]
) -> Table:
    """What is known `lag` periods before each of `targets`, and what is planned for them.

    `covariates` reach over the known periods and the horizon.
    """
    ends = targets - lag + 1
    levels = seen.level(ends)
    shape = levels.shape
    columns: list[tuple[Part, str, Floats]] = []
    columns += (("trend", "trend", seen.mean(ends, w) / levels) for w in seen.rhythm.windows)
    columns.append(("trend", "trend", seen.share_sold(ends, seen.rhythm.level)))
    columns += (("trend", "trend", seen.at(targets - lag - n) / levels) for n in range(LATEST))
    columns.append(("trend", "trend", np.log(levels)))
    columns.append(("trend", "trend", np.log1p(_age(seen, ends))))
    columns += (("season", name, c) for name, c in _seasonal(seen, targets, lag, levels))
    columns += (
        ("season", name, np.broadcast_to(c[:, None], shape))
        for name, c in _calendar(panel, targets)
    )
    columns += (
        ("plan", name, c)
        for name, values in covariates.items()
        for c in _covariate(values, targets, lag, seen.rhythm.level)
    )
    rows = np.empty((*shape, len(columns)), dtype=np.float32)
    for n, (_, _, column) in enumerate(columns):
        rows[..., n] = column
    parts, names, _ = zip(*columns, strict=True)
    return Table(rows, levels, parts, names)


def _age(seen: Seen, ends: Integers) -> Floats:
    """Periods since the first one that is known."""
    first = np.argmax(~np.isnan(seen.values), axis=0)
    found: Floats = np.maximum(ends[:, None] - first[None, :], 0).astype(np.float64)
    return found


def _seasonal(seen: Seen, targets: Integers, lag: int, levels: Floats) -> list[tuple[str, Floats]]:
    """The same day of earlier weeks, and how the year went on from the same place before."""
    found: list[tuple[str, Floats]] = []
    season, year = seen.rhythm.season, seen.rhythm.year
    if season > 1:
        back = -(-lag // season) * season
        same = [seen.at(targets - back - season * n) for n in range(max(SAME_SEASON))]
        found.append(("weekday", same[0] / levels))
        found += (("weekday", _mean(np.stack(same[:n])) / levels) for n in SAME_SEASON)
    half = year // 40  # of the window around the same place of last year
    if year - half > lag and len(seen.values) > year + seen.rhythm.level:
        around = seen.mean(np.maximum(targets - year + half + 1, 0), 2 * half + 1)
        then = seen.mean(np.maximum(targets - lag + 1 - year, 0), seen.rhythm.level)
        found.append(("year", around / np.where(then > SMALLEST, then, np.nan)))
    return found


def _mean(stack: Floats) -> Floats:
    known = ~np.isnan(stack)
    count = known.sum(axis=0)
    total = np.where(known, stack, 0.0).sum(axis=0)
    found: Floats = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return found


def _calendar(panel: Panel, targets: Integers) -> list[tuple[str, Floats]]:
    """Numbers that say where in the week, month and year a period lies."""
    if not np.issubdtype(panel.periods.dtype, np.datetime64):  # mere numbers have no calendar
        return []
    days = dates(panel, targets)
    months = days.astype("datetime64[M]")
    of_year = (days - days.astype("datetime64[Y]").astype("datetime64[D]")).astype(float)
    turn = 2 * np.pi * of_year / 365.25
    found = [("year", np.cos(turn)), ("year", np.sin(turn))]
    if panel.frequency == "D":
        weekday = (days.astype("datetime64[D]").astype(int) + 3) % 7  # 1970-01-01 was a Thursday
        of_month = (days - months.astype("datetime64[D]")).astype(float) + 1
        found += [("weekday", weekday.astype(float)), ("month", of_month)]
    return found


def dates(panel: Panel, targets: Integers) -> NDArray[np.datetime64]:
    """The dates of periods, also of those to come."""
    last = panel.length - 1
    known = panel.periods[np.clip(targets, 0, last)].astype("datetime64[D]")
    beyond = np.maximum(targets - last, 0)
    if panel.frequency == "MS":
        months = known.astype("datetime64[M]") + beyond
        return months.astype("datetime64[D]")
    days: NDArray[np.datetime64] = known + beyond * (7 if panel.frequency == "W" else 1)
    return days


def _mean_before(values: Floats, ends: Integers, window: int) -> Floats:
    known = ~np.isnan(values)
    nothing = np.zeros((1, values.shape[1]))
    total = np.vstack([nothing, np.cumsum(np.where(known, values, 0.0), axis=0)])
    count = np.vstack([nothing, np.cumsum(known, axis=0)])
    starts = np.maximum(ends - window, 0)
    found: Floats = (total[ends] - total[starts]) / np.maximum(count[ends] - count[starts], 1)
    return found


def _covariate(values: Floats, targets: Integers, lag: int, window: int) -> list[Floats]:
    """As it is, as it was just before, and against what it was in the time that the level is of."""
    now, before = values[targets], values[np.maximum(targets - 1, 0)]
    past = _mean_before(values, targets - lag + 1, window)
    if _is_flag(values):
        return [now, before, past]
    usual = np.where(np.abs(past) > 0, past, np.nan)
    return [now, now / usual, before / usual]


def _is_flag(values: Floats) -> bool:
    known = values[~np.isnan(values)]
    return bool(np.isin(known, (0.0, 1.0)).all())
