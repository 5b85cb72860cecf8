"""Each station of a turn by itself."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, BaseMessage

from agent.memory import Memory, Pending, Planned, Question, digest
from agent.nodes import Nodes
from agent.planner.model import SAY
from agent.turn import Turn
from haat.core.errors import ModelFailed
from haat.core.finding import Finding
from haat.core.message import Option, TurnContext
from haat.language.detect import Tongue
from tests.unit.agent.corner_shop import TODAY, call, read
from tests.unit.agent.till import NOW, Till, done, scope, stations

HINGLISH = Memory(language="hi", script="Latn")
SALE = call("record_entry", kind="sale", product="onion", quantity=5)
QUESTION = Question(call("market_price", commodity="onion"), "choice", "place",
                    (Option("x", "Aurangabad, Bihar"), Option("y", "Hapur, Uttar Pradesh")))  # fmt: skip


@dataclass
class Foreign:
    """Somebody else's model: answers what it was told to, and counts how often it is asked."""

    planned: AIMessage | None = None
    worded: str | None = None
    asked: list[str] = field(default_factory=list)
    hosted: bool = True

    async def plan(self, messages: Sequence[BaseMessage]) -> AIMessage:
        self.asked.append("plan")
        if self.planned is None:
            raise ModelFailed("it hung up")
        return self.planned

    async def word(self, messages: Sequence[BaseMessage]) -> str:
        self.asked.append("word")
        if self.worded is None:
            raise ModelFailed("it hung up")
        return self.worded


def calling(name: str, **arguments: Any) -> AIMessage:
    return AIMessage(
        "", tool_calls=[{"name": name, "args": arguments, "id": "1", "type": "tool_call"}]
    )


def waiting(*calls: Planned, **changes: Any) -> Pending:
    expires = (NOW + timedelta(minutes=60)).isoformat()
    return replace(Pending(calls, (), digest(calls, ()), "key", expires), **changes)


def turn(said: str = "hm", **known: Any) -> Turn:
    return Turn(**{"sheet": read(said), "memory": Memory(), **known})


async def through(nodes: Nodes, text: str, memory: Memory = HINGLISH) -> Turn:
    """The turn after all five stations."""
    within = scope(text)
    now = nodes.understand(memory.as_json(), within)
    now = await nodes.plan(now, [], within)
    now = await nodes.act(now, within)
    return nodes.check(await nodes.compose(now, within), within)


def test_a_short_answer_does_not_change_the_language() -> None:
    nodes = stations(Till())
    for memory, text in (
        (replace(HINGLISH, pending=waiting(SALE)), "yes"),
        (replace(HINGLISH, question=QUESTION), "bihar"),
        (Memory(language="hi", script="Deva", pending=waiting(SALE)), "no 6 kg"),
    ):
        found = nodes.understand(memory.as_json(), scope(text))
        assert found.resolution is not None
        assert found.sheet.tongue == Tongue(memory.language or "", memory.script or "")


def test_a_longer_answer_or_a_forced_language_does() -> None:
    nodes = stations(Till())
    memory = replace(HINGLISH, pending=waiting(SALE)).as_json()
    longer = nodes.understand(memory, scope("no please make that 6 kg instead"))
    assert longer.sheet.tongue.language == "en"
    forced = nodes.understand(memory, scope("haan", said=TurnContext(language="en")))
    assert forced.sheet.tongue.language == "en"


async def test_an_open_matter_is_settled_without_any_model() -> None:
    model = Foreign()
    nodes = stations(Till(), model)
    for text in ("haan", "nahi", "6 kilo"):
        within = scope(text)
        found = nodes.understand(replace(HINGLISH, pending=waiting(SALE)).as_json(), within)
        await nodes.plan(found, [], within)
    assert model.asked == []


async def test_an_expired_yes_plans_nothing() -> None:
    nodes = stations(Till())
    late = scope("haan", now=NOW + timedelta(hours=2))
    found = nodes.understand(replace(HINGLISH, pending=waiting(SALE)).as_json(), late)
    found = await nodes.plan(found, [], late)
    assert (found.topic, found.calls, found.confirmed, found.pending) == ("expired", (), None, None)


