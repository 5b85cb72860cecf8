"""One answer to each message, one turn at a time, and no change made twice, whatever breaks."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from sqlalchemy import update

from haat.core.errors import NotFound
from haat.store import conversations, tables
from tests.integration.agent.talking import Talk, copilot_on, counted, failing_at, figure, statuses
from tests.integration.tools.shops import NOW, OTHER_STORE, Shops


@pytest.mark.parametrize("known", [True, False], ids=["known conversation", "new conversation"])
async def test_twenty_times_the_same_message_at_once_is_answered_once(
    talk: Talk, shops: Shops, known: bool
) -> None:
    if known:
        await talk.say("hello")
    before = counted(shops.engine, "turns")
    listened: list[str] = []
    asked = [
        Talk(talk.copilot, talk.actor, talk.conversation_id).say(
            "sold 2 kg onion", "same", lambda event, data: listened.append(event)
        )
        for _ in range(20)
    ]
    replies = await asyncio.gather(*asked)
    assert len({r.trace_id for r in replies}) == 1
    assert len({str(r.as_json()) for r in replies}) == 1
    assert counted(shops.engine, "turns") == before + 1
    assert counted(shops.engine, "conversations") == 1
    assert listened.count("tool_call") == 1


async def test_two_processes_answer_the_same_message_once(shops: Shops) -> None:
    saver = InMemorySaver()
    processes = [copilot_on(shops.engine, saver) for _ in range(2)]
    asked = [Talk(p, shops.context.actor).say("onion price", "same") for p in processes * 5]
    replies = await asyncio.gather(*asked)
    assert len({r.trace_id for r in replies}) == 1
    assert counted(shops.engine, "turns") == 1


@pytest.mark.parametrize("processes", [1, 2])
async def test_messages_of_one_conversation_are_answered_one_after_the_other(
    shops: Shops, processes: int
) -> None:
    saver = InMemorySaver()
    copilots = [copilot_on(shops.engine, saver) for _ in range(processes)]
    first = Talk(copilots[0], shops.context.actor)
    await first.say("hello")
    heard: list[str] = []

    async def ask(number: int) -> None:
        def listen(event: str, data: Mapping[str, Any]) -> None:
            heard.append(f"m{number}")

        copilot = copilots[number % processes]
        await Talk(copilot, first.actor, first.conversation_id).say("onion price", listen=listen)

    await asyncio.gather(*map(ask, range(4)))
    turns_heard = [m for i, m in enumerate(heard) if not i or heard[i - 1] != m]
    assert len(turns_heard) == len(set(turns_heard)) == 4


async def test_conversations_do_not_wait_for_one_another(talk: Talk, shops: Shops) -> None:
    gate, other = asyncio.Event(), Talk(talk.copilot, talk.actor)
    slow = asyncio.create_task(talk.say("sold 2 kg onion", listen=lambda *_: gate.set()))
    await gate.wait()
    assert (await other.say("hello")).conversation_id != (await slow).conversation_id


async def test_two_yeses_at_once_write_once(talk: Talk, shops: Shops) -> None:
    await talk.say("sold 2 kg onion")
    replies = await asyncio.gather(talk.say("yes"), talk.say("haan"))
    assert sorted(s for r in replies for s in statuses(r)) == ["ok"]
    assert counted(shops.engine, "entries") == 1


@pytest.mark.parametrize("event", ["status", "tool_call", "tool_result", "token"])
async def test_a_turn_that_breaks_is_given_back_and_answered_when_sent_again(
    talk: Talk, shops: Shops, event: str
) -> None:
    await talk.say("hello")
    with pytest.raises(RuntimeError):
        await talk.say("sold 2 kg onion", "broken", failing_at(event))
    assert counted(shops.engine, "turns") == 1
    reply = await talk.say("sold 2 kg onion", "broken")
    assert statuses(reply) == ["awaiting_confirmation"]
    assert statuses(await talk.say("yes")) == ["ok"]
    assert counted(shops.engine, "entries") == 1


@pytest.mark.parametrize("event", ["tool_result", "token"])
async def test_a_change_that_was_made_before_the_turn_broke_is_not_made_again(
    talk: Talk, shops: Shops, event: str
) -> None:
    await talk.say("sold 2 kg onion")
    with pytest.raises(RuntimeError):
        await talk.say("yes", "yes", failing_at(event))
    assert counted(shops.engine, "entries") == 1
    reply = await talk.say("yes", "yes")
    assert statuses(reply) == ["ok"]
    assert figure(reply, "quantity") == 2
    assert counted(shops.engine, "entries") == 1


@pytest.mark.parametrize("again", ["yes", "undo that"])
async def test_a_turn_whose_reply_was_lost_at_the_very_end_is_done_again_from_where_it_began(
    talk: Talk, shops: Shops, again: str
) -> None:
    for number in range(2):
        await talk.say("sold 2 kg onion")
        await talk.say("yes", f"yes {number}")
    last = {"yes": "yes 1"}.get(again, again)
    reply = await talk.say(again, last)
    standing = counted(shops.engine, "entries", undone_at=None)
    _lose_reply(shops, last)
    repeated = await talk.say(again, last)
    assert counted(shops.engine, "entries", undone_at=None) == standing
    assert (await talk.say(again, last)).as_json() == repeated.as_json()
    assert again != "yes" or (statuses(repeated), repeated.words) == (["ok"], reply.words)


def _lose_reply(shops: Shops, message_id: str) -> None:
    """As a process leaves a turn that dies after the conversation is kept, and before the reply is."""
    mine = tables.turns.c.message_id == message_id
    with shops.engine.begin() as db:
        lost = {"reply": None, "answered_at": None, "lease_until": NOW}
        assert db.execute(update(tables.turns).where(mine).values(lost)).rowcount == 1


async def test_a_turn_that_is_cancelled_is_given_back(talk: Talk, shops: Shops) -> None:
    await talk.say("hello")
    begun = asyncio.Event()
    turn = asyncio.create_task(talk.say("onion price", "m", lambda *_: begun.set()))
    await begun.wait()
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    assert counted(shops.engine, "turns") == 1
    assert statuses(await talk.say("onion price", "m")) == ["ok"]


async def test_the_same_id_of_another_person_is_another_message(shops: Shops) -> None:
    copilot = copilot_on(shops.engine)
    one = await Talk(copilot, shops.context.actor).say("hello", "same")
    other = await Talk(copilot, shops.other.actor).say("how much did we sell yesterday", "same")
    assert one.conversation_id != other.conversation_id
    assert other.tool_calls


async def test_what_belongs_to_others_is_not_found(talk: Talk, shops: Shops) -> None:
    theirs = await Talk(talk.copilot, shops.other.actor).say("hello")
    with shops.engine.begin() as db:
        unused = conversations.begin(shops.other.actor, db, "web", NOW)
    for conversation_id in (theirs.conversation_id, unused, uuid4().hex, ""):
        if conversation_id:
            with pytest.raises(NotFound):
                await Talk(talk.copilot, talk.actor, conversation_id).say("hello")
    reply = await talk.say("how much did we sell yesterday", store_id=OTHER_STORE)
    assert statuses(reply) == ["error"]
    assert "777" not in str((reply.words, reply.tool_calls, reply.needs_input))
