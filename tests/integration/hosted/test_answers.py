"""A hosted model plans and words: its calls are run, its figures are ours."""

from typing import Any

import pytest
from llmock.pytest_plugin import LLMock

from tests.integration.hosted.scripting import messages, planned, plans, worded, words
from tests.integration.hosted.talking import Talk, called

pytestmark = pytest.mark.asyncio(loop_scope="session")

NASHIK = ("market_price", {"commodity": "onion", "place": "Nashik, Maharashtra"})
PATNA = ("market_price", {"commodity": "potato", "place": "Patna, Bihar"})
HEAD = "Today's news: {{c1.@product}} in {{c1.price.place}} costs {{c1.price}}"


async def test_a_call_is_run_and_its_answer_worded_by_the_model(model: LLMock, talk: Talk) -> None:
    plans(model, NASHIK)
    words(model, HEAD)
    reply = await talk.say("onion price in Nashik")
    assert called(reply) == [(*NASHIK, "ok")]
    figures = {f["id"]: f for f in reply.tool_calls[0].result["figures"]}
    price = f"{figures['c1.price']['value']:,}"
    assert reply.words.text.startswith(f"Today's news: onion in Nashik costs ₹{price} a quintal\n")
    assert (reply.words.language, reply.words.script, reply.grounded) == ("en", "Latn", True)
    assert talk.states == ["understood"]


async def test_what_must_be_said_of_a_price_is_said_whatever_the_model_wrote(
    model: LLMock, talk: Talk
) -> None:
    plans(model, NASHIK)
    words(model, HEAD)
    lines = (await talk.say("onion price in Nashik")).words.text.split("\n")
    assert any(line.startswith("Price of ") for line in lines)
    assert any(line.startswith("This is the last known price. It is old") for line in lines)
    assert any(line.startswith("Source: AGMARKNET") for line in lines)


async def test_what_the_model_said_already_is_not_said_twice(model: LLMock, talk: Talk) -> None:
    plans(model, ("query_kpi", {"metric": "revenue", "period": "yesterday"}))
    words(
        model,
        "{{c1.@period}}: {{c1.value}}\n(Demo shop: made-up figures.)\nBy {{c1.@source}}, {{c1.@source_date}}.",
    )
    reply = await talk.say("how much did I sell yesterday")
    assert reply.words.text.count("made-up") == 1
    assert reply.words.text.lower().count("your own ledger") == 1


async def test_parallel_calls_are_run_in_order(model: LLMock, talk: Talk) -> None:
    plans(model, NASHIK, PATNA)
    words(model, HEAD)
    words(model, HEAD)
    reply = await talk.say("onion price in Nashik and potato price in Patna")
    assert called(reply) == [(*NASHIK, "ok"), (*PATNA, "ok")]
    lines = reply.words.text.split("\n")
    heads = [i for i, line in enumerate(lines) if line.startswith("Today's news: ")]
    assert [lines[i].partition(" in ")[0] for i in heads] == [
        "Today's news: onion",
        "Today's news: potato",
    ]
    days = [i for i, line in enumerate(lines) if line.startswith("Price of ")]
    assert heads[0] < days[0] < heads[1] < days[1]  # each price stands with its own day
    assert reply.grounded


async def test_split_arguments_are_put_together(model: LLMock, talk: Talk) -> None:
    arguments = {"metric": "revenue", "period": "2026-11-01/2026-11-20", "product": "rice"}
    plans(model, ("query_kpi", arguments))
    reply = await talk.say("what did rice bring from 1 to 20 November")
    assert called(reply) == [("query_kpi", arguments, "ok")]
    assert planned(model)[0].chunks_sent > 8


async def test_the_same_call_twice_is_one_call(model: LLMock, talk: Talk) -> None:
    plans(model, NASHIK, NASHIK)
    assert len((await talk.say("onion price in Nashik")).tool_calls) == 1


async def test_small_talk_is_worded_by_us(model: LLMock, talk: Talk) -> None:
    plans(model, ("say_to_person", {"topic": "thanks"}))
    reply = await talk.say("many thanks to you, dear")
    assert reply.words.text == "You are welcome. Ask me any time."
    assert not reply.tool_calls
    assert len(model.requests) == 1


