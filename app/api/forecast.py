"""What will sell, and what to order: the chat's own tools, asked over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from app.api.answers import answered, asking
from app.api.dependencies import ActorDep, Cursor, Given, ServicesDep
from app.api.findings import FindingDocument
from channels.wire import IsoDate, Text
from haat.core.actor import Permission
from tools.forecast_demand import LONGEST_DAYS, ForecastDemand, forecast_demand
from tools.overriding import ForecastOverride, override_forecast
from tools.plan_reorder import PlanReorder, reorder_page

router = APIRouter(tags=["ask"])
PAGE = 50
SHOWN_DAYS = 14


class DriverDocument(BaseModel):
    """By how many percent a part of the model moves a usual day's mean."""

    name: str
    effect: float
    best_day: IsoDate | None = None
    best_day_effect: float | None = None


class ForecastDocument(FindingDocument):
    """A forecast, with what drives it."""

    drivers: list[DriverDocument] | None = None


Horizon = Annotated[Annotated[int, Field(ge=1, le=LONGEST_DAYS)] | None, Given]
Store = Annotated[Annotated[Text, Field(min_length=1, max_length=64)] | None, Given]
Product = Annotated[Text, Field(min_length=1, max_length=128)]


@router.post("/forecast", response_model=ForecastDocument)
def forecast(asked: ForecastDemand, actor: ActorDep, services: ServicesDep) -> Response:
    """How much of a product will sell from tomorrow on."""
    return answered(forecast_demand(asking(services, actor), asked))


@router.get("/forecast/{product}", response_model=ForecastDocument)
def forecast_of(
    product: Product,
    actor: ActorDep,
    services: ServicesDep,
    *,
    store_id: Store = None,
    horizon_days: Horizon = None,
) -> Response:
    """The same, of a product by its id."""
    said = {"product": product, "store_id": store_id, "horizon_days": horizon_days}
    asked = ForecastDemand.model_validate({k: v for k, v in said.items() if v is not None})
    return answered(forecast_demand(asking(services, actor), asked))


@router.put("/forecast/{product}/override", response_model=ForecastDocument)
def override(
    product: Product, asked: ForecastOverride, actor: ActorDep, services: ServicesDep
) -> Response:
    """A manager's own number for a day ahead; answers with the forecast as it is with it."""
    actor.require(Permission.MANAGE)
    context = asking(services, actor)
    told = override_forecast(context, product, asked)
    days = max(SHOWN_DAYS, (told.date - context.today).days)
    shown = ForecastDemand(product=told.sku_id, store_id=told.store_id, horizon_days=days)
    return answered(forecast_demand(context, shown))


@router.post("/reorder", response_model=FindingDocument)
def reorder(
    asked: PlanReorder,
    actor: ActorDep,
    services: ServicesDep,
    *,
    limit: Annotated[int, Query(ge=1, le=200)] = PAGE,
    cursor: Cursor = None,
) -> Response:
    """What to order and how much; without a product of all, a page at a time."""
    return answered(reorder_page(asking(services, actor), asked, limit=limit, cursor=cursor))
