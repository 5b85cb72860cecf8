"""People with a phone, who write to the real copilot by a messenger that only remembers."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from app.messaging import mailroom_of
from app.papers import Papers
from app.wiring import Services, open_services
from channels.mailroom import Mailroom
from channels.messenger import Messenger
from channels.post import StoredPost
from haat.core.actor import Actor
from haat.core.message import Inbound, Option, Outbound
from haat.core.settings import Settings
from haat.store import contacts, people
from haat.store.engine import reading
from tests.demo import TODAY
from tests.integration.channels.doubles import TAPPED, TYPED, Courier

_numbers = count(1)


@dataclass
class Network:
    """Both messengers around the services of one installation."""

    services: Services
    whatsapp: Courier = field(default_factory=lambda: Courier("whatsapp", TYPED))
    telegram: Courier = field(default_factory=lambda: Courier("telegram", TAPPED))

    def __post_init__(self) -> None:
        messengers: dict[str, Messenger] = {"whatsapp": self.whatsapp, "telegram": self.telegram}
        papers = Papers(self.services.engine, self.services.clock, self.services.settings.documents)
        self.room: Mailroom = mailroom_of(self.services, self.services.copilot, messengers, papers)
        self.post = StoredPost(self.services.engine, self.services.clock)

    def phone(self, channel: str, name: str = "Asha") -> "Phone":
        """Somebody new."""
        number = f"98{next(_numbers):08}"
        return Phone(
            self, channel, f"whatsapp:+91{number}" if channel == "whatsapp" else number, name
        )


@dataclass
class Phone:
    """A person at an address. What she is told is what came after her last message."""

    network: Network
    channel: str
    address: str
    name: str
    told: list[Outbound] = field(default_factory=list)
    dialogue: list[str] = field(default_factory=list)

    @property
    def courier(self) -> Courier:
        """Who brings her messages."""
        return self.network.whatsapp if self.channel == "whatsapp" else self.network.telegram

    @property
    def text(self) -> str:
        """All that she was told last."""
        return "\n".join(m.text for m in self.told)

    @property
    def options(self) -> tuple[Option, ...]:
        """What she can choose from."""
        return self.told[-1].options if self.told else ()

    @property
    def labels(self) -> list[str]:
        """What stands on her buttons, or behind the numbers."""
        return [o.label for o in self.options]

    async def says(self, text: str = "", **more: Any) -> str:
        """She writes, and reads what she is told."""
        number = f"IN{next(_numbers)}"
        before = len(self.courier.sent)
        wrote = Inbound(
            text,
            number,
            channel=self.channel,
            sender=self.address,
            sender_name=self.name,
            **more,
        )
        assert await self.network.post.receive(wrote)
        await self.network.room.empty()
        self.told = [m for a, m in self.courier.sent[before:] if a == self.address]
        shown = [f"{m.text}\n[{' | '.join(o.label for o in m.options)}]" for m in self.told]
        self.dialogue.append("\n".join([f"> {text or more}", *shown]))
        return self.text

    async def chooses(self, label: str) -> str:
        """She taps a button; where there are none she sends the number, or what stands there."""
        at = self.labels.index(label) + 1
        if self.courier.capabilities.buttons:
            return await self.says(choice=self.button(at))
        numbered = f"\n{at}. {label}" in f"\n{self.told[-1].text}"
        return await self.says(str(at) if numbered else self.options[at - 1].value)

    def button(self, at: int) -> str:
        """What a button of her last message says when it is tapped."""
        number = len(self.courier.sent) - 1
        while self.courier.sent[number][1] is not self.told[-1]:
            number -= 1
        return f"{self.courier.references[number]}.{at}"

    def contact(self) -> contacts.Contact:
        """What is known of her."""
        with reading(self.network.services.engine) as db:
            found = contacts.at(db, self.channel, self.address)
        assert found is not None
        return found

    def actor(self) -> Actor:
        """The member that she is."""
        with reading(self.network.services.engine) as db:
            return people.actor_by_id(db, self.contact().subject or "")


def make_empty(folder: Path) -> Path:
    """A data folder with the published prices and nobody in it."""

    async def make() -> None:
        async with open_services(Settings(data_dir=folder, today=TODAY)):
            return

    asyncio.run(make())
    return folder


@asynccontextmanager
async def network_on(data: Path, folder: Path, **settings: Any) -> AsyncIterator[Network]:
    """Both messengers on a copy of a data folder that nobody else writes to."""
    shutil.copytree(data, folder)
    async with open_services(Settings(data_dir=folder, today=TODAY, **settings)) as services:
        yield Network(services)
