"""Numbers, money and measures in every language: a table by hand, and words from another source."""

import csv
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from eval.language.amounts import Case, cases, strange_words
from haat.language.hearing import Languages
from haat.language.numbers import find_numbers
from haat.language.tokens import tokenise
from tests.shipped import languages
from tests.unit.language.grammars import PACKS

CODES = sorted(file.parent.name for file in PACKS.glob("*/saying.toml"))
SPELT = [code for code in CODES if code != "en"]
CASES = [case for case in cases() if case.language in CODES]
EVERY = 7  # coprime to ten, so that every ending and every hundred comes up


@lru_cache(maxsize=1)
def oracle_errors() -> dict[tuple[str, int], str]:
    """The right words where those of the oracle are wrong."""
    with (Path(__file__).parent / "oracle_errors.csv").open(encoding="utf-8", newline="") as rows:
        return {(r["language"], int(r["number"])): r["right"] for r in csv.DictReader(rows)}


@pytest.mark.parametrize("case", CASES, ids=[f"{c.language} {c.text}" for c in CASES])
def test_an_amount_is_read_as_it_is_meant(case: Case) -> None:
    assert case.right(languages())


@pytest.mark.parametrize("code", CODES)
def test_every_language_has_cases_in_each_of_its_scripts(code: str) -> None:
    latin = Counter(case.text.isascii() for case in CASES if case.language == code)
    assert latin.total() >= 30
    assert latin[True] >= 3 or "Latn" not in languages().packs[code].voices


@pytest.mark.parametrize("code", SPELT)
def test_words_of_another_source_come_back_as_their_number(code: str) -> None:
    wrong = {number for language, number in oracle_errors() if language == code}
    numbers = sorted({*range(0, 10_000, EVERY), *range(100)} - wrong)
    assert strange_words(code, languages(), numbers) == {}


@pytest.mark.parametrize("code", SPELT)
def test_a_listed_error_is_one_and_its_right_words_are_read(code: str) -> None:
    right = {n: words for (language, n), words in oracle_errors().items() if language == code}
    assert strange_words(code, languages(), right).keys() == right.keys()
    assert {n: _value(words, code, languages()) for n, words in right.items()} == {
        n: [n] for n in right
    }


def _value(words: str, code: str, spoken: Languages) -> list[int]:
    grammar = spoken.hearing((code,)).grammar
    return [int(n.value) for n in find_numbers(tokenise(words), grammar) if not n.ambiguous]
