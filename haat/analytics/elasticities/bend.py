"""Where the response is no straight line: boosted trees on what is left, never rising with the price."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from haat.analytics.elasticities.sales import Floats
from haat.analytics.elasticities.terms import PRICE

LEAST_ROWS = 2_000  # from which trees are of use
MOST_ROWS = 160_000  # more cost time and change little
ROUNDS = 100
PARAMETERS = {
    "eta": 0.05,
    "max_depth": 4,
    "min_child_weight": 40.0,
    "lambda": 10.0,
    "subsample": 0.7,
    "colsample_bytree": 0.7,
    "tree_method": "hist",
    "max_bin": 64,
    "nthread": 1,
    "seed": 7,
}


@dataclass(frozen=True, slots=True, eq=False)
class Bend:
    """What is added to the straight response."""

    model: Any  # xgboost has no types

    def of(self, x: Floats) -> Floats:
        """For each row of terms."""
        found: Floats = self.model.inplace_predict(_columns(x)).astype(np.float64)
        return found


def bend_of(x: Floats, left: Floats) -> Bend | None:
    """What the terms leave, by the price and what else moves; None where the rows are few.

    The trees know nothing of who sells what, so that they learn the shape that is common to all.
    """
    if len(x) < LEAST_ROWS:
        return None
    import xgboost  # noqa: PLC0415  # heavy, and only where sales are foretold

    step = -(-len(x) // MOST_ROWS)
    columns = _columns(x[::step])
    falling = tuple(-1 if place == 0 else 0 for place in range(columns.shape[1]))
    data = xgboost.QuantileDMatrix(
        columns, label=left[::step], max_bin=PARAMETERS["max_bin"], nthread=1
    )
    parameters = {**PARAMETERS, "monotone_constraints": falling}
    return Bend(xgboost.train(parameters, data, num_boost_round=ROUNDS))


def _columns(x: Floats) -> Floats:
    """Without the level."""
    return np.ascontiguousarray(x[:, PRICE:])
