"""What to order and how much: enough for the lead time and the days until the next order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from haat.analytics.forecast.outlook import Outlook
from haat.analytics.inventory import (
    LEAD_TIME_DAYS,
    SERVICE,
    Reorder,
    Shelf,
    days_needed,
    reorder,
    service_for,
)
from haat.analytics.lead_time import LeadTime, followed, lead_time
from haat.core.actor import Permission
from haat.core.finding import Figure, Finding, Missing, Row, Source
from haat.language.units import conversion, pack_content
from haat.store import demand, lead_times, products, stock
from haat.store.engine import reading
from haat.store.extent import Extent
from haat.store.handles import Connection
from haat.store.paging import cursor_of, place_of
from haat.store.people import StoreRow
from haat.store.products import Product
from tools.context import Tool, ToolContext
from tools.demand import DAY, Books, open_books, outlooks
from tools.shop import kinds_sold, ledger, rounded, shop

ROWS = 50
LONGEST_LEAD_DAYS = 120.0
DELIVERIES_DAYS = 180  # older deliveries tell little of the next one
# Of single products in a long list only what may change the person's mind is said.
SAID_OF_MANY = frozenset({"unknown_stock", "assumed_lead_time", "old_ledger", "not_enough_history"})
AMOUNTS = (
    "order_quantity",
    "on_hand",
    "in_transit",
    "reorder_point",
    "safety_stock",
    "lead_time_demand",
)


class PlanReorder(BaseModel):
    """What to order now, how much of it, and how long the stock lasts.

    For one product: the order quantity in whole packs, what is there and under way, the reorder
    point, the safety stock, the demand during the lead time, the risk of running out, also by the
    end of each day, and the days the stock lasts. Without a product: all products of the shop, the
    most urgent first.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    product: str | None = Field(
        default=None,
        min_length=1,
        max_length=128,
        description="SKU or concept id; left out: all products.",
    )
    store_id: str | None = Field(
        default=None,
        min_length=1,
        max_length=64,
        description="Left out: the person's own or default store.",
    )
    horizon_days: int = Field(
        default=7,
        ge=1,
        le=90,
        description="Days until the next order can be placed, for which this one must be enough.",
    )


@dataclass(frozen=True, slots=True)
class Planned:
    """One product with its plan, what it rests on, and what has to be said of it."""

    product: Product
    shelf: Shelf
    taken: LeadTime | None
    plan: Reorder
    outlook: Outlook
    notes: tuple[str, ...]

    @property
    def urgency(self) -> tuple[bool, bool, float, float, str]:
        """What must be ordered first comes first, what nobody counted last."""
        plan, worth = self.plan, (self.product.price_paise or 0) * self.plan.lead_time_demand
        risk = plan.stockout_risk or 0.0
        return (
            not plan.order_quantity,
            plan.order_quantity is None,
            -risk,
            -worth,
            self.product.sku_id,
        )


def plan_reorder(context: ToolContext, arguments: PlanReorder) -> Finding | Missing:
    """The plan of one product as figures, or of many as rows."""
    return reorder_page(context, arguments, limit=ROWS)


def reorder_page(
    context: ToolContext, arguments: PlanReorder, *, limit: int, cursor: str | None = None
) -> Finding:
    """The plan; of many products one page, the most urgent first."""
    context.actor.require(Permission.ASK)
    start = 0 if cursor is None else int(place_of(cursor, int)[0])
    with reading(context.engine) as db:
        store = shop(context, db, arguments.store_id)
        asked = _asked(context, db, arguments.product)
        parameters: dict[str, object] = {
            **arguments.model_dump(exclude_none=True),
            "store_id": store.id,
            "service": SERVICE,
        }
        if not asked:
            nothing = ("no_sales",) if arguments.product is None else ("not_sold",)
            return Finding(parameters=parameters, notes=nothing, demo=context.actor.demo)
        books = open_books(context, db, store.id)
        plans = _plans(books, store, asked, arguments)
    sources = (ledger(books.last), Source("negative_binomial", "model", books.last))
    if arguments.product is not None and len(asked) == 1:
        return _one(context, asked[0], plans, parameters, sources)
    return _many(context, plans, parameters, sources, (start, limit))


