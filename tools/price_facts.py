"""Gathers what a price is judged by: the product, its cost, its past, its stock and its neighbours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from haat.analytics.guardrails import DEFAULT_MIN_MARGIN_PCT, Facts, Mandi
from haat.analytics.market import middle
from haat.analytics.price_response import Elasticity, SellingDay, believed, prior_of
from haat.analytics.pricing import CostSheet
from haat.core.finding import Missing, Source
from haat.core.message import Option
from haat.core.money import from_paise, paise
from haat.language.concepts import concept_name, concept_of
from haat.language.places import distance_km
from haat.language.units import PACKAGES, base_unit, conversion
from haat.store import competitors, sales, stock
from haat.store.competitors import Asked
from haat.store.extent import Extent
from haat.store.handles import Connection
from haat.store.people import StoreRow
from haat.store.price_history import PriceHistory, price_history
from haat.store.products import Product
from tools.booking import BEST_SELLING_DAYS
from tools.context import ToolContext
from tools.market_price import MarketPrice, market_price
from tools.nearest import NEAR_KM
from tools.periods import DAY
from tools.price_arguments import Costs, SuggestPrice
from tools.shop import shop, sold_as

HISTORY_DAYS = 730
KNOWN_DAYS = 365  # prices asked before that say little
RATE_DAYS = 28  # four whole weeks
LEAST_RATE_DAYS = 7
FRESH_DAYS = 30  # an older price of a competitor is not looked at
LEAST_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class Market:
    """What the market pays for the same goods, and where that comes from."""

    mandi: Mandi
    place: str | None
    date: date | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known about one product's price; money in `facts` is paise per product unit."""

    product: Product
    store: StoreRow
    facts: Facts
    elasticity: Elasticity
    sheet: CostSheet | None
    candidate: int | None
    rivals: tuple[Asked, ...]
    market: Market | None
    sold_until: date | None
    notes: tuple[str, ...]


