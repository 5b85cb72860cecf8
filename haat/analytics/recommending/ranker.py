"""The chance that a candidate is in the user's next order, learned from her past and that of others."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from haat.analytics.recommending.lessons import Lessons
from haat.analytics.recommending.lines import Floats

LEAST_USERS, LEAST_CAME = 50, 200  # below this, simple scores are better than learned ones
ROUNDS = 150
PARAMETERS = {
    "objective": "binary:logistic",
    "eta": 0.06,
    "max_depth": 5,
    "min_child_weight": 15.0,
    "reg_lambda": 5.0,
    "subsample": 0.8,
    "colsample_bytree": 0.7,
    "tree_method": "hist",
    "max_bin": 64,
    "nthread": 1,  # more only wait for one another on a small machine
    "seed": 7,
}


@dataclass(frozen=True, slots=True, eq=False)
class Ranker:
    """Boosted trees on the log-likelihood."""

    model: Any  # xgboost has no types

    def chances(self, table: Floats) -> Floats:
        """Of each row, from 0 to 1."""
        found: Floats = self.model.inplace_predict(table)
        return found


def ranker(lessons: Lessons) -> Ranker | None:
    """None where there is too little to learn from."""
    if lessons.users < LEAST_USERS or np.count_nonzero(lessons.came) < LEAST_CAME:
        return None
    import xgboost  # noqa: PLC0415  # heavy, and only where much is learned

    data = xgboost.QuantileDMatrix(
        lessons.features,
        label=lessons.came.astype(np.float32),
        weight=lessons.weights / lessons.weights.mean(),
        max_bin=PARAMETERS["max_bin"],
        nthread=1,
    )
    return Ranker(xgboost.train(PARAMETERS, data, num_boost_round=ROUNDS))
