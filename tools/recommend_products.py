"""What to order again, what to begin to sell, what is rising, and what goes together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from haat.analytics import recommend
from haat.analytics.recommend import PLACES, Baskets, Suggested
from haat.analytics.recommending.few_shops import variety
from haat.analytics.recommending.taking import explored
from haat.core.actor import Permission
from haat.core.days import SHOP_ZONE, shop_day
from haat.core.errors import NotFound
from haat.core.finding import Figure, Finding, Missing, Row
from haat.language.concepts import concept_name, concept_of
from haat.store import movement, people, sales, signals, suggestions, told_goods
from haat.store.engine import reading
from haat.store.extent import Extent
from haat.store.handles import Connection
from haat.store.people import StoreRow
from haat.store.products import Product
from tools.catalogues import Catalogue
from tools.context import Tool, ToolContext
from tools.own_shops import Surroundings, ordered_again
from tools.periods import DAY
from tools.prospects import prospects
from tools.shop import ledger, rounded, shop, sold_as
from tools.taken_up import taken_up

Mode = Literal["discover", "restock", "trending", "bought_together"]
LIMIT = 10
WINDOW_DAYS = 180
RECENT_DAYS = 90  # for what sells now, and for baskets
REJECTED_DAYS = 90  # so long a product that was declined is not shown as new again
MOST_TOLD = 20
Goods = Annotated[str, Field(min_length=1, max_length=128)]


class RecommendProducts(BaseModel):
    """Recommend goods to a shop, in one of four lists that are never mixed.

    `discover`: what it does not sell yet, by what its owner's other shops sell well and by what is like
    its own goods; also which goods others have and it has not. `restock`: what it buys again and again. `trending`: what sells more than two weeks ago. `bought_together`: what customers
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
    sells: tuple[Goods, ...] | None = Field(
        default=None,
        min_length=1,
        max_length=MOST_TOLD,
        description="SKU or concept ids of goods that the person says a shop without books sells; kept "
        "for it. Asked for where nothing is known of the shop.",
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """One question for one shelf."""

    context: ToolContext
    db: Connection
    store: StoreRow
    shelves: Catalogue
    meant: tuple[Product, ...]  # what `product` means here

    @property
    def catalogue(self) -> Mapping[str, Product]:
        """All products by SKU id."""
        return self.shelves.products

    @property
    def yesterday(self) -> date:
        """The last day that is over."""
        return self.context.today - DAY

    def since(self, days: int) -> date:
        """The first of so many days up to yesterday."""
        return self.context.today - days * DAY


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is suggested, notes, and figures of the whole."""

    found: Sequence[Suggested]
    notes: tuple[str, ...] = ()
    shops: Surroundings | None = None  # of new goods: who else sells them


def recommend_products(context: ToolContext, arguments: RecommendProducts) -> Finding | Missing:
    """The ten best of the list asked for; only goods that the person said she sells are kept."""
    context.actor.require(Permission.ASK)
    if arguments.mode == "bought_together" and arguments.product is None:
        return Missing("slot", "product")
    if arguments.sells:
        _keep_told(context, arguments)
    with reading(context.engine) as db:
        meant = () if arguments.product is None else sold_as(context, db, arguments.product)
        asked = Asked(
            context=context,
            db=db,
            store=shop(context, db, arguments.store_id),
            shelves=context.remembered.catalogues.of(context.actor, db),
            meant=meant,
        )
        if arguments.product is not None and not meant:
            return _finding(asked, arguments, Shelf((), ("not_sold",)))
        shelf = SHELVES[arguments.mode](asked)
        if isinstance(shelf, Missing):
            return shelf
    return _finding(asked, arguments, shelf)


def _keep_told(context: ToolContext, arguments: RecommendProducts) -> None:
    """NotFound where one of the goods told exists nowhere."""
    context.actor.require(Permission.RECORD)
    told = arguments.sells or ()
    with context.engine.begin() as db:
        for one in told:
            if concept_of(one) not in context.concepts and not sold_as(context, db, one):
                raise NotFound(f"no product {one}")
        store = shop(context, db, arguments.store_id)
        told_goods.tell(context.actor, db, store.id, told, context.now)


def shown(context: ToolContext, arguments: RecommendProducts) -> Finding | Missing:
    """The same list, kept so that each of its rows can be accepted or rejected by its `id`.

    What is shown again on the same day keeps its id: that is one view, not two.
    """
    finding = recommend_products(context, arguments)
    if isinstance(finding, Missing) or not finding.rows:
        return finding
    about = {"mode": arguments.mode, "store_id": finding.parameters["store_id"]}
    with context.engine.begin() as db:
        ids = _shown_today(context, db, about)
        new = [row for row in finding.rows if row["product"] not in ids]
        payloads = [{**row, **about} for row in new]
        made = suggestions.show(context.actor, db, "recommendation", payloads, context.now)
    ids |= {row["product"]: one for row, one in zip(new, made, strict=True)}
    return replace(finding, rows=tuple({**row, "id": ids[row["product"]]} for row in finding.rows))


def _shown_today(
    context: ToolContext, db: Connection, about: Mapping[str, object]
) -> dict[str, str]:
    """The ids of what was shown on this shelf today, by product."""
    begun = datetime.combine(shop_day(context.now), time(), SHOP_ZONE)
    told = suggestions.told(context.actor, db, "recommendation", begun, context.now)
    same = (one for one in told if all(one.payload[k] == v for k, v in about.items()))
    return {str(one.payload["product"]): one.id for one in same}


def _discover(asked: Asked) -> Shelf | Missing:
    span = asked.since(RECENT_DAYS), asked.yesterday
    known = prospects(asked.context, asked.db, asked.store, asked.shelves, span)
    shops = known.shops
    if shops.unknown:
        return Missing("slot", "sells")
    declined = _declined(asked)
    found = _as_taken(asked, known.new)
    notes = ("rejected_left_out",) if any(s.product in declined for s in found) else ()
    notes = (*notes, "no_other_shops") if not shops.others else notes
    return Shelf([s for s in found if s.product not in declined], notes, shops)


def _as_taken(asked: Asked, found: Sequence[Suggested]) -> list[Suggested]:
    """Weighed by how often such goods were taken when they were shown."""
    takings = taken_up(asked.context, asked.db, asked.catalogue)

    def weighed(one: Suggested) -> Suggested:
        product = asked.catalogue.get(one.product)
        factor = takings.factor(one.product, "" if product is None else product.category)
        return replace(one, score=round(min(1.0, one.score * factor), PLACES))

    return sorted(map(weighed, found), key=lambda s: (-s.score, -s.support, s.product))


def _restock(asked: Asked) -> Shelf:
    """By what the shop buys in; where it wrote no purchases down, by what it sells."""
    actor, span = asked.context.actor, (asked.since(WINDOW_DAYS), asked.yesterday)
    others = (s.id for s in people.stores(actor, asked.db) if s.id != asked.store.id)
    extents = [Extent((store,), *span) for store in (asked.store.id, *others)]
    bought = [signals.bought_daily(actor, asked.db, extent) for extent in extents]
    if bought[0]:
        return Shelf(ordered_again(bought, bought=True))
    sold = [sales.daily(actor, asked.db, extent) for extent in extents]
    return Shelf(ordered_again(sold, bought=False), ("fallback:own_sales",))


def _trending(asked: Asked) -> Shelf:
    span = 2 * recommend.TREND_DAYS
    extent = Extent((asked.store.id,), asked.since(span), asked.yesterday)
    first, _ = sales.days_told(asked.context.actor, asked.db, extent)
    if first is None or first > extent.start:
        return Shelf((), ("not_enough_history",))
    daily = sales.daily(asked.context.actor, asked.db, extent)
    return Shelf(recommend.trending(daily, asked.context.today))


def _bought_together(asked: Asked) -> Shelf:
    span = asked.since(RECENT_DAYS), asked.yesterday
    skus = [p.sku_id for p in asked.meant]
    found = movement.together(asked.context.actor, asked.db, asked.store.id, span, skus)
    if not found.total:
        return Shelf((), ("no_baskets",))
    baskets = Baskets(found.total, found.with_product, found.with_other, found.with_both)
    return Shelf(recommend.bought_together(baskets))


SHELVES: Mapping[Mode, Callable[[Asked], Shelf | Missing]] = {
    "discover": _discover,
    "restock": _restock,
    "trending": _trending,
    "bought_together": _bought_together,
}


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


def _categories(asked: Asked, arguments: RecommendProducts) -> frozenset[str]:
    """Those asked for, or the product's; none for all."""
    wanted = {arguments.category} if arguments.category else set()
    if asked.meant and arguments.mode != "bought_together":
        wanted |= {p.category for p in asked.meant}
    return frozenset(wanted)


def _finding(asked: Asked, arguments: RecommendProducts, shelf: Shelf) -> Finding:
    wanted = _categories(asked, arguments)
    fitting = [s for s in shelf.found if not wanted or _category(asked, s.product) in wanted]
    if shelf.shops is not None:
        draw = Random(f"{asked.store.id} {asked.context.today}")  # noqa: S311  # no secret
        fitting = explored(fitting, LIMIT, draw)
    rows = tuple(_row(one, asked, shelf.shops) for one in fitting[:LIMIT])
    silent = not rows and not shelf.notes
    return Finding(
        figures=() if shelf.shops is None else tuple(_figures(asked, shelf.shops, wanted)),
        rows=rows,
        parameters={**arguments.model_dump(exclude_none=True), "store_id": asked.store.id},
        sources=(ledger(asked.yesterday),),
        notes=(*shelf.notes, "nothing_found") if silent else shelf.notes,
        demo=asked.context.actor.demo,
    )


def _category(asked: Asked, product: str) -> str:
    known = asked.catalogue.get(product)
    return asked.context.concepts.get(concept_of(product), "") if known is None else known.category


def _figures(asked: Asked, shops: Surroundings, wanted: frozenset[str]) -> Iterator[Figure]:
    """How much of what the owner's shops sell this one keeps, and how many kinds its takings come from."""
    every = [sku for sku in asked.catalogue if not wanted or _category(asked, sku) in wanted]
    sold = shops.sold_anywhere(every)
    if shops.others and sold:
        kept = len(sold & shops.kept)
        yield Figure("coverage", "coverage", rounded(100 * kept / len(sold), 1), "percent")
        yield Figure("not_kept", "not_kept", len(sold) - kept, "count")
    earned = [shops.earned[asked.store.id].get(sku, 0.0) for sku in every]
    if sum(earned) > 0:
        yield Figure("diversity", "diversity", rounded(variety(earned), 1), "count")


def _row(one: Suggested, asked: Asked, shops: Surroundings | None) -> Row:
    product = asked.catalogue.get(one.product)
    told: dict[str, object] = {
        "product": one.product,
        "name": concept_name(one.product) if product is None else product.name,
        "score": one.score,
        "reason": one.reason,
        "support": one.support,
        "of": one.of,
        "because": one.because,
        "share": one.share,
    }
    if shops is not None and product is not None:
        told |= _demand(one.product, product.unit, shops)
    return {name: value for name, value in told.items() if value is not None}


def _demand(product: str, unit: str, shops: Surroundings) -> dict[str, object]:
    """Where the owner's other shops sell most of it, and how much there in a week."""
    best = next(iter(shops.sellers(product)), None)
    if best is None:
        return {}
    units = sum(shops.sold[best.id][product].values())
    return {"place": best.place, "per_week": rounded(7 * units / RECENT_DAYS, 1), "unit": unit}


RECOMMEND_PRODUCTS = Tool(
    "recommend_products", RecommendProducts, recommend_products, Permission.ASK
)
