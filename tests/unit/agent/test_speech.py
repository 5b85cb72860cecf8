"""Questions, options and fixed texts in the reader's language."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from agent.memory import Pending, Planned, Question
from agent.nodes import ERASE
from agent.planner.intents.intent import TALK
from agent.planner.slots import METRICS
from agent.speech import Speech
from haat.core.message import NeedsInput, Option
from tests.shipped import languages
from tests.unit.agent.corner_shop import call
from tests.unit.agent.till import scribe

VOICES = [(v.language, v.script) for p in languages().packs.values() for v in p.voices.values()]
ENGLISH, HINDI, HINGLISH = (
    Speech(scribe(language=code, script=script))
    for code, script in (("en", "Latn"), ("hi", "Deva"), ("hi", "Latn"))
)
SPEECHES = [ENGLISH, HINDI, HINGLISH]
# What the planner and the stations say besides small talk.
TOPICS = {
    "cannot", "cannot_yet", "not_this_language", "language_chosen", "unknown_thing", "unknown_price",
    "nothing_pending", "declined", "expired", "replaced", "still_waiting", "done_erase", "done_undo",
    "nothing_to_undo", "confirm_erase", "yes", "no", "choose",
}  # fmt: skip


def asked(kind: str, slot: str, *values: str, **known: Any) -> Question:
    options = tuple(Option(v, v) for v in values)
    return Question(call("record_entry", **known), kind, slot, options)


@pytest.mark.parametrize(("language", "script"), VOICES)
def test_every_topic_has_its_text(language: str, script: str) -> None:
    say = languages().voice(language, script).say
    assert say.keys() >= TOPICS
    assert {t for t in TALK if t != "undo"} <= say.keys()


@pytest.mark.parametrize(("language", "script"), VOICES)
def test_every_argument_can_be_asked_for(language: str, script: str) -> None:
    say = languages().voice(language, script).say
    asked_for = {
        "product",
        "commodity",
        "place",
        "quantity",
        "price",
        "unit",
        "metric",
        "kind",
        "query",
    }
    assert {f"ask_{slot}" for slot in asked_for} <= say.keys()
    assert {f"metric_{m}" for m in ("price", *METRICS)} <= say.keys()


def test_a_topic_nobody_knows_is_something_we_cannot_do() -> None:
    for speech in SPEECHES:
        assert speech.topic("no_such_topic", {}) == speech.say("cannot")


def test_help_is_a_list_of_what_can_be_asked_and_holds_no_figure() -> None:
    for speech in SPEECHES:
        text = speech.topic("help", {})
        assert not any(c.isnumeric() for c in text)
        assert text.count("•") == ENGLISH.topic("help", {}).count("•") >= 3


def test_her_own_words_are_put_in_as_they_are() -> None:
    assert "“डायपर”" in HINDI.topic("unknown_thing", {"thing": "डायपर"})
    assert "“{thing}”" in ENGLISH.topic("unknown_thing", {"thing": "{thing}"})


def test_questions_in_three_voices() -> None:
    questions = [
        asked("slot", "product"),
        asked("slot", "quantity", product="sugar"),
        asked("slot", "price", product="sugar"),
        asked("slot", "kind"),
        asked("choice", "place", "Aurangabad, Bihar"),
        asked("choice", "metric", product="onion"),
        asked("choice", "price", product="honey", unit="piece", unclear_sum=300),
        asked("slot", "no_such_slot"),
    ]
    assert "\n".join(s.question(q) for q in questions for s in SPEECHES) == snapshot("""\
