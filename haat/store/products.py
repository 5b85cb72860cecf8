"""What a shop sells: the tenant's catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, insert, or_, select, update

from haat.core.actor import Actor
from haat.store import tables

# A statement costs more to write than to run, so the frequent ones are written once.
_p = tables.products.c
_ALL: Select[Any] = (
    select(
        _p.sku_id,
        _p.concept,
        _p.name,
        _p.category,
        _p.unit,
        _p.price_paise,
        _p.mrp_paise,
        _p.map_paise,
        _p.unit_cost_paise,
        _p.pack_size,
        _p.shelf_life_days,
        _p.aliases,
        _p.min_margin_pct,
    )
    .where(_p.tenant_id == bindparam("tenant"))
    .order_by(_p.sku_id)
)
_OF_CATEGORY = _ALL.where(_p.category == bindparam("category"))
_OF_SKU = _ALL.where(_p.sku_id == bindparam("sku_id"))
_OF_ID = _ALL.where(
    or_(_p.sku_id == bindparam("product_id"), _p.concept == bindparam("product_id"))
)
_OF_CONCEPTS = _ALL.where(_p.concept.in_(bindparam("concepts", expanding=True)))
_VERSION = select(tables.tenants.c.catalogue_version).where(
    tables.tenants.c.id == bindparam("tenant")
)


@dataclass(frozen=True, slots=True)
class Product:
    """One SKU; prices and costs are paise per `unit`, None where they are not known.

    `map_paise` is the minimum price at which its brand wants it advertised.
    """

    sku_id: str
    concept: str
    name: str
    category: str
    unit: str
    price_paise: int | None = None
    mrp_paise: int | None = None
    unit_cost_paise: int | None = None
    pack_size: str | None = None
    shelf_life_days: int | None = None
    aliases: tuple[str, ...] = ()
    min_margin_pct: float | None = None
    map_paise: int | None = None


def get(actor: Actor, db: Connection, sku_id: str) -> Product | None:
    """The product of exactly that SKU id."""
    found = db.execute(_OF_SKU, {"tenant": actor.tenant_id, "sku_id": sku_id}).first()
    return None if found is None else _product(found)


def of(actor: Actor, db: Connection, product_id: str) -> tuple[Product, ...]:
    """The SKU of that id, or all SKUs of a concept; empty where it is not sold."""
    told = {"tenant": actor.tenant_id, "product_id": product_id}
    found = tuple(_product(row) for row in db.execute(_OF_ID, told).all())
    exact = tuple(product for product in found if product.sku_id == product_id)
    return exact or found


def of_concepts(actor: Actor, db: Connection, concepts: Sequence[str]) -> tuple[Product, ...]:
    """All SKUs of these concepts."""
    told = {"tenant": actor.tenant_id, "concepts": concepts}
    return tuple(_product(row) for row in db.execute(_OF_CONCEPTS, told).all())


def catalogue(actor: Actor, db: Connection, category: str | None = None) -> tuple[Product, ...]:
    """All products of the tenant, or those of one category."""
    query = _ALL if category is None else _OF_CATEGORY
    told = {"tenant": actor.tenant_id, "category": category}
    return tuple(_product(row) for row in db.execute(query, told).all())


def catalogue_version(actor: Actor, db: Connection) -> int:
    """A number that grows whenever the tenant's catalogue changes."""
    return db.execute(_VERSION, {"tenant": actor.tenant_id}).scalar_one_or_none() or 0


def add(actor: Actor, db: Connection, product: Product) -> None:
    """Take a product into the catalogue."""
    columns = tables.products.c.keys()
    values = {name: getattr(product, name) for name in columns if hasattr(product, name)}
    values |= {"tenant_id": actor.tenant_id, "aliases": list(product.aliases)}
    db.execute(insert(tables.products).values(values))
    count_change(actor, db)


def remove(actor: Actor, db: Connection, sku_id: str) -> None:
    """Take a product out of the catalogue."""
    db.execute(delete(tables.products).where(*_this(actor, sku_id)))
    count_change(actor, db)


def set_price(actor: Actor, db: Connection, sku_id: str, price_paise: int | None) -> None:
    """Change a product's list price."""
    changed = update(tables.products).where(*_this(actor, sku_id))
    db.execute(changed.values(price_paise=price_paise))
    count_change(actor, db)


def mentioned(actor: Actor, db: Connection, sku_id: str) -> bool:
    """Whether the ledger knows anything about the SKU."""
    for table in (tables.sales, tables.returns, tables.inventory, tables.purchases):
        rows = select(table.c.sku_id).where(
            table.c.tenant_id == actor.tenant_id, table.c.sku_id == sku_id
        )
        if db.execute(rows.limit(1)).first() is not None:
            return True
    return False


def _this(actor: Actor, sku_id: str) -> Sequence[Any]:
    p = tables.products.c
    return p.tenant_id == actor.tenant_id, p.sku_id == sku_id


def count_change(actor: Actor, db: Connection) -> None:
    """Tell whoever keeps the catalogue or the buyers in memory that they have changed."""
    t = tables.tenants
    grown = update(t).where(t.c.id == actor.tenant_id)
    db.execute(grown.values(catalogue_version=t.c.catalogue_version + 1))


def _product(row: Row[Any]) -> Product:
    return Product(
        sku_id=row.sku_id,
        concept=row.concept,
        name=row.name,
        category=row.category,
        unit=row.unit,
        price_paise=row.price_paise,
        mrp_paise=row.mrp_paise,
        unit_cost_paise=row.unit_cost_paise,
        pack_size=row.pack_size,
        shelf_life_days=row.shelf_life_days,
        aliases=tuple(row.aliases),
        min_margin_pct=row.min_margin_pct,
        map_paise=row.map_paise,
    )
