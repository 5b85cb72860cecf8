"""The sales ledger: what customers bought and brought back, by product and day."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, case, func, select

from haat.core.actor import Actor
from haat.store import tables
from haat.store.extent import Extent, until, within


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


def sold(actor: Actor, db: Connection, extent: Extent) -> tuple[Sold, ...]:
    """Units and rupees by SKU."""
    s = tables.sales.c
    filled_in = func.sum(case((s.price_imputed, 1), else_=0))
    query = (
        select(s.sku_id, func.sum(s.units), func.sum(s.revenue_paise), filled_in)
        .where(*within(actor, tables.sales, extent))
        .group_by(s.sku_id)
    )
    return tuple(
        Sold(sku, float(units), int(paise), int(lines))
        for sku, units, paise, lines in db.execute(query)
    )


def returned(actor: Actor, db: Connection, extent: Extent) -> tuple[Returned, ...]:
    """Each return."""
    r, s = tables.returns.c, tables.sales.c
    price_paid = (
        select(s.price_paise)
        .where(
            s.tenant_id == r.tenant_id,
            s.store_id == r.store_id,
            s.sku_id == r.sku_id,
            s.date <= r.date,
        )
        .order_by(s.date.desc(), s.source_event_id.desc())
        .limit(1)
        .scalar_subquery()
    )
    p = tables.products.c
    list_price = (
        select(p.price_paise)
        .where(p.tenant_id == r.tenant_id, p.sku_id == r.sku_id)
        .scalar_subquery()
    )
    query = select(r.sku_id, r.units, func.coalesce(price_paid, list_price)).where(
        *within(actor, tables.returns, extent)
    )
    return tuple(_return(sku, units, price) for sku, units, price in db.execute(query))


def days_told(actor: Actor, db: Connection, extent: Extent) -> tuple[date | None, date | None]:
    """The day the stores' ledger begins, and the last day on which the extent's products sold.

    Neither is after the extent's end; None where there was none.
    """
    s = tables.sales.c
    begin = select(func.min(s.date)).where(*until(actor, tables.sales, replace(extent, skus=None)))
    last = select(func.max(s.date)).where(*until(actor, tables.sales, extent))
    ends = (begin.scalar_subquery(), last.scalar_subquery())  # an index gives either at once
    first_day, last_day = db.execute(select(*ends)).one()
    return first_day, last_day


def daily(actor: Actor, db: Connection, extent: Extent) -> tuple[tuple[str, date, float], ...]:
    """(SKU, day, units) of the cleaned ledger; a day without a sale has no line."""
    s = tables.sales.c
    told = within(actor, tables.sales, extent)
    query = select(s.sku_id, s.date, s.units_clean).where(*told)
    return tuple((sku, day, units) for sku, day, units in db.execute(query))


def _return(sku_id: str, units: float, price_paise: int | None) -> Returned:
    value = None if price_paise is None else round(units * price_paise)
    return Returned(sku_id, units, value)
