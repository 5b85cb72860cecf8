"""How a smooth series (a price, a total) goes on: boosted trees on its changes, learned over all series.

Each change is told in the series' own usual change, so that one model serves a price in rupees and a
total in lakhs.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from haat.analytics.panel.panel import Floats, Panel
from haat.analytics.panel.rhythm import RHYTHMS

Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]

BACK = (1, 2, 3, 4, 6, 8, 13, 26, 39, 52)
MEANS = (4, 13, 26, 52)
SCALE_PERIODS = 52
LESSONS = 520  # origins that are learned from, the latest of a series
WARM = 20  # periods before the first origin
MOST_ROWS = 120_000
FEWEST_ROWS = 400  # with fewer nothing is learned
FARTHEST = 40.0  # usual changes that a lesson may be off at most
SEASONS = (52, 12, 24, 7, 4)  # looked for where the periods are mere numbers
CLEARLY = 0.03  # the mean correlation from which a season is believed, and by how many errors of it
SURE = 4.0
ENOUGH = 200  # errors of one step ahead, to speak of it alone
ROUNDS = 120
SEED = 7
PARAMETERS = {
    "objective": "reg:absoluteerror",  # a few wild series must not speak for all
    "eta": 0.06,
    "max_depth": 5,
    "min_child_weight": 20.0,
    "subsample": 0.7,
    "colsample_bytree": 0.7,
    "tree_method": "hist",
    "max_bin": 64,
    "nthread": 1,
    "seed": SEED,
}


@dataclass(frozen=True, slots=True, eq=False)
class Going:
    """Means (horizon x series), and by how much each lesson was off (`errors`).

    A lesson is of a series (`columns`), seen from a period (`origins`), so many `steps` ahead. Errors
    are in usual changes, `scale` is the usual change of each series; both are of the logarithm where
    `logarithmic`.
    """

    means: Floats
    errors: Floats
    steps: Indices
    columns: Indices
    origins: Indices
    scale: Floats
    logarithmic: bool

    def usual_error(self, since: int) -> Floats:
        """The mean error of each series from origins since that period, in usual changes; NaN of none."""
        recent = self.origins >= since
        width = len(self.scale)
        total = np.bincount(self.columns[recent], np.abs(self.errors[recent]), minlength=width)
        count = np.bincount(self.columns[recent], minlength=width)
        found: Floats = np.divide(total, count, out=np.full(width, np.nan), where=count > 0)
        return found

    def off(self, step: int, series: Flags) -> Floats:
        """What forecasts of so many steps were off for these series; where few are known, by the root of time."""
        of_them = series[self.columns]
        found: Floats = self.errors[of_them & (self.steps == step)]
        if len(found) >= ENOUGH:
            return found
        if of_them.sum() < ENOUGH:
            of_them = np.ones_like(of_them)
        scaled: Floats = self.errors[of_them] * np.sqrt(step / self.steps[of_them])
        return scaled


def pooled_changes(panel: Panel, horizon: int, *, logarithmic: bool) -> Going | None:
    """Each step ahead foretold directly from the last change, level and season; None for want of lessons.

    Two models, each of which learned from one half of the lessons and is judged on the other, so that
    the errors are honest; the means are of both.
    """
    import xgboost  # noqa: PLC0415  # heavy, and only where forecasts are made

    told = _Told(np.log(panel.values) if logarithmic else panel.values, _season(panel))
    origins, columns, steps = _lessons(told, horizon)
    if len(origins) < FEWEST_ROWS:
        return None
    rows = told.rows(origins, columns, steps)
    scale = told.scale[origins, columns]
    change = (told.values[origins + steps, columns] - told.values[origins, columns]) / scale
    change = np.clip(change, -FARTHEST, FARTHEST)
    half = (columns if len(panel.ids) >= WARM else columns + origins // horizon) % 2 == 0
    last = np.full(len(panel.ids), panel.length - 1)
    ahead = np.arange(1, horizon + 1)
    asked = told.rows(
        np.tile(last, horizon),
        np.tile(np.arange(len(panel.ids)), horizon),
        np.repeat(ahead, len(panel.ids)),
    )
    means, errors = np.zeros((horizon, len(panel.ids))), np.zeros(len(change))
    for part in (half, ~half):
        data = xgboost.QuantileDMatrix(rows[part], label=change[part], max_bin=64, nthread=1)
        model = xgboost.train(PARAMETERS, data, num_boost_round=ROUNDS)
        means += model.inplace_predict(asked).reshape(means.shape) / 2
        errors[~part] = change[~part] - model.inplace_predict(rows[~part])
    now = told.values[-1]
    found = now + means * told.scale[-1]
    return Going(
        np.exp(found) if logarithmic else found,
        errors,
        steps,
        columns,
        origins,
        told.scale[-1],
        logarithmic,
    )


class _Told:
    """Values with what is needed to describe any origin: sums of values and of changes."""

    def __init__(self, values: Floats, season: int) -> None:
        self.values, self.season = _filled(values), season
        self.first = np.argmax(~np.isnan(values), axis=0)
        nothing = np.zeros((1, values.shape[1]))
        self._sums = np.vstack([nothing, np.cumsum(np.nan_to_num(self.values), axis=0)])
        change = np.abs(np.diff(self.values, axis=0, prepend=np.nan))
        self._moved = np.vstack([nothing, np.cumsum(np.nan_to_num(change), axis=0)])
        self.scale = self._scale()

    def _scale(self) -> Floats:
        """The mean size of a change in the year before each period."""
        periods = np.arange(len(self.values))[:, None]
        start = np.maximum(periods - SCALE_PERIODS, self.first[None, :])
        columns = np.arange(self.values.shape[1])[None, :]
        moved = self._moved[periods + 1, columns] - self._moved[start + 1, columns]
        mean = moved / np.maximum(periods - start, 1)
        least = 1e-4 * np.nanmean(np.abs(self.values), axis=0, keepdims=True) + 1e-9
        found: Floats = np.maximum(mean, least)
        return found

    def rows(self, origins: Indices, columns: Indices, steps: Indices) -> NDArray[np.float32]:
        """What is known at origins of what comes `steps` later; one row each."""
        now, scale = self.values[origins, columns], self.scale[origins, columns]
        told = [(now - self._at(origins - k, columns)) / scale for k in BACK]
        for k in MEANS:
            start = np.maximum(origins + 1 - k, self.first[columns])
            total = self._sums[origins + 1, columns] - self._sums[start, columns]
            told.append((now - total / np.maximum(origins + 1 - start, 1)) / scale)
        told += self._seasonal(origins, columns, steps, scale)
        told.append(steps.astype(np.float64))
        return np.stack(told, axis=1).astype(np.float32)

    def _seasonal(
        self, origins: Indices, columns: Indices, steps: Indices, scale: Floats
    ) -> list[Floats]:
        """How it went on from the same place in earlier cycles, also a period sooner or later."""
        found = []
        for back in (
            (self.season,),
            (2 * self.season,),
            tuple(self.season + d for d in (-1, 0, 1)),
        ):
            went = []
            for k in back:
                known = (self.season > 1) & (steps <= k)
                then = self._at(np.where(known, origins - k, -1), columns)
                after = self._at(np.where(known, origins - k + steps, -1), columns)
                went.append((after - then) / scale)
            found.append(np.mean(went, axis=0))
        return found

    def _at(self, periods: Indices, columns: Indices) -> Floats:
        """Values; NaN before a series begins."""
        found = self.values[np.maximum(periods, 0), columns]
        return np.where(periods >= self.first[columns], found, np.nan)


def _lessons(told: _Told, horizon: int) -> tuple[Indices, Indices, Indices]:
    """Origins, columns and steps ahead to learn from, drawn evenly where they are too many."""
    length, width = told.values.shape
    origins = np.arange(max(0, length - LESSONS), length - 1)
    grid = np.stack(np.meshgrid(origins, np.arange(width), indexing="ij"), axis=-1).reshape(-1, 2)
    grid = grid[grid[:, 0] >= told.first[grid[:, 1]] + WARM]
    random = np.random.default_rng(SEED)
    each = np.repeat(grid, max(1, min(horizon, MOST_ROWS // max(1, len(grid)))), axis=0)
    if len(each) > MOST_ROWS:
        each = each[random.choice(len(each), MOST_ROWS, replace=False)]
    steps = random.integers(1, horizon + 1, size=len(each))
    known = each[:, 0] + steps < length
    return each[known, 0], each[known, 1], steps[known]


def _filled(values: Floats) -> Floats:
    """Gaps inside a series hold the value before them; before its first a series stays unknown."""
    known = np.where(~np.isnan(values), np.arange(len(values))[:, None], 0)
    last = np.maximum.accumulate(known, axis=0)
    return np.asarray(np.take_along_axis(values, last, axis=0))


def _season(panel: Panel) -> int:
    """Periods of a cycle: the calendar's, or the one that the changes show."""
    rhythm = RHYTHMS[panel.frequency]
    if panel.frequency != "none":
        return rhythm.season if rhythm.season > 1 else rhythm.year
    change = np.diff(_filled(panel.values), axis=0)
    known = np.isfinite(change)
    count = np.maximum(known.sum(axis=0), 1)
    off = np.where(known, change - np.where(known, change, 0.0).sum(axis=0) / count, 0.0)
    off = off / np.maximum(np.sqrt((off**2).sum(axis=0) / count), 1e-12)
    pairs = {p: known[p:] & known[:-p] for p in SEASONS if len(change) >= 3 * p}
    seen = {p: float((off[p:] * off[:-p]).sum() / max(1, both.sum())) for p, both in pairs.items()}
    best = max(seen, key=seen.__getitem__, default=1)
    chance = SURE / max(1.0, float(known.sum())) ** 0.5
    return best if seen.get(best, 0.0) > max(CLEARLY, chance) else 1
