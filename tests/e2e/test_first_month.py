"""A new member's first month: on WhatsApp and on Telegram, from an unknown number and an empty ledger."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from haat.core.settings import Settings
from tests.e2e.month import Installation, live_through
from tests.peers.serving import on_loopback
from tests.peers.telemelya import Person, Telemelya, telemelya_or_skip, vouched
from tests.peers.twilio_double import (
    PUBLIC,
    TwilioDouble,
    encoded,
    inbound_form,
    running_twilio,
    signed,
)

SECRET = "first-month"
TAG = re.compile(r"</?b>")


@dataclass
class WhatsAppPhone:
    """She sends numbers where she is offered choices."""

    house: Installation
    twilio: TwilioDouble
    address: str
    name: str
    seen: int = 0
    last: str = ""

    async def says(self, text: str) -> None:
        assert self.house.app is not None
        form = inbound_form(self.address, text, ProfileName=self.name)
        transport = httpx.ASGITransport(self.house.app)
        async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as twilio:
            body, headers = encoded(form), signed(form)
            kept = await twilio.post("/webhooks/whatsapp", content=body, headers=headers)
        assert kept.status_code == 200, kept.text

    async def taps(self, label: str) -> None:
        await self.read()
        numbered = re.findall(r"^(\d+)\. (.+)$", self.last, flags=re.MULTILINE)
        await self.says(next((n for n, offered in numbered if offered == label), label))

    async def read(self) -> str:
        await self.house.quiet()
        told = self.twilio.sent_to(self.address)
        fresh, self.seen = told[self.seen :], len(told)
        self.last = fresh[-1] if fresh else self.last
        return "\n".join(fresh)


@dataclass
class TelegramPhone:
    """She taps buttons."""

    house: Installation
    person: Person
    seen: int = 0
    told: list[dict[str, Any]] = field(default_factory=list)

    async def says(self, text: str) -> None:
        await self.person.writes(text)

    async def taps(self, label: str) -> None:
        await self.read()
        await self.person.presses(self._with_button(label), label)

    def _with_button(self, label: str) -> dict[str, Any]:
        """The last message with this button."""
        return next(
            call
            for call in reversed(self.told)
            for row in call.get("reply_markup", {}).get("inline_keyboard", ())
            for button in row
            if button["text"] == label
        )

    async def read(self) -> str:
        await self.house.quiet()
        self.told = await self.person.calls()
        fresh, self.seen = self.told[self.seen :], len(self.told)
        return "\n".join(html.unescape(TAG.sub("", call["text"])) for call in fresh)


async def test_on_whatsapp(tmp_path: Path) -> None:
    with running_twilio() as twilio:

        def settings(today: date) -> Settings:
            given = {"twilio": twilio.settings(), "public_base_url": PUBLIC}
            return Settings(data_dir=tmp_path, today=today, **given)  # type: ignore[arg-type]  # by name

        house = Installation(tmp_path, settings)
        her = WhatsAppPhone(house, twilio, "whatsapp:+919800000001", "सुनीता")
        buyer = WhatsAppPhone(house, twilio, "whatsapp:+919800000002", "Mess")
        await live_through(house, her, buyer, "9800000002")


@pytest.fixture(scope="module")
def telemelya() -> Iterator[Telemelya]:
    with telemelya_or_skip() as found:
        yield found


async def test_on_telegram(tmp_path: Path, telemelya: Telemelya) -> None:
    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        assert house.app is not None
        await vouched(house.app, SECRET)(scope, receive, send)

    async with on_loopback(door) as url, telemelya.client() as client:
        telegram = telemelya.settings.model_dump() | {"secret": SECRET}

        def settings(today: date) -> Settings:
            return Settings(
                data_dir=tmp_path,
                today=today,
                public_base_url=url,
                telegram=telegram,  # type: ignore[arg-type]  # pydantic makes it
            )

        house = Installation(tmp_path, settings)
        her = TelegramPhone(house, telemelya.person(client, 7001, "सुनीता"))
        buyer = TelegramPhone(house, telemelya.person(client, 7002, "Mess"))
        await live_through(house, her, buyer, "telegram:7002")
