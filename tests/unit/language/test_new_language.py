"""A new language is a folder and nothing else: Nepali is read, told apart and answered in."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from agent.memory import Memory
from agent.planner.plan import plan
from agent.understand import Reader
from haat.core.message import TurnContext
from haat.language.detect import Identifier, Tongue, learn
from haat.language.hearing import Languages
from haat.language.lexicon import load_vocabulary
from haat.language.pack import load_pack
from haat.language.tokens import tokenise
from tests.shipped import gazetteer, languages
from tests.unit.agent.corner_shop import reader, shop
from tests.unit.language.grammars import table

FOLDER = Path(__file__).parents[2] / "fourteenth" / "ne"
TODAY = date(2026, 11, 25)


@lru_cache(maxsize=1)
def fourteen() -> Languages:
    """The languages that ship, and Nepali."""
    packs = {**languages().packs, "ne": load_pack(FOLDER)}
    models = {s: learn(packs, s) for s in ("Deva", "Latn")}
    return Languages(packs, Identifier(packs, {**languages().identifier.models, **models}))


@lru_cache(maxsize=1)
def understands() -> Reader:
    return Reader(fourteen(), gazetteer(), reader().sense)


def tongue(text: str) -> Tongue | None:
    return fourteen().identifier.detect(tokenise(text)).tongue


@pytest.mark.parametrize(
    ("message", "language"),
    table("""
        प्याजको भाउ कति छ           | ne
        हिजो कति बिक्री भयो          | ne
        प्याज का भाव क्या है          | hi
        कल कितनी बिक्री हुई          | hi
        कांद्याचा भाव काय आहे        | mr
    """),
)
def test_it_is_told_from_its_neighbours(message: str, language: str) -> None:
    assert tongue(message) == Tongue(language, "Deva")


@pytest.mark.parametrize(
    ("message", "call"),
    table("""
        प्याजको भाउ कति छ              | market_price commodity=onion
        चामल कति बाँकी छ               | query_kpi metric=stock_on_hand product=rice
        हिजो कति बिक्री भयो             | query_kpi metric=revenue period=yesterday
        दुई किलो चिनी बेचेँ            | record_entry kind=sale product=sugar quantity=2 unit=kg
    """),
)
def test_it_is_planned_like_any_other(message: str, call: str) -> None:
    words = load_vocabulary(fourteen().packs.values()).with_products(
        shop().vocabulary.products.values()
    )
    nepali_shop = replace(shop(), vocabulary=words)
    sheet = understands().read(message, nepali_shop, Memory(), TurnContext(), TODAY)
    made = plan(sheet, nepali_shop, Memory(), fourteen())
    assert sheet.tongue == Tongue("ne", "Deva")
    (found,) = made.calls
    told = " ".join([found.name, *(f"{k}={v}" for k, v in sorted(found.arguments.items()))])
    assert told == call


def test_it_speaks_in_both_its_scripts() -> None:
    voices = fourteen().packs["ne"].voices
    assert voices["Deva"].say["yes"] == "हो"
    assert voices["Latn"].say["yes"] == "Ho"
    assert voices["Latn"].units["kg"] == "kilo"