async def test_hindi_is_worded_in_hindi(model: LLMock, talk: Talk) -> None:
    plans(model, NASHIK)
    words(model, "{{c1.price.place}} में {{c1.@product}} का भाव: {{c1.price}}")
    reply = await talk.say("नासिक में प्याज का भाव क्या है")
    assert reply.words.text.startswith("नाशिक में प्याज") or reply.words.text.startswith("नासिक में")
    assert (reply.words.language, reply.words.script) == ("hi", "Deva")
    assert talk.states == ["understood"]


async def test_two_turns_and_the_first_is_remembered(model: LLMock, talk: Talk) -> None:
    plans(model, NASHIK)
    words(model, HEAD)
    await talk.say("onion price in Nashik")
    plans(model, PATNA)
    words(model, HEAD)
    reply = await talk.say("and of potato in Patna?")
    assert called(reply) == [(*PATNA, "ok")]
    told = messages(planned(model)[1])
    assert [m["role"] for m in told] == ["system", "user", "assistant", "tool", "user"]
    assert told[1]["content"] == "onion price in Nashik"
    assert told[-1]["content"] == "and of potato in Patna?"
    assert '"last": [{"tool": "market_price"' in told[0]["content"]


async def test_no_call_in_what_the_model_is_told_dangles(model: LLMock, talk: Talk) -> None:
    plans(model, NASHIK, PATNA)
    await talk.say("onion price in Nashik and potato price in Patna")
    plans(model, ("say_to_person", {"topic": "greet"}))
    await talk.say("good day to you")
    plans(model, ("record_entry", {"kind": "sale", "product": "onion"}))
    assert (await talk.say("I sold some onions")).needs_input is not None
    plans(model, ("record_entry", {"kind": "sale", "product": "onion", "quantity": 2}))
    await talk.say("well, it was 2 kg that I sold of onion in the morning, you know")
    plans(model, ("market_price", {"commodity": "no_such_thing", "place": "Nowhere, Nowhere"}))
    await talk.say("what else is there")
    plans(model, ("say_to_person", {"topic": "help"}))
    await talk.say("what else can be asked of you")
    for request in model.requests:
        _must_be_whole(messages(request))


def _must_be_whole(told: list[dict[str, Any]]) -> None:
    """Each call is answered at once, each answer belongs to a call, and ids are not used twice."""
    seen: list[str] = []
    open_calls: list[str] = []
    for message in told:
        if message["role"] == "tool":
            open_calls.remove(message["tool_call_id"])
            continue
        assert not open_calls
        open_calls = [c["id"] for c in message.get("tool_calls") or ()]
        seen += open_calls
    assert not open_calls
    assert len(seen) == len(set(seen))


async def test_the_history_is_capped(model: LLMock, talk: Talk) -> None:
    for number in range(15):
        plans(model, ("say_to_person", {"topic": "greet"}))
        await talk.say(f"greetings number {number} to you")
    told = messages(planned(model)[-1])
    assert sum(m["role"] == "user" for m in told) == 13  # 24 messages kept are 12 turns
    assert told[1]["role"] == "user"


async def test_the_words_of_replies_are_not_told_to_the_planner(model: LLMock, talk: Talk) -> None:
    plans(model, NASHIK)
    words(model, HEAD)
    first = await talk.say("onion price in Nashik")
    plans(model, PATNA)
    await talk.say("and of potato in Patna?")
    asked = str(planned(model)[1].body)
    assert "Today's news" in first.words.text
    assert "Today's news" not in asked
    assert "AGMARKNET" not in asked


async def test_a_wording_is_asked_for_without_tools(model: LLMock, talk: Talk) -> None:
    plans(model, NASHIK)
    words(model, HEAD)
    await talk.say("onion price in Nashik")
    assert [m["role"] for m in messages(worded(model)[0])] == [
        "system",
        "user",
        "assistant",
        "tool",
    ]
    assert "tools" not in worded(model)[0].body
