"""The facts that ship: complete, dated, sourced, the same in every language."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from haat.language.pack import load_packs
from haat.language.rulebook import Rulebook
from haat.language.scripts import scripts
from haat.language.tokens import tokenise
from retrieval.facts import TOPICS, Fact, facts

ROOT = Path(__file__).parents[3]
SHORTEST = 10  # letters of its own script; acts, sites and labels keep their Latin names
EVERY = pytest.mark.parametrize("fact", facts(), ids=lambda fact: fact.id)


def numbers(text: str) -> set[str]:
    return {token.key for token in tokenise(text) if token.is_number}


def test_there_are_facts_of_every_topic_and_ids_are_unique() -> None:
    assert len(facts()) > 60
    assert {topic for fact in facts() for topic in fact.topics} == set(TOPICS)
    assert max(Counter(fact.id for fact in facts()).values()) == 1


@EVERY
def test_the_quote_is_verbatim_in_the_text_and_in_the_file(fact: Fact) -> None:
    cited = fact.citation()
    assert len(cited.quote) > 15
    assert cited.quote in fact.told()
    assert cited.quote in (ROOT / cited.source).read_text(encoding="utf-8")
    assert cited.title
    assert cited.locator


def books() -> dict[str, Rulebook]:
    """The rules of every language and script that has them."""
    voices = (voice for pack in load_packs().values() for voice in pack.voices.values())
    return {f"{v.language}_{v.script}": v.rules for v in voices if v.rules}


BOOKS = pytest.mark.parametrize("spoken", books())


def test_every_language_but_english_tells_the_rules() -> None:
    told = {spoken.partition("_")[0] for spoken in books()}
    assert told == load_packs().keys() - {"en"}


@BOOKS
def test_every_language_tells_the_same_numbers(spoken: str) -> None:
    told = {fact.id: numbers(books()[spoken].told(fact.id) or "") for fact in facts()}
    assert told == {fact.id: numbers(fact.words) for fact in facts()}


@BOOKS
def test_each_text_is_in_its_script(spoken: str) -> None:
    script = spoken.partition("_")[2]
    for fact in facts():
        text = books()[spoken].told(fact.id) or ""
        letters = [c for c in text if c.isalpha()]
        own = sum(script in scripts(c) for c in letters)
        assert own == len(letters) if script == "Latn" else own > SHORTEST, text


@EVERY
def test_rupees_are_written_in_full(fact: Fact) -> None:
    assert not re.search(r"\b(lakh|crore|lac|Rs)\b", fact.words)


@EVERY
def test_what_nobody_checked_says_where_to_look(fact: Fact) -> None:
    unsure = fact.certainty == "uncertain" or fact.stale
    for book in (None, *books().values()):
        assert (fact.check_at in fact.told(book)) == unsure
    assert bool(fact.checked_by) == (fact.certainty != "uncertain")
    assert fact.sure == ("uncertain" if unsure else fact.certainty)


@EVERY
def test_dates_are_in_order(fact: Fact) -> None:
    assert fact.as_of <= date(2026, 11, 21)
    if fact.valid_from and fact.valid_to:
        assert fact.valid_from < fact.valid_to


def test_a_fact_holds_from_its_first_day_to_its_last() -> None:
    by_id = {fact.id: fact for fact in facts()}
    new, old = by_id["FSS-01"], by_id["FSS-01-OLD"]
    assert new.in_force(date(2026, 4, 1))
    assert not new.in_force(date(2026, 3, 31))
    assert old.in_force(date(2026, 3, 31))
    assert not old.in_force(date(2026, 4, 1))


def test_schemes_say_what_they_ask_for() -> None:
    schemes = [fact.scheme for fact in facts() if fact.scheme]
    assert len(schemes) >= 15
    assert all(s.asks_for and s.goods and s.apply_at for s in schemes)
    assert sum(fact.stale for fact in facts()) >= 3
