"""What a shop's counts and purchases tell of how long its deliveries take."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, Select, Text, cast, func, select

from haat.core.actor import Actor
from haat.store import tables
from haat.store.extent import Extent, Shape, within


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Of one SKU: units under way and units that came in, by day; lead times told, and how often."""

    under_way: dict[date, float] = field(default_factory=dict)
    came: dict[date, float] = field(default_factory=dict)
    told: Counter[float] = field(default_factory=Counter)


def deliveries(actor: Actor, db: Connection, extent: Extent) -> dict[str, Deliveries]:
    """By SKU, of one store."""
    found: dict[str, Deliveries] = {}
    said = extent.said(actor)
    for sku, days, units in db.execute(_under_way(extent.shape), said).all():
        counted = zip(map(_day, days.split(",")), map(float, units.split(",")), strict=True)
        found.setdefault(sku, Deliveries()).under_way.update(counted)
    for sku, day, units in db.execute(_came(extent.shape), said).all():
        found.setdefault(sku, Deliveries()).came[day] = float(units)
    for sku, days, times in db.execute(_told(extent.shape), said).all():
        found.setdefault(sku, Deliveries()).told[float(days)] = times
    return found


@cache
def _under_way(shape: Shape) -> Select[Any]:
    # One row for each SKU: thousands of rows cost far more to hand over than to find.
    i = tables.inventory.c
    days, units = (func.aggregate_strings(cast(c, Text), ",") for c in (i.date, i.in_transit))
    told = (*within(tables.inventory, shape), i.in_transit.is_not(None))
    return select(i.sku_id, days, units).where(*told).group_by(i.sku_id)


@cache
def _came(shape: Shape) -> Select[Any]:
    b = tables.purchases.c
    came = select(b.sku_id, b.date, func.sum(b.units)).where(*within(tables.purchases, shape))
    return came.group_by(b.sku_id, b.date)


@cache
def _told(shape: Shape) -> Select[Any]:
    i = tables.inventory.c
    told = select(i.sku_id, i.lead_time_days, func.count())
    told = told.where(*within(tables.inventory, shape), i.lead_time_days > 0)
    return told.group_by(i.sku_id, i.lead_time_days)


_day = lru_cache(maxsize=1024)(date.fromisoformat)  # the same days come with every SKU
