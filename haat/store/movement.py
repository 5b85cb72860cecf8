"""How goods move: what shops earn with them, on how many days they come and go, what is bought together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Select,
    Table,
    Text,
    bindparam,
    case,
    cast,
    func,
    select,
)

from haat.core.actor import Actor
from haat.store import tables

MOST_LINES = 50  # of a basket; a longer one is a list of another kind
CHAT = "chat"  # each line of the chat has an id of its own, which says nothing of baskets
_s = tables.sales.c
_EARNED = (
    select(_s.store_id, _s.sku_id, func.sum(_s.revenue_paise))
    .where(
        _s.tenant_id == bindparam("tenant"),
        _s.store_id.in_(bindparam("stores", expanding=True)),
        _s.date.between(bindparam("start"), bindparam("end")),
    )
    .group_by(_s.store_id, _s.sku_id)
)


def _busy_days() -> CompoundSelect[Any]:
    def days(table: Table) -> Select[Any]:
        c = table.c
        told = (
            c.tenant_id == bindparam("tenant"),
            c.store_id == bindparam("store"),
            c.date.between(bindparam("start"), bindparam("end")),
            c.sku_id.in_(bindparam("skus", expanding=True)),
            c.units > 0,
        )
        count = func.count(c.date.distinct())
        return select(c.sku_id, count).where(*told).group_by(c.sku_id)

    return days(tables.sales).union_all(days(tables.purchases))


_BUSY_DAYS = _busy_days()


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


def busy_days(
    actor: Actor, db: Connection, store_id: str, span: tuple[date, date], skus: Sequence[str]
) -> dict[str, int]:
    """On how many days each SKU was sold or came in."""
    told = {"tenant": actor.tenant_id, "store": store_id, "skus": list(skus)}
    rows = db.execute(_BUSY_DAYS, {**told, "start": span[0], "end": span[1]}).all()
    found: dict[str, int] = {}
    for sku, days in rows:
        found[sku] = found.get(sku, 0) + days
    return found


def together(
    actor: Actor, db: Connection, store_id: str, span: tuple[date, date], skus: Sequence[str]
) -> Together:
    """How often the SKUs and others lie in one basket: lines of one store, day and event.

    A day on which all lines have one event has no baskets: that is the mark of a file.
    """
    told = {"tenant": actor.tenant_id, "store": store_id, "skus": list(skus)}
    rows = db.execute(_TOGETHER, {**told, "start": span[0], "end": span[1]}).all()
    if not rows:
        return Together(0, 0, {}, {})
    others = [row for row in rows if row.sku_id not in skus]
    return Together(
        total=rows[0].total,
        with_product=rows[0].with_product,
        with_other={row.sku_id: row.baskets for row in others},
        with_both={row.sku_id: row.both for row in others if row.both},
    )


def _together() -> Select[Any]:
    told = (
        _s.tenant_id == bindparam("tenant"),
        _s.store_id == bindparam("store"),
        _s.date.between(bindparam("start"), bindparam("end")),
        _s.source_event_id != "",
        _s.source != CHAT,
    )
    with_bills = (
        select(_s.date)
        .where(*told)
        .group_by(_s.date)
        .having(func.count(_s.source_event_id.distinct()) > 1)
    )
    bill = cast(_s.date, Text).concat("/").concat(_s.source_event_id).label("bill")
    lines = select(bill, _s.sku_id).where(*told, _s.date.in_(with_bills)).distinct().cte("lines")
    products = func.count()
    baskets = (
        select(lines.c.bill)
        .group_by(lines.c.bill)
        .having(products.between(2, MOST_LINES))
        .cte("baskets")
    )
    inside = lines.c.bill.in_(select(baskets.c.bill))
    asked = lines.c.sku_id.in_(bindparam("skus", expanding=True))
    theirs = select(lines.c.bill).where(inside, asked).distinct().cte("theirs")
    both = func.sum(case((lines.c.bill.in_(select(theirs.c.bill)), 1), else_=0))
    return (
        select(
            lines.c.sku_id,
            func.count().label("baskets"),
            both.label("both"),
            select(func.count()).select_from(baskets).scalar_subquery().label("total"),
            select(func.count()).select_from(theirs).scalar_subquery().label("with_product"),
        )
        .where(inside)
        .group_by(lines.c.sku_id)
    )


_TOGETHER = _together()
