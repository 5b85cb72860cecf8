"""What the ledger and the market say of many goods at once: the readings that alerts are made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    func,
    or_,
    select,
)

from haat.core.actor import Actor
from haat.store import tables
from haat.store.extent import Extent, Shape, of_skus, of_stores, within

_s, _i, _b, _p = tables.sales.c, tables.inventory.c, tables.purchases.c, tables.products.c
_r = tables.returns.c
_c: Any = tables.competitor_prices.c
_m: Any = tables.market_prices.c
Series = dict[str, dict[date, float]]  # by SKU and day


@dataclass(frozen=True, slots=True)
class Supply:
    """What the last count of a SKU says of its supply."""

    sku_id: str
    counted_on: date
    in_transit: float | None
    lead_time_days: float | None


@dataclass(frozen=True, slots=True)
class Overcharged:
    """Sales of a SKU above its MRP: since when, how many units, and the highest price (paise)."""

    sku_id: str
    first: date
    last: date
    units: float
    over_paise: int
    highest_paise: int


@dataclass(frozen=True, slots=True)
class Bought:
    """One purchase with its cost in paise per unit."""

    sku_id: str
    date: date
    units: float
    unit_cost_paise: int


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """One return: why, as it was told, and the id of the sale where the row had one."""

    sku_id: str
    date: date
    units: float
    reason: str
    sale: str


@dataclass(frozen=True, slots=True)
class RivalPrice:
    """What a competitor asked for a SKU, in paise per unit."""

    sku_id: str
    competitor: str
    date: date
    price_paise: int


@dataclass(frozen=True, slots=True)
class MandiPrice:
    """A commodity's price in one market of a district, in paise per `unit`."""

    commodity: str
    market: str
    date: date
    modal_paise: int
    unit: str
    level: str
    own: bool


def sold_daily(actor: Actor, db: Connection, extent: Extent) -> Series:
    """Units by SKU and day as they came, not cleaned; a day without a sale is not there."""
    return _series(db.execute(_daily("sales", extent.shape), extent.said(actor)).all())


def bought_daily(actor: Actor, db: Connection, extent: Extent) -> Series:
    """Units that came in by SKU and day."""
    return _series(db.execute(_daily("purchases", extent.shape), extent.said(actor)).all())


def returned_daily(actor: Actor, db: Connection, extent: Extent) -> Series:
    """Units that customers brought back by SKU and day."""
    return _series(db.execute(_daily("returns", extent.shape), extent.said(actor)).all())


def brought_back(actor: Actor, db: Connection, extent: Extent) -> tuple[BroughtBack, ...]:
    """What customers brought back, in order of time."""
    rows = db.execute(_brought_back(extent.shape), extent.said(actor)).all()
    return tuple(BroughtBack(sku, day, float(u), why or "", of) for sku, day, u, why, of in rows)


def counted(actor: Actor, db: Connection, extent: Extent) -> Series:
    """Units on the shelf at the end of the days that were counted."""
    found: Series = {}
    for sku, day, left in db.execute(_counted(extent.shape), extent.said(actor)).all():
        found.setdefault(sku, {})[day] = float(left)
    return found


def empty_days(actor: Actor, db: Connection, extent: Extent) -> dict[str, frozenset[date]]:
    """The days on which a count found nothing."""
    found: dict[str, set[date]] = {}
    for sku, day in db.execute(_empty(extent.shape), extent.said(actor)).all():
        found.setdefault(sku, set()).add(day)
    return {sku: frozenset(days) for sku, days in found.items()}


def supplies(actor: Actor, db: Connection, extent: Extent) -> dict[str, Supply]:
    """The last count in the extent's days of each SKU."""
    rows = db.execute(_supplies(extent.shape), extent.said(actor)).all()
    return {row[0]: Supply(*row) for row in rows}


def promoted(actor: Actor, db: Connection, extent: Extent) -> frozenset[str]:
    """SKUs of which something was sold in a promotion."""
    return frozenset(db.execute(_promoted(extent.shape), extent.said(actor)).scalars())


def above_mrp(actor: Actor, db: Connection, extent: Extent) -> tuple[Overcharged, ...]:
    """What was sold above the MRP that the catalogue has."""
    rows = db.execute(_above_mrp(extent.shape), extent.said(actor)).all()
    return tuple(
        Overcharged(sku, first, last, float(units), round(over), highest)
        for sku, first, last, units, over, highest in rows
    )


def purchases(actor: Actor, db: Connection, extent: Extent) -> dict[str, list[Bought]]:
    """The purchases whose cost is known, of each SKU in order of time."""
    found: dict[str, list[Bought]] = {}
    for row in db.execute(_purchases(extent.shape), extent.said(actor)).all():
        found.setdefault(row[0], []).append(Bought(*row))
    return found


def rival_prices(
    actor: Actor, db: Connection, start: date, end: date
) -> dict[str, list[RivalPrice]]:
    """The newest price of each competitor for each SKU, of these days."""
    told = {"tenant": actor.tenant_id, "start": start, "end": end}
    newest = {
        (row[0], row[1]): RivalPrice(*row) for row in db.execute(_RIVALS, told).all()
    }  # in order of time
    found: dict[str, list[RivalPrice]] = {}
    for price in newest.values():
        found.setdefault(price.sku_id, []).append(price)
    return found


