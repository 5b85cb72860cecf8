"""What was suggested to a person, and whether she took it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from haat.core.actor import Actor
from haat.core.errors import NotFound
from haat.store import audit, tables

SuggestionKind = Literal["recommendation", "insight"]
Answer = Literal["accepted", "rejected"]
_s = tables.suggestions.c


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggestion as it stands; `payload` is what was shown, as plain JSON."""

    id: str
    kind: SuggestionKind
    payload: Mapping[str, Any]
    status: Literal["shown", "accepted", "rejected"]
    at: datetime
    answered_at: datetime | None


def show(
    actor: Actor,
    db: Connection,
    kind: SuggestionKind,
    payloads: Sequence[Mapping[str, Any]],
    now: datetime,
) -> tuple[str, ...]:
    """Keep what is shown, each with an id to answer by; the ids in the same order."""
    ids = tuple(uuid4().hex for _ in payloads)
    common: dict[str, object] = {
        "tenant_id": actor.tenant_id,
        "subject": actor.subject,
        "kind": kind,
    }
    common |= {"status": "shown", "at": now}
    rows = [
        {**common, "id": i, "payload": dict(payload)}
        for i, payload in zip(ids, payloads, strict=True)
    ]
    if rows:
        db.execute(insert(tables.suggestions), rows)
    return ids


def answer(
    actor: Actor,
    db: Connection,
    kind: SuggestionKind,
    suggestion_id: str,
    *,
    status: Answer,
    now: datetime,
) -> Suggestion:
    """Note a yes or a no; a later one replaces it, the same again changes nothing."""
    found = get(actor, db, kind, suggestion_id)
    if found.status == status:
        return found
    here = (_s.id == suggestion_id, _s.tenant_id == actor.tenant_id)
    db.execute(update(tables.suggestions).where(*here).values(status=status, answered_at=now))
    audit.record(actor, db, f"{kind}.{status}", f"suggestion {suggestion_id}", detail={}, now=now)
    return get(actor, db, kind, suggestion_id)


def get(actor: Actor, db: Connection, kind: SuggestionKind, suggestion_id: str) -> Suggestion:
    """One suggestion of the tenant, or NotFound."""
    here = (_s.tenant_id == actor.tenant_id, _s.id == suggestion_id, _s.kind == kind)
    row = db.execute(select(*_shown()).where(*here)).first()
    if row is None:
        raise NotFound(f"no {kind} {suggestion_id}")
    return Suggestion(*row)


def told(
    actor: Actor, db: Connection, kind: SuggestionKind, since: datetime, until: datetime
) -> tuple[Suggestion, ...]:
    """All that was shown to the tenant between two moments, in order of time."""
    here = (_s.tenant_id == actor.tenant_id, _s.kind == kind, _s.at.between(since, until))
    query = select(*_shown()).where(*here)
    return tuple(Suggestion(*row) for row in db.execute(query.order_by(_s.at, _s.id)).all())


def rejected(
    actor: Actor, db: Connection, kind: SuggestionKind, since: datetime, until: datetime
) -> tuple[Suggestion, ...]:
    """What the tenant said no to between two moments."""
    here = (_s.tenant_id == actor.tenant_id, _s.kind == kind, _s.status == "rejected")
    query = select(*_shown()).where(*here, _s.answered_at.between(since, until))
    return tuple(Suggestion(*row) for row in db.execute(query.order_by(_s.at, _s.id)).all())


def _shown() -> tuple[Any, ...]:
    return tuple(tables.suggestions.c[name] for name in Suggestion.__slots__)
