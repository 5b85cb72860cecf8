"""A server that answers with anything at all: pages, empty bodies, streams of other makers."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from haat.core.actor import Actor
from haat.core.message import Reply
from tests.integration.hosted.talking import Talk, called, opened

pytestmark = pytest.mark.asyncio(loop_scope="session")

EVENTS = "text/event-stream"
NASHIK = {"commodity": "onion", "place": "Nashik, Maharashtra"}


@asynccontextmanager
async def server(kind: str, body: str) -> AsyncIterator[str]:
    """A server that gives everybody this body; its address."""
    answer = (
        f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body.encode())}\r\n"
        f"Connection: close\r\n\r\n{body}"
    ).encode()

    async def give(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        )
        await reader.readexactly(length)
        writer.write(answer)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    listening = await asyncio.start_server(give, "127.0.0.1", 0)
    async with listening:
        port = listening.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/v1"


async def answered(kind: str, body: str, folder: Path, actor: Actor) -> tuple[Talk, Reply]:
    async with server(kind, body) as address, opened(folder, address, seconds=5) as services:
        talk = Talk(services, actor)
        return talk, await talk.say("onion price in Nashik")


def stream(*deltas: dict[str, Any], finish: str | None = "tool_calls", times: int = 1) -> str:
    """Deltas as a stream of chunks, its finish reason said so many times."""
    ends: list[tuple[dict[str, Any], str | None]] = [({}, finish)] * times
    chunks = [
        {
            "id": "x",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": [{"index": 0, "delta": delta, "finish_reason": end}],
        }
        for delta, end in [*((d, None) for d in deltas), *ends]
    ]
    return "".join(f"data: {json.dumps(c)}\n\n" for c in chunks) + "data: [DONE]\n\n"


def call(arguments: str, name: str = "market_price", index: int = 0) -> dict[str, Any]:
    function = {"name": name, "arguments": arguments}
    return {"tool_calls": [{"index": index, "id": "", "type": "function", "function": function}]}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html", "<html><body>Please sign in to the wireless network</body></html>"),
        ("application/json", ""),
        ("application/json", '{"choices": [{"message": {"content": "₹40'),
        ("application/json", "null"),
        ("application/json", '{"error": {"message": "no such model"}}'),
        (EVENTS, ""),
        (EVENTS, "data: [DONE]\n\n"),
        (EVENTS, "data: {}\n\ndata: [DONE]\n\n"),
        (EVENTS, 'data: {"choices": []}\n\ndata: [DONE]\n\n'),
        (EVENTS, 'data: {"error": {"message": "overloaded"}}\n\n'),
        (EVENTS, "data: \x00\x01\x02\n\n"),
        (EVENTS, stream(call('{"commodity": "potato"}'), finish=None)),
        (EVENTS, stream(call('{"commodity": "potato"}'), finish="abort")),
        (EVENTS, stream(call('"potato"'))),
        (EVENTS, stream(call('["potato"]'))),
        (EVENTS, stream(call('{"commodity": "potato"}{"commodity": "rice"}'))),
        (EVENTS, stream(call('{"commodity": "potato"}', name=""))),
        # two calls under one index, as some makers send them
        (EVENTS, stream(call('{"commodity": "potato"}'), call('{"commodity": "rice"}'))),
    ],
)
async def test_garbage_costs_nothing_but_the_models_help(
    kind: str, body: str, demo_folder: Path, actor: Actor
) -> None:
    talk, reply = await answered(kind, body, demo_folder, actor)
    assert called(reply) == [("market_price", NASHIK, "ok")]
    assert reply.words.text.startswith("Onion, Nashik: ₹")
    assert reply.grounded
    assert talk.states == ["understood", "model_failed"]


@pytest.mark.parametrize(
    "body",
    [
        stream(call('{"commodity": "potato"}'), finish="stop"),
        stream(call('{"commodity": "potato"}'), times=2),
        stream(call('{"commodity": "potato"}', index=0), call("", name="", index=0)),
        stream({"role": "assistant", "content": "Let me see."}, call('{"commodity": "potato"}')),
        stream({"reasoning_content": "hm"}, call('{"commodity": "potato"}')),
    ],
    ids=["finish stop", "finish twice", "an empty piece", "words before", "reasoning before"],
)
async def test_habits_of_other_makers_are_understood(
    body: str, demo_folder: Path, actor: Actor
) -> None:
    talk, reply = await answered(EVENTS, body, demo_folder, actor)
    assert called(reply) == [("market_price", {"commodity": "potato"}, "ok")]
    assert "model_failed" not in talk.states
