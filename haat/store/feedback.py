"""What a person thought of an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, and_, delete, insert, select

from haat.core.actor import Actor
from haat.core.errors import NotFound
from haat.store.tables import feedback, turns

Thumb = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer, as plain JSON, and what the person thought of it."""

    reply: Mapping[str, Any]
    thumb: Thumb
    at: datetime


def record(
    actor: Actor,
    db: Connection,
    message_id: str,
    *,
    thumb: Thumb,
    text: str | None,
    now: datetime,
) -> None:
    """Keep the caller's latest opinion of one of her own turns; NotFound where it is not hers."""
    whose = {"tenant_id": actor.tenant_id, "subject": actor.subject, "message_id": message_id}
    own = (turns.c[name] == value for name, value in whose.items())
    if db.execute(select(turns.c.id).where(*own)).first() is None:
        raise NotFound("there is no such message of yours")
    db.execute(delete(feedback).where(*(feedback.c[n] == v for n, v in whose.items())))
    db.execute(insert(feedback).values(**whose, thumb=thumb, text=text, at=now))


def judged(actor: Actor, db: Connection, since: datetime, until: datetime) -> tuple[Judged, ...]:
    """The tenant's answers that were judged between two moments, in order of time."""
    f, t = feedback.c, turns.c
    same = and_(t.tenant_id == f.tenant_id, t.subject == f.subject, t.message_id == f.message_id)
    here = (f.tenant_id == actor.tenant_id, f.at.between(since, until), t.reply.is_not(None))
    query = select(t.reply, f.thumb, f.at).select_from(feedback.join(turns, same)).where(*here)
    return tuple(Judged(*row) for row in db.execute(query.order_by(f.at, f.id)).all())
