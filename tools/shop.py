"""Which shop, products and units a question is about."""

from datetime import date
from decimal import Decimal

from haat.core.errors import NotFound
from haat.core.finding import Source
from haat.language.concepts import SAME, concept_of, members
from haat.store import people, products
from haat.store.handles import Connection
from haat.store.people import StoreRow
from haat.store.products import Product
from tools.context import ToolContext


def shop(context: ToolContext, db: Connection, store_id: str | None) -> StoreRow:
    """The store that was said, else the conversation's, else the actor's own or the default."""
    said = store_id or context.store_id
    if said is not None:
        return people.store(context.actor, db, said)
    return people.default_store(context.actor, db)


def sold_as(context: ToolContext, db: Connection, product_id: str) -> tuple[Product, ...]:
    """The SKUs a product id means; empty where the tenant sells none, NotFound where none exists."""
    found = products.of(context.actor, db, product_id)
    if not found and concept_of(product_id) not in context.concepts:
        raise NotFound(f"no product {product_id}")
    other_name = SAME.get(product_id)
    return products.of(context.actor, db, other_name) if other_name and not found else found


def kinds_sold(context: ToolContext, db: Connection, product_id: str) -> tuple[Product, ...]:
    """As `sold_as`; of a generic concept (`cooking_oil`) all SKUs of its members."""
    concepts = members(product_id)
    if len(concepts) == 1:
        return sold_as(context, db, product_id)
    return products.of_concepts(context.actor, db, concepts)


def rounded(value: Decimal | float, places: int = 2) -> float | int:
    """A number for showing: at most so many decimals, whole where it is whole."""
    short = round(float(value), places)
    return int(short) if short == int(short) else short


def ledger(as_of: date | None) -> Source:
    """The tenant's own books as a source."""
    return Source("ledger", "own", as_of)
