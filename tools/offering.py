"""What is offered to buyers, and how each of them fits it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache, partial

from haat.analytics.matching import fit as matching
from haat.analytics.matching.fit import Calibration, Experience, Offer, Outcome, Terms
from haat.core.errors import FieldProblem, InvalidInput
from haat.language.concepts import concept_of
from haat.language.places import Place, distance_km
from haat.language.tokens import fold
from haat.language.units import PACKAGES, conversion, pack_content
from haat.store import enquiries, products
from haat.store.buyers import Buyer
from haat.store.enquiries import Enquiry
from haat.store.handles import Connection
from haat.store.products import Product
from tools.context import ToolContext
from tools.shop import shop, sold_as

WORTH = {"answered": 0.5, "ordered": 1.0, "paid": 1.0, "declined": 0.0}
ENDED = ("ordered", "paid", "declined")


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of her goods; `price` is rupees for one `price_unit`."""

    product: str
    quantity: float | None = None
    unit: str | None = None
    place: str | None = None
    price: float | None = None
    price_unit: str | None = None


@dataclass(frozen=True, slots=True)
class Lot:
    """The goods with all that is known of them: the product's own unit, its price and place."""

    said: Said
    offer: Offer
    product: Product | None  # the SKU, or the loose one of a concept
    place: Place | None
    price: float | None  # rupees for one `price_unit`: asked, else the list price
    price_unit: str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier enquiries tell."""

    experience: Experience
    calibration: Calibration | None
    outcomes: int
    accepts: Mapping[str, float]  # how ready each buyer is to deal at all
    usual: float
    tried: Mapping[str, int]  # enquiries to each buyer


@dataclass(frozen=True, slots=True)
class Wanting:
    """One buyer, and how close its wishes are to the goods."""

    buyer: Buyer
    content: float


@dataclass(frozen=True, slots=True)
class Fit:
    """How one buyer fits, with the parts that add up to the score."""

    buyer: Buyer
    terms: Terms
    orders: int
    parts: Mapping[str, float]
    score: float
    mutual: float  # what both sides think of it, by which they are ranked


def offered(context: ToolContext, db: Connection, said: Said) -> Lot:
    """What is on offer; NotFound for a product that exists nowhere, InvalidInput for such a place."""
    meant = sold_as(context, db, said.product)
    catalogue = products.catalogue(context.actor, db)
    product = next((p for p in meant if p.sku_id.endswith(".loose")), None)
    product = product or next(iter(meant), None)
    place = _place(context, db, said.place)
    price_unit = said.price_unit or said.unit or (product.unit if product else None)
    price = said.price
    if price is None and product is not None and product.price_paise is not None:
        price, price_unit = product.price_paise / 100, product.unit
    return Lot(
        said=said,
        offer=_offer(context, said.product, meant, catalogue, has_place=place is not None),
        product=product,
        place=place,
        price=price,
        price_unit=price_unit,
        unit=said.unit or (product.unit if product else None),
    )


def past(context: ToolContext, db: Connection, lot: Lot) -> Past:
    """What the tenant's enquiries until now say of such goods."""
    told = enquiries.until(context.actor, db, context.now)
    ended = [one for one in told if one.status in ENDED]
    pairs = ((one.score, one.status != "declined") for one in ended if one.score is not None)
    outcomes = tuple(_outcomes(context, told))
    accepts, usual = matching.acceptance(outcomes)
    return Past(
        experience=matching.experience(lot.offer, outcomes),
        calibration=matching.calibration(pairs),
        outcomes=len(ended),
        accepts=accepts,
        usual=usual,
        tried=Counter(one.buyer_id for one in told),
    )


def wanting(lot: Lot, buyers: Iterable[Buyer]) -> list[Wanting]:
    """The buyers who want the goods; where nobody does, those who want goods like them."""
    content = cache(partial(matching.content, lot.offer))  # many have the same wishes
    told = [Wanting(buyer, content(buyer.wants)) for buyer in buyers]
    wanted = [one for one in told if one.content >= matching.WANTED]
    return wanted or [one for one in told if one.content > 0]


