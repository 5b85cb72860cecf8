"""Conversations and what was said in them; each is seen by the one who began it and nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select

from haat.core.actor import Actor
from haat.core.errors import NotFound
from haat.store import tables
from haat.store.paging import Page, cursor_of, moment_and_id

_c = tables.conversations.c
_t = tables.turns.c
# The condition that a conversation is the actor's own; `whose` has its parameters.
MINE = and_(
    _c.id == bindparam("of_conversation"),
    _c.tenant_id == bindparam("of_tenant"),
    _c.subject == bindparam("of_subject"),
)
# A statement costs more to write than to run, so the frequent ones are written once.
_BEGIN = insert(tables.conversations)
_MINE = select(_c.id).where(MINE)


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation of a person with the copilot."""

    id: str
    channel: str
    started_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """What was asked and the reply as it was sent; absent while it is being answered."""

    id: str
    message_id: str
    text: str
    reply: Mapping[str, Any] | None
    asked_at: datetime
    answered_at: datetime | None


def begin(actor: Actor, db: Connection, channel: str, now: datetime) -> str:
    """A new conversation's id."""
    conversation_id = uuid4().hex
    values = {
        "id": conversation_id,
        "tenant_id": actor.tenant_id,
        "subject": actor.subject,
        "channel": channel,
        "started_at": now,
        "last_at": now,
    }
    db.execute(_BEGIN, values)
    return conversation_id


def whose(actor: Actor, conversation_id: str) -> dict[str, object]:
    """The parameters of `MINE`."""
    return {
        "of_conversation": conversation_id,
        "of_tenant": actor.tenant_id,
        "of_subject": actor.subject,
    }


def check(actor: Actor, db: Connection, conversation_id: str) -> None:
    """NotFound unless the conversation is this actor's own."""
    if db.execute(_MINE, whose(actor, conversation_id)).first() is None:
        raise NotFound(f"no conversation {conversation_id}")


def listing(
    actor: Actor, db: Connection, limit: int = 50, cursor: str | None = None
) -> Page[Conversation]:
    """The actor's conversations, the latest used first."""
    wanted = select(_c.id, _c.channel, _c.started_at, _c.last_at)
    wanted = wanted.where(_c.tenant_id == actor.tenant_id, _c.subject == actor.subject)
    if cursor is not None:
        at, last_id = moment_and_id(cursor)
        wanted = wanted.where(or_(_c.last_at < at, and_(_c.last_at == at, _c.id < last_id)))
    ordered = wanted.order_by(_c.last_at.desc(), _c.id.desc()).limit(limit + 1)
    found = [Conversation(*row) for row in db.execute(ordered)]
    shown = tuple(found[:limit])
    more = len(found) > limit
    return Page(shown, cursor_of(shown[-1].last_at.isoformat(), shown[-1].id) if more else None)


def turns(
    actor: Actor, db: Connection, conversation_id: str, limit: int = 50, cursor: str | None = None
) -> Page[Turn]:
    """What was said in one conversation, the oldest first; NotFound unless it is the actor's own."""
    check(actor, db, conversation_id)
    wanted = select(_t.id, _t.message_id, _t.text, _t.reply, _t.asked_at, _t.answered_at)
    wanted = wanted.where(_t.conversation_id == conversation_id)
    if cursor is not None:
        at, last_id = moment_and_id(cursor)
        wanted = wanted.where(or_(_t.asked_at > at, and_(_t.asked_at == at, _t.id > last_id)))
    ordered = wanted.order_by(_t.asked_at, _t.id).limit(limit + 1)
    found = [Turn(*row) for row in db.execute(ordered)]
    shown = tuple(found[:limit])
    more = len(found) > limit
    return Page(shown, cursor_of(shown[-1].asked_at.isoformat(), shown[-1].id) if more else None)


def prune(db: Connection, before: datetime, limit: int = 500) -> tuple[str, ...]:
    """Forget conversations last used before a moment, all tenants'; their ids are returned."""
    oldest = select(_c.id).where(_c.last_at < before).order_by(_c.last_at).limit(limit)
    forgotten = tuple(db.scalars(oldest))
    db.execute(delete(tables.turns).where(_t.conversation_id.in_(forgotten)))
    db.execute(delete(tables.conversations).where(_c.id.in_(forgotten)))
    return forgotten
