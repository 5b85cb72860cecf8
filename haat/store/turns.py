"""One answer to each message: who may answer it, who waits, and what the answer was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, Select, and_, bindparam, delete, or_, select, update

from haat.core.actor import Actor
from haat.core.errors import NotFound
from haat.store import conversations, tables
from haat.store.engine import INSERTIONS

_c = tables.conversations.c
_t = tables.turns.c
# A statement costs more to write than to run, so the frequent ones are written once.
_UNANSWERED = and_(
    _t.id == bindparam("of_turn"),
    _t.tenant_id == bindparam("of_tenant"),
    _t.subject == bindparam("of_subject"),
    _t.answered_at.is_(None),
)
_FINISH = (
    update(tables.turns)
    .where(_UNANSWERED)
    .values(reply=bindparam("answer"), answered_at=bindparam("now"))
)
_ABANDON = delete(tables.turns).where(_UNANSWERED)
_OCCUPY = (
    update(tables.conversations)
    .where(conversations.MINE, or_(_c.busy_until.is_(None), _c.busy_until <= bindparam("now")))
    .values(busy_until=bindparam("until"), last_at=bindparam("now"))
)
_RELEASE = (
    update(tables.conversations)
    .where(conversations.MINE, _c.busy_until == bindparam("until"))
    .values(busy_until=None)
)
_KNOWN: Select[Any] = select(
    _t.id, _t.conversation_id, _t.reply, _t.answered_at, _t.lease_until
).where(
    _t.tenant_id == bindparam("tenant"),
    _t.subject == bindparam("whose"),
    _t.message_id == bindparam("message"),
)
_NEW = {  # columns of a new turn: its conversation's, and what was said
    "tenant_id": _c.tenant_id,
    "subject": _c.subject,
    "conversation_id": _c.id,
    **{
        name: bindparam(f"new_{name}", type_=_t[name].type)
        for name in ("id", "message_id", "text", "asked_at", "lease_until")
    },
}
_ADD = {
    dialect: insertion(tables.turns)
    .from_select(list(_NEW), select(*_NEW.values()).where(conversations.MINE))
    .on_conflict_do_nothing()
    .returning(_t.id)
    for dialect, insertion in INSERTIONS.items()
}


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
    answer = {"answer": dict(reply), "now": now}
    return db.execute(_FINISH, _whose(actor, turn_id) | answer).rowcount == 1


def abandon(actor: Actor, db: Connection, turn_id: str) -> None:
    """Give a turn back unanswered, so that the same message may be sent again at once."""
    db.execute(_ABANDON, _whose(actor, turn_id))


def orphan(actor: Actor, db: Connection, message_id: str, now: datetime) -> None:
    """Let an unanswered message be claimed again, and its conversation be held by another turn.

    For a message whose handler is known to be gone; the caller makes sure of that.
    """
    known = _known(actor, db, message_id)
    if known is None or known.answered_at is not None:
        return
    db.execute(update(tables.turns).where(_t.id == known.id).values(lease_until=now))
    here = update(tables.conversations).where(_c.id == known.conversation_id)
    db.execute(here.values(busy_until=None))


def occupy(
    actor: Actor, db: Connection, conversation_id: str, now: datetime, lease_seconds: float
) -> datetime | None:
    """Hold a conversation for one turn: until when, or nothing while another turn holds it."""
    until = now + timedelta(seconds=lease_seconds)
    told = conversations.whose(actor, conversation_id) | {"until": until, "now": now}
    return until if db.execute(_OCCUPY, told).rowcount == 1 else None


def release(actor: Actor, db: Connection, conversation_id: str, until: datetime) -> None:
    """Let the next turn in, unless the hold ran out and another turn has it by now."""
    db.execute(_RELEASE, conversations.whose(actor, conversation_id) | {"until": until})


def _insert(
    actor: Actor, db: Connection, conversation_id: str, said: Mapping[str, object]
) -> str | None:
    """The new turn's id; nothing where the message is known or the conversation is not ours."""
    told = {
        **conversations.whose(actor, conversation_id),
        "new_id": uuid4().hex,
        **{f"new_{name}": value for name, value in said.items()},
    }
    return db.execute(_ADD[db.dialect.name], told).scalar()


def _known(actor: Actor, db: Connection, message_id: str) -> Row[Any] | None:
    told = {"tenant": actor.tenant_id, "whose": actor.subject, "message": message_id}
    return db.execute(_KNOWN, told).first()


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


def _whose(actor: Actor, turn_id: str) -> dict[str, object]:
    """The parameters of `_UNANSWERED`."""
    return {"of_turn": turn_id, "of_tenant": actor.tenant_id, "of_subject": actor.subject}
