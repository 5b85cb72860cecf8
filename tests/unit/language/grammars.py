"""The shipped grammars, and how the tables of these tests are written."""

from collections.abc import Iterator
from pathlib import Path

from haat.language import grammar as grammar_module
from haat.language.grammar import load_grammar, merge

PACKS = Path(grammar_module.__file__).parent / "packs"
HINDI = load_grammar(PACKS / "hi" / "reading.toml")
ENGLISH = load_grammar(PACKS / "en" / "reading.toml")
MIXED = merge(HINDI, ENGLISH)


def table(text: str) -> list[tuple[str, str]]:
    """The rows `message | what is found` of a text."""
    return list(_rows(text))


def words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


def _rows(text: str) -> Iterator[tuple[str, str]]:
    for line in text.strip().splitlines():
        message, _, found = line.partition("|")
        yield message.strip(), found.strip()
