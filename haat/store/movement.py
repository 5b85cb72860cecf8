"""How goods move: on which days they are bought in, what other shops earn with them, what is bought together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from haat.core.actor import Actor
from haat.store import tables

MOST_LINES = 50  # of a basket; a longer one is a list of another kind
CHAT = "chat"  # each line of the chat has an id of its own, which says nothing of baskets
_s, _p = tables.sales.c, tables.purchases.c
_EARNED = (
    select(_s.store_id, _s.sku_id, func.sum(_s.revenue_paise))
    .where(
        _s.tenant_id == bindparam("tenant"),
        _s.store_id.in_(bindparam("stores", expanding=True)),
        _s.date.between(bindparam("start"), bindparam("end")),
    )
    .group_by(_s.store_id, _s.sku_id)
)
_PURCHASE_DAYS = (
    select(_p.sku_id, _p.date)
    .where(
        _p.tenant_id == bindparam("tenant"),
        _p.store_id == bindparam("store"),
        _p.date.between(bindparam("start"), bindparam("end")),
        _p.units > 0,
    )
    .distinct()
)


@dataclass(frozen=True, slots=True)
class Together:
    """Baskets of a store: all, those with a product, and by other product with it and with both."""

    total: int
    with_product: int
    with_other: dict[str, int]
    with_both: dict[str, int]


def earned(
    actor: Actor, db: Connection, stores: Sequence[str], start: date, end: date
) -> dict[str, dict[str, float]]:
    """Paise by SKU for each of the stores; what earned nothing is left out."""
    told = {"tenant": actor.tenant_id, "stores": list(stores), "start": start, "end": end}
    found: dict[str, dict[str, float]] = {store: {} for store in stores}
    for store, sku, paise in db.execute(_EARNED, told).all():
        if paise > 0:
            found[store][sku] = float(paise)
    return found


def purchase_days(
    actor: Actor, db: Connection, store_id: str, start: date, end: date
) -> dict[str, list[date]]:
    """The days on which each SKU came in."""
    told = {"tenant": actor.tenant_id, "store": store_id, "start": start, "end": end}
    found: dict[str, list[date]] = {}
    for sku, day in db.execute(_PURCHASE_DAYS, told).all():
        found.setdefault(sku, []).append(day)
    return found


def together(
    actor: Actor, db: Connection, store_id: str, span: tuple[date, date], skus: Sequence[str]
) -> Together:
    """How often the SKUs and others lie in one basket: lines of one store, day and event.

    An event that comes on several days is the mark of a file, not a basket.
    """
    told = {"tenant": actor.tenant_id, "store": store_id, "start": span[0], "end": span[1]}
    asked = {**told, "skus": list(skus)}
    total = db.execute(_TOTAL, told).scalar_one()
    own = db.execute(_WITH_PRODUCT, asked).scalar_one()
    if not own:
        return Together(total, 0, {}, {})
    both = {sku: n for sku, n in db.execute(_WITH_BOTH, asked).all()}
    other = {sku: n for sku, n in db.execute(_WITH_OTHER, told).all() if sku in both}
    return Together(total, own, other, both)


def _lines() -> tuple[Any, ...]:
    return (
        _s.tenant_id == bindparam("tenant"),
        _s.store_id == bindparam("store"),
        _s.date.between(bindparam("start"), bindparam("end")),
        _s.source_event_id != "",
        _s.source != CHAT,
    )


def _basket_ids() -> Select[Any]:
    """Events of one day with two products or more."""
    products = func.count(_s.sku_id.distinct())
    return (
        select(_s.source_event_id.label("event"))
        .where(*_lines())
        .group_by(_s.source_event_id)
        .having(func.min(_s.date) == func.max(_s.date), products.between(2, MOST_LINES))
    )


_BASKETS = _basket_ids().cte("baskets")
_IN_BASKET = _s.source_event_id.in_(select(_BASKETS.c.event))
_OF_PRODUCT = (*_lines(), _IN_BASKET, _s.sku_id.in_(bindparam("skus", expanding=True)))
_COUNTED = func.count(_s.source_event_id.distinct())
_TOTAL = select(func.count()).select_from(_BASKETS)
_WITH_PRODUCT = select(_COUNTED).where(*_OF_PRODUCT)
_WITH_OTHER = select(_s.sku_id, _COUNTED).where(*_lines(), _IN_BASKET).group_by(_s.sku_id)
_THEIR_EVENTS = select(_s.source_event_id).where(*_OF_PRODUCT)
_WITH_BOTH = (
    select(_s.sku_id, _COUNTED)
    .where(
        *_lines(),
        _s.source_event_id.in_(_THEIR_EVENTS),
        _s.sku_id.not_in(bindparam("skus", expanding=True)),
    )
    .group_by(_s.sku_id)
)
