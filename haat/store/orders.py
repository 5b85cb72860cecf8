"""Orders from all marketplaces in one list."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from haat.core.actor import Actor
from haat.store import tables

Marketplace = Literal["amazon", "flipkart", "indiamart", "gem", "ondc", "website"]
OrderStatus = Literal["new", "accepted", "shipped", "delivered", "cancelled", "returned"]
FALLEN_THROUGH = ("cancelled", "returned")
_o = tables.orders.c


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which orders are meant, of days from `start` (None: all) to `end`."""

    end: date
    start: date | None = None
    marketplace: Marketplace | None = None
    status: OrderStatus | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One product of an order; `price_paise` for one of the product's units."""

    order_id: str
    marketplace: str
    date: date
    sku_id: str
    quantity: float
    price_paise: int
    amount_paise: int
    status: str
    place: str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Totals:
    """How many orders and rupees there are in all, and how much of it fell through."""

    orders: int
    lines: int
    amount_paise: int
    fallen_paise: int
    last: date | None


def totals(actor: Actor, db: Connection, wanted: Wanted) -> Totals:
    """Sums over all that is meant."""
    which = _which(actor, wanted)
    fallen = case((_o.status.in_(FALLEN_THROUGH), _o.amount_paise), else_=0)
    columns = (func.count(), func.sum(_o.amount_paise), func.sum(fallen), func.max(_o.date))
    lines, amount, fell, last = db.execute(select(*columns).where(*which)).one()
    distinct = select(_o.marketplace, _o.order_id).where(*which).distinct().subquery()
    orders = db.execute(select(func.count()).select_from(distinct)).scalar_one()
    return Totals(orders, lines, int(amount or 0), int(fell or 0), last)


def listed(
    actor: Actor, db: Connection, wanted: Wanted, *, limit: int, start: int = 0
) -> tuple[Line, ...]:
    """The newest first, from the `start`th on."""
    p = tables.products
    same = (p.c.tenant_id == _o.tenant_id) & (p.c.sku_id == _o.sku_id)
    query: Select[Any] = (
        select(
            _o.order_id,
            _o.marketplace,
            _o.date,
            _o.sku_id,
            _o.quantity,
            _o.price_paise,
            _o.amount_paise,
            _o.status,
            _o.place,
            p.c.unit,
        )
        .select_from(tables.orders.outerjoin(p, same))
        .where(*_which(actor, wanted))
        .order_by(_o.date.desc(), _o.marketplace, _o.order_id, _o.sku_id)
    )
    return tuple(Line(*row) for row in db.execute(query.limit(limit).offset(start)).all())


def any_known(actor: Actor, db: Connection, until: date) -> bool:
    """Whether the tenant has any orders by that day."""
    query = select(_o.id).where(_o.tenant_id == actor.tenant_id, _o.date <= until).limit(1)
    return db.execute(query).first() is not None


def _which(actor: Actor, wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    told: list[Any] = [_o.tenant_id == actor.tenant_id, _o.date <= wanted.end]
    told += [_o.date >= wanted.start] if wanted.start is not None else []
    told += [_o.marketplace == wanted.marketplace] if wanted.marketplace is not None else []
    told += [_o.status == wanted.status] if wanted.status is not None else []
    return tuple(told)
