"""What a model worded is read before anybody else reads it."""

from datetime import date

import pytest

from agent.done import Done
from agent.proof import own_figures, proofread
from agent.scribe import Scribe
from haat.core.errors import ModelFailed
from haat.core.finding import Figure, Finding, Source
from haat.language.detect import Tongue
from tests.shipped import gazetteer, languages, vocabulary

DAY = date(2026, 11, 24)
PRICE = Figure(
    "price", "price", 1300, "INR/quintal", product="onion", place="Nashik, Maharashtra", date=DAY
)
QUOTED = Finding(
    figures=(PRICE,),
    rows=({"market": "Rahata", "price": 1700, "unit": "INR/quintal", "date": DAY},),
    parameters={"commodity": "onion"},
)
SOLD = Finding(
    figures=(Figure("value", "value", 52, "INR"),),
    parameters={"period": "yesterday", "product": "onion"},
    sources=(Source("ledger", "own", DAY),),
)
SCRIBE = Scribe(
    voice=languages().voice("en", "Latn"),
    tongue=Tongue("en", "Latn"),
    vocabulary=vocabulary(),
    gazetteer=gazetteer(),
    native_digits=False,
    calls={
        "c1": Done("c1", "market_price", {"commodity": "onion"}, "ok", QUOTED),
        "c2": Done("c2", "query_kpi", {"metric": "revenue"}, "ok", SOLD),
    },
)


@pytest.mark.parametrize(
    "text",
    [
        "{{c1.@product}}, {{c1.price.place}}: {{c1.price}}",
        "In {{ c1.price.place }} {{c1.price.product}} is {{c1.price}}.\nThat was {{c1.price.date}}.",
        "{{c2.@product}}, {{c2.@period}}: {{c2.value}}",
        "• {{c1.rows.0.market}}: {{c1.rows.0.price}} ({{c1.rows.0.date}})",
        "Good news! {{c2.@source}} knows it.",
    ],
)
def test_a_text_that_may_be_read(text: str) -> None:
    proofread(text, SCRIBE, languages().hearing(("hi", "en")).grammar)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Prices rose.", "named no figure"),
        ("{{c9.price}}", "no tool returned"),
        ("{{c1.price}} {c1.price}", "broken name"),
        ("{{c2.@source}} at www.example", "link"),
        ("{{c2.@source}}, write to me@example", "link"),
        ("{{c2.@source}} told twelve rupees", "of its own"),
        ("{{c2.@source}} told 12", "of its own"),
        ("{{c2.@source}} told ½", "of its own"),
        ("{{c1.@product}} costs {{c1.price}}", "what a figure is about"),
        ("{{c1.price.place}}: {{c1.price}}", "what a figure is about"),
        ("{{c2.@product}}: {{c2.value}}", "what a figure is about"),
        ("{{c1.rows.0.market}}: {{c1.rows.0.price}}", "what a figure is about"),
        ("{{c1.@product}}, {{c1.price.place}}\n{{c1.price}}", "what a figure is about"),
    ],
)
def test_a_text_that_may_not_be_read(text: str, why: str) -> None:
    with pytest.raises(ModelFailed, match=why):
        proofread(text, SCRIBE, languages().hearing(("hi", "en")).grammar)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("no figure", set()),
        ("forty rupees", {"40"}),
        ("चालीस रुपये", {"40"}),
        ("dhai kilo", {"2.5"}),
        ("४५ और 1,200.50", {"45", "1200.5"}),
        ("a ½ and a ②", {"½", "②"}),
    ],
)
def test_figures_in_digits_signs_and_words(text: str, figures: set[str]) -> None:
    assert own_figures(text, languages().hearing(("hi", "en")).grammar) >= figures
    assert bool(own_figures(text, languages().hearing(("hi", "en")).grammar)) == bool(figures)
