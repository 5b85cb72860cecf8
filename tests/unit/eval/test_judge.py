"""The judge: what is right is passed, and every kind of fault is seen."""

from collections.abc import Mapping
from typing import Any

import pytest

from eval.dialogues.judge import expected, first_value, got, judge, loose_numbers
from eval.dialogues.script import Effect, Line, Outcome, WantedCall

ONION = WantedCall(
    "market_price",
    {"commodity": ("onion",), "place": ("Nashik, Maharashtra", "Lasalgaon, Nashik")},
    {"date": ("2026-11-25",)},
    ("ok", "empty"),
)
SALE = WantedCall("record_entry", {"kind": ("sale",)}, {}, ("awaiting_confirmation",))
SAID = {"commodity": "onion", "place": "Nashik, Maharashtra"}
CONFIRM = {"kind": "confirm", "slot": "record_entry", "options": []}


def line(*outcomes: Outcome, **more: Any) -> Line:
    """A line in romanised Hindi."""
    return Line("", outcomes, **{"languages": ("hi",), "script": "Latn", **more})


def call(
    name: str = "market_price",
    arguments: Mapping[str, Any] = SAID,
    status: str = "ok",
    **result: Any,
) -> dict[str, Any]:
    """A call of a reply."""
    return {"name": name, "arguments": dict(arguments), "status": status, "result": result}


def reply(
    *calls: dict[str, Any], text: str = "Pyaz ka bhav yeh hai.", **more: Any
) -> dict[str, Any]:
    """A reply in romanised Hindi."""
    words = {"text": text, "language": "hi", "script": "Latn"}
    rest: dict[str, Any] = {"needs_input": None, "citations": [], "grounded": True}
    return {"reply": words, "tool_calls": list(calls), **rest, **more}


def test_the_wanted_call_is_right_with_and_without_what_may_be_left_out() -> None:
    wanted = line(Outcome((ONION,)))
    for more in ({}, {"date": "2026-11-25"}, {"place": "Lasalgaon, Nashik"}):
        assert judge(wanted, reply(call(arguments={**SAID, **more})), (), ()).all


@pytest.mark.parametrize(
    "arguments",
    [
        {"commodity": "onion"},
        {**SAID, "commodity": "garlic"},
        {**SAID, "date": "2026-11-24"},
        {**SAID, "variety": "red"},
    ],
)
def test_an_argument_missing_wrong_or_too_many_is_not_exact(arguments: dict[str, Any]) -> None:
    verdict = judge(line(Outcome((ONION,))), reply(call(arguments=arguments)), (), ())
    assert (verdict.tool, verdict.exact) == (True, False)


def test_a_wrong_status_is_not_exact() -> None:
    assert not judge(line(Outcome((ONION,))), reply(call(status="error")), (), ()).exact


def test_another_tool_and_one_call_too_many_are_seen() -> None:
    wanted = line(Outcome((ONION,)))
    other = call("query_kpi", {"metric": "revenue"})
    assert not judge(wanted, reply(other), (), ()).tool
    assert not judge(wanted, reply(call(), other), (), ()).tool
    assert not judge(line(Outcome()), reply(call()), (), ()).tool


def test_calls_may_come_in_any_order() -> None:
    revenue = WantedCall("query_kpi", {"metric": ("revenue",)}, {}, ("ok",))
    answer = reply(call("query_kpi", {"metric": "revenue"}), call())
    assert judge(line(Outcome((ONION, revenue))), answer, (), ()).all


def test_any_outcome_will_do_and_with_none_anything_will() -> None:
    asked = reply(needs_input={"kind": "slot", "slot": "commodity", "options": []})
    either = line(Outcome((ONION,)), Outcome(needs=("slot", "commodity")))
    assert judge(either, asked, (), ()).all
    assert judge(either, reply(call()), (), ()).all
    assert judge(line(), reply(call("record_entry", {})), (), ()).all


def test_a_question_must_be_the_expected_one() -> None:
    asked = reply(needs_input={"kind": "slot", "slot": "place", "options": []})
    assert not judge(line(Outcome(needs=("slot", "commodity"))), asked, (), ()).needs
    assert not judge(line(Outcome(needs=("slot", "commodity"))), reply(), (), ()).needs
    assert not judge(line(Outcome()), asked, (), ()).needs


