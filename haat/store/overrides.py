"""What a manager expects to sell on a day, where she knows better than the forecast."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, select

from haat.core.actor import Actor
from haat.core.days import shop_day
from haat.store import audit
from haat.store.engine import insert_into
from haat.store.extent import Extent, within
from haat.store.tables import forecast_overrides


@dataclass(frozen=True, slots=True)
class Override:
    """So many units of a SKU on a day in a store; `units` None takes the word back."""

    store_id: str
    sku_id: str
    date: date
    units: float | None
    reason: str | None = None


def told(
    actor: Actor, db: Connection, extent: Extent, as_of: date
) -> Mapping[str, Mapping[date, float]]:
    """Units by SKU and day, of what was said until `as_of`."""
    o = forecast_overrides.c
    rows = select(o.sku_id, o.date, o.units, o.at).where(*within(forecast_overrides, extent.shape))
    found: dict[str, dict[date, float]] = {}
    for sku, day, units, at in db.execute(rows, extent.said(actor)):
        if shop_day(at) <= as_of:
            found.setdefault(sku, {})[day] = units
    return found


def put(actor: Actor, db: Connection, said: Override, now: datetime) -> None:
    """Write it down in place of what was said before, or take it back; audited."""
    o = forecast_overrides
    if said.units is None:
        db.execute(
            delete(o).where(
                o.c.tenant_id == actor.tenant_id,
                o.c.store_id == said.store_id,
                o.c.sku_id == said.sku_id,
                o.c.date == said.date,
            )
        )
    else:
        key = {"tenant_id": actor.tenant_id, "store_id": said.store_id}
        key |= {"sku_id": said.sku_id}
        values = {
            "units": said.units,
            "reason": said.reason,
            "subject": actor.subject,
            "at": now,
        }
        row = insert_into(db, o).values(**key, date=said.date, **values)
        unique = ["tenant_id", "store_id", "sku_id", "date"]
        db.execute(row.on_conflict_do_update(index_elements=unique, set_=values))
    audit.record(
        actor,
        db,
        "forecast.override",
        f"forecast:{said.store_id}/{said.sku_id}",
        detail={"date": said.date.isoformat(), "units": said.units},
        now=now,
    )
