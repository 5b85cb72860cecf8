"""Names of figures become figures, and nothing else does."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.check import ungrounded
from agent.done import Done
from agent.scribe import REFERENCE, Scribe, UnknownReferenceError
from haat.core.finding import Figure, Finding, Source
from tests.shipped import languages
from tests.unit.agent.till import done, scribe
from tests.unit.language.grammars import table

DAY = date(2026, 11, 24)
ABOUT: dict[str, Any] = {"product": "onion", "place": "Nashik, Maharashtra", "date": DAY}
PRICE = done(
    "market_price",
    Finding(
        figures=(
            Figure("price", "price", 1450, "INR/quintal", **ABOUT),
            Figure("price_max", "price_max", None, "INR/quintal"),
            Figure("change_7d", "change_7d", 3.5, "percent"),
        ),
        rows=(
            {"market": "Nashik", "district": "Nashik, Maharashtra", "price": 1450,
             "unit": "INR/quintal", "date": DAY, "distance_km": 12.4},
            {"market": "Lasalgaon", "district": "Nashik, Maharashtra", "price": 1500,
             "unit": "INR/quintal", "date": DAY, "distance_km": None},
        ),
        parameters={"place": "Patna, Bihar", "date": DAY},
        sources=(Source("AGMARKNET, Government of India", "market", DAY),),
    ),
    commodity="onion",
)  # fmt: skip
SALES = done(
    "query_kpi",
    Finding(
        figures=(Figure("value", "value", 120_450.5, "INR"), Figure("change", "change", -4, "percent")),
        rows=({"product": "biscuit.100g", "revenue": 900, "units": 90, "unit": "packet"},),
        parameters={"period": "last_7_days", "start": date(2026, 11, 18), "end": DAY},
        sources=(Source("ledger", "own", DAY),),
    ),
    call_id="c2",
    metric="revenue",
)  # fmt: skip
FOUND = done(
    "find_products",
    Finding(rows=({"product": "sugar.loose", "name": "Sugar", "price": 45, "unit": "kg", "mrp": None},)),
    call_id="c3",
    query="diaper",
)  # fmt: skip
CALLS = (PRICE, SALES, FOUND)
ENGLISH, HINDI = scribe(*CALLS), scribe(*CALLS, language="hi", script="Deva")


@pytest.mark.parametrize(
    ("reference", "english", "hindi"),
    [
        ("c1.price", "₹1,450 a quintal", "₹1,450 प्रति क्विंटल"),
        ("c1.price.place", "Nashik", "नासिक"),
        ("c1.price.product", "onion", "प्याज"),
        ("c1.price.date", "24 November 2026", "24 नवंबर 2026"),
        ("c1.change_7d", "+3.5%", "+3.5%"),
        ("c1.rows.1.market", "Lasalgaon", "लासलगांव"),
        ("c1.rows.1.price", "₹1,500 a quintal", "₹1,500 प्रति क्विंटल"),
        ("c1.rows.0.date", "24 November 2026", "24 नवंबर 2026"),
        ("c1.@product", "onion", "प्याज"),
        ("c1.@asked", "Patna", "पटना"),
        ("c1.@day", "24 November 2026", "24 नवंबर 2026"),
        ("c1.@source", "AGMARKNET", "AGMARKNET"),
        ("c1.@source_date", "24 November 2026", "24 नवंबर 2026"),
        ("c2.value", "₹1,20,450.50", "₹1,20,450.50"),
        ("c2.change", "-4%", "-4%"),
        ("c2.@period", "last 7 days", "पिछले 7 दिन"),
        ("c2.@source", "your own ledger", "आपका खाता"),
        ("c2.rows.0.product", "Golu Glucose biscuit", "गोलू"),
        ("c2.rows.0.revenue", "₹900", "₹900"),
        ("c2.rows.0.units", "90 packets", "90 पैकेट"),
        ("c3.rows.0.price", "₹45 a kg", "₹45 प्रति किलो"),
        ("c3.@thing", "diaper", "diaper"),
    ],
)
def test_a_reference_is_rendered_for_the_reader(reference: str, english: str, hindi: str) -> None:
    assert ENGLISH.value(reference) == english
    assert HINDI.value(reference) == hindi


NOTHING = """
    c9.price
    c1.price_max
    c1.price_min
    c1.price.colour
    c1.price_max.date
    c1.rows.2.price
    c1.rows.x.price
    c1.rows.0.colour
    c3.rows.0.mrp
    c1.rows.1.distance_km
    c1.@colour
    c3.@period
    c3.@source
    c2.@asked
    c3.@product
    c1.rows
