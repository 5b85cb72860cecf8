"""Two tenants with a shop each, and a short way to give one of them a file."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Engine, Table, func, select

from app.ingestion import ingest
from haat.core.actor import Actor, Role
from haat.language.places import load_gazetteer
from haat.store import people
from haat.store.ingestion.reading import Form

places = cache(load_gazetteer)
NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
TODAY = date(2026, 11, 20)
MANAGER = Actor("asha", "p1", Role.MANAGER)
STRANGER = Actor("other", "p2", Role.MANAGER)


def make_shops(engine: Engine) -> None:
    """Tenant `asha` with the stores asha-1 and asha-2, tenant `other` with other-1."""
    with engine.begin() as db:
        for tenant, stores in {"asha": ("asha-1", "asha-2"), "other": ("other-1",)}.items():
            people.create_tenant(db, tenant, tenant, kind="shop", now=NOW)
            for store in stores:
                people.create_store(
                    db, store, tenant, store, kind="kirana", is_default=store.endswith("1")
                )


def give(
    engine: Engine,
    kind: str,
    text: str,
    *,
    actor: Actor = MANAGER,
    key: str | None = None,
    form: Form = "csv",
) -> Mapping[str, Any]:
    """Take a file in."""
    return ingest(engine, actor, kind, text.encode(), form, gazetteer=places, now=NOW, key=key)


def rows(engine: Engine, table: Table, *columns: str) -> Sequence[tuple[Any, ...]]:
    """What a table holds, in the order it was written."""
    order = table.c.id if "id" in table.c else table.c[columns[0]]
    with engine.connect() as db:
        return [
            tuple(r) for r in db.execute(select(*(table.c[c] for c in columns)).order_by(order))
        ]


def count(engine: Engine, table: Table) -> int:
    """How many rows a table holds."""
    with engine.connect() as db:
        return db.execute(select(func.count()).select_from(table)).scalar_one()
