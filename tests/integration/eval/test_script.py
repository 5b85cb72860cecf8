"""Reading dialogues: what a file says, and what it may not say."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from eval.dialogues.__main__ import OWN
from eval.dialogues.script import Dialogue, Effect, Outcome, load
from haat.core.errors import InvalidInput
from tools import TOOLS

TONGUE = 'language = "hi"\nscript = "Latn"\n'


def read(folder: Path, text: str) -> tuple[Dialogue, ...]:
    """The dialogues of one file."""
    (folder / "set.toml").write_text(TONGUE + text, encoding="utf-8")
    return load(folder)


def test_a_message_is_a_conversation_of_one_line(tmp_path: Path) -> None:
    text = 'messages = [{ text = "pyaz ka bhav", calls = [{ market_price = { commodity = "onion", "date?" = ["2026-11-25"] } }] }, { text = "namaste", talk = true }]'
    first, second = read(tmp_path, text)
    (line,) = first.lines
    (call,) = line.outcomes[0].calls
    assert (first.name, first.group, line.languages, line.script) == (
        "set 1",
        "set",
        ("hi",),
        "Latn",
    )
    assert (call.arguments, call.optional) == ({"commodity": ("onion",)}, {"date": ("2026-11-25",)})
    assert second.lines[0].outcomes == (Outcome(),)


def test_an_entry_waits_for_its_yes_unless_the_line_says_otherwise(tmp_path: Path) -> None:
    call = 'calls = [{ record_entry = { kind = "sale" } }, { query_kpi = { metric = "revenue" } }]'
    (dialogue,) = read(
        tmp_path, f'turns = [{{ text = "a", {call} }}, {{ text = "haan", status = "ok", {call} }}]'
    )
    statuses = [[c.statuses for c in line.outcomes[0].calls] for line in dialogue.lines]
    answered = ("ok", "empty")
    assert statuses == [[("awaiting_confirmation",), answered], [("ok",), answered]]


def test_a_conversation_has_its_day_its_effects_and_its_choices(tmp_path: Path) -> None:
    text = (
        'as_of_date = "2026-11-10"\nturns = [{ text = "a", needs = ["choice", "place"], or = [{ talk = true }] }, '
        '{ choose = "Bihar", anything = true, language = "en", value = { turn = 1, plus = -3 } }]'
    )
    (dialogue,) = read(tmp_path, text)
    first, second = dialogue.lines
    assert dialogue.context.as_of_date == date(2026, 11, 10)
    assert first.outcomes == (Outcome(needs=("choice", "place")), Outcome())
    assert (second.outcomes, second.chooses, second.languages) == ((), "Bihar", ("en",))
    assert second.effect == Effect(1, -3)


@pytest.mark.parametrize(
    "text",
    [
        'messages = [{ text = "a" }]',
        'messages = [{ text = "a", tak = true }]',
        "messages = [{ talk = true }]",
        'turns = [{ text = "a", or = [{ status = "ok" }] }]',
        'turns = [{ text = "a", calls = [{ a = {}, b = {} }] }]',
        'as_of_date = "soon"\nturns = []',
        "messages = [",
        "",
    ],
)
def test_a_file_that_says_nothing_clear_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidInput, match=r"set\.toml"):
        read(tmp_path, text)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no dialogues"):
        load(tmp_path)


def test_the_own_set_asks_for_every_tool_in_each_voice() -> None:
    voices = ("en", "hi_Deva", "hi_Latn")
    asked: dict[str, set[str]] = {voice: set() for voice in voices}
    sizes: Counter[str] = Counter()
    for dialogue in load(OWN):
        sizes[dialogue.group] += 1
        wanted = {c.tool for line in dialogue.lines for o in line.outcomes for c in o.calls}
        slots = {o.needs for line in dialogue.lines for o in line.outcomes}
        wanted |= {"check_document"} if ("slot", "document_id") in slots else set()
        asked.get(dialogue.group, set()).update(wanted)
    every = {tool.name for tool in TOOLS}
    assert asked == dict.fromkeys(voices, every)
    assert min(sizes[voice] for voice in voices) >= 66
    assert sizes["conversations"] >= 16