"""


@pytest.mark.parametrize("reference", [row for row, _ in table(NOTHING)])
def test_what_was_not_found_is_refused(reference: str) -> None:
    assert not ENGLISH.knows(reference)
    with pytest.raises(UnknownReferenceError):
        ENGLISH.write(f"It is {{{{{reference}}}}}.")


def test_a_text_is_written_with_its_pieces() -> None:
    written = ENGLISH.write("{{c1.@product}} in {{ c1.price.place }}: {{c1.price}}.")
    assert written.text == "onion in Nashik: ₹1,450 a quintal."
    assert written.pieces == ("onion", "Nashik", "₹1,450 a quintal")


def test_what_was_put_in_is_not_read_again() -> None:
    sly = done(
        "find_products", Finding(rows=({"product": "x", "name": "{{c1.price}}"},)), call_id="c4"
    )
    assert scribe(PRICE, sly).write("{{c4.rows.0.name}}").text == "{{c1.price}}"


def test_native_digits_are_written_where_she_writes_them() -> None:
    native = scribe(*CALLS, language="hi", script="Deva", native=True)
    assert native.write("{{c1.price}}").text == "₹१,४५० प्रति क्विंटल"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 11, 1), date(2026, 11, 10), "1 November 2026 to 10 November 2026"),
        (date(2026, 11, 1), date(2026, 11, 1), "1 November 2026"),
    ],
)
def test_days_without_a_name_are_said_from_to(start: date, end: date, words: str) -> None:
    facts = {"period": f"{start}/{end}", "start": start, "end": end}
    assert scribe(done("query_kpi", Finding(parameters=facts))).value("c1.@period") == words


def test_figures_of_one_name_in_several_units_are_told_one_after_the_other() -> None:
    stock = Finding((Figure("value", "value", 40, "kg"), Figure("value", "value", 3, "packet")))
    assert scribe(done("query_kpi", stock)).value("c1.value") == "40 kg, 3 packets"


VALUES = st.integers(0, 10**9) | st.floats(0, 10**6).map(lambda v: round(v, 2))
UNITS = st.sampled_from(["INR", "INR/kg", "INR/quintal", "kg", "percent", "packet", "count"])
TEXTS = st.lists(
    st.sampled_from(["{{c1.a}}", "{{c1.b}}", " and ", "\n", "मंडी ", "{{c1.a.date}}", "{x} "]),
    max_size=8,
).map(" ".join)


@given(
    VALUES, VALUES, UNITS, TEXTS, st.sampled_from(["en-Latn", "hi-Deva", "hi-Latn"]), st.booleans()
)
def test_every_number_of_a_text_comes_from_its_pieces(
    one: float, other: float, unit: str, text: str, tongue: str, native: bool
) -> None:
    figures = (Figure("a", "a", one, unit, date=DAY), Figure("b", "b", other, unit))
    language, script = tongue.split("-")
    writer: Scribe = scribe(
        Done("c1", "query_kpi", {}, "ok", Finding(figures)),
        language=language,
        script=script,
        native=native,
    )
    written = writer.write(text)
    assert not REFERENCE.search(written.text)
    assert len(written.pieces) == len(REFERENCE.findall(text))
    assert (
        ungrounded(written.text, written.pieces, "", languages().hearing(("hi", "en")).grammar)
        == set()
    )