def fits(context: ToolContext, lot: Lot, history: Past, buyers: Iterable[Wanting]) -> Iterator[Fit]:
    """How each buyer fits."""
    way = cache(partial(_distance, context, lot.place))  # many are at the same place
    usual, past_of = history.experience.usual, history.experience
    for one in buyers:
        buyer = one.buyer
        terms = _terms(lot, buyer, way(buyer.place))
        orders = past_of.orders.get(buyer.buyer_id, 0)
        parts = matching.parts(
            {
                "content": one.content,
                "collaborative": matching.collaborative(past_of, buyer.buyer_id, usual),
                "context": matching.context(lot.offer, terms),
                "graph": matching.graph(lot.offer, buyer.wants, orders),
            }
        )
        score = matching.score(parts)
        accepts = history.accepts.get(buyer.buyer_id, history.usual)
        yield Fit(buyer, terms, orders, parts, score, matching.mutual(score, accepts))


def reasons(lot: Lot, fit: Fit) -> list[str]:
    """Why the buyer fits, as codes."""
    return matching.reasons(lot.offer, fit.buyer.wants, fit.terms, fit.orders)


def _offer(
    context: ToolContext,
    product_id: str,
    meant: tuple[Product, ...],
    catalogue: tuple[Product, ...],
    *,
    has_place: bool,
) -> Offer:
    categories = dict(context.concepts)
    for product in catalogue:
        categories[product.concept] = categories[product.sku_id] = product.category
    concept = meant[0].concept if meant else concept_of(product_id)
    names = [product_id.replace(".", " ").replace("_", " "), *(p.name for p in meant)]
    return Offer(
        ids=frozenset({product_id, *(p.sku_id for p in meant)}),
        concept=concept,
        words=frozenset(word for name in names for word in fold(name).split()),
        categories=categories,
        sold=frozenset({concept, *(p.concept for p in catalogue)}),
        has_place=has_place,
    )


def _place(context: ToolContext, db: Connection, said: str | None) -> Place | None:
    """The place said, else the conversation's, else the shop's own; None where none is known."""
    place_id = said or context.place or shop(context, db, None).place
    place = None if place_id is None else context.gazetteer.get(place_id)
    if place is None and said is not None:
        problem = FieldProblem("/place", "not a place that is known")
        raise InvalidInput(f"{said} is not a place that is known", problem)
    return place


def _distance(context: ToolContext, here: Place | None, place_id: str) -> float | None:
    there = context.gazetteer.get(place_id)
    return None if here is None or there is None else distance_km(here, there)


def _terms(lot: Lot, buyer: Buyer, distance: float | None) -> Terms:
    return Terms(
        distance_km=distance,
        pays=_pays(lot, buyer),
        takes=_takes(lot, buyer),
        agreed=buyer.agreed_to_contact,
        asked_price=bool(lot.price),
        asked_quantity=bool(lot.said.quantity),
    )


def _pays(lot: Lot, buyer: Buyer) -> float | None:
    """What the buyer pays at most, as a share of the price."""
    if not lot.price or buyer.max_price_paise is None:
        return None
    factor = _in(lot.price_unit, buyer.unit or _own_unit(lot), lot.product)
    return None if not factor else buyer.max_price_paise / 100 / (lot.price / factor)


def _takes(lot: Lot, buyer: Buyer) -> float | None:
    """What the buyer takes, as a share of the quantity."""
    if not lot.said.quantity or buyer.volume is None:
        return None
    factor = _in(lot.unit, buyer.unit or _own_unit(lot), lot.product)
    return None if not factor else buyer.volume / (lot.said.quantity * factor)


def _own_unit(lot: Lot) -> str | None:
    return lot.product.unit if lot.product else lot.unit


def _in(unit: str | None, into: str | None, product: Product | None) -> float | None:
    """How many `into` one `unit` of the goods is: by the units, or by what a pack holds."""
    if unit is None or into is None:
        return None
    direct = conversion(unit, into)
    if direct is not None:
        return float(direct)
    content = pack_content(product.pack_size if product else None)
    if content is None:
        return None
    one, other = _weighed(unit, content), _weighed(into, content)
    factor = None if one is None or other is None else conversion(one[1], other[1])
    return (
        None
        if factor is None or one is None or other is None
        else float(one[0] * factor / other[0])
    )


def _weighed(unit: str, content: tuple[Decimal, str]) -> tuple[Decimal, str] | None:
    """A pack as what it holds; any other unit as it is."""
    return content if unit in PACKAGES or unit == "piece" else (Decimal(1), unit)


def _outcomes(context: ToolContext, told: Iterable[Enquiry]) -> Iterator[Outcome]:
    for one in told:
        worth = WORTH.get(one.status)
        if worth is not None and one.outcome_at is not None:
            age = (context.now - one.outcome_at) / timedelta(days=1)
            yield Outcome(one.buyer_id, one.product, worth, age)
