"""Orders from every marketplace, in one list."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from app.api.answers import answered, asking
from app.api.dependencies import ActorDep, Cursor, Given, ServicesDep
from app.api.findings import PERIOD, FindingDocument
from channels.wire import Text
from haat.store.orders import Marketplace, OrderStatus
from tools.list_orders import LIMIT, ListOrders, orders_page

router = APIRouter(tags=["ask"])


@router.get("/orders", response_model=FindingDocument)
def orders(
    actor: ActorDep,
    services: ServicesDep,
    *,
    marketplace: Annotated[Marketplace | None, Given] = None,
    status: Annotated[OrderStatus | None, Given] = None,
    period: Annotated[Annotated[Text, Field(pattern=PERIOD)] | None, Given] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = LIMIT,
    cursor: Cursor = None,
) -> Response:
    """How many orders there are and their amount, and the orders, the newest first."""
    asked = ListOrders(marketplace=marketplace, status=status, period=period)
    return answered(orders_page(asking(services, actor), asked, limit=limit, cursor=cursor))
