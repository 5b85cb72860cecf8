"""What a person said that her shop sells, before it has books that tell."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from haat.core.actor import Actor
from haat.store import tables
from haat.store.engine import insert_into

_t = tables.told_goods.c
_TOLD: Select[Any] = (
    select(_t.product)
    .where(_t.tenant_id == bindparam("tenant"), _t.store_id == bindparam("store"))
    .order_by(_t.product)
)


def of(actor: Actor, db: Connection, store_id: str) -> tuple[str, ...]:
    """SKU or concept ids, in alphabetical order."""
    return tuple(db.execute(_TOLD, {"tenant": actor.tenant_id, "store": store_id}).scalars())


def tell(
    actor: Actor, db: Connection, store_id: str, products: Iterable[str], now: datetime
) -> None:
    """Keep more of them; what was told before stays."""
    whose = {"tenant_id": actor.tenant_id, "store_id": store_id, "subject": actor.subject}
    rows = [{**whose, "product": one, "at": now} for one in dict.fromkeys(products)]
    if rows:
        db.execute(insert_into(db, tables.told_goods).on_conflict_do_nothing(), rows)
