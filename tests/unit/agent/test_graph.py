"""The graph: five stations in one line, whatever model is in it, and the conversations it holds."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot
from langchain_core.language_models import FakeListChatModel
from langchain_core.messages import AIMessage, HumanMessage

from agent.graph import build_graph, last_messages
from agent.mind import HostedMind
from tests.unit.agent.talk import Talk
from tests.unit.agent.till import NOW, Till, stations
from tests.unit.language.grammars import words

STATIONS = ["understand", "plan", "act", "compose", "check"]


def hosted() -> HostedMind:
    """Somebody else's model, which is never asked here."""
    model = FakeListChatModel(responses=["hm"])
    return HostedMind(model, model, Till().tools(), patience_seconds=1)


def drawn(graph: Any) -> tuple[list[str], list[tuple[str, str]]]:
    picture = graph.get_graph()
    return list(picture.nodes), sorted((e.source, e.target) for e in picture.edges)


def test_a_message_passes_five_stations_one_after_the_other() -> None:
    nodes, edges = drawn(build_graph(stations(Till()), None, 24))
    ends = ["__start__", *STATIONS, "__end__"]
    assert sorted(nodes) == sorted(ends)
    assert edges == sorted(pairwise(ends))


def test_the_graph_is_the_same_with_a_hosted_model() -> None:
    embedded = build_graph(stations(Till()), None, 24)
    other = build_graph(stations(Till(), hosted()), None, 24)
    assert drawn(embedded) == drawn(other)
    assert type(embedded) is type(other)
    assert embedded.channels.keys() == other.channels.keys()


async def test_a_sale_in_english() -> None:
    talk = Talk()
    for text in (
        "sold 5 kg onion",
        "no, 6 kg",
        "what is the price of onion in Nashik?",
        "yes",
        "yes",
    ):
        await talk.says(text)
    assert talk.text == snapshot("""\
> sold 5 kg onion
Shall I write this down?
Sold: 5 kg onion
Price: ₹30 a kg
In all: ₹150
Day: 25 November 2026
[Yes | No]

> no, 6 kg
Shall I write this down?
Sold: 6 kg onion
Price: ₹30 a kg
In all: ₹180
Day: 25 November 2026
[Yes | No]

> what is the price of onion in Nashik?
Onion, Nashik: ₹1,450 a quintal
That is ₹14.50 a kg.
Price of 24 November 2026.
Over the last week: -3.5%.
Source: AGMARKNET.
Onion: this still waits for your yes or no.
[Yes | No]

> yes
Written down: sold 6 kg onion, ₹180 in all.

> yes
There is nothing to say yes or no to. What do you want to know?\
""")
    assert talk.till.writes == 1


async def test_a_purchase_in_romanised_hindi() -> None:
    talk = Talk()
    for text in ("chini kharidi", "20 kilo", "nahi, 44 rupaye kilo", "haan", "shukriya"):
        await talk.says(text)
    assert talk.text == snapshot("""\
> chini kharidi
Cheeni kitna?

> 20 kilo
Likh loon?
Kharida: 20 kilo cheeni
Bhav: ₹45 prati kilo
Kul: ₹900
Din: 25 November 2026
[Haan | Nahin]

> nahi, 44 rupaye kilo
Likh loon?
Kharida: 20 kilo cheeni
Bhav: ₹44 prati kilo
Kul: ₹880
Din: 25 November 2026
[Haan | Nahin]

> haan
Likh liya: 20 kilo cheeni kharida, kul ₹880.

> shukriya
Khushi hui. Jab chahein poochhiye.\
""")


async def test_a_sale_in_hindi_with_her_own_digits() -> None:
    talk = Talk()
    for text in ("५ किलो प्याज बेचा ३० रुपये किलो", "रहने दो", "प्याज का भाव", "और आलू का?"):
        await talk.says(text)
    assert talk.text == snapshot("""\
> ५ किलो प्याज बेचा ३० रुपये किलो
लिख लूँ?
बेचा: ५ किलो प्याज
भाव: ₹३० प्रति किलो
कुल: ₹१५०
दिन: २५ नवंबर २०२६
[हाँ | नहीं]

> रहने दो
ठीक है, कुछ नहीं लिखा।

> प्याज का भाव
प्याज, पटना: ₹1,450 प्रति क्विंटल
यानी ₹14.50 प्रति किलो।
24 नवंबर 2026 का भाव।
पिछले एक हफ्ते में: -3.5%।
स्रोत: AGMARKNET।

> और आलू का?
25 नवंबर 2026 तक आलू का कोई भाव मेरे पास नहीं है।\
""")
    assert talk.till.written == {}


async def test_two_questions_at_once_and_one_that_is_asked_back() -> None:
    talk = Talk()
    for text in (
        "onion price, and how much did we sell yesterday",
        "onion price in Aurangabad",
        "bihar",
    ):
        await talk.says(text)
    assert talk.text == snapshot("""\
> onion price, and how much did we sell yesterday
Onion, Patna: ₹1,450 a quintal
That is ₹14.50 a kg.
Price of 24 November 2026.
Over the last week: -3.5%.
Source: AGMARKNET.

Sales, yesterday: ₹1,20,450

> onion price in Aurangabad
Which one do you mean?
[Aurangabad, Bihar | Chhatrapati Sambhajinagar, Maharashtra]

> bihar
Onion, Aurangabad: ₹1,450 a quintal
That is ₹14.50 a kg.
Price of 24 November 2026.
Over the last week: -3.5%.
Source: AGMARKNET.\
""")


