"""The facts that ship: complete, dated, sourced, the same in every language."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from haat.language.tokens import tokenise
from retrieval.facts import TOPICS, Fact, facts

ROOT = Path(__file__).parents[3]
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
    assert cited.quote in fact.text()
    assert cited.quote in (ROOT / cited.source).read_text(encoding="utf-8")
    assert cited.title
    assert cited.locator


@EVERY
def test_every_language_tells_the_same_numbers(fact: Fact) -> None:
    told = numbers(fact.texts["en"])
    assert numbers(fact.texts["hi"]) == told
    assert numbers(fact.texts["hi-Latn"]) == told


@EVERY
def test_each_text_is_in_its_script(fact: Fact) -> None:
    assert re.search("[\u0900-\u097f]", fact.texts["hi"])
    assert not re.search("[\u0900-\u097f]", fact.texts["en"] + fact.texts["hi-Latn"])


@EVERY
def test_rupees_are_written_in_full(fact: Fact) -> None:
    assert not re.search(r"\b(lakh|crore|lac|Rs)\b", fact.texts["en"] + fact.texts["hi-Latn"])


@EVERY
def test_what_nobody_checked_says_where_to_look(fact: Fact) -> None:
    unsure = fact.certainty == "uncertain" or fact.stale
    for language in fact.texts:
        assert (fact.check_at in fact.text(language)) == unsure
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
