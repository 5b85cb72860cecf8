"""What a model leaves in words is resolved as a message is read, or asked about; ids are not invented."""

from typing import Any

import pytest
from llmock.pytest_plugin import LLMock

from haat.core.message import NeedsInput, Option
from tests.integration.hosted.scripting import plans
from tests.integration.hosted.talking import Talk, called

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(
    "written",
    [
        {"commodity": "pyaz", "place": "nasik"},
        {"commodity": "प्याज", "place": "नासिक"},
        {"commodity": "Onions", "place": "Nashik"},
        {"commodity": "onion.loose", "place": "NASHIK"},
        {"commodity": "onion", "place": "Nashik, Maharashtra", "date": None},
        {"commodity": "onion", "place": "Nashik, Maharashtra", "date": ""},
    ],
)
async def test_words_become_ids(written: dict[str, Any], model: LLMock, talk: Talk) -> None:
    plans(model, ("market_price", written))
    reply = await talk.say("onion price in Nashik")
    canonical = {"commodity": "onion", "place": "Nashik, Maharashtra"}
    assert called(reply) == [("market_price", canonical, "ok")]
    shown = [data for name, data in talk.events if name == "tool_call"]
    assert shown == [{"name": "market_price", "arguments": canonical}]


async def test_a_unit_in_words_becomes_its_id(model: LLMock, talk: Talk) -> None:
    sale = {"kind": "sale", "product": "chawal", "quantity": 3, "unit": "kilo", "price": 50}
    plans(model, ("record_entry", sale))
    reply = await talk.say("I sold 3 kilo chawal at 50")
    [call] = reply.tool_calls
    assert (call.arguments["product"], call.arguments["unit"]) == ("rice", "kg")


async def test_a_place_that_fits_two_is_asked_about(model: LLMock, talk: Talk) -> None:
    plans(model, ("market_price", {"commodity": "onion", "place": "Aurangabad"}))
    reply = await talk.say("what is onion in Aurangabad")
    assert not reply.tool_calls
    assert reply.needs_input is not None
    assert (reply.needs_input.kind, reply.needs_input.slot) == ("choice", "place")
    assert "Aurangabad, Bihar" in [o.value for o in reply.needs_input.options]
    asked = len(model.requests)
    reply = await talk.say("Aurangabad, Bihar")
    assert called(reply)[0][1] == {"commodity": "onion", "place": "Aurangabad, Bihar"}
    assert [r for r in model.requests[asked:] if r.body.get("tools")] == []  # no second plan


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("market_price", {"commodity": "unobtainium"}),
        ("market_price", {"commodity": "onion", "place": "Atlantis, Ocean"}),
        ("query_kpi", {"metric": "revenue", "product": "rice.no_such_pack_999"}),
        ("record_entry", {"kind": "sale", "product": "no_such_thing"}),
    ],
)
async def test_goods_and_places_are_not_invented(
    tool: str, arguments: dict[str, Any], model: LLMock, talk: Talk
) -> None:
    plans(model, (tool, arguments))
    reply = await talk.say("onion price in Nashik")
    assert called(reply)[0][1] == {"commodity": "onion", "place": "Nashik, Maharashtra"}
    assert talk.states == ["understood", "model_failed"]


@pytest.mark.parametrize(
    "arguments",
    [{"store_id": "demo2-chennai"}, {"store_id": "no-such-store"}, {"period": "since_the_flood"}],
)
async def test_another_invented_argument_is_an_error_and_no_crash(
    arguments: dict[str, str], model: LLMock, talk: Talk
) -> None:
    plans(model, ("query_kpi", {"metric": "revenue", **arguments}))
    reply = await talk.say("tell me something of it")
    assert [c[2] for c in called(reply)] == ["error"]
    assert reply.words.text
    assert len(model.requests) == 1


async def test_another_tenants_shop_is_not_seen(model: LLMock, talk: Talk) -> None:
    plans(model, ("query_kpi", {"metric": "revenue", "store_id": "demo2-chennai"}))
    [call] = (await talk.say("sales of the other shop")).tool_calls
    assert (call.status, call.result["figures"], call.result["rows"]) == ("error", [], [])