def mandi_prices(
    actor: Actor,
    db: Connection,
    commodities: Sequence[str],
    district: str,
    days: tuple[date, date],
) -> tuple[MandiPrice, ...]:
    """What commodities cost in a district's markets from the first to the last of these days.

    The published prices and the tenant's own.
    """
    told: dict[str, object] = {"tenant": actor.tenant_id, "commodities": list(commodities)}
    told |= {"district": district, "start": days[0], "end": days[1]}
    return tuple(MandiPrice(*row) for row in db.execute(_MANDI, told).all())


def first_seen(
    actor: Actor, db: Connection, stores: Sequence[str], skus: Sequence[str], until: date
) -> dict[str, date]:
    """The first day each SKU was sold or counted there."""
    extent = Extent(stores, date.min, until, skus)
    found: dict[str, date] = {}
    for sku, day in db.execute(_first_seen(extent.shape), extent.said(actor)).all():
        found[sku] = min(day, found.get(sku, day))
    return found


@cache
def _daily(name: str, shape: Shape) -> Select[Any]:
    # one row for each SKU: thousands of rows cost far more to hand over than to find
    table = tables.metadata.tables[name]
    days, units = (
        func.aggregate_strings(cast(column, Text), ",") for column in (table.c.date, table.c.units)
    )
    return select(table.c.sku_id, days, units).where(*within(table, shape)).group_by(table.c.sku_id)


@cache
def _brought_back(shape: Shape) -> Select[Any]:
    columns = (_r.sku_id, _r.date, _r.units, _r.reason, _r.source_event_id)
    return select(*columns).where(*within(tables.returns, shape)).order_by(_r.date, _r.id)


@cache
def _counted(shape: Shape) -> Select[Any]:
    return select(_i.sku_id, _i.date, _i.on_hand).where(*within(tables.inventory, shape))


@cache
def _empty(shape: Shape) -> Select[Any]:
    empty = (*within(tables.inventory, shape), _i.on_hand <= 0)
    return select(_i.sku_id, _i.date).where(*empty)


@cache
def _supplies(shape: Shape) -> Select[Any]:
    newest = (
        select(_i.store_id, _i.sku_id, func.max(_i.date).label("day"))
        .where(*within(tables.inventory, shape))
        .group_by(_i.store_id, _i.sku_id)
        .subquery()
    )
    last = and_(
        _i.tenant_id == bindparam("tenant"),
        _i.store_id == newest.c.store_id,
        _i.sku_id == newest.c.sku_id,
        _i.date == newest.c.day,
    )
    columns = (_i.sku_id, _i.date, _i.in_transit, _i.lead_time_days)
    return select(*columns).select_from(newest.join(tables.inventory, last))


@cache
def _promoted(shape: Shape) -> Select[Any]:
    return select(_s.sku_id).where(*within(tables.sales, shape), _s.promo).distinct()


@cache
def _above_mrp(shape: Shape) -> Select[Any]:
    sold = and_(_p.tenant_id == _s.tenant_id, _p.sku_id == _s.sku_id)
    over = (_s.price_paise > _p.mrp_paise, _s.price_imputed.is_(False), _s.units > 0)
    columns = (
        func.min(_s.date),
        func.max(_s.date),
        func.sum(_s.units),
        func.sum(_s.units * (_s.price_paise - _p.mrp_paise)),
        func.max(_s.price_paise),
    )
    return (
        select(_s.sku_id, *columns)
        .select_from(tables.sales.join(tables.products, sold))
        .where(*within(tables.sales, shape), *over)
        .group_by(_s.sku_id)
    )


@cache
def _purchases(shape: Shape) -> Select[Any]:
    known = (*within(tables.purchases, shape), _b.unit_cost_paise.is_not(None), _b.units > 0)
    columns = (_b.sku_id, _b.date, _b.units, _b.unit_cost_paise)
    return select(*columns).where(*known).order_by(_b.date, _b.id)


@cache
def _first_seen(shape: Shape) -> CompoundSelect[Any]:
    def first(table: Any) -> Select[Any]:
        mine = (
            table.c.tenant_id == bindparam("tenant"),
            of_stores(table.c.store_id, shape),
            of_skus(table.c.sku_id, shape),
            table.c.date <= bindparam("end"),
        )
        return select(table.c.sku_id, func.min(table.c.date)).where(*mine).group_by(table.c.sku_id)

    return first(tables.sales).union_all(first(tables.inventory))


_RIVALS: Select[Any] = (
    select(_c.sku_id, _c.competitor, _c.date, _c.price_paise)
    .where(
        _c.tenant_id == bindparam("tenant"),
        _c.date >= bindparam("start"),
        _c.date <= bindparam("end"),
    )
    .order_by(_c.date, _c.id)
)
_MANDI: Select[Any] = select(
    _m.commodity,
    _m.market,
    _m.date,
    _m.modal_paise,
    _m.unit,
    _m.level,
    (_m.tenant_id != "").label("own"),
).where(
    or_(_m.tenant_id == "", _m.tenant_id == bindparam("tenant")),
    _m.commodity.in_(bindparam("commodities", expanding=True)),
    _m.level.in_(("wholesale", "retail")),
    _m.district == bindparam("district"),
    _m.date >= bindparam("start"),
    _m.date <= bindparam("end"),
)


def _series(rows: Iterable[Sequence[Any]]) -> Series:
    found: Series = {}
    for sku, days, units in rows:
        by_day = found.setdefault(sku, {})
        for day, number in zip(days.split(","), units.split(","), strict=True):
            at = date.fromisoformat(day)
            by_day[at] = by_day.get(at, 0.0) + float(number)
    return found
