"""A copilot that answers by echo, keeps turns as the real one does, and can be told to be slow or to fail."""

import asyncio
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from haat.core.actor import Actor
from haat.core.message import Inbound, Reply, Words
from haat.store import turns

Listener = Callable[[str, Mapping[str, Any]], None]


@dataclass
class EchoCopilot:
    """Answers each message once; `gate` holds it back, `failure` is raised instead of an answer."""

    engine: Engine
    clock: Callable[[], datetime]
    gate: asyncio.Event | None = None
    failure: Exception | None = None
    asked: list[Inbound] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    async def answer(self, actor: Actor, inbound: Inbound, listen: Listener | None = None) -> Reply:
        claim = self._claim(actor, inbound)
        while not claim.first and claim.reply is None:
            await asyncio.sleep(0.01)
            claim = self._claim(actor, inbound)
        if claim.reply is not None:
            return _reply(claim.conversation_id, inbound.message_id, claim.reply["said"])
        said = await self._say(inbound, listen or (lambda *_: None))
        with self.engine.begin() as db:
            turns.finish(actor, db, claim.turn_id, {"said": said}, self.clock())
        return _reply(claim.conversation_id, inbound.message_id, said)

    async def take_over(self, actor: Actor, message_id: str) -> None:
        del actor, message_id

    async def forget(self, conversation_ids: Sequence[str]) -> None:
        self.forgotten.extend(conversation_ids)

    async def _say(self, inbound: Inbound, listen: Listener) -> str:
        self.asked.append(inbound)
        listen("tool_call", {"name": "echo"})
        words = f"you said: {inbound.text}"
        for letter in words:
            listen("token", {"text": letter})
        if self.gate is not None:
            await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        return words

    def _claim(self, actor: Actor, inbound: Inbound) -> turns.Claim:
        with self.engine.begin() as db:
            return turns.claim(
                actor,
                db,
                conversation_id=inbound.conversation_id,
                message_id=inbound.message_id,
                text=inbound.text,
                channel=inbound.channel,
                now=self.clock(),
                lease_seconds=60,
            )


def _reply(conversation_id: str, message_id: str, said: str) -> Reply:
    return Reply(conversation_id, message_id, uuid.uuid4().hex, Words(said, "en", "Latn"))