def plan(context: ToolContext, db: Connection, store: StoreRow, product: Product) -> Reorder | None:
    """What the shelf of one product needs; None where nobody knows how long goods take to come."""
    supplies = demand.supplies(context.actor, db, store.id, context.today, (product.sku_id,))
    if not _lead_times(context, db, store.id, supplies, (product.sku_id,)):
        return None
    books = open_books(context, db, store.id)
    asked = PlanReorder(product=product.sku_id)
    return next((one.plan for one in _plans(books, store, (product,), asked)), None)


def _asked(context: ToolContext, db: Connection, product: str | None) -> tuple[Product, ...]:
    if product is None:
        return products.catalogue(context.actor, db)
    return kinds_sold(context, db, product)


def _plans(
    books: Books, store: StoreRow, asked: Sequence[Product], arguments: PlanReorder
) -> tuple[Planned, ...]:
    context, db, everything = books.context, books.db, arguments.product is None
    skus = None if everything else [p.sku_id for p in asked]
    supplies = demand.supplies(context.actor, db, store.id, context.today, skus)
    counted = stock.on_hand(context.actor, db, (store.id,), context.today, skus)
    there = {s.sku_id: s.on_hand for s in counted}
    if everything:
        kept = stock.kept(context.actor, db, (store.id,), context.today)
        asked = [p for p in asked if p.sku_id in kept]
    taken = _lead_times(context, db, store.id, supplies, skus)
    longest = max([LEAD_TIME_DAYS, *(told.mean for told in taken.values())])
    days = days_needed(min(longest, LONGEST_LEAD_DAYS), arguments.horizon_days)
    found = outlooks(books, asked, context.today, days, all_goods=everything)
    planned = (
        _planned(
            p,
            _shelf(p, there.get(p.sku_id), supplies.get(p.sku_id), taken.get(p.sku_id)),
            taken.get(p.sku_id),
            found[p.sku_id],
            arguments,
        )
        for p in asked
        if p.sku_id in found
    )
    return tuple(sorted(planned, key=lambda one: one.urgency))


def _lead_times(
    context: ToolContext,
    db: Connection,
    store_id: str,
    supplies: Mapping[str, demand.Supply],
    skus: Sequence[str] | None,
) -> dict[str, LeadTime]:
    """How long deliveries take, of those products of which the books tell it."""
    start = context.today - DELIVERIES_DAYS * DAY
    extent = Extent((store_id,), start, context.today, skus)
    found = {}
    for sku, told in lead_times.deliveries(context.actor, db, extent).items():
        last = supplies[sku].lead_time_days if sku in supplies else None
        known = lead_time(followed(told.under_way, told.came), told.told, last or 0.0)
        if known.mean > 0:
            found[sku] = known
    said = {sku: s.lead_time_days for sku, s in supplies.items()}
    return {sku: LeadTime(days) for sku, days in said.items() if days} | found


def _shelf(
    product: Product,
    on_hand: float | None,
    supply: demand.Supply | None,
    taken: LeadTime | None,
) -> Shelf:
    in_transit = supply.in_transit if supply else None
    takes = taken or LeadTime(LEAD_TIME_DAYS)
    return Shelf(
        on_hand=on_hand,
        in_transit=in_transit or 0.0,
        lead_time_days=min(takes.mean, LONGEST_LEAD_DAYS),
        pack=_pack(product),
        shelf_life_days=product.shelf_life_days,
        lead_time_sd=min(takes.sd, LONGEST_LEAD_DAYS),
    )


def _planned(
    product: Product,
    shelf: Shelf,
    taken: LeadTime | None,
    outlook: Outlook,
    arguments: PlanReorder,
) -> Planned:
    on_hand = shelf.on_hand
    service = service_for(outlook.history_days)
    plan = reorder(outlook, shelf, arguments.horizon_days, service)
    notes = (
        *(("unknown_stock",) if on_hand is None else ()),
        *(("enough_stock",) if plan.order_quantity == 0 else ()),
        *(("negative_stock",) if on_hand is not None and on_hand < 0 else ()),
        *(() if taken else ("assumed_lead_time",)),
        *(("short_shelf_life",) if plan.review_days < arguments.horizon_days else ()),
        *outlook.notes,
    )
    return Planned(product, shelf, taken, plan, outlook, notes)


def _pack(product: Product) -> Decimal:
    """What is bought at once: the pack where the product is sold by a part of it, else one whole."""
    packed = pack_content(product.pack_size)
    if packed is None:
        return Decimal(1)
    content, unit = packed
    size = conversion(unit, product.unit)
    return max(Decimal(1), content * size) if size else Decimal(1)


