"""Gathers what a price is judged by: the product, its cost, its past, its stock and its neighbours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from haat.analytics.gst_slab import depends_on_price
from haat.analytics.guardrails import DEFAULT_MIN_MARGIN_PCT, Facts, Mandi
from haat.analytics.market import middle
from haat.analytics.price_response import Elasticity, SellingDay
from haat.analytics.pricing import CostSheet
from haat.core.finding import Missing, Source
from haat.core.message import Option
from haat.core.money import paise
from haat.language.concepts import concept_name, concept_of
from haat.language.places import distance_km
from haat.language.units import PACKAGES, base_unit, conversion
from haat.store import competitors, products, sales, stock
from haat.store.competitors import Asked
from haat.store.extent import Extent
from haat.store.handles import Connection
from haat.store.people import StoreRow
from haat.store.price_history import price_history
from haat.store.products import Product
from tools.booking import BEST_SELLING_DAYS, NEW_GOODS, NEW_PRODUCT
from tools.context import ToolContext
from tools.elasticity import elasticity_of, packed
from tools.market_price import MarketPrice, market_price
from tools.nearest import NEAR_KM
from tools.periods import DAY
from tools.plan_reorder import plan
from tools.price_arguments import SuggestPrice
from tools.price_past import FRESH_DAYS, is_sure, selling_days
from tools.realised import Realised, realised
from tools.shop import shop, sold_as

KNOWN_DAYS = 365  # prices asked before that say little
RATE_DAYS = 28  # four whole weeks
LEAST_RATE_DAYS = 7


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
    realised: Realised | None
    sold_until: date | None
    notes: tuple[str, ...]

    @property
    def own(self) -> bool:
        """Whether the shop's own books were looked at: not for goods that it does not sell yet."""
        return NEW_PRODUCT not in self.notes


@dataclass(frozen=True, slots=True)
class Question:
    """Whose price is asked; `own` says how many of the product's units one `price_unit` is."""

    context: ToolContext
    db: Connection
    arguments: SuggestPrice
    store: StoreRow
    product: Product
    own: Decimal

    @property
    def yesterday(self) -> date:
        """The last whole day."""
        return self.context.today - DAY


def gathered(
    context: ToolContext, db: Connection, arguments: SuggestPrice, product_id: str
) -> Evidence | Missing | None:
    """The evidence; None where the shop does not sell it and nobody says what making it costs."""
    store = shop(context, db, arguments.store_id)
    named = _product(context, db, arguments, store, product_id)
    if named is None:
        return None
    product, notes = named
    own = _factor(arguments.price_unit or product.unit, product)
    if own is None:
        return Missing("slot", "price_unit", (Option(product.unit, product.unit),))
    question = Question(context, db, arguments, store, product, own)
    cost, cost_notes = _cost(question)
    if cost is None and arguments.objective == "margin":
        unit = arguments.price_unit or product.unit
        return Missing("slot", "unit_cost", (Option(unit, unit),))
    return _evidence(question, cost, (*notes, *cost_notes))


def _evidence(question: Question, cost: float | None, notes: tuple[str, ...]) -> Evidence:
    context, product = question.context, question.product
    days, sold_until = selling_days(context, question.db, question.store.id, product.sku_id)
    rivals, unsure = _rivals(question)
    market = _market(context, question.store, product)
    elasticity = elasticity_of(context, question.db, question.store.id, product, days)
    least, on_hand = product.min_margin_pct, _on_hand(question)
    facts = Facts(
        objective=question.arguments.objective,
        current=_current(question, days),
        cost=cost,
        mrp=product.mrp_paise,
        min_margin_pct=DEFAULT_MIN_MARGIN_PCT if least is None else least,
        rivals=tuple(r.price_paise for r in rivals),
        map_floor=product.map_paise,
        mandi=None if market is None else market.mandi,
        slab_taxed=_slab_taxed(product, context.today),
        known=_known(days, context.today - KNOWN_DAYS * DAY),
        per_day=_per_day(days),
        on_hand=on_hand,
        safety_stock=None if on_hand is None else _safety_stock(question),
        shelf_life_days=product.shelf_life_days,
    )
    past = realised(context, question.db, question.store.id, product, days)
    said = [*notes, *_elasticity_notes(elasticity), *_unknowns(facts)]
    said += () if past is None else past.notes
    return Evidence(
        product=product,
        store=question.store,
        facts=facts,
        elasticity=elasticity,
        sheet=_sheet(question),
        candidate=_candidate(question),
        rivals=rivals,
        market=market,
        realised=past,
        sold_until=sold_until,
        notes=(*said, *(["unsure_competitor"] if unsure else [])),
    )


def _unknowns(facts: Facts) -> Iterable[str]:
    if facts.cost is None:
        yield "unknown_cost"
    if facts.per_day is None:
        yield "few_sales"
    if facts.on_hand is None and facts.clearing:
        yield "unknown_stock"


