"""One answer to each message: who may answer it, who waits, and what the answer was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, Select, delete, literal, or_, select, update

from haat.core.actor import Actor
from haat.core.errors import NotFound
from haat.store import conversations, tables
from haat.store.engine import insert_into

_c = tables.conversations.c
_t = tables.turns.c


@dataclass(frozen=True, slots=True)
class Claim:
    """What became of a message.

    `first` means that it is ours to answer. Otherwise `reply` is the answer it got before, or
    absent while somebody else is answering: ask again a little later.
    """

    turn_id: str
    conversation_id: str
    first: bool
    reply: Mapping[str, Any] | None


def claim(
    actor: Actor,
    db: Connection,
    *,
    conversation_id: str | None,
    message_id: str,
    text: str,
    channel: str,
    now: datetime,
    lease_seconds: float,
) -> Claim:
    """Take a message, unless it was taken before; NotFound for a conversation of somebody else.

    A message that was taken and not answered within its lease may be taken again.
    """
    conversation = conversation_id or conversations.begin(actor, db, channel, now)
    until = now + timedelta(seconds=lease_seconds)
    said = {"message_id": message_id, "text": text, "asked_at": now, "lease_until": until}
    turn_id = _insert(actor, db, conversation, said)
    if turn_id is not None:
        return Claim(turn_id, conversation, first=True, reply=None)
    if conversation_id is None:
        db.execute(delete(tables.conversations).where(_c.id == conversation))
    known = _known(actor, db, message_id)
    if known is None:
        raise NotFound(f"no conversation {conversation}")
    if conversation_id not in {None, known.conversation_id}:
        conversations.check(actor, db, conversation)
    first = known.answered_at is None and _take_over(db, known, text, now, until)
    return Claim(known.id, known.conversation_id, first, known.reply)


def finish(
    actor: Actor, db: Connection, turn_id: str, reply: Mapping[str, Any], now: datetime
) -> bool:
    """Keep the answer; False where the turn has one already (which stands) or was erased."""
    kept = db.execute(
        update(tables.turns)
        .where(
            _t.id == turn_id,
            _t.tenant_id == actor.tenant_id,
            _t.subject == actor.subject,
            _t.answered_at.is_(None),
        )
        .values(reply=dict(reply), answered_at=now)
    )
    return kept.rowcount == 1


def abandon(actor: Actor, db: Connection, turn_id: str) -> None:
    """Give a turn back unanswered, so that the same message may be sent again at once."""
    db.execute(
        delete(tables.turns).where(
            _t.id == turn_id,
            _t.tenant_id == actor.tenant_id,
            _t.subject == actor.subject,
            _t.answered_at.is_(None),
        )
    )


def occupy(
    actor: Actor, db: Connection, conversation_id: str, now: datetime, lease_seconds: float
) -> datetime | None:
    """Hold a conversation for one turn: until when, or nothing while another turn holds it."""
    until = now + timedelta(seconds=lease_seconds)
    held = db.execute(
        update(tables.conversations)
        .where(
            conversations.mine(actor, conversation_id),
            or_(_c.busy_until.is_(None), _c.busy_until <= now),
        )
        .values(busy_until=until, last_at=now)
    )
    return until if held.rowcount == 1 else None


def release(actor: Actor, db: Connection, conversation_id: str, until: datetime) -> None:
    """Let the next turn in, unless the hold ran out and another turn has it by now."""
    db.execute(
        update(tables.conversations)
        .where(conversations.mine(actor, conversation_id), _c.busy_until == until)
        .values(busy_until=None)
    )


def _insert(
    actor: Actor, db: Connection, conversation_id: str, said: Mapping[str, object]
) -> str | None:
    """The new turn's id; nothing where the message is known or the conversation is not ours."""
    row = {
        "id": uuid4().hex,
        "tenant_id": actor.tenant_id,
        "subject": actor.subject,
        "conversation_id": conversation_id,
        **said,
    }
    values = select(*(literal(value, _t[name].type) for name, value in row.items()))
    source = values.select_from(tables.conversations).where(
        conversations.mine(actor, conversation_id)
    )
    added = (
        insert_into(db, tables.turns)
        .from_select(list(row), source)
        .on_conflict_do_nothing()
        .returning(_t.id)
    )
    return db.execute(added).scalar()


def _known(actor: Actor, db: Connection, message_id: str) -> Row[Any] | None:
    wanted: Select[Any] = select(
        _t.id, _t.conversation_id, _t.reply, _t.answered_at, _t.lease_until
    )
    said = wanted.where(_t.tenant_id == actor.tenant_id, _t.subject == actor.subject)
    return db.execute(said.where(_t.message_id == message_id)).first()


def _take_over(db: Connection, known: Row[Any], text: str, now: datetime, until: datetime) -> bool:
    """Whether an unanswered turn is ours now: its lease ran out and nobody else was faster."""
    if known.lease_until > now:
        return False
    taken = db.execute(
        update(tables.turns)
        .where(_t.id == known.id, _t.answered_at.is_(None), _t.lease_until <= now)
        .values(lease_until=until, text=text)
    )
    return taken.rowcount == 1
