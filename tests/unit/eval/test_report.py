"""The report: shares, times, and every miss with what was expected and what came."""

from dataclasses import replace
from typing import Any

import pytest

from eval.dialogues.harness import Answered
from eval.dialogues.judge import ALL_WRONG, Verdict
from eval.dialogues.report import circumstances, markdown, misses, score, scores, table
from eval.dialogues.script import Line, Outcome

RIGHT = Verdict(tool=True, exact=True, needs=True, language=True, grounded=True)
REPLY: dict[str, Any] = {
    "reply": {"text": "Hello.\nAsk me.", "language": "en", "script": "Latn"},
    "tool_calls": [],
    "needs_input": None,
    "grounded": True,
}
HELLO = Answered(
    dialogue="en 1",
    group="en",
    line=Line("hello", (Outcome(),), ("en",), "Latn"),
    text="hello",
    reply=REPLY,
    verdict=RIGHT,
    wall_ms=10,
    cpu_ms=4,
)
LOOSE = replace(
    HELLO,
    dialogue="hi 1",
    group="hi",
    verdict=replace(RIGHT, grounded=False, effect=False, loose=("7",)),
    wall_ms=30,
    cpu_ms=8,
)
CRASHED = replace(HELLO, dialogue="en 2", reply=None, verdict=ALL_WRONG, error="KeyError: 'x'")


def test_shares_and_times_of_a_set() -> None:
    found = score("both", [HELLO, LOOSE])
    assert (found.turns, found.shares["tool"], found.shares["grounded"]) == (2, 1.0, 0.5)
    assert found.shares["all"] == 0.5
    assert (found.p50_ms, found.cpu_ms) == (20, 6)
    assert found.p95_ms == pytest.approx(29)
    assert score("one", [HELLO]).p95_ms == 10


def test_a_row_for_each_set_and_one_for_all() -> None:
    lines = table(scores([HELLO, LOOSE, CRASHED])).splitlines()
    assert [line.split(" | ")[0].strip("| ") for line in lines[2:]] == ["en", "hi", "all"]
    assert "| en | 2 | 50.0% |" in lines[2]


def test_every_miss_is_told_and_nothing_else() -> None:
    told = misses([HELLO, LOOSE, CRASHED])
    assert "**en 1**" not in told
    assert "**hi 1** (grounded, effect): hello" in told
    assert "- expected: talk, no call" in told
    assert "- reply (en Latn): Hello. / Ask me." in told
    assert "- grounded: True; numbers not found: 7" in told
    assert "- got: KeyError: 'x'" in told
    assert misses([HELLO]) == "None."


def test_the_report_says_with_what_it_was_measured() -> None:
    assert "2026-11-25" in circumstances("")
    assert "Planner: embedded." in circumstances("")
    assert "Planner: some-model." in markdown([HELLO], "some-model")