async def test_a_yes_to_other_arguments_plans_nothing() -> None:
    nodes = stations(Till())
    tampered = waiting(
        SALE, calls=(call("record_entry", kind="sale", product="onion", quantity=500),)
    )
    within = scope("haan")
    found = nodes.understand(replace(HINGLISH, pending=tampered).as_json(), within)
    found = await nodes.plan(found, [], within)
    assert (found.topic, found.calls) == ("expired", ())


async def test_a_hosted_model_plans_and_words_a_turn() -> None:
    text = (
        "{{c1.@product}}, {{c1.price.place}}: {{c1.price}}, {{c1.price.date}}, says {{c1.@source}}."
    )
    model = Foreign(calling("market_price", commodity="onion"), text)
    found = await through(stations(Till(), model), "what is the price of onion")
    assert model.asked == ["plan", "word"]
    assert found.text == "Onion, Patna: ₹1,450 a quintal, 24 November 2026, says AGMARKNET."
    assert found.grounded


@pytest.mark.parametrize(
    "free", ["It is ₹1,500.", "Pandrah sau. {{c1.price}}", "{{c1.price}} or {{c9.price}}", ""]
)
async def test_words_with_a_figure_of_their_own_are_thrown_away(free: str) -> None:
    model = Foreign(calling("market_price", commodity="onion"), free)
    found = await through(stations(Till(), model), "what is the price of onion")
    assert found.text.startswith("Onion, Patna: ₹1,450 a quintal")
    assert "1,500" not in found.text
    assert found.grounded


async def test_where_the_model_fails_the_embedded_planner_answers_all_of_the_turn() -> None:
    model = Foreign()
    heard: list[Any] = []
    nodes = stations(Till(), model)
    within = scope(
        "what is the price of onion", listen=lambda event, data: heard.append((event, dict(data)))
    )
    found = await nodes.plan(nodes.understand(None, within), [], within)
    found = await nodes.compose(await nodes.act(found, within), within)
    assert found.unaided
    assert model.asked == ["plan"]
    assert found.text.startswith("Onion, Patna: ₹1,450")
    assert ("status", {"state": "model_failed"}) in heard


@pytest.mark.parametrize("text", ["delete my data", "undo", "speak in Hindi"])
async def test_what_changes_the_conversation_is_never_left_to_a_hosted_model(text: str) -> None:
    model = Foreign(calling("market_price", commodity="onion"))
    nodes = stations(Till(), model)
    within = scope(text)
    found = await nodes.plan(nodes.understand(None, within), [], within)
    assert model.asked == []
    assert found.calls == ()


async def test_a_hosted_model_may_say_what_is_talked_of_but_not_erase() -> None:
    nodes = stations(Till(), Foreign(calling(SAY, topic="greet", words={})))
    found = await through(nodes, "good day to you")
    assert (found.topic, found.done) == ("greet", ())


async def test_a_change_planned_by_a_hosted_model_waits_for_her_yes() -> None:
    till = Till()
    arguments = {"kind": "sale", "product": "onion", "quantity": 5, "unit": "kg"}
    found = await through(
        stations(till, Foreign(calling("record_entry", **arguments))), "sold 5 kg onion"
    )
    assert [d.status for d in found.done] == ["awaiting_confirmation"]
    assert found.pending is not None
    assert till.written == {}


async def test_nothing_planned_is_nothing_done() -> None:
    found = await stations(Till()).act(turn(topic="greet"), scope("hello"))
    assert found.done == ()


async def test_every_call_listed_has_an_outcome_and_no_waiting_one_stands_beside_a_question() -> (
    None
):
    nodes = stations(Till())
    calls = (
        SALE,
        call("record_entry", kind="sale", product="sugar"),
        call("market_price", commodity="onion"),
    )
    found = await nodes.act(turn(calls=calls), scope("x"))
    assert [(d.name, d.status) for d in found.done] == [("market_price", "ok")]
    assert found.question is not None
    assert found.question.slot == "quantity"
    assert found.question.rest == (SALE,)
    assert found.pending is None


