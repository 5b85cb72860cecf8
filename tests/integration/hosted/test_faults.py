"""A server that fails, stalls, cuts or garbles costs an answer its wording, never its truth."""

import json
import logging
from itertools import permutations
from typing import Any

import pytest
from llmock.pytest_plugin import LLMock
from llmock.scenarios import Match, StreamFault

from haat.core.message import Reply
from tests.integration.hosted.scripting import planned, plans, says, worded, words
from tests.integration.hosted.talking import Talk, called

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUESTION = "onion price in Nashik"
NASHIK = ("market_price", {"commodity": "onion", "place": "Nashik, Maharashtra"})
HEAD = "Today's news: {{c1.@product}} in {{c1.price.place}} costs {{c1.price}}"


def answered_without_the_model(
    talk: Talk, reply: Reply, caplog: pytest.LogCaptureFixture, why: str
) -> None:
    """The embedded planner planned and worded, told it in a status and logged why."""
    assert called(reply) == [(*NASHIK, "ok")]
    assert reply.words.text.startswith("Onion, Nashik: ₹")
    assert reply.grounded
    assert talk.states == ["understood", "model_failed"]
    warnings = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
    assert len(warnings) == 1
    assert warnings[0].startswith("the embedded planner plans this turn: ")
    assert why in warnings[0]


async def test_too_many_requests_are_repeated_after_the_wait(model: LLMock, talk: Talk) -> None:
    model.rate_limit(times=2, retry_after=0.2)
    plans(model, NASHIK)
    words(model, HEAD)
    reply = await talk.say(QUESTION)
    assert reply.words.text.startswith("Today's news")
    assert talk.states == ["understood"]
    assert [r.status for r in model.requests] == [429, 429, 200, 200]
    model.assert_resilient()


