"""A person who talks with a copilot, and who sees all that a client of the stream sees."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from pydantic import SecretStr

from app.wiring import Services, open_services
from haat.core.actor import Actor
from haat.core.message import Inbound, Reply, TurnContext
from haat.core.settings import ModelSettings, Settings

TODAY = date(2026, 11, 25)
MODEL = "some-model"


@dataclass
class Talk:
    """One conversation."""

    services: Services
    actor: Actor
    conversation_id: str | None = None
    events: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    async def say(self, text: str, **context: Any) -> Reply:
        """The reply to the next message; `events` are those of this turn."""
        self.events = []
        inbound = Inbound(text, uuid4().hex, self.conversation_id, context=TurnContext(**context))
        reply = await self.services.copilot.answer(
            self.actor, inbound, lambda name, data: self.events.append((name, data))
        )
        self.conversation_id = reply.conversation_id
        return reply

    @property
    def states(self) -> list[str]:
        """The states that were told while the reply was made."""
        return [str(data["state"]) for name, data in self.events if name == "status"]


def opened(
    folder: Path, base_url: str, seconds: float = 20.0
) -> AbstractAsyncContextManager[Services]:
    """The copilot as it is wired, with a model at that address."""
    model = ModelSettings(
        name=MODEL, base_url=base_url, api_key=SecretStr("key"), timeout_seconds=seconds
    )
    return open_services(Settings(data_dir=folder, today=TODAY, model=model))


def called(reply: Reply) -> list[tuple[str, dict[str, Any], str]]:
    """The calls of a reply without their findings."""
    return [(c.name, dict(c.arguments), c.status) for c in reply.tool_calls]
