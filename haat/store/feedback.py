"""What a person thought of an answer."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, delete, insert, select

from haat.core.actor import Actor
from haat.core.errors import NotFound
from haat.store.tables import feedback, turns

Thumb = Literal["up", "down"]


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
