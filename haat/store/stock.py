"""What is on the shelf: the last count, and what came and went since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Table,
    and_,
    case,
    func,
    null,
    or_,
    select,
)

from haat.core.actor import Actor
from haat.store import tables
from haat.store.extent import Extent, one_of, within


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
    p, s, i = tables.products.c, tables.stores.c, tables.inventory.c
    joined = tables.products.join(tables.stores, s.tenant_id == p.tenant_id).outerjoin(
        tables.inventory,
        and_(
            i.tenant_id == p.tenant_id,
            i.store_id == s.id,
            i.sku_id == p.sku_id,
            i.date == _last_count(as_of),
        ),
    )
    since = (
        _since(tables.purchases, as_of)
        + _since(tables.returns, as_of)
        - _since(tables.sales, as_of)
    )
    query = (
        select(p.sku_id, s.id, i.on_hand + since, i.date, i.counted_at.is_not(None))
        .select_from(joined)
        .where(p.tenant_id == actor.tenant_id, one_of(s.id, stores))
        .order_by(p.sku_id, s.id)
    )
    if skus is not None:
        query = query.where(one_of(p.sku_id, skus))
    return tuple(OnHand(*row) for row in db.execute(query))


def moved(actor: Actor, db: Connection, extent: Extent) -> float:
    """Units that came in less units that went out."""
    came_less_went = [
        select(func.coalesce(func.sum(table.c.units), 0) * sign)
        .where(*within(actor, table, extent))
        .scalar_subquery()
        for table, sign in ((tables.purchases, 1), (tables.returns, 1), (tables.sales, -1))
    ]
    return float(sum(db.execute(select(*came_less_went)).one()))


def shelves(actor: Actor, db: Connection, extent: Extent) -> tuple[Shelf, ...]:
    """The counts of each SKU in each store; what was not counted is not here."""
    i = tables.inventory.c
    empty = func.sum(case((i.on_hand <= 0, 1), else_=0))
    query = (
        select(i.sku_id, func.count(), empty, func.avg(i.on_hand))
        .where(*within(actor, tables.inventory, extent))
        .group_by(i.store_id, i.sku_id)
    )
    return tuple(Shelf(*row) for row in db.execute(query))


def kept(actor: Actor, db: Connection, stores: Sequence[str], as_of: date) -> frozenset[str]:
    """SKUs that these stores ever sold or counted until `as_of`."""
    p = tables.products.c
    seen = [
        select(table.c.sku_id)
        .where(
            table.c.tenant_id == p.tenant_id,
            one_of(table.c.store_id, stores),
            table.c.sku_id == p.sku_id,
            table.c.date <= as_of,
        )
        .exists()
        for table in (tables.sales, tables.inventory)
    ]
    query = select(p.sku_id).where(p.tenant_id == actor.tenant_id, or_(*seen))
    return frozenset(db.execute(query).scalars())


def paid_costs(actor: Actor, db: Connection, skus: Sequence[str], as_of: date) -> dict[str, float]:
    """Mean paise a unit that was paid for each SKU, where purchases say it."""
    b = tables.purchases.c
    paid = func.sum(b.units * b.unit_cost_paise) / func.sum(b.units)
    query = (
        select(b.sku_id, paid)
        .where(
            b.tenant_id == actor.tenant_id,
            b.sku_id.in_(skus),
            b.date <= as_of,
            b.units > 0,
            b.unit_cost_paise.is_not(null()),
        )
        .group_by(b.sku_id)
    )
    return {sku: float(cost) for sku, cost in db.execute(query)}


def _last_count(as_of: date) -> ScalarSelect[Any]:
    p, s, c = tables.products.c, tables.stores.c, tables.inventory.alias("counts").c
    return (
        select(func.max(c.date))
        .where(
            c.tenant_id == p.tenant_id,
            c.store_id == s.id,
            c.sku_id == p.sku_id,
            c.date <= as_of,
        )
        .scalar_subquery()
        .correlate(tables.products, tables.stores)
    )


def _since(table: Table, as_of: date) -> ColumnElement[float]:
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
            c.date <= as_of,
            later,
        )
        .correlate(tables.products, tables.stores, tables.inventory)
    )
    return moved.scalar_subquery()
