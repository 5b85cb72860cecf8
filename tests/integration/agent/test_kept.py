"""What a conversation keeps: over a restart, no more than is needed, and nothing after an erasure."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from pydantic import SecretStr

from agent.copilot import Copilot
from app.jobs.prune import prune
from app.wiring import Services, open_services
from haat.core.actor import Actor
from haat.core.settings import DatabaseSettings, Settings
from tests.integration.agent.talking import Talk, copilot_on, counted, figure, statuses
from tests.integration.tools.shops import NOW, Shops, open_shops
from tests.shipped import gazetteer
from tests.shops import hire

TODAY = date(2026, 11, 25)


@pytest.fixture
async def settings(database_url: str, tmp_path: Path) -> Settings:
    """A data folder and a database with the small shop."""
    database = DatabaseSettings(url=SecretStr(database_url))
    found = Settings(data_dir=tmp_path / "data", today=TODAY, database=database)
    async with open_services(found) as services:
        open_shops(services.engine, gazetteer())
    return found


def talk_with(services: Services, actor: Actor, conversation_id: str | None = None) -> Talk:
    assert isinstance(services.copilot, Copilot)
    return Talk(services.copilot, actor, conversation_id)


async def test_a_conversation_goes_on_after_a_restart(settings: Settings) -> None:
    async with open_services(settings) as services:
        manager = hire(services.engine, "ours", "meena")
        talk = talk_with(services, manager)
        assert statuses(await talk.say("2 kilo pyaz becha")) == ["awaiting_confirmation"]
    async with open_services(settings) as services:
        talk = talk_with(services, manager, talk.conversation_id)
        reply = await talk.say("aur pyaz ka bhav kya hai")
        assert reply.needs_input is not None
        reply = await talk.say("haan")
        assert (statuses(reply), reply.words.language) == (["ok"], "hi")
    async with open_services(settings) as services:
        talk = talk_with(services, manager, talk.conversation_id)
        assert statuses(await talk.say("haan")) == []
        assert counted(services.engine, "entries") == 1
        assert (await talk.say("wapas le lo")).words.text.startswith("Wapas le liya")


async def test_old_conversations_are_forgotten_with_their_checkpoints(settings: Settings) -> None:
    async with open_services(settings) as services:
        talk = talk_with(services, hire(services.engine, "ours", "meena"))
        await talk.say("hello")
        assert await _checkpoints(talk.copilot, talk.conversation_id)
    later = settings.model_copy(update={"today": TODAY + timedelta(days=91)})
    async with open_services(later) as services:
        assert "forgot 1 conversations" in await prune(services)
        assert isinstance(services.copilot, Copilot)
        assert await _checkpoints(services.copilot, talk.conversation_id) == []


async def test_a_turn_is_kept_once_at_its_end(talk: Talk) -> None:
    for n, text in enumerate(("sold 2 kg onion", "what is the price of onion", "yes"), 1):
        await talk.say(text)
        assert len(await _checkpoints(talk.copilot, talk.conversation_id)) == n


async def test_the_history_is_capped(shops: Shops) -> None:
    copilot = copilot_on(shops.engine, history_messages=4)
    talk = Talk(copilot, shops.context.actor)
    for n in range(5):
        await talk.say(f"{n + 1} kg onion price")
    config: Any = {"configurable": {"thread_id": talk.conversation_id}}
    messages = (await copilot.graph.aget_state(config)).values["messages"]
    assert [m.content for m in messages if m.type == "human"] == [
        "4 kg onion price",
        "5 kg onion price",
    ]
    assert len(messages) == 4


async def test_a_change_expires_by_the_clock(shops: Shops) -> None:
    now = [NOW]
    talk = Talk(
        copilot_on(shops.engine, clock=lambda: now[0], confirm_minutes=10), shops.context.actor
    )
    await talk.say("sold 2 kg onion")
    now[0] += timedelta(minutes=10)
    reply = await talk.say("yes")
    assert (statuses(reply), reply.needs_input) == ([], None)
    assert counted(shops.engine, "entries") == 0


async def test_erasing_takes_every_conversation_and_its_checkpoints(shops: Shops) -> None:
    saver = InMemorySaver()
    copilot = copilot_on(shops.engine, saver)
    seller = hire(shops.engine, "ours", "meena")
    neighbour = Talk(copilot, shops.context.actor)
    await neighbour.say("hello")
    talks = [Talk(copilot, seller) for _ in range(3)]
    for talk in talks:
        await talk.say("my secret is 2 kg onion")
    reply = await talks[0].say("delete my data")
    assert reply.needs_input is not None
    assert (reply.needs_input.kind, reply.needs_input.slot) == ("confirm", "erase")
    assert counted(shops.engine, "conversations", subject=seller.subject) == 3
    await talks[0].say("yes")
    assert counted(shops.engine, "conversations", subject=seller.subject) == 0
    assert counted(shops.engine, "turns", subject=seller.subject) == 0
    for talk in talks:
        assert await _checkpoints(copilot, talk.conversation_id) == []
    assert await _checkpoints(copilot, neighbour.conversation_id)
    assert "secret" not in str(saver.blobs) + str(saver.storage)


async def test_an_erasure_that_is_declined_erases_nothing(talk: Talk, shops: Shops) -> None:
    await talk.say("मेरा डेटा मिटाओ")
    await talk.say("नहीं")
    await talk.say("हाँ")
    assert counted(shops.engine, "conversations") == 1
    assert counted(shops.engine, "turns") == 3


async def test_what_one_yes_wrote_is_undone_together(talk: Talk, shops: Shops) -> None:
    before = figure(await talk.say("how much rice is left"), "value")
    await talk.say("sold 2 kg onion and 3 kg rice")
    assert statuses(await talk.say("yes")) == ["ok", "ok"]
    assert figure(await talk.say("how much rice is left"), "value") == before - 3
    await talk.say("undo")
    assert figure(await talk.say("how much rice is left"), "value") == before
    reply = await talk.say("undo")
    assert statuses(reply) == []


async def _checkpoints(copilot: Copilot, conversation_id: str | None) -> list[Any]:
    saver = copilot.graph.checkpointer
    assert saver is not None
    assert not isinstance(saver, bool)
    config: Any = {"configurable": {"thread_id": conversation_id}}
    return [c async for c in saver.alist(config)]