@pytest.mark.parametrize("yes", ["yes", "haan", "हाँ जी"])
async def test_a_change_is_made_once_however_often_she_says_yes(yes: str) -> None:
    talk = Talk()
    await talk.says("sold 5 kg onion")
    for _ in range(4):
        await talk.says(yes)
    assert talk.till.writes == 1
    assert [t.topic for t in talk.turns] == [None, None, *["nothing_pending"] * 3]
    assert [d.status for t in talk.turns for d in t.done] == ["awaiting_confirmation", "ok"]


async def test_an_expired_change_is_never_made() -> None:
    talk = Talk()
    await talk.says("sold 5 kg onion")
    turn = await talk.says("yes", now=NOW + timedelta(minutes=60))
    assert (turn.topic, turn.done, turn.needs) == ("expired", (), None)
    await talk.says("yes")
    assert talk.till.written == {}


async def test_a_change_that_is_declined_is_listed_nowhere() -> None:
    talk = Talk()
    await talk.says("sold 5 kg onion")
    turn = await talk.says("no")
    assert (turn.topic, turn.done, turn.needs) == ("declined", (), None)
    await talk.says("yes")
    assert talk.till.written == {}


async def test_a_question_in_between_leaves_the_change_waiting() -> None:
    talk = Talk()
    await talk.says("sold 5 kg onion")
    for text in ("what is the price of onion", "kal kitni bikri hui", "thanks", "xyzzy"):
        turn = await talk.says(text)
        assert turn.needs is not None
        assert turn.needs.kind == "confirm"
        assert all(d.status == "ok" for d in turn.done)
    await talk.says("yes")
    assert talk.till.writes == 1


async def test_another_change_replaces_the_first_visibly() -> None:
    talk = Talk()
    await talk.says("sold 5 kg onion")
    turn = await talk.says("bought 2 kg sugar")
    assert turn.replaced
    await talk.says("yes")
    assert [said.product for said in talk.till.written.values()] == ["sugar"]


async def test_a_correction_replaces_nothing_visibly_but_binds_the_yes_anew() -> None:
    talk = Talk()
    first = await talk.says("sold 5 kg onion")
    second = await talk.says("no, 6 kg")
    assert not second.replaced
    assert first.pending is not None
    assert second.pending is not None
    assert first.pending.key != second.pending.key
    await talk.says("yes")
    assert [said.quantity for said in talk.till.written.values()] == [6]


async def test_a_yes_is_asked_for_again_where_what_was_told_has_changed() -> None:
    talk = Talk()
    await talk.says("sold 5 kg onion")
    talk.till.rise = 3  # the list price, in between
    turn = await talk.says("yes")
    assert talk.till.written == {}
    assert turn.needs is not None
    assert "₹165" in turn.text
    await talk.says("yes")
    assert talk.till.writes == 1


async def test_a_yes_is_for_the_store_and_day_it_was_told_for() -> None:
    talk = Talk()
    await talk.says("sold 5 kg onion", store_id="nashik")
    turn = await talk.says("yes", store_id="patna", today=NOW.date() + timedelta(days=1))
    (made,) = turn.done
    assert made.status == "ok"
    assert made.finding.parameters["store_id"] == "nashik"
    assert made.finding.parameters["date"] == NOW.date()


async def test_several_changes_wait_for_one_yes() -> None:
    talk = Talk()
    turn = await talk.says("sold 4 kg rice and 2 kg sugar")
    assert [d.status for d in turn.done] == ["awaiting_confirmation"] * 2
    turn = await talk.says("haan")
    assert [d.status for d in turn.done] == ["ok"] * 2
    assert [said.product for said in talk.till.written.values()] == ["rice", "sugar"]


async def test_a_question_about_one_change_loses_none_of_the_others() -> None:
    talk = Talk()
    for text in ("sold 4 kg rice and sugar", "2 kg", "yes"):
        turn = await talk.says(text)
    assert talk.text == snapshot("""\
> sold 4 kg rice and sugar
How much of sugar?

> 2 kg
Shall I write this down?
Sold: 2 kg sugar
Price: ₹45 a kg
In all: ₹90
Day: 25 November 2026

Sold: 4 kg rice
Price: ₹50 a kg
In all: ₹200
Day: 25 November 2026
[Yes | No]

> yes
Written down: sold 2 kg sugar, ₹90 in all.

Written down: sold 4 kg rice, ₹200 in all.\
""")
    assert sorted(str(s.product) for s in talk.till.written.values()) == ["rice", "sugar"]
    turn = await Talk().says("price of onion, and sold 2 kg mirchi")
    assert [d.name for d in turn.done] == ["market_price"]
    assert turn.question is not None
    assert turn.question.slot == "product"


