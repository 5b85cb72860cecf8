"""A conversation with the demo shop over HTTP."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from pytest_socket import socket_allow_hosts

from tests.demo import client_of, make_demo, serving

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
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo shops, made once."""
    return make_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture
async def client(demo_folder: Path, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The demo shop's own system, before a server of this test's own."""
    async with (
        serving(demo_folder, tmp_path / "data") as app,
        client_of(app, "demo-key") as found,
    ):
        yield found


@pytest.fixture
def conversation(client: httpx.AsyncClient) -> Conversation:
    return Conversation(client)
