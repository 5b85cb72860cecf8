"""What arrives by itself: when each feed was tried, when it last succeeded, and why it did not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from haat.store.engine import insert_into
from haat.store.tables import feeds, ingest_batches, raw_rows, tenants

EVERYONE = ""  # whose the published prices are: nobody's in particular
_f = feeds.c
_COLUMNS = (
    _f.name,
    _f.kind,
    _f.tenant_id,
    _f.tried_at,
    _f.success_at,
    _f.rows,
    _f.error,
    _f.state,
)


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One feed; `rows` came in at the last success, `state` is what the next fetch has to know."""

    name: str
    kind: str
    tenant_id: str
    tried_at: datetime | None
    success_at: datetime | None
    rows: int
    error: str | None
    state: Mapping[str, Any]


def tried(
    db: Connection, name: str, kind: str, tenant_id: str, now: datetime, *, not_since: datetime
) -> bool:
    """Begin a try, unless one began after `not_since`; of several workers one gets a True."""
    first = {"name": name, "kind": kind, "tenant_id": tenant_id, "state": {}}
    db.execute(insert_into(db, feeds).values(first).on_conflict_do_nothing())
    # a try that lies ahead was noted by a clock that stood on another day
    due = or_(_f.tried_at.is_(None), _f.tried_at <= not_since, _f.tried_at > now)
    begun = db.execute(update(feeds).where(_f.name == name, due).values(tried_at=now))
    return begun.rowcount == 1


def succeeded(
    db: Connection,
    name: str,
    kind: str,
    tenant_id: str,
    *,
    rows: int,
    state: Mapping[str, Any],
    now: datetime,
) -> None:
    """Note what came; an earlier error is over."""
    told = {"kind": kind, "tenant_id": tenant_id, "tried_at": now, "success_at": now}
    told |= {"rows": rows, "error": None, "state": dict(state)}
    fresh = insert_into(db, feeds).values(name=name, **told)
    db.execute(fresh.on_conflict_do_update(index_elements=[_f.name], set_=told))


def failed(
    db: Connection, name: str, kind: str, tenant_id: str, *, error: str, now: datetime
) -> None:
    """Note why nothing came; what came before stays noted."""
    told = {"tried_at": now, "error": error}
    fresh = insert_into(db, feeds).values(
        name=name, kind=kind, tenant_id=tenant_id, state={}, **told
    )
    db.execute(fresh.on_conflict_do_update(index_elements=[_f.name], set_=told))


def all(db: Connection) -> tuple[FeedRow, ...]:  # noqa: A001 - said as `feeds.all`
    """Every feed that was ever tried, by name."""
    return tuple(FeedRow(*row) for row in db.execute(select(*_COLUMNS).order_by(_f.name)))


def get(db: Connection, name: str) -> FeedRow | None:
    """The feed of that name, if it was ever tried."""
    row = db.execute(select(*_COLUMNS).where(_f.name == name)).first()
    return None if row is None else FeedRow(*row)


def open_everyone(db: Connection, now: datetime) -> None:
    """The bearer of published prices, so that their files are kept and locked like a shop's own.

    It has no stores, people or keys, so nobody can speak for it.
    """
    bearer = {"id": EVERYONE, "name": "everyone", "kind": "shop", "created_at": now}
    db.execute(insert_into(db, tenants).values(bearer).on_conflict_do_nothing())


def forget_published_files(db: Connection, before: datetime) -> int:
    """Remove published files as they came, once they are old; their prices stay."""
    b = ingest_batches.c
    old = select(b.id).where(b.tenant_id == EVERYONE, b.at < before)
    return db.execute(delete(raw_rows).where(raw_rows.c.batch_id.in_(old))).rowcount
