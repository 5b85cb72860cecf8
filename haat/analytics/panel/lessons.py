"""Windows of many series, as a network that reads period after period is taught with them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from haat.analytics.panel.features import Seen, dates
from haat.analytics.panel.panel import Floats, Frequency, Panel
from haat.analytics.panel.rhythm import RHYTHMS

Indices = NDArray[np.intp]
Singles = NDArray[np.float32]

WIDTHS: Mapping[Frequency, int] = {"D": 56, "W": 26, "MS": 12, "none": 26}  # periods that are read
MOST = 12_000  # windows that are learned from
LAST_PART = 5  # one in so many periods, at most the horizon, is kept to see when to stop
FARTHEST = 50.0  # times its scale that a value may be off
SEED = 7


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Windows x periods x columns: what is read (`past`) and what is known of the periods to come.

    `came` are the values of those, in `scale` above `centre`; NaN where nothing is known.
    """

    past: Singles
    ahead: Singles
    came: Singles
    centre: Floats
    scale: Floats

    def __len__(self) -> int:
        return len(self.scale)


def tail(panel: Panel, horizon: int) -> int:
    """The last periods, which are not learned from."""
    return max(1, min(horizon, panel.length // LAST_PART))


def warm(panel: Panel) -> int:
    """The first period that is foretold in a lesson."""
    return max(1, min(WIDTHS[panel.frequency], panel.length // 3))


def enough(panel: Panel, horizon: int) -> bool:
    """Whether there is a lesson for every step of the horizon."""
    return panel.length >= warm(panel) + horizon + tail(panel, horizon)


class Lessons:
    """What the windows of a panel are cut from.

    Demand is told in its own level and from zero; what may fall below zero (`positive` false) in its
    usual change and from its last value.
    """

    def __init__(self, panel: Panel, horizon: int, *, positive: bool) -> None:
        self._panel, self._horizon, self._positive = panel, horizon, positive
        self._seen = Seen(panel, horizon)
        self._width = WIDTHS[panel.frequency]
        periods = np.arange(panel.length + horizon)
        self._season = _season(panel, periods)
        self._plan = [_even(panel, name, horizon) for name in panel.planned]

    def learned(self) -> Windows:
        """From the past but for its last part, drawn evenly where they are too many."""
        end = self._panel.length - tail(self._panel, self._horizon)
        return self._drawn(np.arange(warm(self._panel), end), end)

    def held_out(self) -> Windows:
        """Of the last part."""
        length = self._panel.length
        first = length - tail(self._panel, self._horizon)
        step = max(1, (length - first) // 4)
        return self._drawn(np.arange(first, length, step), length)

    def asked(self) -> Windows:
        """After the last period, one of each series."""
        columns = np.arange(len(self._panel.ids))
        return self._cut(np.full(len(columns), self._panel.length), columns, self._panel.length)

    def _drawn(self, origins: Indices, end: int) -> Windows:
        known = np.isfinite(self._seen.mean(origins, self._width))
        rows, columns = np.nonzero(known)
        if len(rows) > MOST:
            random = np.random.default_rng(SEED)
            some = np.sort(random.choice(len(rows), MOST, replace=False))
            rows, columns = rows[some], columns[some]
        return self._cut(origins[rows], columns, end)

    def _cut(self, origins: Indices, columns: Indices, end: int) -> Windows:
        """At these origins (the first period that isn't known); nothing that came from `end` on."""
        before = origins[:, None] - self._width + np.arange(self._width)
        after = origins[:, None] + np.arange(self._horizon)
        read = self._seen.values[np.maximum(before, 0), columns[:, None]]
        past = np.where(before >= 0, read, np.nan)
        came = np.where(after < end, self._seen.values[after, columns[:, None]], np.nan)
        centre, scale = self._measure(past, origins, columns)
        relative = (past - centre[:, None]) / scale[:, None]
        seen = [np.clip(np.nan_to_num(relative), -FARTHEST, FARTHEST), np.isfinite(past)]
        told = [np.broadcast_to(np.arange(self._horizon) / self._horizon, after.shape)]
        told.append(np.broadcast_to(np.log(scale)[:, None], after.shape))
        return Windows(
            self._columns(seen, before, columns),
            self._columns(told, after, columns),
            np.clip((came - centre[:, None]) / scale[:, None], -FARTHEST, FARTHEST).astype(
                np.float32
            ),
            centre,
            scale,
        )

    def _measure(self, past: Floats, origins: Indices, columns: Indices) -> tuple[Floats, Floats]:
        """Centre and scale of each window."""
        if self._positive:
            places, where = np.unique(origins, return_inverse=True)
            return np.zeros(len(past)), self._seen.level(places)[where, columns]
        known = np.isfinite(past)
        last = past.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
        centre = np.nan_to_num(past[np.arange(len(past)), last])
        moved = np.abs(np.diff(past, axis=1))
        seen = np.isfinite(moved)
        usual = np.where(seen, moved, 0.0).sum(1) / np.maximum(seen.sum(1), 1)
        return centre, np.maximum(usual, 1e-4 * np.abs(centre) + 1e-6)

    def _columns(self, own: list[Floats], periods: Indices, columns: Indices) -> Singles:
        """The columns of their own, with the season and what is planned of the periods."""
        there = np.maximum(periods, 0)
        planned = [plan[there, columns[:, None]] for plan in self._plan]
        stacked = np.stack([*own, *planned], axis=-1)
        return np.concatenate([stacked, self._season[there]], axis=-1).astype(np.float32)


def _season(panel: Panel, periods: Indices) -> Floats:
    """Periods x columns: the day of the week, and the turn of a year where one has been seen."""
    found: list[Floats] = []
    if np.issubdtype(panel.periods.dtype, np.datetime64):
        days = dates(panel, periods)
        rhythm = RHYTHMS[panel.frequency]
        if panel.frequency == "D":
            found += list(np.eye(7)[:, (days.astype(int) + 3) % 7])
        if panel.length >= rhythm.year + rhythm.level:
            year = (days - days.astype("datetime64[Y]").astype("datetime64[D]")).astype(float)
            found += [np.cos(2 * np.pi * year / 365.25), np.sin(2 * np.pi * year / 365.25)]
    return np.stack(found, axis=1) if found else np.zeros((len(periods), 0))


def _even(panel: Panel, name: str, horizon: int) -> Floats:
    """What is planned (known periods and horizon x series), each series about 0 and about 1 wide."""
    whole = np.vstack([panel.covariates[name], panel.planned[name][:horizon]])
    known = np.isfinite(whole)
    count = np.maximum(known.sum(0), 1)
    mean = np.where(known, whole, 0.0).sum(0) / count
    off = np.where(known, whole - mean, 0.0)
    found: Floats = off / np.maximum(np.sqrt((off**2).sum(0) / count), 1e-6)
    return found
