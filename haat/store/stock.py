"""What is on the shelf: the last count, and what came and went since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    Table,
    and_,
    bindparam,
    case,
    func,
    null,
    or_,
    select,
)

from haat.core.actor import Actor
from haat.store import tables
from haat.store.extent import Extent, Shape, of_skus, of_stores, within

_b = tables.purchases.c
_PAID_COSTS = (
    select(_b.sku_id, func.sum(_b.units * _b.unit_cost_paise) / func.sum(_b.units))
    .where(
        _b.tenant_id == bindparam("tenant"),
        _b.sku_id.in_(bindparam("skus", expanding=True)),
        _b.date <= bindparam("as_of"),
        _b.units > 0,
        _b.unit_cost_paise.is_not(null()),
    )
    .group_by(_b.sku_id)
)


@dataclass(frozen=True, slots=True)
class OnHand:
    """Stock of one SKU in one store; without a count it is not known.

    `counted_live` says that the count was told before its day was over.
    """

    sku_id: str
    store_id: str
    on_hand: float | None
    counted_on: date | None
    counted_live: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """The counts of one SKU in a period: how many, how many found it empty, and their mean."""

    sku_id: str
    counts: int
    empty: int
    mean: float


def on_hand(
    actor: Actor,
    db: Connection,
    stores: Sequence[str],
    as_of: date,
    skus: Sequence[str] | None = None,
) -> tuple[OnHand, ...]:
    """The last count until `as_of`, less sales, plus purchases and returns after it."""
    extent = Extent(stores, as_of, as_of, skus)
    rows = db.execute(_on_hand(extent.shape), extent.said(actor)).all()
    return tuple(OnHand(*row) for row in rows)


def moved(actor: Actor, db: Connection, extent: Extent) -> float:
    """Units that came in less units that went out."""
    return float(sum(db.execute(_moved(extent.shape), extent.said(actor)).one()))


def shelves(actor: Actor, db: Connection, extent: Extent) -> tuple[Shelf, ...]:
    """The counts of each SKU in each store; what was not counted is not here."""
    rows = db.execute(_shelves(extent.shape), extent.said(actor)).all()
    return tuple(Shelf(*row) for row in rows)


def kept(actor: Actor, db: Connection, stores: Sequence[str], as_of: date) -> frozenset[str]:
    """SKUs that these stores ever sold or counted until `as_of`."""
    extent = Extent(stores, as_of, as_of)
    return frozenset(db.execute(_kept(extent.shape), extent.said(actor)).scalars())


def paid_costs(actor: Actor, db: Connection, skus: Sequence[str], as_of: date) -> dict[str, float]:
    """Mean paise a unit that was paid for each SKU, where purchases say it."""
    told = {"tenant": actor.tenant_id, "skus": list(skus), "as_of": as_of}
    return {sku: float(cost) for sku, cost in db.execute(_PAID_COSTS, told).all()}


@cache
def _on_hand(shape: Shape) -> Select[Any]:
    p, s, i = tables.products.c, tables.stores.c, tables.inventory.c
    joined = tables.products.join(tables.stores, s.tenant_id == p.tenant_id).outerjoin(
        tables.inventory,
        and_(
            i.tenant_id == p.tenant_id,
            i.store_id == s.id,
            i.sku_id == p.sku_id,
            i.date == _last_count(),
        ),
    )
    since = _since(tables.purchases) + _since(tables.returns) - _since(tables.sales)
    query = (
        select(p.sku_id, s.id, i.on_hand + since, i.date, i.counted_at.is_not(None))
        .select_from(joined)
        .where(p.tenant_id == bindparam("tenant"), of_stores(s.id, shape))
        .order_by(p.sku_id, s.id)
    )
    return query.where(of_skus(p.sku_id, shape)) if shape.some_skus else query


@cache
def _moved(shape: Shape) -> Select[Any]:
    came_less_went = (
        select(func.coalesce(func.sum(table.c.units), 0) * sign)
        .where(*within(table, shape))
        .scalar_subquery()
        for table, sign in ((tables.purchases, 1), (tables.returns, 1), (tables.sales, -1))
    )
    return select(*came_less_went)


@cache
def _shelves(shape: Shape) -> Select[Any]:
    i = tables.inventory.c
    empty = func.sum(case((i.on_hand <= 0, 1), else_=0))
    return (
        select(i.sku_id, func.count(), empty, func.avg(i.on_hand))
        .where(*within(tables.inventory, shape))
        .group_by(i.store_id, i.sku_id)
    )


@cache
def _kept(shape: Shape) -> Select[Any]:
    p = tables.products.c
    seen = (
        select(table.c.sku_id)
        .where(
            table.c.tenant_id == p.tenant_id,
            of_stores(table.c.store_id, shape),
            table.c.sku_id == p.sku_id,
            table.c.date <= bindparam("end"),
        )
        .exists()
        for table in (tables.sales, tables.inventory)
    )
    return select(p.sku_id).where(p.tenant_id == bindparam("tenant"), or_(*seen))


def _last_count() -> ScalarSelect[Any]:
    p, s, c = tables.products.c, tables.stores.c, tables.inventory.alias("counts").c
    return (
        select(func.max(c.date))
        .where(
            c.tenant_id == p.tenant_id,
            c.store_id == s.id,
            c.sku_id == p.sku_id,
            c.date <= bindparam("end"),
        )
        .scalar_subquery()
        .correlate(tables.products, tables.stores)
    )


def _since(table: Table) -> ColumnElement[float]:
    """Units that moved after the count: on later days, or later on its own day."""
    p, s, i, c = tables.products.c, tables.stores.c, tables.inventory.c, table.c
    later = c.date > i.date
    if "recorded_at" in c:
        later = or_(later, c.recorded_at > i.counted_at)
    moved = (
        select(func.coalesce(func.sum(c.units), 0))
        .where(
            c.tenant_id == p.tenant_id,
            c.store_id == s.id,
            c.sku_id == p.sku_id,
            c.date >= i.date,
            c.date <= bindparam("end"),
            later,
        )
        .correlate(tables.products, tables.stores, tables.inventory)
    )
    return moved.scalar_subquery()