def test_a_number_from_nowhere_is_told_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    nodes = stations(Till())
    with caplog.at_level(logging.ERROR):
        found = nodes.check(turn("5 kg", text="₹1,450 and 5 kg", pieces=("₹1,400",)), scope("5 kg"))
    assert not found.grounded
    assert "1450" not in caplog.text
    assert "1 figures" in caplog.text
    assert nodes.check(
        turn("5 kg", text="₹1,450 and 5 kg", pieces=("₹1,450",)), scope("x")
    ).grounded


@given(st.text(max_size=60))
def test_the_pieces_that_are_heard_are_the_text(text: str) -> None:
    heard: list[str] = []
    within = scope("x", listen=lambda event, data: heard.append(str(data.get("text"))))
    stations(Till()).check(turn(text=text), within)
    assert "".join(heard) == text


def test_what_was_talked_of_is_remembered() -> None:
    price = done("market_price", Finding(), commodity="onion", place="Nashik, Maharashtra")
    sale = done("record_entry", Finding(parameters={"entry": "e1"}), product="sugar")
    failed = done("query_kpi", Finding(), "error", product="rice")
    memory = stations(Till()).remember(turn("aloo ka bhav", done=(price, sale, failed)))
    assert (memory.language, memory.script) == ("hi", "Latn")
    assert [c.name for c in memory.last] == ["market_price", "record_entry"]
    assert (memory.product, memory.place) == ("sugar", "Nashik, Maharashtra")
    assert memory.entries == ("e1",)


def test_what_one_yes_wrote_is_undone_together_and_last_first() -> None:
    nodes = stations(Till())
    both = tuple(done("record_entry", Finding(parameters={"entry": e})) for e in ("e2", "e3"))
    memory = nodes.remember(turn(done=both, memory=Memory(entries=("e1",))))
    assert memory.entries == ("e1", "e2 e3")
    undone = nodes.remember(turn(topic="done_undo", memory=memory))
    assert undone.entries == ("e1",)


def test_a_turn_of_talk_forgets_nothing_but_what_it_closed() -> None:
    before = Memory(
        "en", "Latn", last=(SALE,), product="onion", place="Patna, Bihar", entries=("e1",)
    )
    after = stations(Till()).remember(turn("thanks", topic="thanks", memory=before))
    assert after == before
    asked = replace(before, question=QUESTION, pending=waiting(SALE))
    assert stations(Till()).remember(turn("thanks", topic="thanks", memory=asked)).question is None


def test_only_the_last_entries_are_remembered() -> None:
    entry = (done("record_entry", Finding(parameters={"entry": "new"})),)
    many = Memory(entries=tuple(str(i) for i in range(50)))
    kept = stations(Till()).remember(turn(done=entry, memory=many)).entries
    assert len(kept) == 20
    assert kept[-1] == "new"


async def test_a_yes_is_bound_to_store_day_and_moment() -> None:
    found = await stations(Till()).act(turn(calls=(SALE,)), scope("x", store_id="nashik"))
    assert found.pending is not None
    assert (found.pending.store_id, found.pending.day) == ("nashik", TODAY.isoformat())
    assert found.pending.expires_at == (NOW + timedelta(minutes=60)).isoformat()
    assert found.pending.told[0]["store_id"] == "nashik"
    assert found.pending.holds(NOW)


def test_after_a_figure_of_the_whole_shop_nothing_is_pointed_at() -> None:
    before = Memory(product="potato", last=(call("market_price", commodity="potato"),))
    figure = done("query_kpi", Finding(), metric="revenue", period="yesterday")
    after = stations(Till()).remember(turn(done=(figure,), memory=before))
    assert (after.product, after.last[0].name) == (None, "query_kpi")
