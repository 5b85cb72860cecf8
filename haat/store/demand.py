"""What a forecast and an order need of the ledger: sales, offers, empty shelves, what is under way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select

from haat.core.actor import Actor
from haat.store import tables
from haat.store.extent import Extent, Shape, of_skus, of_stores, until, within


@dataclass(frozen=True, slots=True)
class Supply:
    """What the counts of one SKU tell of its supply; None where none does.

    `in_transit` is what was under way at the last count, less what came in since.
    """

    sku_id: str
    in_transit: float | None
    lead_time_days: float | None


@dataclass(frozen=True, slots=True)
class Announced:
    """A promotion from its first to its last day; paise, None where no price was told."""

    starts: date
    ends: date
    price_paise: int | None


_e = tables.entries.c
_REPRICED: Select[Any] = (
    select(_e.sku_id, func.max(_e.date))
    .where(
        _e.tenant_id == bindparam("tenant"),
        _e.kind == "price_change",
        _e.undone_at.is_(None),
        _e.date <= bindparam("as_of"),
    )
    .group_by(_e.sku_id)
)


def empty_days(actor: Actor, db: Connection, extent: Extent) -> dict[str, set[date]]:
    """The days that ended with an empty shelf, by SKU."""
    return _days(db.execute(_empty(extent.shape), extent.said(actor)).all())


def offer_days(actor: Actor, db: Connection, extent: Extent) -> dict[str, set[date]]:
    """The days on which a sale was marked as a promotion, by SKU."""
    return _days(db.execute(_offered(extent.shape), extent.said(actor)).all())


def first_counts(actor: Actor, db: Connection, extent: Extent) -> dict[str, date]:
    """The first day on which each SKU was counted."""
    rows = db.execute(_first_counts(extent.shape), extent.said(actor)).all()
    return {sku: day for sku, day in rows}  # noqa: C416  a row is no tuple to mypy


def announced(actor: Actor, db: Connection, extent: Extent) -> dict[str, list[Announced]]:
    """The promotions that touch the extent's days, by SKU."""
    rows = db.execute(_announced(extent.shape), extent.said(actor)).all()
    found: dict[str, list[Announced]] = {}
    for sku, *told in rows:
        found.setdefault(sku, []).append(Announced(*told))
    return found


def paid(actor: Actor, db: Connection, extent: Extent) -> dict[str, dict[date, float]]:
    """The mean price (paise) that was stated on each day, by SKU."""
    found: dict[str, dict[date, float]] = {}
    for sku, price, day in db.execute(_paid(extent.shape), extent.said(actor)).all():
        found.setdefault(sku, {})[day] = float(price)
    return found


def mean_paid(actor: Actor, db: Connection, extent: Extent) -> dict[str, float]:
    """The mean price (paise) that was stated in all the days together, by SKU."""
    rows = db.execute(_mean_paid(extent.shape), extent.said(actor)).all()
    return {sku: float(price) for sku, price in rows}


def repriced(actor: Actor, db: Connection, as_of: date) -> dict[str, date]:
    """The last day until `as_of` on which a person gave each SKU a new price."""
    told = {"tenant": actor.tenant_id, "as_of": as_of}
    return {sku: day for sku, day in db.execute(_REPRICED, told).all()}  # noqa: C416  as above


def supplies(
    actor: Actor,
    db: Connection,
    store_id: str,
    as_of: date,
    skus: Sequence[str] | None = None,
) -> dict[str, Supply]:
    """What is under way to a store and how long it takes, by SKU, from counts until `as_of`."""
    extent = Extent((store_id,), as_of, as_of, skus)
    rows = db.execute(_supplies(extent.shape), extent.said(actor)).all()
    return {sku: Supply(sku, *_less(way, came), days) for sku, way, came, days in rows}


def _less(under_way: float | None, came: float | None) -> tuple[float | None]:
    return (None if under_way is None else max(0.0, under_way - (came or 0.0)),)


def _days(rows: Sequence[Any]) -> dict[str, set[date]]:
    found: dict[str, set[date]] = {}
    for sku, day in rows:
        found.setdefault(sku, set()).add(day)
    return found


@cache
def _empty(shape: Shape) -> Select[Any]:
    i = tables.inventory.c
    return select(i.sku_id, i.date).where(*within(tables.inventory, shape), i.on_hand <= 0)


@cache
def _first_counts(shape: Shape) -> Select[Any]:
    i = tables.inventory.c
    told = select(i.sku_id, func.min(i.date)).where(*within(tables.inventory, shape))
    return told.group_by(i.sku_id)


@cache
def _offered(shape: Shape) -> Select[Any]:
    s = tables.sales.c
    return select(s.sku_id, s.date).where(*within(tables.sales, shape), s.promo)


@cache
def _announced(shape: Shape) -> Select[Any]:
    p = tables.promotions.c
    touches = [p.tenant_id == bindparam("tenant"), of_stores(p.store_id, shape)]
    touches += [p.starts <= bindparam("end"), p.ends >= bindparam("start")]
    touches += [of_skus(p.sku_id, shape)] if shape.some_skus else []
    return select(p.sku_id, p.starts, p.ends, p.price_paise).where(*touches)


@cache
def _paid(shape: Shape) -> Select[Any]:
    return _mean_paid(shape).add_columns(tables.sales.c.date).group_by(tables.sales.c.date)


@cache
def _mean_paid(shape: Shape) -> Select[Any]:
    s = tables.sales.c
    mean = func.sum(s.units * s.price_paise) / func.sum(s.units)
    stated = (*within(tables.sales, shape), s.units > 0, s.price_imputed.is_(False))
    return select(s.sku_id, mean).where(*stated).group_by(s.sku_id)


@cache
def _supplies(shape: Shape) -> Select[Any]:
    i, b = tables.inventory.c, tables.purchases.c
    told = (
        select(i.sku_id, func.max(i.date).label("last"))
        .where(*until(tables.inventory, shape))
        .group_by(i.sku_id)
        .subquery()
    )
    here = and_(
        i.tenant_id == bindparam("tenant"),
        of_stores(i.store_id, shape),
        i.sku_id == told.c.sku_id,
    )
    came = (
        select(func.sum(b.units))
        .where(
            b.tenant_id == i.tenant_id,
            b.store_id == i.store_id,
            b.sku_id == i.sku_id,
            b.date <= bindparam("end"),
            or_(b.date > i.date, and_(b.date == i.date, b.recorded_at > i.counted_at)),
        )
        .correlate(tables.inventory)
        .scalar_subquery()
    )
    earlier = tables.inventory.alias("earlier").c
    lead_time = (
        select(earlier.lead_time_days)
        .where(
            earlier.tenant_id == i.tenant_id,
            earlier.store_id == i.store_id,
            earlier.sku_id == i.sku_id,
            earlier.date <= i.date,
            earlier.lead_time_days.is_not(None),
        )
        .order_by(earlier.date.desc())
        .limit(1)
        .correlate(tables.inventory)
        .scalar_subquery()
    )
    return select(i.sku_id, i.in_transit, came, lead_time).select_from(
        tables.inventory.join(told, and_(here, i.date == told.c.last))
    )
