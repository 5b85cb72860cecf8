"""Where messengers hand in what people write: it is kept before anybody is told that it arrived."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from haat.core.days import Clock
from haat.core.message import Inbound, Media
from haat.store import contacts, inbox, outbox
from haat.store.handles import Engine


class Post(Protocol):
    """Takes messages and the provider's news of what was sent."""

    async def receive(self, inbound: Inbound) -> bool:
        """Keep a message, and only then return; False where it is known already."""
        ...

    async def delivered(self, provider_id: str, status: str, error: str | None) -> None:
        """Note how far a message of ours has come."""
        ...


def nobody() -> None:
    """Nobody is to be woken: the workers look by themselves."""


@dataclass(frozen=True, slots=True)
class StoredPost:
    """The post of an installation: committed to its database, then a worker is woken."""

    engine: Engine
    clock: Clock
    wake: Callable[[], None] = nobody

    async def receive(self, inbound: Inbound) -> bool:
        """Keep a message, and only then return; False where it is known already."""
        fresh = await asyncio.to_thread(self._keep, inbound)
        self.wake()
        return fresh

    async def delivered(self, provider_id: str, status: str, error: str | None) -> None:
        """Note how far a message of ours has come."""
        await asyncio.to_thread(self._note, provider_id, status, error)

    def _keep(self, inbound: Inbound) -> bool:
        now = self.clock()
        with self.engine.begin() as db:
            who = contacts.known(db, inbound.channel, inbound.sender, inbound.sender_name, now)
            outbox.release(db, who.id)  # she writes, so she may be written to
            payload = packed(inbound)
            return inbox.receive(db, inbound.channel, inbound.message_id, who.id, payload, now)

    def _note(self, provider_id: str, status: str, error: str | None) -> None:
        with self.engine.begin() as db:
            outbox.delivered(db, provider_id, status, error)


def packed(inbound: Inbound) -> dict[str, Any]:
    """What of a message is kept: the words, the choice, and what came along."""
    return {
        "text": inbound.text,
        "choice": inbound.choice,
        "media": [asdict(m) for m in inbound.media],
        "location": None if inbound.location is None else list(inbound.location),
    }


def unpacked(channel: str, message_id: str, payload: Mapping[str, Any]) -> Inbound:
    """The message as it came."""
    location = payload["location"]
    return Inbound(
        payload["text"],
        message_id,
        channel=channel,
        choice=payload["choice"],
        media=tuple(Media(**m) for m in payload["media"]),
        location=None if location is None else (location[0], location[1]),
    )
