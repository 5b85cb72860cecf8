"""Plans the orders of a chunk of series, as rows of a table."""

from dataclasses import dataclass

import pyarrow as pa

from app.batch.panels import Part
from haat.analytics.panel import standing
from haat.analytics.panel.replenish import Stocks, replenish

PLACE = "series"
OUTPUT = (
    "reorder_point",
    "order_up_to",
    "safety_stock",
    "order_quantity",
    "stockout_risk",
)
FOR_BUDGET = ("covered_demand", "covered_variance", "step")


@dataclass(frozen=True, slots=True)
class How:
    """The share of cycles that shall see nobody sent away, and how far ahead is looked."""

    service: float
    review_days: int
    horizon: int


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Some of the series with what is there of them."""

    part: Part
    stocks: Stocks
    how: How


def reorder(chunk: Chunk) -> pa.Table:
    """The chunk's rows: `series` (its place in the file), what to order, and the demand behind it."""
    panel, how = chunk.part.panel, chunk.how
    foretold = standing.foretell(panel, how.horizon)
    plan = replenish(panel, foretold, chunk.stocks, how.service, how.review_days)
    told = {name: getattr(plan, name) for name in (*OUTPUT, *FOR_BUDGET)}
    return pa.table(
        {PLACE: chunk.part.places} | {n: pa.array(v, from_pandas=True) for n, v in told.items()}
    )
