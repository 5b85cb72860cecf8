"""How one product sold day by day in one store, at which price, on offer or not, on an empty shelf or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, func, select

from haat.core.actor import Actor
from haat.store import tables

_s, _o, _i = tables.sales.c, tables.promotions.c, tables.inventory.c
_STATED = case((_s.price_imputed, 0.0), else_=_s.units)  # a filled-in price tells nothing
_DAYS: Select[Any] = (
    select(
        _s.date,
        func.sum(_s.units_clean),
        func.sum(_STATED * _s.price_paise),
        func.sum(_STATED),
        func.max(case((_s.promo, 1), else_=0)),
    )
    .where(
        _s.tenant_id == bindparam("tenant"),
        _s.store_id == bindparam("store_id"),
        _s.sku_id == bindparam("sku_id"),
        _s.date >= bindparam("start"),
        _s.date <= bindparam("end"),
    )
    .group_by(_s.date)
    .order_by(_s.date)
)
_OFFERS: Select[Any] = select(_o.starts, _o.ends).where(
    _o.tenant_id == bindparam("tenant"),
    _o.store_id == bindparam("store_id"),
    _o.sku_id == bindparam("sku_id"),
    _o.starts <= bindparam("end"),
    _o.ends >= bindparam("start"),
)
_EMPTY: Select[Any] = select(_i.date).where(
    _i.tenant_id == bindparam("tenant"),
    _i.store_id == bindparam("store_id"),
    _i.sku_id == bindparam("sku_id"),
    _i.date >= bindparam("start"),
    _i.date <= bindparam("end"),
    _i.on_hand <= 0,
)


@dataclass(frozen=True, slots=True)
class SoldOn:
    """A day with sales: cleaned units, and the mean price paid where one was stated (paise)."""

    date: date
    units: float
    price_paise: float | None
    promo: bool


@dataclass(frozen=True, slots=True)
class PriceHistory:
    """The days with sales in order, those with a planned promotion, and those that ended with an empty shelf."""

    sold: tuple[SoldOn, ...]
    offered: frozenset[date]
    empty: frozenset[date]


def price_history(
    actor: Actor, db: Connection, store_id: str, sku_id: str, *, start: date, end: date
) -> PriceHistory:
    """What the ledger tells of the SKU in the store from `start` to `end` inclusive."""
    told: dict[str, object] = {"tenant": actor.tenant_id, "store_id": store_id, "sku_id": sku_id}
    told |= {"start": start, "end": end}
    sold = (
        SoldOn(day, float(units), paid / stated if stated else None, bool(promo))
        for day, units, paid, stated, promo in db.execute(_DAYS, told).all()
    )
    offers = db.execute(_OFFERS, told).all()
    offered = (day for starts, ends in offers for day in _days(max(starts, start), min(ends, end)))
    empty = db.execute(_EMPTY, told).scalars()
    return PriceHistory(tuple(sold), frozenset(offered), frozenset(empty))


def _days(first: date, last: date) -> Iterator[date]:
    """Both included."""
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