async def test_a_question_that_is_dropped_is_not_asked_again() -> None:
    talk = Talk()
    await talk.says("sold sugar")
    turn = await talk.says("cancel")
    assert (turn.topic, turn.needs) == ("declined", None)
    assert (await talk.memory()).question is None


async def test_an_erasure_asks_first_and_can_be_declined() -> None:
    talk = Talk()
    turn = await talk.says("delete my data")
    assert turn.needs is not None
    assert (turn.needs.kind, turn.needs.slot, turn.done) == ("confirm", "erase", ())
    turn = await talk.says("no")
    assert turn.needs is None
    assert (turn.topic or "").startswith("declined")


async def test_a_chosen_language_stays_chosen() -> None:
    talk = Talk()
    turn = await talk.says("speak in Hindi")
    assert turn.sheet.tongue.language == "hi"
    turn = await talk.says("what is the price of onion")
    assert turn.sheet.tongue.language == "hi"
    turn = await talk.says("speak in English")
    turn = await talk.says("pyaz ka bhav")
    assert turn.sheet.tongue.language == "en"


async def test_a_failed_tool_is_told_and_forgotten() -> None:
    talk = Talk(Till(fault=RuntimeError("secret")))
    turn = await talk.says("what is the price of onion")
    assert [d.status for d in turn.done] == ["error"]
    assert "secret" not in turn.text
    assert (await talk.memory()).last == ()


async def test_history_is_capped_and_begins_with_a_message_of_hers() -> None:
    talk = Talk(history_messages=6)
    for i in range(8):
        await talk.says(f"{i + 1} kg onion price?")
    messages = await talk.messages()
    assert [m.type for m in messages] == ["human", "ai"] * 3
    assert messages[-2].content == "8 kg onion price?"


@given(st.lists(st.booleans(), max_size=12), st.integers(1, 9))
def test_only_the_newest_messages_are_kept_from_one_of_hers_on(hers: list[bool], most: int) -> None:
    said = [HumanMessage(str(i)) if h else AIMessage(str(i)) for i, h in enumerate(hers)]
    kept = last_messages(most)(said[:3], said[3:])
    assert len(kept) <= most
    assert kept == said[len(said) - len(kept) :]
    if any(isinstance(m, HumanMessage) for m in said[-most:]):
        assert isinstance(kept[0], HumanMessage)


async def test_nothing_of_a_turn_but_memory_and_messages_is_kept() -> None:
    talk = Talk()
    await talk.says("sold 5 kg onion")
    kept = (await talk.graph.aget_state(talk.config)).values
    assert kept.keys() == {"messages", "memory", "last"}


async def test_the_listener_hears_each_station_in_turn_and_the_text_in_pieces() -> None:
    heard: list[tuple[str, Any]] = []
    talk = Talk()
    turn = await talk.says(
        "price of onion", listen=lambda event, data: heard.append((event, dict(data)))
    )
    events = [e for e, _ in heard]
    assert events[:3] == ["status", "tool_call", "tool_result"]
    assert set(events[3:]) == {"token"}
    assert "".join(d["text"] for e, d in heard if e == "token") == turn.text
    assert heard[1][1] == {"name": "market_price", "arguments": {"commodity": "onion"}}
    assert heard[2][1] == {"name": "market_price", "status": "ok"}


PIECES = words(
    "yes haan no nahi 5 6 kg kilo onion sugar rice sold becha bought price bhav kal what is ? thanks total "
    "Nashik Aurangabad bihar हाँ नहीं किलो प्याज it left undo help delete my data speak Hindi English 1 2"
)  # fmt: skip
MESSAGES = st.lists(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join), max_size=6
)


@settings(max_examples=25, deadline=None)
@given(MESSAGES)
async def test_whatever_is_said_is_answered_and_nothing_is_written_without_a_yes(
    texts: list[str],
) -> None:
    talk = Talk()
    for text in texts:
        before, written = talk.turns[-1] if talk.turns else None, talk.till.writes
        if before and before.pending and before.pending.calls[0].name == "erase":
            break  # there is no store to erase from
        turn = await talk.says(text)
        assert turn.text.strip()
        assert turn.grounded
        if talk.till.writes > written:
            assert before is not None
            assert before.pending is not None
            assert turn.confirmed == before.pending
            assert talk.till.writes - written == len(before.pending.calls)
        waits = any(d.status == "awaiting_confirmation" for d in turn.done)
        assert not waits or (turn.needs is not None and turn.needs.kind == "confirm")
        if turn.needs is not None and turn.needs.kind != "confirm":
            assert not any(d.name == turn.needs.slot for d in turn.done)


@pytest.mark.parametrize("lost", ["when does the moon rise tonight friend", "zzyx"])
async def test_a_question_that_is_not_answered_is_asked_twice_and_then_left(lost: str) -> None:
    talk = Talk()
    asked = await talk.says("forecast")
    again = await talk.says("when does the moon rise tonight friend")
    assert asked.needs is not None
    assert asked.needs == again.needs
    left = await talk.says(lost)
    assert (left.needs, left.topic) == (None, "cannot")
    assert (await talk.memory()).question is None
