"""What is offered to buyers: the goods with their unit, price and place."""

from dataclasses import dataclass, replace
from decimal import Decimal

from haat.analytics.matching.fit import Offer
from haat.core.errors import FieldProblem, InvalidInput
from haat.language.concepts import concept_of
from haat.language.places import Place
from haat.language.tokens import fold
from haat.language.units import PACKAGES, conversion, pack_content
from haat.store import groups, products
from haat.store.handles import Connection
from haat.store.products import Product
from tools.context import ToolContext
from tools.shop import shop, sold_as


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
    catalogue: tuple[Product, ...]  # all that the tenant sells

    @property
    def own_unit(self) -> str | None:
        """The unit that is meant where a buyer tells none."""
        return self.product.unit if self.product else self.unit


def offered(context: ToolContext, db: Connection, said: Said) -> Lot:
    """What is on offer; NotFound for a product that exists nowhere, InvalidInput for such a place."""
    meant = sold_as(context, db, said.product)
    said = _as_made(context, db, said)
    catalogue = products.catalogue(context.actor, db)
    product = plain(meant)
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
        catalogue=catalogue,
    )


def _as_made(context: ToolContext, db: Connection, said: Said) -> Said:
    """Where no quantity is said, what the group can make in a month, if it told that."""
    if said.quantity is not None:
        return said
    made = groups.makes(context.actor, db, context.store_id or context.actor.store_id)
    ids = (said.product, concept_of(said.product))
    found = next((m for one in ids for m in made if m.product == one), None)
    return said if found is None else replace(said, quantity=found.quantity, unit=found.unit)


def plain(meant: tuple[Product, ...]) -> Product | None:
    """The SKU that speaks for a concept: the loose one, else the first."""
    loose = (product for product in meant if product.sku_id.endswith(".loose"))
    return next(loose, next(iter(meant), None))


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


def in_unit(unit: str | None, into: str | None, product: Product | None) -> float | None:
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