async def test_the_model_asks_for_what_is_missing(model: LLMock, talk: Talk) -> None:
    known = {"kind": "sale", "product": "rice"}
    plans(
        model,
        ("ask_person", {"tool": "record_entry", "arguments": known, "slot": "quantity"}),
    )
    reply = await talk.say("I sold rice today")
    assert reply.needs_input == NeedsInput("slot", "quantity", ())
    assert not reply.tool_calls
    asked = len(model.requests)
    reply = await talk.say("5 kg")
    [call] = reply.tool_calls
    assert call.status == "awaiting_confirmation"
    assert call.arguments == {**known, "quantity": 5, "unit": "kg"}
    assert len(model.requests) == asked  # the answer is understood without the model


async def test_the_options_of_a_models_question_are_shown_in_our_words(
    model: LLMock, talk: Talk
) -> None:
    options = [
        {"label": "Onion, only ₹5!", "value": "onion"},
        {"label": "Potatoes", "value": "aloo"},
        {"label": "Call 99999 99999", "value": "a_swindle"},
    ]
    plans(
        model,
        (
            "ask_person",
            {"tool": "market_price", "kind": "choice", "slot": "commodity", "options": options},
        ),
    )
    reply = await talk.say("what does that stuff cost")
    assert reply.needs_input is not None
    assert reply.needs_input.options == (Option("onion", "onion"), Option("potato", "potato"))
    assert reply.grounded


@pytest.mark.parametrize(
    ("tool", "slot", "values", "offered"),
    [
        ("record_entry", "unit", ["kilo", "litre", "armful"], ["kg", "l"]),
        ("record_entry", "kind", ["sale", "purchase", "theft"], ["sale", "purchase"]),
        (
            "market_price",
            "place",
            ["Patna, Bihar", "gaya", "Atlantis"],
            ["Patna, Bihar", "Gaya, Bihar"],
        ),
        ("record_entry", "quantity", ["5", "6"], []),
        ("market_price", "commodity", ["onion", "no_such_thing"], []),
    ],
)
async def test_only_known_values_are_offered(
    tool: str, slot: str, values: list[str], offered: list[str], model: LLMock, talk: Talk
) -> None:
    options = [{"value": v} for v in values]
    asked = {"tool": tool, "kind": "choice", "slot": slot, "options": options}
    plans(model, ("ask_person", asked))
    need = (await talk.say("what can one make of this")).needs_input
    assert need is not None
    assert [o.value for o in need.options] == offered
    assert need.kind == ("choice" if offered else "slot")


@pytest.mark.parametrize(
    "question",
    [
        {"tool": "no_such_tool", "slot": "product"},
        {"tool": "market_price", "slot": "password"},
        {"tool": "market_price"},
        {"tool": "market_price", "slot": "place", "options": "Nashik"},
        {"tool": "market_price", "slot": "place", "arguments": "onion"},
        {"tool": "market_price", "slot": "place", "kind": "confirm"},
    ],
)
async def test_a_question_that_fits_no_tool_is_not_asked(
    question: dict[str, Any], model: LLMock, talk: Talk
) -> None:
    plans(model, ("ask_person", question))
    reply = await talk.say("onion price in Nashik")
    assert [c[2] for c in called(reply)] == ["ok"]
    assert talk.states == ["understood", "model_failed"]


@pytest.mark.parametrize("topic", ["erase", "undo", "done_sale", "kpi_none", ""])
async def test_a_topic_that_is_not_offered_is_not_said(
    topic: str, model: LLMock, talk: Talk
) -> None:
    plans(model, ("say_to_person", {"topic": topic}))
    reply = await talk.say("onion price in Nashik")
    assert [c[2] for c in called(reply)] == ["ok"]
    assert talk.states == ["understood", "model_failed"]


async def test_a_tool_comes_before_a_question_and_talk(model: LLMock, talk: Talk) -> None:
    plans(
        model,
        ("say_to_person", {"topic": "greet"}),
        ("market_price", {"commodity": "onion"}),
        ("ask_person", {"tool": "market_price", "slot": "place"}),
    )
    reply = await talk.say("hello, what is the onion price")
    assert [c[0] for c in called(reply)] == ["market_price"]
    assert reply.needs_input is None


async def test_an_open_question_is_asked_again_where_the_answer_is_none(
    model: LLMock, talk: Talk
) -> None:
    asked = {
        "tool": "record_entry",
        "slot": "quantity",
        "arguments": {"kind": "sale", "product": "rice"},
    }
    plans(model, ("ask_person", asked))
    await talk.say("I sold rice today")
    plans(model, ("say_to_person", {"topic": "cannot"}))
    reply = await talk.say("blue as the sky above")
    assert reply.needs_input == NeedsInput("slot", "quantity", ())
