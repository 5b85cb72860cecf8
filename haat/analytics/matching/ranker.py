"""Learns from what came of earlier pairs which of a seller's candidates go first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from haat.analytics.matching.features import Pairs
from haat.analytics.matching.market import Flags, Singles

ROUNDS = 100
COMMON: Mapping[str, object] = {
    "eta": 0.1,
    "max_depth": 4,
    "min_child_weight": 15.0,
    "subsample": 0.8,
    "colsample_bytree": 0.3,
    "tree_method": "hist",
    "max_bin": 64,
    "nthread": 1,  # more only wait for one another on a small machine
    "seed": 7,
}
# Which goes first (LambdaMART; Burges, 2010), and how likely each is: together better than alone.
KINDS: tuple[Mapping[str, object], ...] = (
    {
        "objective": "rank:ndcg",
        "lambdarank_pair_method": "topk",
        "lambdarank_num_pair_per_sample": 10,
    },
    {"objective": "binary:logistic"},
)
KEPT = 0.33  # of the pairs that came to nothing: more change little
SEED = 7


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """Candidates as they were known on a day, and which of them dealt later."""

    pairs: Pairs
    dealt: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Ranker:
    """Boosted trees, each with the spread of what it says, so that they weigh the same."""

    models: tuple[Any, ...]  # xgboost has no types
    spreads: tuple[float, ...]

    def scores(self, table: Singles) -> Singles:
        """How far ahead each pair is; `moved` adds up to the same, up to a constant."""
        import xgboost  # noqa: PLC0415  # heavy, and only where many are matched

        data = xgboost.DMatrix(table, nthread=1)
        told = [
            model.predict(data, output_margin=True) / spread
            for model, spread in zip(self.models, self.spreads, strict=True)
        ]
        return np.asarray(np.sum(told, axis=0), dtype=np.float32)

    def moved(self, table: Singles) -> Singles:
        """What each column brings to the score: exact Shapley values (Lundberg et al., 2018)."""
        import xgboost  # noqa: PLC0415  # heavy, and only where many are matched

        data = xgboost.DMatrix(table, nthread=1)
        told = [
            model.predict(data, pred_contribs=True)[:, :-1] / spread
            for model, spread in zip(self.models, self.spreads, strict=True)
        ]
        return np.asarray(np.sum(told, axis=0), dtype=np.float32)


def learned(lessons: Sequence[Lesson]) -> Ranker:
    """A ranker from these lessons; sellers none of whose candidates dealt teach nothing."""
    import xgboost  # noqa: PLC0415  # heavy, and only where many are matched

    table, dealt, group = _together(lessons)
    models, spreads = [], []
    for kind in KINDS:
        grouped = {"qid": group} if "rank" in str(kind["objective"]) else {}
        data = xgboost.QuantileDMatrix(table, dealt, nthread=1, max_bin=64, **grouped)
        model = xgboost.train({**COMMON, **kind}, data, ROUNDS)
        models.append(model)
        spreads.append(float(model.predict(data, output_margin=True).std()) or 1.0)
    return Ranker(tuple(models), tuple(spreads))


def _together(lessons: Sequence[Lesson]) -> tuple[Singles, Singles, Any]:
    rng = np.random.default_rng(SEED)
    tables, dealt, groups, first = [], [], [], 0
    for lesson in lessons:
        row = lesson.pairs.row
        tells = np.isin(row, row[lesson.dealt])
        used = tells & (lesson.dealt | (rng.random(len(row)) < KEPT))
        tables.append(lesson.pairs.table[used])
        dealt.append(lesson.dealt[used])
        groups.append(row[used] + first)
        first += int(row.max()) + 1
    return np.concatenate(tables), np.concatenate(dealt).astype(np.float32), np.concatenate(groups)
