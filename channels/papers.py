"""Bills that people send: fetched from the provider, kept, read, and then talked about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from channels.messenger import Messenger
from haat.core.actor import Actor
from haat.core.message import Inbound, Media
from haat.store.documents import StoredDocument

READABLE = ("image/", "application/pdf")
MOST = 5  # of one message


class Takes(Protocol):
    """Whoever keeps and reads papers."""

    async def take(
        self, actor: Actor, content: bytes, *, name: str, media_type: str, kind: str | None = None
    ) -> StoredDocument: ...


@dataclass(frozen=True, slots=True)
class PaperIntake:
    """Takes in the papers of a message."""

    takes: Takes
    messengers: Mapping[str, Messenger]

    async def given(self, actor: Actor, inbound: Inbound) -> tuple[str, ...]:
        """The ids of the papers that came along; none where nothing that can be read did.

        Raises NotNow where the provider does not give them out now, Refused where it never will, and
        InvalidInput or NotConfigured where one cannot be read. The same file is the same document.
        """
        messenger = self.messengers[inbound.channel]
        found: dict[str, None] = {}
        for came in papers_of(inbound.media):
            content = await messenger.fetch(came)
            kept = await self.takes.take(
                actor, content, name=came.name or came.kind, media_type=came.media_type
            )
            found[kept.id] = None
        return tuple(found)


def papers_of(media: Iterable[Media]) -> tuple[Media, ...]:
    """What may be a paper: pictures and PDF."""
    return tuple(m for m in media if m.media_type.startswith(READABLE))[:MOST]