def test_an_entry_must_ask_for_its_yes() -> None:
    waiting = call("record_entry", {"kind": "sale"}, "awaiting_confirmation")
    assert judge(line(Outcome((SALE,))), reply(waiting, needs_input=CONFIRM), (), ()).all
    assert not judge(line(Outcome((SALE,))), reply(waiting), (), ()).needs


def test_a_question_in_between_may_leave_the_confirmation_open() -> None:
    answer = reply(call(), needs_input=CONFIRM)
    assert judge(line(Outcome((ONION,)), pending=True), answer, (), ()).needs
    assert not judge(line(Outcome((ONION,))), answer, (), ()).needs


@pytest.mark.parametrize(
    ("text", "language", "script", "right"),
    [
        ("Pyaz ka bhav yeh hai.", "hi", "Latn", True),
        ("Pyaz ka bhav yeh hai.", "en", "Latn", False),
        ("What can I do for you?", "hi", "Latn", False),
        ("प्याज का भाव", "hi", "Latn", False),
        ("प्याज का भाव", "hi", "Deva", False),
    ],
)
def test_language_and_script_are_heard_in_the_text(
    text: str, language: str, script: str, right: bool
) -> None:
    answer = reply(reply={"text": text, "language": language, "script": script})
    assert judge(line(Outcome()), answer, (), ()).language is right


def test_devanagari_may_hold_a_brand_in_latin_letters_but_must_be_devanagari() -> None:
    hindi = line(Outcome(), script="Deva")
    for text, right in (("Golu बिस्कुट कितने बचे हैं", True), ("Golu biscuit bache hain", False)):
        answer = reply(reply={"text": text, "language": "hi", "script": "Deva"})
        assert judge(hindi, answer, (), ()).language is right


def test_every_number_must_be_in_a_call_an_option_or_her_words() -> None:
    answer = reply(
        call(figures=[{"value": 120000.5}, {"value": -3}], rows=[{"date": "2026-11-05"}]),
        text="₹1,20,000.50, 3% kam, 5 November 2026, १८ kilo; 7 aur 40.",
        needs_input={
            "kind": "choice",
            "slot": "product",
            "options": [{"label": "7 kg", "value": "x"}],
        },
    )
    assert loose_numbers(answer, ("18 kilo becha",)) == ("40",)
    verdict = judge(line(), answer, ("18 kilo becha",), ())
    assert (verdict.grounded, verdict.loose) == (False, ("40",))


def test_the_replys_own_word_counts_too() -> None:
    assert not judge(line(), reply(grounded=False), (), ()).grounded


def test_an_effect_is_measured_against_an_earlier_turn() -> None:
    then, now = (reply(call(figures=[{"value": None}, {"value": v}])) for v in (20, 17))
    for plus, right in ((-3, True), (-2, False)):
        assert judge(line(effect=Effect(1, plus)), now, (), (then,)).effect is right
    assert not judge(line(effect=Effect(1, 0)), reply(), (), (then,)).effect
    assert first_value(None) is None


def test_parameters_show_which_days_were_meant() -> None:
    answer = reply(call(parameters={"start": "2026-11-09", "end": "2026-11-09"}))
    assert judge(line(parameters={"start": "2026-11-09"}), answer, (), ()).effect
    assert not judge(line(parameters={"start": "2026-11-08"}), answer, (), ()).effect
    assert not judge(line(parameters={"start": "2026-11-09"}), reply(), (), ()).effect


def test_both_sides_are_told_in_one_line() -> None:
    either = line(Outcome((ONION,)), Outcome(needs=("slot", "commodity")), Outcome())
    assert expected(either) == (
        "market_price(commodity=onion, place=Nashik, Maharashtra|Lasalgaon, Nashik, "
        "[date=2026-11-25]) OR needs slot: commodity OR talk, no call"
    )
    assert expected(line()) == "anything"
    assert got(reply()) == "talk, no call"
    asked = {"kind": "slot", "slot": "commodity", "options": [{"label": "", "value": "onion"}]}
    assert got(reply(call(arguments={"commodity": "onion"}), needs_input=asked)) == (
        'market_price(commodity=onion) ok + needs slot: commodity ["onion"]'
    )
