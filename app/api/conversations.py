"""The caller's own conversations."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from app.api.dependencies import ActorDep, Cursor, Limit, ServicesDep
from channels.wire import Text
from haat.store import conversations
from haat.store.engine import reading

router = APIRouter(prefix="/conversations", tags=["chat"])


class ConversationDocument(BaseModel):
    """One conversation."""

    id: str
    channel: str
    started_at: datetime
    last_at: datetime


class ConversationsDocument(BaseModel):
    """Some of the caller's conversations, the latest used first."""

    items: list[ConversationDocument]
    next_cursor: str | None


class TurnDocument(BaseModel):
    """What was asked, and the reply as it was sent."""

    message_id: str
    text: str
    reply: dict[str, Any] | None
    asked_at: datetime
    answered_at: datetime | None


class TurnsDocument(BaseModel):
    """Some turns of one conversation, the oldest first."""

    items: list[TurnDocument]
    next_cursor: str | None


@router.get("")
def listing(
    actor: ActorDep, services: ServicesDep, limit: Limit = 50, cursor: Cursor = None
) -> ConversationsDocument:
    """The conversations, the latest used first."""
    with reading(services.engine) as db:
        page = conversations.listing(actor, db, limit, cursor)
    items = [
        ConversationDocument(id=c.id, channel=c.channel, started_at=c.started_at, last_at=c.last_at)
        for c in page.items
    ]
    return ConversationsDocument(items=items, next_cursor=page.next_cursor)


@router.get("/{conversation_id}")
def turns(
    conversation_id: Text,
    actor: ActorDep,
    services: ServicesDep,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> TurnsDocument:
    """What was said in one conversation, the oldest first."""
    with reading(services.engine) as db:
        page = conversations.turns(actor, db, conversation_id, limit, cursor)
    items = [
        TurnDocument(
            message_id=t.message_id,
            text=t.text,
            reply=None if t.reply is None else dict(t.reply),
            asked_at=t.asked_at,
            answered_at=t.answered_at,
        )
        for t in page.items
    ]
    return TurnsDocument(items=items, next_cursor=page.next_cursor)
