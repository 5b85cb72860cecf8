"""What other shops ask for the same goods, as the tenant noted it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from haat.core.actor import Actor
from haat.store import tables

_c = tables.competitor_prices.c
_NOTED: Select[Any] = (
    select(_c.competitor, _c.price_paise, _c.date, _c.confidence)
    .where(
        _c.tenant_id == bindparam("tenant"),
        _c.sku_id == bindparam("sku_id"),
        _c.date >= bindparam("start"),
        _c.date <= bindparam("end"),
    )
    .order_by(_c.date, _c.id)
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The newest price a competitor asked, in paise per unit of the SKU; `confidence` is 0 to 1."""

    competitor: str
    price_paise: int
    date: date
    confidence: float | None


def latest(actor: Actor, db: Connection, sku_id: str, start: date, end: date) -> tuple[Asked, ...]:
    """Each competitor's newest price from `start` to `end`; nothing that was noted later."""
    newest = {asked.competitor: asked for asked in noted(actor, db, sku_id, start, end)}
    return tuple(newest[name] for name in sorted(newest))


def noted(actor: Actor, db: Connection, sku_id: str, start: date, end: date) -> tuple[Asked, ...]:
    """All prices of competitors from `start` to `end`, in order."""
    told = {"tenant": actor.tenant_id, "sku_id": sku_id, "start": start, "end": end}
    return tuple(Asked(*row) for row in db.execute(_NOTED, told).all())
