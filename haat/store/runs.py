"""Streamed turns and their events, kept so that a client that lost the stream can read the rest."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from haat.core.actor import Actor
from haat.core.errors import NotFound
from haat.store.tables import run_events, runs


@dataclass(frozen=True, slots=True)
class RunEvent:
    """One event of a run; sequences begin with 1 and have no gaps."""

    sequence: int
    event: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """One streamed turn."""

    id: str
    message_id: str
    started_at: datetime
    ended_at: datetime | None


def begin(actor: Actor, db: Connection, message_id: str, now: datetime) -> str:
    """Open a run and return its id."""
    run_id = uuid.uuid4().hex
    row = {"id": run_id, "tenant_id": actor.tenant_id, "subject": actor.subject}
    db.execute(insert(runs).values(**row, message_id=message_id, started_at=now))
    return run_id


def append(db: Connection, run_id: str, events: Sequence[RunEvent]) -> None:
    """Keep events of a run that the caller has opened; one that was erased meanwhile stays erased."""
    if events and db.execute(select(runs.c.id).where(runs.c.id == run_id)).first() is not None:
        rows = [
            {"run_id": run_id, "sequence": e.sequence, "event": e.event, "data": dict(e.data)}
            for e in events
        ]
        db.execute(insert(run_events), rows)


def end(db: Connection, run_id: str, now: datetime) -> None:
    """Say that no further event follows."""
    db.execute(update(runs).where(runs.c.id == run_id).values(ended_at=now))


def find(actor: Actor, db: Connection, run_id: str) -> Run:
    """The caller's own run; NotFound where it is anybody else's."""
    own = (
        runs.c.id == run_id,
        runs.c.tenant_id == actor.tenant_id,
        runs.c.subject == actor.subject,
    )
    columns = (runs.c.id, runs.c.message_id, runs.c.started_at, runs.c.ended_at)
    row = db.execute(select(*columns).where(*own)).one_or_none()
    if row is None:
        raise NotFound("there is no such run of yours")
    return Run(*row)


def events(db: Connection, run_id: str, after: int) -> tuple[RunEvent, ...]:
    """The kept events of a run past a sequence, in order."""
    table = run_events.c
    query = (
        select(table.sequence, table.event, table.data)
        .where(table.run_id == run_id, table.sequence > after)
        .order_by(table.sequence)
    )
    return tuple(RunEvent(*row) for row in db.execute(query))


def prune(db: Connection, before: datetime) -> int:
    """Remove runs begun before a moment, with their events; how many there were."""
    old = select(runs.c.id).where(runs.c.started_at < before)
    db.execute(delete(run_events).where(run_events.c.run_id.in_(old)))
    return db.execute(delete(runs).where(runs.c.started_at < before)).rowcount
