"""What to order again, what to begin to sell, what is rising, and what goes together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from haat.analytics import recommend
from haat.analytics.recommend import Baskets, ShopSales, Suggested
from haat.core.actor import Permission
from haat.core.finding import Finding, Missing, Row
from haat.store import movement, people, products, sales, stock, suggestions
from haat.store.engine import reading
from haat.store.extent import Extent
from haat.store.handles import Connection
from haat.store.people import StoreRow
from haat.store.products import Product
from tools.context import Tool, ToolContext
from tools.periods import DAY
from tools.shop import ledger, shop, sold_as

Mode = Literal["discover", "restock", "trending", "bought_together"]
LIMIT = 10
WINDOW_DAYS = 180
RECENT_DAYS = 90  # for what sells now, and for baskets
REJECTED_DAYS = 90  # so long a product that was declined is not shown as new again


class RecommendProducts(BaseModel):
    """Recommend goods to a shop, in one of four lists that are never mixed.

    `discover`: what it does not sell yet and its own other shops sell well. `restock`: what it buys
    again and again. `trending`: what sells more than two weeks ago. `bought_together`: what customers
    take with `product`. Each row has a score, the reason and how much stands behind it. How much to
    order is `plan_reorder`; what sold best is `query_kpi` top_products.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    category: str | None = Field(
        default=None, min_length=1, max_length=64, description="Only goods of this category."
    )
    store_id: str | None = Field(
        default=None,
        min_length=1,
        max_length=64,
        description="Left out: the person's own or default store.",
    )
    mode: Mode = Field(
        default="discover",
        description="`discover` (new goods), `restock` (order again), `trending` (rising) or "
        "`bought_together` (with `product`).",
    )
    product: str | None = Field(
        default=None,
        min_length=1,
        max_length=128,
        description="SKU or concept id: with `bought_together` what the others go with, else only "
        "goods of its category.",
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """One question for one shelf."""

    context: ToolContext
    db: Connection
    store: StoreRow
    catalogue: Mapping[str, Product]
    meant: tuple[Product, ...]  # what `product` means here

    @property
    def yesterday(self) -> date:
        """The last day that is over."""
        return self.context.today - DAY

    def since(self, days: int) -> date:
        """The first of so many days up to yesterday."""
        return self.context.today - days * DAY


Shelf = tuple[Sequence[Suggested], tuple[str, ...]]  # what is suggested, and notes


def recommend_products(context: ToolContext, arguments: RecommendProducts) -> Finding | Missing:
    """The ten best of the list asked for; nothing is written."""
    context.actor.require(Permission.ASK)
    if arguments.mode == "bought_together" and arguments.product is None:
        return Missing("slot", "product")
    with reading(context.engine) as db:
        meant = () if arguments.product is None else sold_as(context, db, arguments.product)
        asked = Asked(
            context=context,
            db=db,
            store=shop(context, db, arguments.store_id),
            catalogue={p.sku_id: p for p in products.catalogue(context.actor, db)},
            meant=meant,
        )
        if arguments.product is not None and not meant:
            return _finding(asked, arguments, (), ("not_sold",))
        found, notes = SHELVES[arguments.mode](asked)
    return _finding(asked, arguments, _of_category(asked, arguments, found), notes)


def shown(context: ToolContext, arguments: RecommendProducts) -> Finding | Missing:
    """The same list, kept so that each of its rows can be accepted or rejected by its `id`."""
    finding = recommend_products(context, arguments)
    if isinstance(finding, Missing) or not finding.rows:
        return finding
    about = {"mode": arguments.mode, "store_id": finding.parameters["store_id"]}
    with context.engine.begin() as db:
        payloads = [{**row, **about} for row in finding.rows]
        ids = suggestions.show(context.actor, db, "recommendation", payloads, context.now)
    rows = tuple({**row, "id": i} for row, i in zip(finding.rows, ids, strict=True))
    return replace(finding, rows=rows)


def _discover(asked: Asked) -> Shelf:
    context, here = asked.context, asked.store
    others = [s for s in people.stores(context.actor, asked.db) if s.id != here.id]
    if not others:
        return (), ("no_other_shops",)
    earned = movement.earned(
        context.actor,
        asked.db,
        [s.id for s in others],
        asked.since(RECENT_DAYS),
        asked.yesterday,
    )
    shops = [ShopSales(s.id, s.kind == here.kind, earned[s.id]) for s in others]
    kept = stock.kept(context.actor, asked.db, (here.id,), context.today)
    categories = {sku: p.category for sku, p in asked.catalogue.items()}
    declined = _declined(asked)
    found = recommend.discover(shops, kept, categories)
    notes = ("rejected_left_out",) if any(s.product in declined for s in found) else ()
    return [s for s in found if s.product not in declined], notes


def _restock(asked: Asked) -> Shelf:
    """By what the shop buys in; where it wrote no purchases down, by what it sells."""
    context, start = asked.context, asked.since(WINDOW_DAYS)
    bought = movement.purchase_days(context.actor, asked.db, asked.store.id, start, asked.yesterday)
    days: Mapping[str, Iterable[date]] = bought or _sold_daily(asked, WINDOW_DAYS)
    rhythms = {sku: recommend.rhythm(d, context.today, WINDOW_DAYS) for sku, d in days.items()}
    found = recommend.restock(rhythms, bought=bool(bought))
    return found, () if bought else ("fallback:own_sales",)


def _trending(asked: Asked) -> Shelf:
    span = 2 * recommend.TREND_DAYS
    extent = Extent((asked.store.id,), asked.since(span), asked.yesterday)
    first, _ = sales.days_told(asked.context.actor, asked.db, extent)
    if first is None or first > extent.start:
        return (), ("not_enough_history",)
    return recommend.trending(_sold_daily(asked, span), asked.context.today), ()


def _bought_together(asked: Asked) -> Shelf:
    span = asked.since(RECENT_DAYS), asked.yesterday
    skus = [p.sku_id for p in asked.meant]
    found = movement.together(asked.context.actor, asked.db, asked.store.id, span, skus)
    if not found.total:
        return (), ("no_baskets",)
    baskets = Baskets(found.total, found.with_product, found.with_other, found.with_both)
    return recommend.bought_together(baskets), ()


SHELVES: Mapping[Mode, Callable[[Asked], Shelf]] = {
    "discover": _discover,
    "restock": _restock,
    "trending": _trending,
    "bought_together": _bought_together,
}


def _sold_daily(asked: Asked, days: int) -> dict[str, dict[date, float]]:
    extent = Extent((asked.store.id,), asked.since(days), asked.yesterday)
    return sales.daily(asked.context.actor, asked.db, extent)


def _declined(asked: Asked) -> frozenset[str]:
    """Products that were shown as new to this store and declined of late."""
    now = asked.context.now
    said_no = suggestions.rejected(
        asked.context.actor, asked.db, "recommendation", now - timedelta(days=REJECTED_DAYS), now
    )
    return frozenset(
        one.payload["product"]
        for one in said_no
        if (one.payload["mode"], one.payload["store_id"]) == ("discover", asked.store.id)
    )


def _of_category(
    asked: Asked, arguments: RecommendProducts, found: Iterable[Suggested]
) -> Iterator[Suggested]:
    """Those of the category asked for, or of the product's."""
    wanted = {arguments.category} if arguments.category else set()
    if asked.meant and arguments.mode != "bought_together":
        wanted |= {p.category for p in asked.meant}
    for one in found:
        product = asked.catalogue.get(one.product)
        if product is not None and (not wanted or product.category in wanted):
            yield one


def _finding(
    asked: Asked,
    arguments: RecommendProducts,
    found: Iterable[Suggested],
    notes: tuple[str, ...],
) -> Finding:
    rows = tuple(_row(one, asked.catalogue[one.product]) for one in list(found)[:LIMIT])
    silent = not rows and not notes
    return Finding(
        rows=rows,
        parameters={**arguments.model_dump(exclude_none=True), "store_id": asked.store.id},
        sources=(ledger(asked.yesterday),),
        notes=(*notes, "nothing_found") if silent else notes,
        demo=asked.context.actor.demo,
    )


def _row(one: Suggested, product: Product) -> Row:
    return {
        "product": one.product,
        "name": product.name,
        "score": one.score,
        "reason": one.reason,
        "support": one.support,
    }


RECOMMEND_PRODUCTS = Tool(
    "recommend_products", RecommendProducts, recommend_products, Permission.ASK
)
