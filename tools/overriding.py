"""A manager's own word on what will sell on a day, in place of the forecast's."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from haat.core.actor import Permission
from haat.core.errors import FieldProblem, InvalidInput, NotFound
from haat.store import overrides
from haat.store.overrides import Override
from tools.context import ToolContext
from tools.demand import DAY, best_selling
from tools.forecast_demand import LONGEST_DAYS
from tools.shop import shop, sold_as


class ForecastOverride(BaseModel):
    """Units that will sell on a day ahead; without `units` the word is taken back."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    date: date
    units: float | None = Field(default=None, ge=0, le=1_000_000, allow_inf_nan=False)
    reason: str | None = Field(default=None, max_length=500)
    store_id: str | None = Field(default=None, min_length=1, max_length=64)


def override_forecast(context: ToolContext, product_id: str, said: ForecastOverride) -> Override:
    """Write it down, audited; NotFound where the shop does not sell the product."""
    context.actor.require(Permission.MANAGE)
    if not context.today < said.date <= context.today + LONGEST_DAYS * DAY:
        problem = FieldProblem("/date", "not a day ahead, within a year")
        raise InvalidInput("a forecast is of days ahead", problem)
    with context.engine.begin() as db:
        store = shop(context, db, said.store_id)
        found = sold_as(context, db, product_id)
        if not found:
            raise NotFound(f"no product {product_id}")
        product = best_selling(context, db, store.id, found)
        told = Override(store.id, product.sku_id, said.date, said.units, said.reason)
        overrides.put(context.actor, db, told, context.now)
    return told
