"""Who did what and when: a chain of rows that only grows, so that a change to an old one shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Row, bindparam, func, insert, select, text

from haat.core.actor import Actor
from haat.store.paging import Page, cursor_of, place_of
from haat.store.tables import audit

_START = "0" * 64
_HEAD = select(func.max(audit.c.id)).where(audit.c.tenant_id == bindparam("tenant"))
_LOCK = 0x61756474  # "audt": on Postgres one writer at a time extends the chain


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One thing that was done; `object` is the kind and id of what it was done to."""

    id: int
    at: datetime
    subject: str
    action: str
    object: str
    detail: Mapping[str, Any]
    hash: str


class Verified(NamedTuple):
    """The first row that does not fit the chain, and how many rows were read."""

    broken: int | None
    rows: int


def record(
    actor: Actor,
    db: Connection,
    action: str,
    thing: str,
    *,
    detail: Mapping[str, Any],
    now: datetime,
) -> None:
    """Add a row; call it last in a transaction, since others wait for its end.

    `detail` holds ids and figures, never words or names: the trail outlives an erasure.
    """
    if db.dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    last = db.execute(select(audit.c.hash).order_by(audit.c.id.desc()).limit(1)).scalar()
    row = {
        "tenant_id": actor.tenant_id,
        "at": now.astimezone(UTC),
        "subject": actor.subject,
        "action": action,
        "object": thing,
        "detail": dict(detail),
    }
    previous = last or _START
    values = {**row, "previous_hash": previous, "hash": _hash(previous, row)}
    db.execute(insert(audit).values(values))


def head(actor: Actor, db: Connection) -> int:
    """The number of the tenant's last row, which grows with whatever is written; 0 where there is none."""
    return db.execute(_HEAD, {"tenant": actor.tenant_id}).scalar() or 0


def listing(
    actor: Actor, db: Connection, limit: int = 50, cursor: str | None = None
) -> Page[AuditRow]:
    """What was done in the tenant, the latest first."""
    a = audit.c
    wanted = select(a.id, a.at, a.subject, a.action, a.object, a.detail, a.hash)
    wanted = wanted.where(a.tenant_id == actor.tenant_id).order_by(a.id.desc()).limit(limit + 1)
    if cursor is not None:
        wanted = wanted.where(a.id < place_of(cursor, int)[0])
    found = [AuditRow(*row) for row in db.execute(wanted)]
    more = len(found) > limit
    return Page(tuple(found[:limit]), cursor_of(found[limit - 1].id) if more else None)


def verify(db: Connection) -> Verified:
    """Walk the whole chain, all tenants'."""
    previous, read = _START, 0
    chain = select(audit).order_by(audit.c.id)
    with db.execute(chain, execution_options={"yield_per": 1000}) as rows:
        for row in rows:
            read += 1
            if row.previous_hash != previous or row.hash != _hash(previous, _content(row)):
                return Verified(row.id, read)
            previous = row.hash
    return Verified(None, read)


def _content(row: Row[Any]) -> dict[str, Any]:
    names = ("tenant_id", "at", "subject", "action", "object", "detail")
    return {name: getattr(row, name) for name in names}


def _hash(previous: str, row: Mapping[str, Any]) -> str:
    return sha256(previous.encode() + orjson.dumps(row, option=orjson.OPT_SORT_KEYS)).hexdigest()
