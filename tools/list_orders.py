"""Orders from every marketplace, in one list."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from haat.core.actor import Permission
from haat.core.finding import Figure, Finding, Missing, Row, Source
from haat.core.money import from_paise, number
from haat.store import orders
from haat.store.engine import reading
from haat.store.orders import Line, Marketplace, OrderStatus, Totals, Wanted
from haat.store.paging import cursor_of, place_of
from tools.context import Tool, ToolContext
from tools.periods import compared
from tools.shop import rounded

LIMIT = 20


class ListOrders(BaseModel):
    """Orders that came in from marketplaces (Amazon, Flipkart, IndiaMART, GeM, ONDC, own website).

    Gives how many orders there are and their amount, and the newest of them. What was sold over the
    counter is `query_kpi`; what to order from a supplier is `plan_reorder`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    marketplace: Marketplace | None = Field(
        default=None, description="Only orders from there. Left out: all."
    )
    status: OrderStatus | None = Field(
        default=None,
        description="Only orders of this status; `new` ones wait for an answer. Left out: all.",
    )
    period: str | None = Field(
        default=None,
        max_length=32,
        description="When they were placed: `today`, `yesterday`, `this_week`, `last_week`, "
        "`this_month`, `last_month`, `last_7_days`, `last_30_days`, `last_90_days`, or two ISO dates "
        "`START/END`, both included. Left out: all until today.",
    )


def list_orders(context: ToolContext, arguments: ListOrders) -> Finding | Missing:
    """The sums, and the twenty newest."""
    return orders_page(context, arguments, limit=LIMIT)


def orders_page(
    context: ToolContext, arguments: ListOrders, *, limit: int, cursor: str | None = None
) -> Finding:
    """One page of the orders, the newest first, with the sums over all of them."""
    actor = context.actor
    actor.require(Permission.ASK)
    start = 0 if cursor is None else int(place_of(cursor, int)[0])
    wanted = _wanted(context, arguments)
    with reading(context.engine) as db:
        sums = orders.totals(actor, db, wanted)
        lines = orders.listed(actor, db, wanted, limit=limit, start=start)
        known = bool(sums.lines) or orders.any_known(actor, db, context.today)
    return Finding(
        figures=tuple(_figures(sums)) if known else (),
        rows=tuple(map(_row, lines)),
        parameters=_parameters(arguments, wanted),
        sources=(Source("orders", "own", sums.last),),
        notes=tuple(_notes(arguments, sums, known=known)),
        demo=actor.demo,
        next_cursor=cursor_of(start + limit) if start + limit < sums.lines else None,
    )


def _wanted(context: ToolContext, arguments: ListOrders) -> Wanted:
    marketplace, status = arguments.marketplace, arguments.status
    if arguments.period is None:
        return Wanted(context.today, None, marketplace, status)
    span = compared(arguments.period, context.today).span
    return Wanted(span.end, span.start, marketplace, status)


def _figures(sums: Totals) -> Iterable[Figure]:
    """How many orders, and their rupees; what fell through is in both and told beside them."""
    yield Figure("orders", "orders", sums.orders, "count")
    yield Figure("amount", "amount", number(from_paise(sums.amount_paise)), "INR")
    if 0 < sums.fallen_paise < sums.amount_paise:
        fallen = number(from_paise(sums.fallen_paise))
        yield Figure("amount_cancelled", "amount_cancelled", fallen, "INR")


def _row(line: Line) -> Row:
    told: dict[str, object] = {
        "order": line.order_id,
        "marketplace": line.marketplace,
        "date": line.date,
        "product": line.sku_id,
        "quantity": rounded(line.quantity, 3),
        "amount": number(from_paise(line.amount_paise)),
        "status": line.status,
        "unit": line.unit or "piece",
        "price": number(from_paise(line.price_paise)),
    }
    return told if line.place is None else {**told, "place": line.place}


def _parameters(arguments: ListOrders, wanted: Wanted) -> dict[str, object]:
    told: dict[str, object] = arguments.model_dump(exclude_none=True)
    return told if wanted.start is None else {**told, "start": wanted.start, "end": wanted.end}


def _notes(arguments: ListOrders, sums: Totals, *, known: bool) -> Iterable[str]:
    if not known:
        yield "no_orders_yet"
    elif not sums.lines:
        yield "no_orders"
    if sums.fallen_paise and arguments.status is None:
        yield "cancelled_included"


LIST_ORDERS = Tool("list_orders", ListOrders, list_orders, Permission.ASK, quick=True)
