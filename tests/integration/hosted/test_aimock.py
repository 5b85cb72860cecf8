"""The same promises with a second server, of other makers and in another language."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from app.wiring import Services
from haat.core.actor import Actor
from tests.integration.hosted.aimock import Aimock, running_aimock
from tests.integration.hosted.talking import Talk, called, opened
from tests.peers.npm import PeerMissingError

pytestmark = pytest.mark.asyncio(loop_scope="session")

NASHIK = {"commodity": "onion", "place": "Nashik, Maharashtra"}
PATNA = {"commodity": "potato", "place": "Patna, Bihar"}
HEAD = "Today's news: {{c1.@product}} in {{c1.price.place}} costs {{c1.price}}"
Made = tuple[str, dict[str, Any]]


@pytest.fixture(scope="session")
def aimock() -> Iterator[Aimock]:
    try:
        with running_aimock() as running:
            yield running
    except PeerMissingError as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def aimock_services(demo_folder: Path, aimock: Aimock) -> AsyncIterator[Services]:
    async with opened(demo_folder, aimock.base_url) as found:
        yield found


@pytest.fixture
def person(aimock_services: Services, actor: Actor) -> Talk:
    return Talk(aimock_services, actor)


def plan(question: str, *calls: Made, **options: Any) -> dict[str, Any]:
    """Calls for a question."""
    made = [{"name": name, "arguments": arguments} for name, arguments in calls]
    match = {"userMessage": question, "hasToolResult": False}
    return {"match": match, "response": {"toolCalls": made}, "chunkSize": 5, **options}


def wording(question: str, text: str) -> dict[str, Any]:
    """Words for what was found."""
    match = {"userMessage": question, "hasToolResult": True}
    return {"match": match, "response": {"content": text}, "chunkSize": 5}


async def test_a_call_and_its_wording(aimock: Aimock, person: Talk) -> None:
    aimock.script(plan("onion", ("market_price", NASHIK)), wording("onion", HEAD))
    reply = await person.say("onion price in Nashik")
    assert called(reply) == [("market_price", NASHIK, "ok")]
    assert reply.words.text.startswith("Today's news: onion in Nashik costs ₹")
    assert reply.grounded
    assert person.states == ["understood"]
    assert [r["stream"] for r in aimock.requests()] == [True, True]


async def test_parallel_calls(aimock: Aimock, person: Talk) -> None:
    calls = [("market_price", NASHIK), ("market_price", PATNA)]
    aimock.script(plan("onion", *calls), wording("onion", HEAD))
    reply = await person.say("onion price in Nashik and potato price in Patna")
    assert called(reply) == [("market_price", NASHIK, "ok"), ("market_price", PATNA, "ok")]
    assert reply.words.text.count("Today's news: ") == 2


async def test_several_turns(aimock: Aimock, person: Talk) -> None:
    sale = {"kind": "sale", "product": "rice", "quantity": 6, "unit": "kg", "amount": 300}
    aimock.script(
        plan("onion", ("market_price", NASHIK)),
        wording("onion", HEAD),
        plan("6 kg rice", ("record_entry", sale)),
    )
    await person.say("onion price in Nashik")
    reply = await person.say("we sold 6 kg rice for 300 rupees in all")
    assert [c[2] for c in called(reply)] == ["awaiting_confirmation"]
    asked = len(aimock.requests())
    reply = await person.say("yes")
    assert [c[2] for c in called(reply)] == ["ok"]
    assert len(aimock.requests()) == asked
    roles = [m["role"] for m in aimock.requests()[-1]["messages"]]
    assert roles == ["system", "user", "assistant", "tool", "user"]


async def test_one_refusal_is_repeated(aimock: Aimock, person: Talk) -> None:
    aimock.script(plan("onion", ("market_price", NASHIK)), wording("onion", HEAD))
    aimock.fail(429)
    reply = await person.say("onion price in Nashik")
    assert reply.words.text.startswith("Today's news")
    assert person.states == ["understood"]


@pytest.mark.parametrize("rate", ["dropRate", "malformedRate", "disconnectRate"])
async def test_a_broken_server(rate: str, aimock: Aimock, person: Talk) -> None:
    aimock.script(plan("onion", ("market_price", NASHIK)), wording("onion", HEAD))
    aimock.chaos(**{rate: 1.0})
    reply = await person.say("onion price in Nashik")
    assert called(reply) == [("market_price", NASHIK, "ok")]
    assert reply.words.text.startswith("Onion, Nashik: ₹")
    assert person.states == ["understood", "model_failed"]


async def test_prose(aimock: Aimock, person: Talk) -> None:
    aimock.script({"match": {"userMessage": "onion"}, "response": {"content": "It costs ₹40."}})
    reply = await person.say("onion price in Nashik")
    assert called(reply) == [("market_price", NASHIK, "ok")]
    assert "₹40." not in reply.words.text
