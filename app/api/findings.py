"""Questions without a conversation: the chat's own tools, asked over HTTP."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field, ValidationError

from app import problems
from app.api.answers import answered, asking
from app.api.dependencies import ActorDep, Cursor, Given, ServicesDep
from app.wiring import Services
from channels.web import CitationDocument
from channels.wire import IsoDate, Text
from haat.core.actor import Actor
from haat.core.errors import InvalidInput, NotFound
from tools.context import Tool
from tools.find_products import FIND_PRODUCTS, FindProducts, products_page
from tools.market_price import MARKET_PRICE
from tools.metrics import Metric
from tools.query_kpi import QUERY_KPI

Arguments = TypeVar("Arguments", bound=BaseModel)
PAGE = 20
PERIOD = (
    r"^(today|yesterday|(this|last)_(week|month)|last_(7|30|90)_days"
    r"|\d{4}-\d{2}-\d{2}/\d{4}-\d{2}-\d{2})$"
)
router = APIRouter(tags=["ask"])


class FigureDocument(BaseModel):
    """One number; `lower` and `upper` are its bounds where it has any."""

    id: str
    name: str
    value: float | None
    unit: str
    lower: float | None = None
    upper: float | None = None
    product: str | None = None
    place: str | None = None
    date: str | None = None


class SourceDocument(BaseModel):
    """Where figures came from."""

    name: str
    kind: str
    as_of: date | None


class FindingDocument(BaseModel):
    """What a tool found."""

    figures: list[FigureDocument]
    rows: list[dict[str, Any]]
    parameters: dict[str, Any]
    sources: list[SourceDocument]
    notes: list[str]
    demo: bool = Field(description="true where synthetic data were used")
    next_cursor: str | None = None
    citations: list[CitationDocument] | None = Field(
        default=None, description="sources of what is said of rules, each quote verbatim"
    )


Name = Annotated[Annotated[Text, Field(min_length=1, max_length=128)] | None, Given]


@router.get("/products", response_model=FindingDocument)
def products(
    actor: ActorDep,
    services: ServicesDep,
    *,
    query: Annotated[Annotated[Text, Field(min_length=1, max_length=200)] | None, Given] = None,
    category: Annotated[Annotated[Text, Field(min_length=1, max_length=64)] | None, Given] = None,
    max_price: Annotated[Annotated[float, Field(ge=0, le=10_000_000)] | None, Given] = None,
    in_stock: Annotated[bool | None, Given] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = PAGE,
    cursor: Cursor = None,
) -> Response:
    """The shop's products: those looked for, or all."""
    said = {"query": query, "category": category, "max_price": max_price, "in_stock": in_stock}
    asked = _arguments(FindProducts, said)
    actor.require(FIND_PRODUCTS.permission)
    return answered(products_page(asking(services, actor), asked, limit=limit, cursor=cursor))


@router.get("/prices/{commodity}", response_model=FindingDocument)
def prices(
    commodity: Text,
    actor: ActorDep,
    services: ServicesDep,
    *,
    place: Annotated[Annotated[Text, Field(min_length=1, max_length=200)] | None, Given] = None,
    date: Annotated[IsoDate | None, Given] = None,
) -> Response:
    """The market price of a commodity at a place on a day."""
    said = {"commodity": commodity, "place": place, "date": date}
    try:
        return _found(services, actor, MARKET_PRICE, said)
    except InvalidInput as error:
        if "/commodity" in {problem.pointer for problem in error.problems}:
            raise NotFound(error.detail) from error  # it is the resource that was asked for
        raise


@router.get("/kpis", response_model=FindingDocument)
def kpis(
    actor: ActorDep,
    services: ServicesDep,
    *,
    metric: Metric,
    period: Annotated[Annotated[Text, Field(pattern=PERIOD)] | None, Given] = None,
    product: Name = None,
    category: Annotated[Annotated[Text, Field(min_length=1, max_length=64)] | None, Given] = None,
    store_id: Annotated[Annotated[Text, Field(min_length=1, max_length=64)] | None, Given] = None,
) -> Response:
    """A figure of the shop's own business over a period."""
    said = {
        "metric": metric,
        "period": period,
        "product": product,
        "category": category,
        "store_id": store_id,
    }
    return _found(services, actor, QUERY_KPI, said)


def _found(services: Services, actor: Actor, tool: Tool, said: Mapping[str, object]) -> Response:
    """What the chat's tool finds; what it would ask back is a field that is missing."""
    actor.require(tool.permission)
    return answered(tool.run(asking(services, actor), _arguments(tool.arguments, said)))


def _arguments(model: type[Arguments], said: Mapping[str, object]) -> Arguments:
    try:
        return model.model_validate({k: v for k, v in said.items() if v is not None})
    except ValidationError as error:
        raise problems.invalid(error) from error