def _product(
    context: ToolContext,
    db: Connection,
    arguments: SuggestPrice,
    store: StoreRow,
    product_id: str,
) -> tuple[Product, tuple[str, ...]] | None:
    """The SKU meant, or goods that she makes but does not sell yet."""
    told = arguments.costs is not None or arguments.unit_cost is not None
    new = told and NEW_GOODS.fullmatch(product_id)  # she may make what no lexicon has
    found = products.of(context.actor, db, product_id) if new else sold_as(context, db, product_id)
    if found:
        return _one(context, db, store, found, arguments.price_unit)
    if not told:
        return None
    return _new(context, product_id, arguments.price_unit), (NEW_PRODUCT,)


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


def _sheet(question: Question) -> CostSheet | None:
    """Her sheet for one of the product's own units."""
    costs = question.arguments.costs
    if costs is None:
        return None

    def part(value: float | None) -> float:
        return (value or 0.0) / float(question.own)

    return CostSheet(
        material=part(costs.material),
        labour_hours=part(costs.labour_hours),
        labour_rate=costs.labour_rate,
        packing=part(costs.packing),
        transport=part(costs.transport),
        fees=part(costs.fees),
    )


def _candidate(question: Question) -> int | None:
    said = question.arguments.candidate_price
    return None if said is None else max(1, paise(_decimal(said) / question.own))


def _cost(question: Question) -> tuple[float | None, tuple[str, ...]]:
    """Paise a unit: what she says, else the catalogue's, else what purchases were paid; no guess."""
    said, notes = _said_cost(question)
    if said is not None:
        return said, notes
    sku_id, listed = question.product.sku_id, question.product.unit_cost_paise
    if listed is not None:
        return float(listed), notes
    paid = stock.paid_costs(question.context.actor, question.db, (sku_id,), question.context.today)
    return paid.get(sku_id), notes


def _said_cost(question: Question) -> tuple[float | None, tuple[str, ...]]:
    """In one sum, else as a sheet."""
    said, sheet = question.arguments.unit_cost, _sheet(question)
    unpaid = sheet is not None and sheet.labour_hours > 0 and sheet.labour_rate is None
    notes = ("labour_not_counted",) if unpaid and said is None else ()
    if said is not None:
        return float(_decimal(said) / question.own * 100), notes
    if sheet is not None and sheet.unit_cost > 0:
        return sheet.unit_cost * 100, notes
    return None, ()


def _current(question: Question, days: Sequence[SellingDay]) -> int | None:
    """Her list price, else the last one she took: of a first sale that is today's."""
    if question.product.price_paise is not None:
        return question.product.price_paise
    return _taken_today(question) or (paise(days[-1].price) if days else None)


def _taken_today(question: Question) -> int | None:
    today, sku_id = question.context.today, question.product.sku_id
    actor, store = question.context.actor, question.store.id
    sold = price_history(actor, question.db, store, sku_id, start=today, end=today).sold
    return next((round(s.price_paise) for s in sold if s.price_paise), None)


def _known(days: Sequence[SellingDay], since: date) -> tuple[int, int] | None:
    """The lowest and highest price asked, offers included."""
    prices = [paise(d.price) for d in days if d.date >= since and d.units]
    return (max(1, min(prices)), max(1, *prices)) if prices else None


def _per_day(days: Sequence[SellingDay]) -> float | None:
    """Units a day of late, days on which it ran out left out; None with less than a week."""
    late = [d.units for d in days[-RATE_DAYS:] if not d.ran_out]
    mean = sum(late) / len(late) if len(late) >= LEAST_RATE_DAYS else 0.0
    return mean or None


def _on_hand(question: Question) -> float | None:
    context, sku = question.context, (question.product.sku_id,)
    found = stock.on_hand(context.actor, question.db, (question.store.id,), context.today, sku)
    return found[0].on_hand if found else None


def _safety_stock(question: Question) -> float | None:
    """As the reorder plan has it, where it is known how long goods take to come."""
    found = plan(question.context, question.db, question.store, question.product)
    return None if found is None else found.safety_stock


def _slab_taxed(product: Product, day: date) -> bool | None:
    """Only of such goods is the rate known here; of others it may depend on their class and pack."""
    return depends_on_price(product.category, product.unit, day) or None


def _rivals(question: Question) -> tuple[tuple[Asked, ...], bool]:
    """Competitors' newest prices, and whether some were left out because nobody is sure of them."""
    context, sku_id = question.context, question.product.sku_id
    start = context.today - FRESH_DAYS * DAY
    found = competitors.latest(context.actor, question.db, sku_id, start, context.today)
    sure = tuple(filter(is_sure, found))
    return sure, len(sure) < len(found)


def _market(context: ToolContext, store: StoreRow, product: Product) -> Market | None:
    """The market price of loose goods, fresh and from within a day's trip."""
    if packed(product) or store.place is None or product.concept not in context.concepts:
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


def _is_near(context: ToolContext, here: str, there: str | None) -> bool:
    if there == here:
        return True
    a, b = context.gazetteer.get(here), context.gazetteer.get(there or "")
    distance = None if a is None or b is None else distance_km(a, b)
    return distance is not None and distance <= NEAR_KM


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


def _decimal(value: float) -> Decimal:
    return Decimal(str(value))
