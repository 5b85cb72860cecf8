"""Boosted trees over all series at once, on Tweedie's likelihood: fed with themselves, and direct."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from haat.analytics.panel.features import Integers, Seen, Table, table
from haat.analytics.panel.kinds import Flags
from haat.analytics.panel.panel import Floats, Panel

MOST_ROWS = 240_000  # that a model learns from: more cost time and change little
LEAST_PERIODS = 26
FARTHEST = 50.0  # times its level that a period is told to a model at most
PARAMETERS = {
    "objective": "reg:tweedie",
    "eta": 0.06,
    "max_depth": 5,
    "min_child_weight": 30.0,
    "subsample": 0.8,
    "colsample_bytree": 0.8,
    "tree_method": "hist",
    "max_bin": 64,
    "nthread": 1,  # more only wait for one another on a small machine
    "seed": 7,
}
MOST_BLOCKS = 4  # direct models for a horizon
ALWAYS = "always"


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """A model and what its columns are."""

    model: Any  # xgboost has no types
    covariates: dict[str, Floats]

    def means(self, told: Table) -> Floats:
        """Of the table's periods x series."""
        shape = told.levels.shape
        flat = self.model.inplace_predict(told.rows.reshape(-1, told.rows.shape[-1]))
        found: Floats = flat.reshape(shape).astype(np.float64) * told.levels
        return found

    def parts(self, told: Table) -> dict[str, Floats]:
        """What moves each mean, by the names of the columns: together log(mean / level).

        Exact Shapley values of the trees (Lundberg et al., 2018), each periods x series; what is the
        same for all rows is `ALWAYS`.
        """
        import xgboost  # noqa: PLC0415  # heavy, and only where forecasts are made

        data = xgboost.DMatrix(told.rows.reshape(-1, told.rows.shape[-1]), nthread=1)
        moved = self.model.predict(data, pred_contribs=True).astype(np.float64)
        moved = moved.reshape(*told.levels.shape, -1)
        names = (*told.names, ALWAYS)
        return {
            name: moved[..., [n == name for n in names]].sum(axis=-1)
            for name in dict.fromkeys(names)
        }


def can_learn(panel: Panel, horizon: int) -> bool:
    """Whether there is a lesson on each period of the horizon: not where it is longer than the past."""
    seen = Seen(panel, 0)
    targets = _lessons(seen, panel, horizon)
    return bool(_useful(seen, panel, targets, horizon).any())


def recursive(panel: Panel, horizon: int) -> Floats:
    """Horizon x series: each period foretold from those before it, be they known or foretold."""
    seen = Seen(panel, horizon)
    walk(learn(seen, panel, 1, horizon), seen, panel, horizon)
    return seen.values[panel.length :].copy()


def walk(learned: Learned, seen: Seen, panel: Panel, horizon: int) -> None:
    """Put into `seen` what a model of the next period expects, period by period."""
    for period in range(panel.length, panel.length + horizon):
        told = table(seen, panel, np.array([period]), 1, learned.covariates)
        seen.put(period, learned.means(told)[0])


def direct(panel: Panel, horizon: int) -> Floats:
    """Horizon x series: for each block of periods a model of its own that sees only what is known."""
    seen = Seen(panel, horizon)
    block = seen.rhythm.block * -(-horizon // (MOST_BLOCKS * seen.rhythm.block))
    found = []
    for start in range(0, horizon, block):
        end = min(start + block, horizon)
        learned = learn(seen, panel, end, horizon)
        targets = np.arange(panel.length + start, panel.length + end)
        found.append(learned.means(table(seen, panel, targets, end, learned.covariates)))
    return np.vstack(found)


def learn(seen: Seen, panel: Panel, lag: int, horizon: int) -> Learned:
    """A model of a period `lag` periods after the last one that is known."""
    import xgboost  # noqa: PLC0415  # heavy, and only where forecasts are made

    covariates = known_and_planned(panel, horizon)
    targets = _lessons(seen, panel, lag)
    told = table(seen, panel, targets, lag, covariates)
    sold, use = panel.values[targets], _useful(seen, panel, targets, lag)
    levels = told.levels[use]
    data = xgboost.QuantileDMatrix(
        told.rows[use],
        label=np.minimum(sold[use] / levels, FARTHEST),
        weight=levels,
        max_bin=PARAMETERS["max_bin"],
        nthread=1,
    )
    rhythm = seen.rhythm
    parameters = {**PARAMETERS, "tweedie_variance_power": rhythm.power}
    return Learned(xgboost.train(parameters, data, num_boost_round=rhythm.rounds), covariates)


def _useful(seen: Seen, panel: Panel, targets: Integers, lag: int) -> Flags:
    """Targets x series: what is known and has sold before."""
    sold: Flags = seen.mean(targets - lag + 1, panel.length) > 0
    return sold & ~np.isnan(panel.values[targets])


def _lessons(seen: Seen, panel: Panel, lag: int) -> Integers:
    """The periods that are learned from: of the last two years, as many as are worth their time."""
    warm = min(seen.rhythm.level, panel.length // 3)
    first = max(warm + lag, panel.length - 2 * max(seen.rhythm.year, 8 * seen.rhythm.level))
    most = max(LEAST_PERIODS, MOST_ROWS // max(1, len(panel.ids)))
    count = max(0, min(panel.length - first, most))
    return np.unique(np.linspace(first, panel.length - 1, count).round().astype(np.intp))


def known_and_planned(panel: Panel, horizon: int) -> dict[str, Floats]:
    """What is planned, over the known periods and the horizon; what isn't planned tells nothing."""
    return {
        name: np.vstack([panel.covariates[name], planned[:horizon]])
        for name, planned in panel.planned.items()
    }
