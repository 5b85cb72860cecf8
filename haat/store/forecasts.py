"""Forecasts that were made ahead of the questions, the newest of each product."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from haat.core.actor import Actor
from haat.store.tables import forecasts, stores, tenants

KEPT_DAYS = 7  # older ones no longer speak of the shop as it is


@dataclass(frozen=True, slots=True)
class Shop:
    """A store and whose it is."""

    tenant_id: str
    store_id: str
    demo: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A product's forecast, as it was made on a day with what was known before it."""

    made_on: date
    body: Mapping[str, Any]


def shops(db: Connection) -> tuple[Shop, ...]:
    """All stores of all tenants: for the job alone, which asks for each as its own actor."""
    found = select(stores.c.tenant_id, stores.c.id, tenants.c.demo).join(
        tenants, tenants.c.id == stores.c.tenant_id
    )
    return tuple(Shop(*row) for row in db.execute(found.order_by(stores.c.id)))


def newest(
    actor: Actor,
    db: Connection,
    store_id: str,
    as_of: date,
    skus: Sequence[str] | None = None,
) -> dict[str, Made]:
    """The forecasts of the last week, by SKU; none that was made after `as_of`."""
    f = forecasts.c
    found = select(f.sku_id, f.made_on, f.body).where(
        f.tenant_id == actor.tenant_id,
        f.store_id == store_id,
        f.made_on <= as_of,
        f.made_on > as_of - timedelta(days=KEPT_DAYS),
    )
    if skus is not None:
        found = found.where(f.sku_id.in_(skus))
    return {sku: Made(day, body) for sku, day, body in db.execute(found)}


def made_for(actor: Actor, db: Connection, store_id: str) -> frozenset[str]:
    """The SKUs, and the totals, that the store's forecasts are of."""
    f = forecasts.c
    found = select(f.sku_id).where(f.tenant_id == actor.tenant_id, f.store_id == store_id)
    return frozenset(db.execute(found).scalars())


def last_made(actor: Actor, db: Connection, store_id: str) -> date | None:
    """The day of the store's forecasts."""
    f = forecasts.c
    found = select(f.made_on).where(f.tenant_id == actor.tenant_id, f.store_id == store_id)
    day: date | None = db.execute(found.limit(1)).scalar()
    return day


def replace_all(
    actor: Actor,
    db: Connection,
    store_id: str,
    made_on: date,
    bodies: Mapping[str, Mapping[str, Any]],
) -> None:
    """Keep these instead of the store's earlier ones."""
    f = forecasts.c
    db.execute(delete(forecasts).where(f.tenant_id == actor.tenant_id, f.store_id == store_id))
    rows = [
        {
            "tenant_id": actor.tenant_id,
            "store_id": store_id,
            "sku_id": sku,
            "made_on": made_on,
            "body": body,
        }
        for sku, body in bodies.items()
    ]
    if rows:
        db.execute(insert(forecasts), rows)
