"""telemelya, a Telegram that we did not write, with the Redis and the S3 that it stands on."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from haat.core.settings import TelegramSettings

KEY = "telemelya-key"
START_SECONDS = 60.0
ANSWER_SECONDS = 15.0


class TelemelyaMissingError(Exception):
    """Says what is missing."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes to the bot; the chat's number is hers alone."""

    telegram: httpx.AsyncClient
    token: str
    chat_id: int
    name: str

    async def writes(self, text: str) -> None:
        """Send a text or a command, which the bot's webhook is given at once."""
        await self._update({"command" if text.startswith("/") else "text": text})

    async def sends_photo(self, content: bytes, caption: str = "") -> None:
        """Send a picture."""
        sent = await self._post("upload_media", files={"file": ("photo.jpg", content)})
        await self._update({"photo_file_id": sent["file_id"], "photo_caption": caption})

    async def presses(self, message: dict[str, Any], label: str) -> None:
        """Press a button of a message that the bot has sent."""
        rows = message["reply_markup"]["inline_keyboard"]
        data = next(b["callback_data"] for row in rows for b in row if b["text"] == label)
        pressed = {"callback_data": data, "callback_message_id": message["message_id"]}
        await self._update(pressed)

    async def calls(self, method: str = "sendMessage") -> list[dict[str, Any]]:
        """What the bot has asked of Telegram for this chat by one method, the first call first."""
        answer = await self.telegram.get("/api/v1/test/responses", headers=self._headers)
        found = answer.raise_for_status().json()["responses"]
        return [call for call in found if call["method"] == method]

    async def receives(self, method: str = "sendMessage", count: int = 1) -> dict[str, Any]:
        """The bot's call of that number, waited for."""
        deadline = time.monotonic() + ANSWER_SECONDS
        while len(found := await self.calls(method)) < count:
            assert time.monotonic() < deadline, f"no {method} for {self.name}"
            await asyncio.sleep(0.05)
        return found[count - 1]

    @property
    def _headers(self) -> dict[str, str]:
        return {"X-Test-Session": str(self.chat_id)}

    async def _update(self, body: dict[str, Any]) -> None:
        who = {"id": self.chat_id, "first_name": self.name}
        body = {"chat_id": self.chat_id, "from_user": who, **body}
        done = await self._post("send_update", json=body, params={"bot_token": self.token})
        assert done["delivery"]["status_code"] == 200, done["delivery"]

    async def _post(self, path: str, **body: Any) -> dict[str, Any]:
        answer = await self.telegram.post(f"/api/v1/test/{path}", headers=self._headers, **body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


@dataclass(frozen=True, slots=True)
class Telemelya:
    """A running server."""

    url: str
    token: str = "123456:telemelya"

    @property
    def settings(self) -> TelegramSettings:
        """The settings of a bot there; telemelya itself sends no secret."""
        return TelegramSettings.model_validate({"token": self.token, "api_base": self.url})

    def client(self) -> httpx.AsyncClient:
        """Whoever steers the server."""
        return httpx.AsyncClient(base_url=self.url, headers={"Authorization": f"Bearer {KEY}"})

    def person(self, client: httpx.AsyncClient, chat_id: int, name: str = "Asha") -> Person:
        """Somebody with a phone."""
        return Person(client, self.token, chat_id, name)


@contextmanager
def telemelya_or_skip() -> Iterator[Telemelya]:
    """The server; without redis-server the test is skipped, but not where everything must be tested."""
    if shutil.which("redis-server") is None and os.environ.get("CI") != "true":
        pytest.skip("redis-server is missing: install Debian's package `redis-server`")
    with running_telemelya() as found:
        yield found


@contextmanager
def running_telemelya() -> Iterator[Telemelya]:
    """The server on loopback; TelemelyaMissingError where it cannot be had."""
    redis = shutil.which("redis-server")
    if redis is None:
        raise TelemelyaMissingError(
            "redis-server is missing: install Debian's package of that name"
        )
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="haat-telemelya-")))
        start = _starter(stack, folder)
        data = start("redis", lambda port: [redis, "--port", port, *_REDIS], {})
        files = start(
            "moto", lambda port: [_script("moto_server"), "-H", "127.0.0.1", "-p", port], {}
        )
        surroundings = {
            "REDIS_URL": f"redis://127.0.0.1:{data}/0",
            "MINIO_ENDPOINT": f"127.0.0.1:{files}",
            "AUTH_KEYS": KEY,
        }
        port = start("telemelya", _telemelya, surroundings)
        yield Telemelya(f"http://127.0.0.1:{port}")


_REDIS = ("--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
Command = Callable[[str], list[str]]
Start = Callable[[str, Command, dict[str, str]], int]


def _telemelya(port: str) -> list[str]:
    app = "telemelya.server.app:app"
    return [sys.executable, "-m", "uvicorn", app, "--host", "127.0.0.1", "--port", port]


def _script(name: str) -> str:
    """A program of this environment's packages."""
    return str(Path(sys.executable).with_name(name))


def _starter(stack: ExitStack, folder: Path) -> Start:
    """Starts a server on a free port, waits until it answers, and stops it at the end."""

    def start(name: str, command: Command, surroundings: dict[str, str]) -> int:
        port = _free_port()
        with (folder / name).open("wb") as log:
            server = subprocess.Popen(  # noqa: S603  programs of ours
                command(str(port)),
                cwd=folder,
                env=os.environ | _NO_PROXY | surroundings,
                stdout=log,
                stderr=log,
            )
        stack.callback(_stop, server)
        _wait_for(port, server, folder / name)
        return port

    return start


_NO_PROXY = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _wait_for(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TelemelyaMissingError(f"{log.name} did not start: {log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def vouched(app: ASGIApp, secret: str) -> ASGIApp:
    """The app, as if telemelya sent the webhook's secret, which it does not know of."""
    header = (b"x-telegram-bot-api-secret-token", secret.encode())

    async def vouching(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = {**scope, "headers": [*scope["headers"], header]}
        await app(scope, receive, send)

    return vouching
