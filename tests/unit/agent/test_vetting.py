"""A hosted model may call what it was given, ask for an argument, or name a topic; nothing else."""

from typing import Any

import pytest

from agent.vetting import Call, vetted
from haat.core.errors import ModelFailed
from tools import TOOLS

GIVEN = {t.name: t for t in TOOLS}
PRICE: Call = ("market_price", {"commodity": "onion"})


def calls_of(*calls: Call) -> list[tuple[str, dict[str, Any]]]:
    return [(c["name"], c["args"]) for c in vetted(calls, GIVEN).tool_calls]


def test_a_call_without_what_was_left_open() -> None:
    open_call = ("market_price", {"commodity": "onion", "place": None, "date": ""})
    assert calls_of(open_call) == [PRICE]


def test_zero_and_no_are_said() -> None:
    count = ("record_entry", {"kind": "stock_count", "product": "rice", "quantity": 0})
    search = ("find_products", {"query": "rice", "in_stock": False})
    assert calls_of(count, search) == [count, search]


def test_the_same_call_twice_is_one() -> None:
    assert calls_of(PRICE, PRICE) == [PRICE]


def test_a_tool_comes_before_talk() -> None:
    assert calls_of(("say_to_person", {"topic": "greet"}), PRICE) == [PRICE]


def test_of_two_topics_the_first() -> None:
    topics: list[Call] = [("say_to_person", {"topic": t}) for t in ("greet", "help")]
    assert calls_of(*topics) == [("say_to_person", {"topic": "greet"})]


def test_a_question_keeps_only_arguments_of_its_tool() -> None:
    known = {"kind": "sale", "colour": "red", "quantity": 4, "product": None}
    [(_, asked)] = calls_of(
        ("ask_person", {"tool": "record_entry", "slot": "quantity", "arguments": known})
    )
    assert asked["arguments"] == {"kind": "sale"}


@pytest.mark.parametrize(
    "calls",
    [
        [],
        [("no_such_tool", {})],
        [PRICE, ("no_such_tool", {})],
        [("market_price", {"commodity": str(n)}) for n in range(7)],
        [("say_to_person", {"topic": "erase"})],
        [("say_to_person", {})],
        [("ask_person", {"tool": "market_price", "slot": "no_such_slot"})],
        [("ask_person", {"tool": "no_such_tool", "slot": "place"})],
        [("ask_person", {"tool": "market_price", "slot": "place", "options": [{"label": "x"}]})],
    ],
)
def test_what_is_refused(calls: list[Call]) -> None:
    with pytest.raises(ModelFailed):
        vetted(calls, GIVEN)