Which product?
कौन सी चीज?
Kaun si cheez?
How much of sugar?
चीनी कितना?
cheeni kitna?
At what price, one kg of sugar?
चीनी एक किलो किस भाव से?
cheeni ek kilo kis bhav se?
Did you sell it or buy it?
बेचा या खरीदा?
Becha ya kharida?
Which one do you mean?
इनमें से कौन सा?
Inmein se kaun sa?
What about onion: its price, sales, profit or stock?
प्याज का क्या जानना है: भाव, बिक्री, मुनाफा या स्टॉक?
pyaz ka kya jaanna hai: bhav, bikri, munafa ya stock?
Is ₹300 the price of one piece, or the amount in all?
₹300 एक नग का भाव है, या कुल रकम?
₹300 ek nag ka bhav hai, ya kul rakam?
Which one do you mean?
इनमें से कौन सा?
Inmein se kaun sa?\
""")


def test_a_price_is_asked_for_the_unit_it_is_told_in() -> None:
    questions = [
        asked("slot", "price", product="mustard_oil", unit="l"),
        asked("slot", "price", product="salt", unit="g"),  # nobody names the price of one gram
        asked("slot", "price", product="no_such_goods"),
    ]
    assert [ENGLISH.question(q) for q in questions] == snapshot(
        [
            "At what price, one litre of mustard oil?",
            "At what price, one kg of salt?",
            "At what price, no such goods?",
        ]
    )


def test_options_are_shown_in_words_and_answered_by_value() -> None:
    both = (Option("per_unit_option", "price"), Option("total_option", "amount"))
    shown = [
        asked("choice", "product", "green_chilli", "biscuit.100g"),
        asked("choice", "place", "Aurangabad, Bihar"),
        asked("slot", "unit", "kg", "packet"),
        asked("slot", "kind", "sale", "purchase"),
        Question(call("record_entry", unclear_sum=300, unit="piece"), "choice", "price", both),
    ]
    assert [[(o.label, o.value) for o in HINGLISH.needs(q).options] for q in shown] == snapshot(
        [
            [("hari mirch", "green_chilli"), ("Golu Glucose biscuit", "biscuit.100g")],
            [("Aurangabad, Bihar", "Aurangabad, Bihar")],
            [("kilo", "kg"), ("packet", "packet")],
            [("Becha", "sale"), ("Kharida", "purchase")],
            [("₹300 ek nag ka", "price"), ("₹300 kul", "amount")],
        ]
    )


def test_the_kind_of_a_question_is_kept() -> None:
    assert ENGLISH.needs(asked("choice", "place")).kind == "choice"
    assert ENGLISH.needs(asked("slot", "place")).kind == "slot"


@pytest.mark.parametrize("speech", SPEECHES, ids=lambda s: s.scribe.voice.script)
@pytest.mark.parametrize("name", ["record_entry", ERASE])
def test_a_waiting_change_offers_yes_and_no(speech: Speech, name: str) -> None:
    waiting = Pending((Planned(name, {}),), (), "", "key", "")
    labels = speech.say("yes"), speech.say("no")
    options = (Option(labels[0], "yes"), Option(labels[1], "no"))
    assert speech.confirm(waiting) == NeedsInput("confirm", name, options)


def test_a_fixed_line_is_said_once_at_its_last_place() -> None:
    demo = ENGLISH.say("demo")
    lines = ["sales: ₹5", demo, "stock: 4 kg", "stock: 4 kg", demo]
    assert ENGLISH.once(lines) == ["Sales: ₹5", "Stock: 4 kg", "Stock: 4 kg", demo]


def test_the_head_of_a_confirmation_is_said_once_at_its_first_place() -> None:
    head = ENGLISH.say("confirm_head")
    assert ENGLISH.once([head, "a", head, "b"]) == [head, "A", "B"]


@given(
    st.lists(st.sampled_from(["a", "B", *(s.say("demo") for s in SPEECHES), "₹5", ""]), max_size=9)
)
def test_saying_a_thing_once_loses_nothing(lines: list[str]) -> None:
    kept = ENGLISH.once(lines)
    assert {line.casefold() for line in kept} == {line.casefold() for line in lines}
    assert ENGLISH.once(kept) == kept
    assert re.sub("[^₹]", "", "".join(kept)) == re.sub("[^₹]", "", "".join(lines))


@pytest.mark.parametrize(("language", "script"), VOICES)
@pytest.mark.parametrize("slot", ["unit_cost", "price_unit"])
def test_a_cost_is_asked_in_its_unit(language: str, script: str, slot: str) -> None:
    speech = Speech(scribe(language=language, script=script))
    question = Question(call("suggest_price", product="onion", price_unit="kg"), "slot", slot)
    assert "{" not in speech.question(question)


def test_rows_begin_with_a_capital_too() -> None:
    assert ENGLISH.once(["one", "• aloo: 2"]) == ["One", "• Aloo: 2"]
