"""Telegram's webhook: who may call it, and what it does with what comes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from app import problems
from channels.telegram.inbound import Press
from channels.telegram.webhook import telegram_router
from haat.core.message import Inbound
from tests.unit.channels.telegram.updates import message, press

HEADER = "X-Telegram-Bot-Api-Secret-Token"
KNOWN = {HEADER: "s3cret"}


@dataclass
class Bot:
    """Notes what it settles, after what was kept."""

    secret: str = "s3cret"
    settled: list[Press] = field(default_factory=list)

    async def settle(self, press: Press) -> None:
        self.settled.append(press)


@dataclass
class Shelf:
    """Keeps what comes; each number once."""

    kept: dict[str, Inbound] = field(default_factory=dict)

    async def receive(self, inbound: Inbound) -> bool:
        return self.kept.setdefault(inbound.message_id, inbound) is inbound

    async def delivered(self, provider_id: str, status: str, error: str | None) -> None:
        raise AssertionError("Telegram does not tell")


def client(shelf: Shelf, bot: Bot | None) -> httpx.AsyncClient:
    async def post() -> Shelf:
        return shelf

    async def telegram() -> Bot | None:
        return bot

    app = FastAPI()
    problems.install(app)
    app.include_router(telegram_router(post, telegram))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://haat")


def encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """The headers as they go over the wire, where anything may stand."""
    return [(name.encode(), value.encode()) for name, value in headers.items()]


async def call(
    shelf: Shelf, bot: Bot | None, body: bytes, headers: Mapping[str, str] = KNOWN
) -> httpx.Response:
    async with client(shelf, bot) as caller:
        return await caller.post("/webhooks/telegram", content=body, headers=encoded(headers))


def as_json(update: object) -> bytes:
    return json.dumps(update).encode()


HELLO = as_json(message(text="नमस्ते"))


async def test_a_message_is_kept_and_acknowledged() -> None:
    shelf, bot = Shelf(), Bot()
    answer = await call(shelf, bot, HELLO)
    assert (answer.status_code, answer.json()) == (200, {})
    assert [(i.text, i.sender) for i in shelf.kept.values()] == [("नमस्ते", "7001")]
    assert bot.settled == []


async def test_a_press_is_kept_and_settled_also_when_it_comes_again() -> None:
    shelf, bot = Shelf(), Bot()
    for _ in range(2):
        assert (await call(shelf, bot, as_json(press()))).status_code == 200
    assert [i.choice for i in shelf.kept.values()] == ["r7.2"]
    assert bot.settled == [Press("q1", 7001, 13)] * 2


@pytest.mark.parametrize(
    "headers", [{}, {HEADER: ""}, {HEADER: "wrong"}, {HEADER: "s3cretx"}, {HEADER: "é"}]
)
async def test_without_the_secret_nothing_is_read(headers: dict[str, str]) -> None:
    shelf = Shelf()
    for body in (HELLO, b"no json"):
        answer = await call(shelf, Bot(), body, headers)
        assert answer.status_code == 403
        assert answer.json()["type"] == "urn:haat:problem:forbidden"
    assert shelf.kept == {}


@pytest.mark.parametrize("bot", [None, Bot(secret="")])
async def test_where_telegram_is_not_set_up_that_is_said(bot: Bot | None) -> None:
    answer = await call(Shelf(), bot, HELLO, {HEADER: ""})
    assert answer.status_code == 503
    assert "HAAT_TELEGRAM__SECRET" in answer.json()["detail"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[" * 100_000, b"null", b"[]", b"{}", b'{"update_id": "x"}']
)
async def test_what_is_no_update_is_refused(body: bytes) -> None:
    answer = await call(Shelf(), Bot(), body)
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:haat:problem:invalid"


async def test_what_is_not_answered_is_acknowledged() -> None:
    shelf, bot = Shelf(), Bot()
    group = {"id": -100, "type": "group"}
    for update in ({"update_id": 1}, press(message={"message_id": 1, "date": 0, "chat": group})):
        assert (await call(shelf, bot, as_json(update))).status_code == 200
    assert (shelf.kept, bot.settled) == ({}, [])


_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_names = ["message_id", "from", "chat", "text", "caption", "photo", "voice", "document", "location"]
_parts = st.dictionaries(st.sampled_from(_names), _value, max_size=3)


@given(
    st.fixed_dictionaries(
        {"update_id": st.integers() | _value},
        optional={
            "message": _parts.map(lambda parts: message(**parts)["message"]) | _value,
            "callback_query": _parts.map(lambda parts: press(**parts)["callback_query"]) | _value,
        },
    )
)
async def test_no_update_breaks_the_webhook(update: dict[str, Any]) -> None:
    shelf, bot = Shelf(), Bot()
    answer = await call(shelf, bot, as_json(update))
    assert answer.status_code in {200, 422}
    assert not shelf.kept or answer.status_code == 200