async def test_too_many_requests_for_ever(
    model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    model.rate_limit(times=None, retry_after=0.1)
    reply = await talk.say(QUESTION)
    answered_without_the_model(talk, reply, caplog, "RateLimitError")
    assert len(model.requests) == 3  # one with two repetitions; the wording is not tried


async def test_a_wait_longer_than_our_patience_is_not_waited_for(
    model: LLMock, hasty_talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    model.rate_limit(times=None, retry_after=30)
    reply = await hasty_talk.say(QUESTION)
    answered_without_the_model(hasty_talk, reply, caplog, "TimeoutError")


@pytest.mark.parametrize("status", [400, 401, 404])
async def test_a_refusal(
    status: int, model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    model.fail(status, times=None)
    answered_without_the_model(talk, await talk.say(QUESTION), caplog, "Error")
    assert len(model.requests) == 1


async def test_a_server_error(model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    model.fail(500, times=None, retry_after=0.1)
    answered_without_the_model(talk, await talk.say(QUESTION), caplog, "Error")


async def test_a_stalled_stream(
    model: LLMock, hasty_talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    plans(model, NASHIK)
    model.stall(after_chunks=2, seconds=5)
    reply = await hasty_talk.say(QUESTION)
    answered_without_the_model(hasty_talk, reply, caplog, "Timeout")


async def test_a_stream_that_drips_is_not_waited_for_either(
    model: LLMock, hasty_talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    plans(model, NASHIK)
    model.pace(400)
    reply = await hasty_talk.say(QUESTION)
    answered_without_the_model(hasty_talk, reply, caplog, "TimeoutError")


async def test_a_stream_cut_without_a_finish_reason(
    model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    plans(model, NASHIK)
    model.truncate(after_chunks=3)
    answered_without_the_model(talk, await talk.say(QUESTION), caplog, "cut off")


async def test_a_connection_that_is_reset(
    model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    plans(model, NASHIK)
    model.disconnect(after_chunks=3)
    answered_without_the_model(talk, await talk.say(QUESTION), caplog, "Error")


async def test_a_garbled_chunk(model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    plans(model, NASHIK)
    model.corrupt(after_chunks=3)
    answered_without_the_model(talk, await talk.say(QUESTION), caplog, "JSONDecodeError")


@pytest.mark.parametrize("reason", ["length", "content_filter"])
async def test_an_answer_that_says_it_is_not_whole(
    reason: str, model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    plans(model, NASHIK, finish=reason)
    answered_without_the_model(talk, await talk.say(QUESTION), caplog, "cut off")


async def test_broken_arguments(
    model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    plans(model, NASHIK)
    model.break_tool_call("malformed_arguments")
    answered_without_the_model(talk, await talk.say(QUESTION), caplog, "broken tool call")


async def test_a_tool_that_does_not_exist(
    model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    plans(model, NASHIK)
    model.break_tool_call("unknown_tool")
    answered_without_the_model(talk, await talk.say(QUESTION), caplog, "was not given")


async def test_a_known_and_an_unknown_tool(
    model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    plans(model, NASHIK, ("delete_everything", {}))
    answered_without_the_model(talk, await talk.say(QUESTION), caplog, "was not given")


async def test_a_model_that_runs_in_circles(
    model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    days = [{**NASHIK[1], "date": f"2023-07-0{n}"} for n in range(1, 8)]
    plans(model, *[("market_price", day) for day in days])
    answered_without_the_model(talk, await talk.say(QUESTION), caplog, "was not given")


@pytest.mark.parametrize(
    "prose",
    [
        "The price of onion in Nashik is ₹40 per kg.",
        '```json\n{"name": "market_price", "arguments": {"commodity": "potato"}}\n```',
        '{{"name": "market_price", "arguments": {{"commodity": "potato"}}}}',
        '<tool_call>{"name": "market_price", "arguments": {"commodity": "potato"}}</tool_call>',
        "",
    ],
    ids=["a price", "fence", "doubled braces", "tag", "nothing"],
)
async def test_prose_in_the_place_of_a_call(
    prose: str, model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    says(model, prose)
    answered_without_the_model(talk, await talk.say(QUESTION), caplog, "prose instead of a call")


@pytest.mark.parametrize(
    "arguments",
    [
        {"commodity": "onion", "colour": "red"},
        {"commodity": ["onion", "potato"]},
        {"commodity": "onion", "date": "today"},
        {"commodity": {"id": "onion"}},
    ],
)
async def test_arguments_that_the_tool_has_not(
    arguments: dict[str, Any], model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    plans(model, ("market_price", arguments))
    answered_without_the_model(talk, await talk.say(QUESTION), caplog, "has not")


async def test_a_wording_that_is_cut_is_replaced_by_the_templates(
    model: LLMock, talk: Talk
) -> None:
    plans(model, NASHIK)
    words(model, HEAD)
    model.add(StreamFault("truncate", after_chunks=8, match=Match(tools=False)))
    reply = await talk.say(QUESTION)
    assert reply.words.text.startswith("Onion, Nashik: ₹")
    assert talk.states == ["understood", "worded_by_templates"]
    assert reply.grounded


SALE = {"kind": "sale", "product": "rice", "quantity": 10, "unit": "kg", "amount": 450}


def cut_inside_450() -> tuple[dict[str, Any], int]:
    """The sale with its keys so ordered that llmock's pieces of twelve end after `"amount": 45`."""
    for keys in permutations(SALE):
        sale = {k: SALE[k] for k in keys}
        end = json.dumps(sale).index("450") + 2
        if end % 12 == 0:
            return sale, 2 + end // 12  # a chunk for the role and one for the name come first
    raise AssertionError("no order of the keys fits")


async def test_a_cut_write_never_becomes_a_smaller_one(
    model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    sale, chunks = cut_inside_450()
    plans(model, ("record_entry", sale))
    model.truncate(after_chunks=chunks)
    reply = await talk.say("sold 10 kg rice for 450 rupees in all")
    [call] = reply.tool_calls
    assert (call.status, call.arguments["amount"]) == ("awaiting_confirmation", 450)
    assert "₹450" in reply.words.text
    assert "model_failed" in talk.states
    assert "cut off" in caplog.text


async def test_a_write_with_an_amount_that_nobody_said_is_refused(
    model: LLMock, talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    plans(model, ("record_entry", SALE | {"amount": 45}))
    reply = await talk.say("sold 10 kg rice for 450 rupees in all")
    assert reply.tool_calls[0].arguments["amount"] == 450
    assert "was not said" in caplog.text


async def test_the_next_turn_asks_the_model_again(model: LLMock, talk: Talk) -> None:
    model.fail(400)
    await talk.say(QUESTION)
    plans(model, NASHIK)
    words(model, HEAD)
    reply = await talk.say(QUESTION)
    assert reply.words.text.startswith("Today's news")
    assert len(planned(model)) == 2
    assert len(worded(model)) == 1
