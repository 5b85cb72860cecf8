"""The whole server in this process, on the demo shop of one fixed day."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from pytest_socket import socket_allow_hosts

from app.server import create_app
from app.wiring import Services, open_services
from haat.core.settings import Settings

TODAY = date(2026, 11, 25)
CHAT = "/api/v1/chat"


@pytest.fixture(autouse=True)
def loopback_only() -> None:
    """Refuse every address but this machine's; the plugin lifts it after the test."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@dataclass
class Conversation:
    """One conversation over HTTP, as its reader sees it."""

    client: httpx.AsyncClient
    conversation_id: str | None = None
    dialogue: list[str] = field(default_factory=list)
    replies: list[dict[str, Any]] = field(default_factory=list)

    async def say(self, text: str, **context: Any) -> dict[str, Any]:
        """Send one message; the reply as JSON."""
        body: dict[str, Any] = {"message": text, "context": context}
        if self.conversation_id is not None:
            body["conversation_id"] = self.conversation_id
        answer = await self.client.post(CHAT, json=body)
        assert answer.status_code == 200, answer.text
        reply: dict[str, Any] = answer.json()
        self.conversation_id = reply["conversation_id"]
        self.replies.append(reply)
        needs = reply["needs_input"]
        offered = [o["label"] for o in needs["options"]] if needs else []
        shown = f"\n[{' | '.join(offered)}]" if offered else ""
        self.dialogue.append(f"> {text}\n{reply['reply']['text']}{shown}")
        return reply

    @property
    def text(self) -> str:
        """The dialogue as a reviewer reads it."""
        return "\n\n".join(self.dialogue)

    @property
    def tongues(self) -> set[tuple[str, str]]:
        """Language and script of all replies."""
        return {(r["reply"]["language"], r["reply"]["script"]) for r in self.replies}

    @property
    def grounded(self) -> bool:
        """Whether every number of every reply has an origin."""
        return all(r["grounded"] for r in self.replies)


@pytest.fixture(scope="session")
async def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo shops, made once."""
    folder = tmp_path_factory.mktemp("demo")
    async with open_services(Settings(data_dir=folder, today=TODAY), demo=True):
        return folder


@pytest.fixture
async def client(demo_folder: Path, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The demo shop's own system, before a server with a demo of this test's own."""
    folder = tmp_path / "data"
    shutil.copytree(demo_folder, folder)

    @asynccontextmanager
    async def services() -> AsyncIterator[Services]:
        async with open_services(Settings(data_dir=folder, today=TODAY), demo=True) as found:
            yield found

    app = create_app(services)
    async with app.router.lifespan_context(app):
        headers = {"X-API-Key": "demo-key"}
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://haat", headers=headers
        ) as found:
            yield found


@pytest.fixture
def conversation(client: httpx.AsyncClient) -> Conversation:
    return Conversation(client)
