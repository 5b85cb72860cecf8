"""The sales ledger: what customers bought and brought back, by product and day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, Select, Text, case, cast, func, select

from haat.core.actor import Actor
from haat.store import tables
from haat.store.extent import Extent, Shape, until, whole, within

_s = tables.sales.c
_FILLED_IN = func.sum(case((_s.price_imputed, 1), else_=0))


@dataclass(frozen=True, slots=True)
class Sold:
    """What customers bought of one SKU in a period, as the ledger has it.

    `imputed` counts the lines whose price was filled in because none was told.
    """

    sku_id: str
    units: float
    revenue_paise: int
    imputed: int


@dataclass(frozen=True, slots=True)
class Returned:
    """What customers brought back of one SKU, valued at the last price paid until that day.

    `value_paise` is None where neither a sale nor a list price says what it was worth.
    """

    sku_id: str
    units: float
    value_paise: int | None


@dataclass(frozen=True, slots=True)
class Takings:
    """What customers paid in a period; `imputed` as for `Sold`."""

    revenue_paise: int
    imputed: int


def sold(actor: Actor, db: Connection, extent: Extent) -> tuple[Sold, ...]:
    """Units and rupees by SKU."""
    rows = db.execute(_sold(extent.shape), extent.said(actor)).all()
    return tuple(
        Sold(sku, float(units), int(paise), int(lines)) for sku, units, paise, lines in rows
    )


def takings(actor: Actor, db: Connection, extent: Extent) -> Takings:
    """Rupees of all products together."""
    paise, lines = db.execute(_takings(extent.shape), extent.said(actor)).one()
    return Takings(int(paise or 0), int(lines or 0))


def returned(actor: Actor, db: Connection, extent: Extent) -> tuple[Returned, ...]:
    """Each return."""
    rows = db.execute(_returned(extent.shape), extent.said(actor)).all()
    return tuple(_return(sku, units, price) for sku, units, price in rows)


def days_told(actor: Actor, db: Connection, extent: Extent) -> tuple[date | None, date | None]:
    """The day the stores' ledger begins, and the last day on which the extent's products sold.

    Neither is after the extent's end; None where there was none.
    """
    first_day, last_day = db.execute(_days_told(extent.shape), extent.said(actor)).one()
    return first_day, last_day


def daily(actor: Actor, db: Connection, extent: Extent) -> dict[str, dict[date, float]]:
    """Units by day of the cleaned ledger for each SKU; a day without a sale is not there."""
    rows = db.execute(_daily(extent.shape), extent.said(actor)).all()
    return {sku: _by_day(days.split(","), units.split(",")) for sku, days, units in rows}


def _return(sku_id: str, units: float, price_paise: int | None) -> Returned:
    value = None if price_paise is None else round(units * price_paise)
    return Returned(sku_id, units, value)


@cache
def _sold(shape: Shape) -> Select[Any]:
    told = within(tables.sales, shape)
    columns = (_s.sku_id, func.sum(_s.units), func.sum(_s.revenue_paise), _FILLED_IN)
    return select(*columns).where(*told).group_by(_s.sku_id)


@cache
def _takings(shape: Shape) -> Select[Any]:
    return select(func.sum(_s.revenue_paise), _FILLED_IN).where(*within(tables.sales, shape))


@cache
def _returned(shape: Shape) -> Select[Any]:
    r, p = tables.returns.c, tables.products.c
    price_paid = (
        select(_s.price_paise)
        .where(
            _s.tenant_id == r.tenant_id,
            _s.store_id == r.store_id,
            _s.sku_id == r.sku_id,
            _s.date <= r.date,
        )
        .order_by(_s.date.desc(), _s.source_event_id.desc())
        .limit(1)
        .scalar_subquery()
    )
    list_price = (
        select(p.price_paise)
        .where(p.tenant_id == r.tenant_id, p.sku_id == r.sku_id)
        .scalar_subquery()
    )
    columns = (r.sku_id, r.units, func.coalesce(price_paid, list_price))
    return select(*columns).where(*within(tables.returns, shape))


@cache
def _days_told(shape: Shape) -> Select[Any]:
    begin = select(func.min(_s.date)).where(*until(tables.sales, whole(shape)))
    last = select(func.max(_s.date)).where(*until(tables.sales, shape))
    return select(begin.scalar_subquery(), last.scalar_subquery())  # an index gives either at once


@cache
def _daily(shape: Shape) -> Select[Any]:
    # One row for each SKU: thousands of rows cost far more to hand over than to find.
    days, units = (
        func.aggregate_strings(cast(column, Text), ",") for column in (_s.date, _s.units_clean)
    )
    return select(_s.sku_id, days, units).where(*within(tables.sales, shape)).group_by(_s.sku_id)


def _by_day(days: Sequence[str], units: Sequence[str]) -> dict[date, float]:
    sold = dict(zip(map(_day, days), map(float, units), strict=True))
    if len(sold) == len(days):
        return sold
    sold = dict.fromkeys(sold, 0.0)  # some days have several lines
    for day, number in zip(days, units, strict=True):
        sold[_day(day)] += float(number)
    return sold


_day = lru_cache(maxsize=4096)(date.fromisoformat)  # the same few days come with every SKU
