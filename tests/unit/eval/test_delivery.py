"""How the delivery run counts: what it would say if something were lost or told twice."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.delivery.counting import Boxes
from eval.delivery.people import SCRIPT, Line, answers
from eval.delivery.run import Plan

LINES = tuple(Line(text, text) for text in ("price", "sale?", "written", "stock", "takings"))
ALL = [line.shows for line in LINES]


def test_each_line_with_its_answer_in_its_turn() -> None:
    assert answers(ALL, LINES) == (0, 0)


@pytest.mark.parametrize("number", range(5))
def test_an_answer_that_is_missing(number: int) -> None:
    lost, double = answers([b for i, b in enumerate(ALL) if i != number], LINES)
    assert lost > 0
    assert lost - double == 1


@pytest.mark.parametrize("number", range(5))
def test_an_answer_that_came_twice(number: int) -> None:
    assert answers([*ALL[:number], ALL[number], *ALL[number:]], LINES) == (0, 1)


def test_two_answers_in_the_wrong_order() -> None:
    lost, double = answers([ALL[1], ALL[0], *ALL[2:]], LINES)
    assert lost == double > 0


def test_an_answer_to_something_else() -> None:
    lost, double = answers([*ALL[:2], "nothing to say yes or no to", *ALL[3:]], LINES)
    assert lost == double > 0


@pytest.mark.parametrize("tongue", SCRIPT)
def test_no_answer_shows_what_another_has_to_show(tongue: str) -> None:
    shows = [shown.format(takings="5") for _, shown in SCRIPT[tongue]]
    assert len(set(shows)) == len(shows)
    assert not any(a in b for a in shows for b in shows if a != b)


@given(st.integers(2, 200), st.integers(0, 20), st.integers())
def test_kills_come_one_after_the_other_while_there_is_work(
    messages: int, kills: int, seed: int
) -> None:
    if kills >= messages:
        return
    when = Plan(messages, kills).when(Random(seed))  # noqa: S311  no secret
    assert when == sorted(set(when))
    assert all(0 < at <= messages for at in when)


def test_what_is_not_at_its_end() -> None:
    boxes = Boxes(
        ({"state": "done"}, {"state": "dead"}, {"state": "waiting"}),
        ({"state": "sent"}, {"state": "held"}, {"state": "uncertain"}),
    )
    assert boxes.unsent == 4


def test_how_long_an_answer_took() -> None:
    noon = "2026-11-25T12:00:0{}+00:00"
    letters = [
        {"channel": "whatsapp", "provider_id": f"SM{n}", "received_at": noon.format(0)}
        for n in range(3)
    ]
    parcels = [
        {"key": f"whatsapp:SM{n}.0", "sent_at": noon.format(took)}
        for n, took in enumerate((1, 2, 9))
    ]
    assert Boxes(tuple(letters), (*parcels, {"key": "x.0", "sent_at": None})).median_seconds == 2