def gathered(
    context: ToolContext, db: Connection, arguments: SuggestPrice, product_id: str
) -> Evidence | Missing | None:
    """The evidence; None where the shop does not sell it and nobody says what making it costs."""
    store = shop(context, db, arguments.store_id)
    found = sold_as(context, db, product_id)
    if found:
        product, notes = _one(context, db, store, found, arguments.price_unit)
    elif arguments.costs is not None or arguments.unit_cost is not None:
        product, notes = _new(context, product_id, arguments.price_unit), ("new_product",)
    else:
        return None
    factor = _factor(arguments.price_unit or product.unit, product)
    if factor is None:
        return Missing("slot", "price_unit", (Option(product.unit, product.unit),))
    sheet = None if arguments.costs is None else _sheet(arguments.costs, factor)
    cost, cost_notes = _cost(context, db, product, _said_cost(arguments, sheet, factor))
    if cost is None and arguments.objective == "margin":
        return Missing("slot", "unit_cost", (Option(product.unit, product.unit),))
    said = arguments.candidate_price
    candidate = None if said is None else max(1, paise(_decimal(said) / factor))
    past = _Past(context, price_history(
        context.actor, db, store.id, product.sku_id,
        context.today - HISTORY_DAYS * DAY, context.today - DAY,
    ))  # fmt: skip
    return _evidence(
        context, db, arguments, store, product, past, cost, sheet, candidate,
        (*notes, *cost_notes),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Past:
    """The price history as days without gaps."""

    context: ToolContext
    history: PriceHistory

    def days(self) -> tuple[SellingDay, ...]:
        """Each day from the first sale with a stated price until yesterday, with the price then asked."""
        history = self.history
        by_day = {s.date: s for s in history.sold}
        first = next((s.date for s in history.sold if s.price_paise), None)
        if first is None:
            return ()
        found, price = [], 0.0
        for n in range((self.context.today - first).days):
            day = first + n * DAY
            sold = by_day.get(day)
            price = sold.price_paise / 100 if sold and sold.price_paise else price
            promo = bool(sold and sold.promo) or self._offered(day)
            ran_out = day in history.empty
            found.append(SellingDay(day, sold.units if sold else 0.0, price, promo, ran_out))
        return tuple(found)

    def _offered(self, day: date) -> bool:
        return any(o.starts <= day <= o.ends for o in self.history.offers)


def _evidence(
    context: ToolContext, db: Connection, arguments: SuggestPrice, store: StoreRow,
    product: Product, past: _Past, cost: float | None, sheet: CostSheet | None,
    candidate: int | None, notes: tuple[str, ...],
) -> Evidence:  # fmt: skip
    days = past.days()
    rivals, unsure = _rivals(context, db, product)
    market = _market(context, store, product)
    on_hand = _on_hand(context, db, store, product)
    elasticity = _elasticity(product, days)
    facts = Facts(
        objective=arguments.objective,
        current=_current(product, days),
        cost=cost,
        mrp=product.mrp_paise,
        min_margin_pct=DEFAULT_MIN_MARGIN_PCT
        if product.min_margin_pct is None
        else product.min_margin_pct,
        rivals=tuple(r.price_paise for r in rivals),
        mandi=None if market is None else market.mandi,
        known=_known(days, context.today - KNOWN_DAYS * DAY),
        per_day=_per_day(days),
        on_hand=on_hand,
    )
    said = [*notes, *_elasticity_notes(elasticity)]
    said += ["unsure_competitor"] if unsure else []
    said += ["unknown_cost"] if cost is None else []
    said += ["no_sales"] if facts.per_day is None else []
    said += ["unknown_stock"] if on_hand is None and facts.clearing else []
    return Evidence(
        product, store, facts, elasticity, sheet, candidate, rivals, market,
        past.history.sold[-1].date if past.history.sold else None, tuple(said),
    )  # fmt: skip


def _one(
    context: ToolContext,
    db: Connection,
    store: StoreRow,
    found: tuple[Product, ...],
    unit: str | None,
) -> tuple[Product, tuple[str, ...]]:
    """Of several SKUs those priced by such a unit; of these the loose one, else the best-selling."""
    if len(found) == 1:
        return found[0], ()
    fitting = [p for p in found if unit is None or _factor(unit, p) is not None] or list(found)
    loose = next((p for p in fitting if p.sku_id == f"{p.concept}.loose"), None)
    if loose is not None:
        return loose, ("loose_product",)
    start = context.today - BEST_SELLING_DAYS * DAY
    skus = tuple(p.sku_id for p in fitting)
    sold = sales.sold(context.actor, db, Extent((store.id,), start, context.today, skus))
    earned = {s.sku_id: s.revenue_paise for s in sold}
    return max(fitting, key=lambda p: earned.get(p.sku_id, 0)), ("best_selling_product",)


def _new(context: ToolContext, product_id: str, unit: str | None) -> Product:
    """Goods that she makes but does not sell yet."""
    concept = concept_of(product_id)
    category = context.concepts.get(concept, "other")
    own = base_unit(unit) if unit else "piece"
    return Product(product_id, concept, concept_name(concept), category, own)


def _factor(unit: str, product: Product) -> Decimal | None:
    """How many of the product's own units one `unit` is; a packed good is one piece or packet."""
    direct = conversion(unit, product.unit)
    packed = {*PACKAGES, "piece"}
    alike = product.unit in packed and unit in {"packet", "bag", "piece"}
    return Decimal(1) if direct is None and alike else direct


def _sheet(costs: Costs, factor: Decimal) -> CostSheet:
    """The sheet for one of the product's own units."""
    share = float(factor)

    def part(value: float | None) -> float:
        return (value or 0.0) / share

    return CostSheet(
        material=part(costs.material),
        labour_hours=part(costs.labour_hours),
        labour_rate=costs.labour_rate,
        packing=part(costs.packing),
        transport=part(costs.transport),
        fees=part(costs.fees),
    )


def _said_cost(
    arguments: SuggestPrice, sheet: CostSheet | None, factor: Decimal
) -> tuple[float | None, tuple[str, ...]]:
    """The cost in paise that she tells, in one sum or as a sheet."""
    notes = []
    if sheet is not None and sheet.labour_hours and sheet.labour_rate is None:
        notes.append("labour_not_counted")
    if arguments.unit_cost is not None:
        both = sheet is not None and sheet.unit_cost > 0
        return float(_decimal(arguments.unit_cost) / factor * 100), (
            *notes,
            *(["cost_as_said"] if both else []),
        )
    if sheet is not None and sheet.unit_cost > 0:
        return sheet.unit_cost * 100, tuple(notes)
    return None, tuple(notes)


def _cost(
    context: ToolContext,
    db: Connection,
    product: Product,
    said: tuple[float | None, tuple[str, ...]],
) -> tuple[float | None, tuple[str, ...]]:
    """What she says, else the catalogue's, else what purchases were paid; never a guess."""
    cost, notes = said
    if cost is not None:
        return cost, notes
    if product.unit_cost_paise is not None:
        return float(product.unit_cost_paise), notes
    paid = stock.paid_costs(context.actor, db, (product.sku_id,), context.today)
    return paid.get(product.sku_id), notes


def _current(product: Product, days: Sequence[SellingDay]) -> int | None:
    if product.price_paise is not None:
        return product.price_paise
    return paise(days[-1].price) if days else None


def _known(days: Sequence[SellingDay], since: date) -> tuple[int, int] | None:
    """The lowest and highest price asked, offers included."""
    prices = [paise(d.price) for d in days if d.date >= since and d.units]
    return (max(1, min(prices)), max(1, *prices)) if prices else None


def _per_day(days: Sequence[SellingDay]) -> float | None:
    """Units a day of late, days on which it ran out left out; None with less than a week."""
    late = [d.units for d in days[-RATE_DAYS:] if not d.ran_out]
    mean = sum(late) / len(late) if len(late) >= LEAST_RATE_DAYS else 0.0
    return mean or None


def _on_hand(
    context: ToolContext, db: Connection, store: StoreRow, product: Product
) -> float | None:
    found = stock.on_hand(context.actor, db, (store.id,), context.today, (product.sku_id,))
    return found[0].on_hand if found else None


def _rivals(
    context: ToolContext, db: Connection, product: Product
) -> tuple[tuple[Asked, ...], bool]:
    """Competitors' newest prices, and whether some were left out because nobody is sure of them."""
    start = context.today - FRESH_DAYS * DAY
    found = competitors.latest(context.actor, db, product.sku_id, start, context.today)
    sure = tuple(r for r in found if r.confidence is None or r.confidence >= LEAST_CONFIDENCE)
    return sure, len(sure) < len(found)


def _market(context: ToolContext, store: StoreRow, product: Product) -> Market | None:
    """The market price of loose goods, fresh and from within a day's trip."""
    if _packed(product) or store.place is None or product.concept not in context.concepts:
        return None
    if context.gazetteer.get(store.place) is None:
        return None
    found = market_price(context, MarketPrice(commodity=product.concept, place=store.place))
    if isinstance(found, Missing) or "old_price" in found.notes:
        return None
    price = found.figure("price")
    if price is None or price.value is None or not _is_near(context, store.place, price.place):
        return None
    factor = conversion(price.unit.removeprefix("INR/"), product.unit)
    if factor is None:
        return None
    each = max(1, paise(_decimal(float(price.value)) / factor))
    retail = "retail_price" in found.notes
    return Market(Mandi(each, retail), price.place, price.date, found.sources)


def _packed(product: Product) -> bool:
    """Whether it comes in a pack with a name on it, not loose."""
    return product.mrp_paise is not None or product.pack_size is not None


def _is_near(context: ToolContext, here: str, there: str | None) -> bool:
    if there == here:
        return True
    a, b = context.gazetteer.get(here), context.gazetteer.get(there or "")
    distance = None if a is None or b is None else distance_km(a, b)
    return distance is not None and distance <= NEAR_KM


def _elasticity(product: Product, days: Sequence[SellingDay]) -> Elasticity:
    prior = prior_of(product.category, packed=_packed(product))
    if not days:
        return believed(prior)
    # numpy comes in only where there is a history to look at.
    from haat.analytics.elasticity import estimate  # noqa: PLC0415

    return estimate(days, prior)


def _elasticity_notes(elasticity: Elasticity) -> Iterable[str]:
    if elasticity.contradicted:
        yield "odd_price_response"
    elif elasticity.own == 0:
        yield "not_enough_history"
    if elasticity.own < 0.5:
        yield "prior_elasticity"


def competitor_paise(rivals: Sequence[Asked]) -> int | None:
    """What competitors ask: the middle of their newest prices."""
    return middle(r.price_paise for r in rivals) if rivals else None


def rupees_of(paise_: float) -> Decimal:
    """Decimal rupees of an exact or a calculated amount of paise."""
    return from_paise(round(paise_))


def _decimal(value: float) -> Decimal:
    return Decimal(str(value))