def _one(
    context: ToolContext,
    product: Product,
    plans: Sequence[Planned],
    parameters: dict[str, object],
    sources: tuple[Source, ...],
) -> Finding:
    parameters = {**parameters, "product": product.sku_id}
    if not plans:
        nothing = Figure(
            "order_quantity", "order_quantity", None, product.unit, product=product.sku_id
        )
        notes = ("no_sales", "not_enough_history")
        return Finding((nothing,), (), parameters, sources, notes, context.actor.demo)
    planned = plans[0]
    parameters |= {
        "lead_time_days": rounded(planned.shelf.lead_time_days),
        "lead_time_sd": rounded(planned.shelf.lead_time_sd),
        "deliveries": planned.taken.deliveries if planned.taken else 0,
        "review_days": planned.plan.review_days,
        "service": service_for(planned.outlook.history_days),
        "pack": rounded(planned.shelf.pack),
        "method": planned.outlook.method,
        "history_days": planned.outlook.history_days,
        "stockout_by_day": list(_by_day(planned)),
    }
    figures = tuple(_figures(planned))
    return Finding(figures, (), parameters, sources, planned.notes, context.actor.demo)


def _figures(planned: Planned) -> Iterable[Figure]:
    product, row = planned.product, _row(planned)
    for name in AMOUNTS:
        yield Figure(name, name, row[name], product.unit, product=product.sku_id)
    yield Figure(
        "stockout_risk", "stockout_risk", row["stockout_risk"], "percent", product=product.sku_id
    )
    yield Figure(
        "days_of_cover", "days_of_cover", row["days_of_cover"], "days", product=product.sku_id
    )
    yield Figure(
        "order_up_to", "order_up_to", row["order_up_to"], product.unit, product=product.sku_id
    )


def _by_day(planned: Planned) -> Iterable[Row]:
    """How likely it is, in percent, that all is sold by the end of each day; none if uncounted."""
    for position, risk in enumerate(planned.plan.stockout_by_day or ()):
        day = planned.outlook.day(position)
        yield {"date": day.isoformat(), "stockout_risk": rounded(risk * 100, 1)}


def _many(
    context: ToolContext,
    plans: Sequence[Planned],
    parameters: dict[str, object],
    sources: tuple[Source, ...],
    page: tuple[int, int],
) -> Finding:
    start, limit = page
    counted = any(p.plan.order_quantity is not None for p in plans)
    needed = sum(1 for p in plans if p.plan.order_quantity) if counted or not plans else None
    shown = plans[start : start + limit]
    said = dict.fromkeys(note for p in plans for note in p.notes if note in SAID_OF_MANY)
    notes = ("no_sales",) if not plans else tuple(said)
    notes += ("nothing_to_order",) if plans and needed == 0 else ()
    return Finding(
        figures=(Figure("products_to_order", "products_to_order", needed, "count"),),
        rows=tuple(_row(planned) for planned in shown),
        parameters=parameters,
        sources=sources,
        notes=notes,
        demo=context.actor.demo,
        next_cursor=cursor_of(start + limit) if start + limit < len(plans) else None,
    )


def _row(planned: Planned) -> Row:
    plan, shelf = planned.plan, planned.shelf
    risk = plan.stockout_risk
    return {
        "product": planned.product.sku_id,
        "name": planned.product.name,
        "unit": planned.product.unit,
        "order_quantity": _shown(plan.order_quantity),
        "on_hand": _shown(shelf.on_hand),
        "in_transit": _shown(shelf.in_transit),
        "reorder_point": _shown(plan.reorder_point),
        "safety_stock": _shown(plan.safety_stock),
        "lead_time_demand": _shown(plan.lead_time_demand),
        "stockout_risk": None if risk is None else rounded(risk * 100, 1),
        "days_of_cover": None if plan.days_of_cover is None else rounded(plan.days_of_cover, 1),
        "order_up_to": _shown(plan.order_up_to),
        "note": next(iter(planned.notes), None),
    }


def _shown(amount: float | None) -> float | int | None:
    return None if amount is None else rounded(amount)


PLAN_REORDER = Tool("plan_reorder", PlanReorder, plan_reorder, Permission.ASK)
