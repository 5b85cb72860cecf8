"""A person who talks with the real copilot about a small shop."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver
from sqlalchemy import Engine, func, select

from agent.copilot import Copilot
from agent.turn import Listener
from app.wiring import build_copilot
from haat.core.actor import Actor
from haat.core.message import Inbound, Reply, TurnContext
from haat.core.settings import ConversationSettings, Settings
from haat.store import tables
from haat.store.engine import reading
from tests.integration.tools.shops import NOW
from tests.shipped import gazetteer, languages
from tools import OWN

_numbers = count(1)


def copilot_on(
    engine: Engine,
    checkpointer: BaseCheckpointSaver[Any] | None = None,
    clock: Callable[[], datetime] = lambda: NOW,
    **conversation: int,
) -> Copilot:
    """The copilot as it is wired, on this store; one process of a server."""
    return build_copilot(
        Settings(conversation=ConversationSettings(**conversation)),
        engine,
        clock,
        languages=languages(),
        gazetteer=gazetteer(),
        checkpointer=checkpointer or InMemorySaver(),
        hosted=None,
    )


@dataclass
class Talk:
    """One conversation; `heard` are the events of all its turns."""

    copilot: Copilot
    actor: Actor
    conversation_id: str | None = None
    heard: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    dialogue: list[str] = field(default_factory=list)

    async def say(
        self,
        text: str,
        message_id: str | None = None,
        listen: Listener | None = None,
        **context: Any,
    ) -> Reply:
        """The reply to the next message."""
        reply = await self.copilot.answer(
            self.actor,
            Inbound(
                text,
                message_id or f"m{next(_numbers)}",
                self.conversation_id,
                context=TurnContext(**context),
            ),
            listen or (lambda event, data: self.heard.append((event, dict(data)))),
        )
        self.conversation_id = reply.conversation_id
        self.dialogue.append(f"> {text}\n{reply.words.text}")
        return reply

    @property
    def text(self) -> str:
        """The dialogue as a reviewer reads it."""
        return "\n\n".join(self.dialogue)


def statuses(reply: Reply) -> list[str]:
    """How each call of a reply ended."""
    return [c.status for c in reply.tool_calls]


def figure(reply: Reply, name: str) -> Any:
    """The value of the first figure of that name."""
    return next(
        f["value"] for c in reply.tool_calls for f in c.result["figures"] if f["name"] == name
    )


def counted(engine: Engine, table: str, **where: Any) -> int:
    """How many rows there are."""
    found = tables.metadata.tables[table]
    asked = select(func.count()).select_from(found)
    for column, value in where.items():
        asked = asked.where(found.c[column] == value)
    with reading(engine) as db:
        return db.scalar(asked) or 0


def failing_at(event: str) -> Listener:
    """A listener at which a turn breaks down, as a process that dies there."""

    def listen(name: str, data: Mapping[str, Any]) -> None:
        if name == event:
            raise RuntimeError("the lights went out")

    return listen


async def say_all(talk: Talk, *texts: str) -> Reply:
    """The reply to the last of several messages; all are grounded, and none lists a call of her own matters."""
    replies = [await talk.say(text) for text in texts]
    for reply in replies:
        assert reply.grounded, reply.words.text
        assert OWN.isdisjoint(call.name for call in reply.tool_calls)
    return replies[-1]


def needed(reply: Reply) -> tuple[str, str] | None:
    """What a reply waits for."""
    need = reply.needs_input
    return None if need is None else (need.kind, need.slot)
