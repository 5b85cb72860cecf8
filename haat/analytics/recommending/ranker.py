"""The chance that a candidate is in the user's next order, learned from her past and that of others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from haat.analytics.recommending.features import NAMES, PARTS
from haat.analytics.recommending.lessons import Lessons
from haat.analytics.recommending.lines import Codes, Floats
from haat.analytics.recommending.past import Shelf

LEAST_USERS, LEAST_CAME = 50, 200  # below this, simple scores are better than learned ones
PARAMETERS = {
    "objective": "binary:logistic",
    "eta": 0.1,
    "max_depth": 4,
    "min_child_weight": 15.0,
    "reg_lambda": 5.0,
    "subsample": 0.8,
    "colsample_bytree": 0.7,
    "tree_method": "hist",
    "max_bin": 64,
    "nthread": 1,  # more only wait for one another on a small machine
    "seed": 7,
}
ROUNDS = 80
# Of what is new little is told: less of it is learned, and more of it is never against an item.
ROUNDS_OF_NEW = 50
OF_NEWCOMERS = {**PARAMETERS, "eta": 0.08, "min_child_weight": 10.0}
ROUNDS_OF_NEWCOMERS = 100
SPEAKS_FOR = (
    "ease",
    "ease_of_best",
    "like_items",
    "lift",
    "neighbours",
    "neighbours_of_best",
    "neighbours_begun",
    "content",
    "popular",
    "trending",
    "begun",
)
SPEAKS = ("ease_recent", "trend", "price", "price_gap", "again", "distinct")
OF_HABIT = ("repeat", "repeat_of_best", "share", "steady", "again")  # speak for what comes again
# Longer for all goods today than in the lessons, or told of very few: trees of habits learn them by heart.
DRIFTING = frozenset({"age", "unsold", "begun_share", "lift", "last_quantity", "price"})


@dataclass(frozen=True, slots=True, eq=False)
class Ranker:
    """Boosted trees on the log-likelihood, which look at some of the features."""

    model: Any  # xgboost has no types
    columns: Codes

    def chances(self, table: Floats) -> Floats:
        """Of each row, from 0 to 1."""
        found: Floats = self.model.inplace_predict(table[:, self.columns])
        return found


def ranker(lessons: Lessons, shelf: Shelf) -> Ranker | None:
    """None where there is too little to learn from."""
    if shelf == "new":
        new = tuple(name for name in NAMES if PARTS[name] != "habit" or name == "again")
        return _rising(lessons, new, PARAMETERS, ROUNDS_OF_NEW)
    return _rising(lessons, [n for n in NAMES if n not in DRIFTING], PARAMETERS, ROUNDS)


def ranker_of_newcomers(lessons: Lessons) -> Ranker | None:
    """The same, of users who tell a few things."""
    return _rising(lessons, (*SPEAKS_FOR, *SPEAKS), OF_NEWCOMERS, ROUNDS_OF_NEWCOMERS)


def _rising(
    lessons: Lessons, names: Sequence[str], parameters: Mapping[str, Any], rounds: int
) -> Ranker | None:
    """Of some features; chances never fall with what speaks for an item."""
    columns = np.array([NAMES.index(name) for name in names])
    rising = tuple(int(name in SPEAKS_FOR or name in OF_HABIT) for name in names)
    return _learned(lessons, columns, {**parameters, "monotone_constraints": rising}, rounds)


def _learned(
    lessons: Lessons, columns: Codes, parameters: Mapping[str, Any], rounds: int
) -> Ranker | None:
    if lessons.users < LEAST_USERS or np.count_nonzero(lessons.came) < LEAST_CAME:
        return None
    import xgboost  # noqa: PLC0415  # heavy, and only where much is learned

    data = xgboost.QuantileDMatrix(
        lessons.features[:, columns],
        label=lessons.came.astype(np.float32),
        weight=lessons.weights / lessons.weights.mean(),
        max_bin=parameters["max_bin"],
        nthread=1,
    )
    model = xgboost.train(dict(parameters), data, num_boost_round=rounds)
    return Ranker(model, columns)
