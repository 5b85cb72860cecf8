"""Findings in words: which lines are said, in each voice, and that nothing false slips in."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from agent.check import ungrounded
from agent.done import Done
from agent.layouts import LAYOUTS, OBLIGED, Line
from agent.scribe import Scribe
from agent.wording import PLACEHOLDER, obliged, word
from haat.core.finding import Figure, Finding, Source
from haat.core.message import CallStatus
from haat.store.entries import EntryKind
from tests.shipped import languages
from tests.unit.agent.till import done, scribe
from tools import OWN_TOOLS, TOOLS
from tools.metrics import Metric

DAY = date(2026, 11, 24)
DEMO = "demo"
PUBLISHED = Source("AGMARKNET, Directorate of Marketing and Inspection", "market", DAY)
OWN = Source("ledger", "own", DAY)
THREE = [("en", "Latn"), ("hi", "Deva"), ("hi", "Latn")]
VOICES = [(v.language, v.script) for p in languages().packs.values() for v in p.voices.values()]
METRICS: tuple[str, ...] = get_args(Metric)
KINDS: tuple[str, ...] = get_args(EntryKind)
RANKED = {"top_products", "slow_products"}


def said(call: Done, language: str = "en", script: str = "Latn") -> str:
    """The call's answer as it is read."""
    writer = scribe(call, language=language, script=script)
    return writer.write(word(call, writer)).text


def in_three_voices(call: Done) -> str:
    return "\n\n".join(said(call, *voice) for voice in THREE)


def price(*notes: str, **changes: Any) -> Done:
    about: dict[str, Any] = {"product": "onion", "place": "Lasalgaon, Nashik", "date": DAY}
    values: dict[str, float | None] = {
        "price": 1450,
        "price_min": 900,
        "price_max": 1800,
        "change_7d": -3.5,
        "change_30d": 12,
    }
    values |= changes
    units = {"change_7d": "percent", "change_30d": "percent"}
    figures = tuple(
        Figure(n, n, v, units.get(n, "INR/quintal"), **about) for n, v in values.items()
    )
    kilo = (
        () if values["price"] is None else (Figure("price_per_kg", "price_per_kg", 14.5, "INR/kg"),)
    )
    row = {"market": "Lasalgaon", "district": "Nashik, Maharashtra", "distance_km": 38.2}
    return done(
        "market_price",
        Finding((*figures, *kilo), (row,), {"place": "Nashik, Maharashtra"}, (PUBLISHED,), notes),
        commodity="onion",
        place="Nashik, Maharashtra",
    )  # fmt: skip


def figure(metric: str, *notes: str, value: float | None = 120_450, **facts: Any) -> Done:
    figures = (
        Figure("value", "value", value, "INR"),
        Figure("previous", "previous", 100_000, "INR"),
        Figure("change", "change", 20.5, "percent"),
    )
    span = {"period": "last_week", "start": DAY - timedelta(days=6), "end": DAY}
    found = Finding(figures, (), {"metric": metric, **span, **facts}, (OWN,), notes, demo=True)
    return done("query_kpi", found, metric=metric)


def entry(kind: str, status: CallStatus, *notes: str, without: str = "") -> Done:
    values = [
        ("quantity", 5, "kg"),
        ("price", 30, "INR/kg"),
        ("amount", 150, "INR"),
        ("previous_price", 28, "INR/kg"),
        ("stock_after", 35, "kg"),
    ]
    figures = tuple(Figure(n, n, v, u) for n, v, u in values if n not in without.split())
    facts = {"kind": kind, "sku_id": "onion.loose", "date": DAY}
    return done("record_entry", Finding(figures, (), facts, (OWN,), notes), status, kind=kind)


def test_a_price_in_three_voices() -> None:
    assert in_three_voices(price()) == snapshot("""\
onion, Lasalgaon: ₹1,450 a quintal
That is ₹14.50 a kg.
Lowest ₹900 a quintal, highest ₹1,800 a quintal.
Price of 24 November 2026.
Over the last week: -3.5%.
Over the last month: +12%.
Source: AGMARKNET.

प्याज, लासलगांव: ₹1,450 प्रति क्विंटल
यानी ₹14.50 प्रति किलो।
सबसे कम ₹900 प्रति क्विंटल, सबसे ज्यादा ₹1,800 प्रति क्विंटल।
24 नवंबर 2026 का भाव।
पिछले एक हफ्ते में: -3.5%।
पिछले एक महीने में: +12%।
स्रोत: AGMARKNET।

pyaz, Lasalgaon: ₹1,450 prati quintal
Yaani ₹14.50 prati kilo.
Sabse kam ₹900 prati quintal, sabse zyada ₹1,800 prati quintal.
24 November 2026 ka bhav.
Pichhle ek hafte mein: -3.5%.
Pichhle ek mahine mein: +12%.
Srot: AGMARKNET.\
""")


def ahead(direction: str, lower: float | None = 1300, upper: float | None = 1600) -> Done:
    """A price with an outlook, and a better market nearby."""
    call = price(f"outlook:{direction}", change_7d=None, change_30d=None)
    value = {"stays": 1450, "rises": 1520, "falls": 1370}[direction]
    better = Figure("spread", "spread", 150, "INR/quintal", place="Niphad, Nashik")
    week = Figure("outlook_7d", "outlook_7d", value, "INR/quintal", lower, upper)
    found = replace(call.finding, figures=(*call.finding.figures, week, better))
    return replace(call, finding=found)


def test_a_price_that_will_stay_in_three_voices() -> None:
    assert in_three_voices(ahead("stays")) == snapshot("""\
onion, Lasalgaon: ₹1,450 a quintal
That is ₹14.50 a kg.
Lowest ₹900 a quintal, highest ₹1,800 a quintal.
Price of 24 November 2026.
In a week, most likely about the same: ₹1,300 a quintal to ₹1,600 a quintal.
Of the markets around, Niphad pays most: ₹150 a quintal more than the nearest.
Source: AGMARKNET.

प्याज, लासलगांव: ₹1,450 प्रति क्विंटल
यानी ₹14.50 प्रति किलो।
सबसे कम ₹900 प्रति क्विंटल, सबसे ज्यादा ₹1,800 प्रति क्विंटल।
24 नवंबर 2026 का भाव।
एक हफ्ते बाद भी भाव करीब इतना ही रहना चाहिए: ₹1,300 प्रति क्विंटल से ₹1,600 प्रति क्विंटल।
आसपास सबसे ज्यादा भाव निफाड में है: सबसे पास की मंडी से ₹150 प्रति क्विंटल ज्यादा।
स्रोत: AGMARKNET।

pyaz, Lasalgaon: ₹1,450 prati quintal
Yaani ₹14.50 prati kilo.
Sabse kam ₹900 prati quintal, sabse zyada ₹1,800 prati quintal.
24 November 2026 ka bhav.
Ek hafte baad bhi bhav kareeb itna hi rehna chahiye: ₹1,300 prati quintal se ₹1,600 prati quintal.
Aaspaas sabse zyada bhav Niphad mein hai: sabse paas ki mandi se ₹150 prati quintal zyada.
Srot: AGMARKNET.\
""")


def test_a_price_that_never_moved_is_told_without_bounds() -> None:
    assert "In a week, most likely the same." in said(ahead("stays", None, None))


@pytest.mark.parametrize(("direction", "word"), [("rises", "rise"), ("falls", "fall")])
def test_a_price_that_moves_is_told_with_its_bounds(direction: str, word: str) -> None:
    told = said(ahead(direction))
    assert f"In a week it may {word}: about ₹1," in told
    assert "from ₹1,300 a quintal to ₹1,600 a quintal." in told


@pytest.mark.parametrize("voice", VOICES)
def test_every_voice_tells_the_outlook_after_the_price(voice: tuple[str, str]) -> None:
    for direction in ("stays", "rises", "falls"):
        lines = said(ahead(direction), *voice).splitlines()
        assert len(lines) == 7


def test_of_an_old_price_no_better_market_is_told() -> None:
    call = ahead("stays")
    old = replace(call, finding=replace(call.finding, notes=("old_price",)))
    assert "pays most" not in said(old)


def test_a_price_of_the_nearest_market_that_is_old() -> None:
    assert said(price("nearby_only", "old_price", change_7d=None)) == snapshot("""\
onion, Lasalgaon: ₹1,450 a quintal
That is ₹14.50 a kg.
Lowest ₹900 a quintal, highest ₹1,800 a quintal.
Price of 24 November 2026.
I have no price from Nashik; this is the nearest market I know, 38 km away.
Over the last month: +12%.
This is the last known price. It is old: don't decide by it alone, ask at the mandi.
Source: AGMARKNET.\
""")


def test_no_price() -> None:
    facts = {"commodity": "onion", "date": DAY}
    nothing = done("market_price", Finding(parameters=facts, notes=("no_price",)), "empty")
    assert in_three_voices(nothing) == snapshot("""\
I have no price of onion up to 24 November 2026.

24 नवंबर 2026 तक प्याज का कोई भाव मेरे पास नहीं है।

24 November 2026 tak pyaz ka koi bhav mere paas nahin hai.\
""")


def test_a_figure_of_the_shop_in_three_voices() -> None:
    assert in_three_voices(figure("revenue")) == snapshot("""\
Sales, last week: ₹1,20,450
Before that: ₹1,00,000 (+20.5%).
Source: your own ledger, 24 November 2026.
(Demo shop: made-up figures.)

बिक्री, पिछले हफ्ते: ₹1,20,450
उससे पहले: ₹1,00,000 (+20.5%)।
स्रोत: आपका खाता, 24 नवंबर 2026।
(नमूना दुकान: बनाए हुए आँकड़े।)

Bikri, pichhle hafte: ₹1,20,450
Usse pehle: ₹1,00,000 (+20.5%).
Srot: aapka khata, 24 November 2026.
(Namoona dukan: banaye hue aankde.)\
""")


def test_a_figure_of_goods_names_them() -> None:
    assert said(figure("units", product="biscuit.100g"), "hi", "Deva").startswith("गोलू")


def test_a_figure_without_entries_is_not_a_nought() -> None:
    text = said(figure("revenue", "no_sales", value=0))
    assert "no entries" in text
    assert "₹0" not in text


def test_the_stock_of_each_is_told() -> None:
    rows = (
        {"product": "onion.loose", "on_hand": 40, "unit": "kg"},
        {"product": "biscuit.100g", "on_hand": 1, "unit": "packet"},
    )
    facts = {"metric": "stock_on_hand", "product": "x"}
    text = said(done("query_kpi", Finding(rows=rows, parameters=facts), metric="stock_on_hand"))
    assert "• Onion: 40 kg\n• Golu Glucose biscuit: 1 packet" in text


def test_a_ranking_has_one_line_for_each() -> None:
    rows = tuple(
        {"product": p, "revenue": r, "unit": "kg"} for p, r in (("onion.loose", 900), ("sugar.loose", 450))
    )  # fmt: skip
    facts = {"metric": "top_products", "period": "last_week", "start": DAY, "end": DAY}
    ranked = done("query_kpi", Finding((), rows, facts, (OWN,), demo=True), metric="top_products")
    assert said(ranked) == snapshot("""\
Sold most, last week:
• Onion: ₹900
• Sugar: ₹450
(Demo shop: made-up figures.)\
""")


def test_what_is_found_and_what_is_not() -> None:
    rows = (
        {"product": "sugar.loose", "price": 45, "unit": "kg", "on_hand": 40},
        {"product": "rice.loose", "price": None, "unit": "kg", "on_hand": None},
    )
    assert said(done("find_products", Finding(rows=rows), query="sugar")) == snapshot("""\
Yes:
• Sugar: ₹45 a kg, 40 kg in stock
• Rice\
""")
    assert said(
        done("find_products", Finding(notes=("not_sold",)), "empty", query="laptop")
    ) == snapshot("No, I don't find “laptop” in your shop.")


def test_a_change_asks_first_in_three_voices() -> None:
    assert in_three_voices(entry("sale", "awaiting_confirmation", "below_zero")) == snapshot("""\
Shall I write this down?
Sold: 5 kg Onion
Price: ₹30 a kg
In all: ₹150
Day: 24 November 2026
Stock after: 35 kg
By my book there is not that much left. Please count the stock.

लिख लूँ?
बेचा: 5 किलो प्याज
भाव: ₹30 प्रति किलो
कुल: ₹150
दिन: 24 नवंबर 2026
इसके बाद स्टॉक: 35 किलो
मेरे हिसाब से इतना माल बचा नहीं है। स्टॉक गिन लीजिए।

Likh loon?
Becha: 5 kilo pyaz
Bhav: ₹30 prati kilo
Kul: ₹150
Din: 24 November 2026
Iske baad stock: 35 kilo
Mere hisaab se itna maal bacha nahin hai. Stock gin lijiye.\
""")


def test_a_change_of_price_tells_the_old_one_where_there_is_one() -> None:
    ask: CallStatus = "awaiting_confirmation"
    assert said(entry("price_change", ask, "above_mrp")) == snapshot("""\
Shall I change the price?
Onion: ₹30 a kg
Now: ₹28 a kg
Stock after: 35 kg
That is above the MRP printed on the pack.\
""")
    assert said(entry("price_change", ask, without="previous_price")) == snapshot("""\
Shall I set the price?
Onion: ₹30 a kg
Stock after: 35 kg\
""")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("language", "script"), VOICES)
def test_every_kind_of_entry_is_asked_about_and_reported(
    kind: str, language: str, script: str
) -> None:
    asked = said(entry(kind, "awaiting_confirmation"), language, script)
    told = said(entry(kind, "ok"), language, script)
    assert asked != told
    for text in (asked, told):
        assert ("₹30" if kind == "price_change" else "5") in text


def test_a_purchase_of_unknown_cost_is_told_without_one() -> None:
    for status in ("awaiting_confirmation", "ok"):
        text = said(entry("purchase", status, without="price amount"))
        assert "5 kg" in text
        assert "₹" not in text


@pytest.mark.parametrize(
    "problem", ["error", "invalid", "invalid:quantity", "forbidden", "not_found", "above_mrp"]
)
@pytest.mark.parametrize(("language", "script"), VOICES)
def test_a_failed_call_says_so_without_a_figure(problem: str, language: str, script: str) -> None:
    failed = done("query_kpi", Finding(notes=(f"error:{problem}",)), "error", problem=problem)
    text = said(failed, language, script)
    assert text
    assert not any(c.isdigit() for c in text)


@pytest.mark.parametrize(("language", "script"), VOICES)
def test_made_up_figures_are_called_so_wherever_they_are_told(language: str, script: str) -> None:
    demo = languages().voice(language, script).say["demo"]
    row = {"product": "onion.loose", "price": 30, "unit": "kg", "revenue": 5}
    for name in ("query_kpi", "find_products"):
        found = Finding(
            (Figure("value", "value", 5, "INR"),), (row,), {"product": "onion"}, demo=True
        )
        for metric in ("revenue", "top_products") if name == "query_kpi" else ("",):
            assert demo in said(done(name, found, metric=metric, query="x"), language, script)


def _lines() -> Iterator[tuple[str, Line]]:
    for name, lines in LAYOUTS.items():
        yield from ((name, line) for line in lines)


ARGUMENTS = {t.name: t.arguments.model_fields for t in (*TOOLS, *OWN_TOOLS)}


def _values(layout: str, name: str) -> set[str]:
    """All that an argument of that name may be, in the layout's tool."""
    argument = ARGUMENTS[layout.partition(":")[0]].get(name)
    parts = (argument.annotation, *get_args(argument.annotation)) if argument else ()
    return {o for part in parts for o in get_args(part) if isinstance(o, str)}


def _keys(layout: str, key: str) -> set[str]:
    """The texts that a line's key may mean; a code of a row stays as a pattern."""
    named = re.search(r"{(\w+)}", key)
    if named is None:
        return {key}
    values = _values(layout, named[1]) or {r"\w+"}
    return {k for v in values for k in _keys(layout, key.replace(named[0], v, 1))}


def test_the_values_of_an_argument_are_known() -> None:
    assert {"revenue", "top_products"} <= _values("query_kpi", "metric")
    assert {"sale", "price_change"} == _values("record_entry:ask", "kind") - {
        "purchase",
        "stock_count",
    }
    assert _values("check_identifier", "reason") == set()


@pytest.mark.parametrize(("language", "script"), VOICES)
def test_every_line_of_a_layout_has_its_text(language: str, script: str) -> None:
    say = languages().voice(language, script).say
    optional = (
        "_of",
        "_bare",
        "_asks",
    )  # made of another text, or needed by some kinds only
    keys = {
        k
        for name, line in _lines()
        for key in (line.key, line.instead, line.then)
        if key
        for k in _keys(name, key)
    }
    missing = {k for k in keys if not any(re.fullmatch(k, text) for text in say)}
    missing -= {"alert_own_compliance_failure"}  # `set_alert` takes no limit on keeping rules
    assert {k for k in missing if not k.endswith(optional)} == set()
    bases = {k.removesuffix("_of") for k in keys if k.startswith("kpi_") and k.endswith("_of")}
    assert bases - {"kpi_none"} <= say.keys()


def test_every_tool_has_a_layout_and_every_change_asks() -> None:
    assert {t.name for t in TOOLS} <= LAYOUTS.keys()
    assert {f"{t.name}:ask" for t in TOOLS if t.preview} <= LAYOUTS.keys()
    assert {line.key for _, line in _lines()} >= OBLIGED


def test_what_every_wording_owes_is_added_where_it_is_missing() -> None:
    call = price("old_price")
    writer = scribe(call)
    everything = word(call, writer)
    assert obliged(call, writer, everything) == []
    owed = obliged(call, writer, "{{c1.@product}}: {{c1.price}}")
    assert [re.sub(r"{{.*?}}", "…", line) for line in owed] == snapshot(
        [
            "Price of ….",
            "This is the last known price. It is old: don't decide by it alone, ask at the mandi.",
            "Source: ….",
        ]
    )
    assert obliged(call, writer, "\n".join(owed)) == []


NOTES = st.lists(
    st.sampled_from(
        ["no_price", "old_price", "nearby_only", "retail_price", "no_sales", "not_sold", "unknown_stock",
         "missing_cost", "below_zero", "above_mrp", "local_unit", "not_enough_history"]
    ),
    unique=True,
).map(tuple)  # fmt: skip
NAMES = ["price", "price_min", "price_max", "price_per_kg", "change_7d", "change_30d", "value", "previous",
         "change", "margin_pct", "quantity", "amount", "previous_price", "stock_after"]  # fmt: skip
FIGURES = st.lists(
    st.builds(
        Figure,
        st.just("x"),
        st.sampled_from(NAMES),
        st.none() | st.integers(0, 10**7),
        st.sampled_from(["INR", "INR/kg", "kg", "percent", "packet"]),
        product=st.none() | st.just("biscuit.100g"),
        place=st.none() | st.just("Nashik, Maharashtra"),
        date=st.none() | st.just(DAY),
    ),
    max_size=8,
).map(tuple)
ROWS = st.lists(
    st.fixed_dictionaries(
        {"product": st.just("onion.loose"), "unit": st.just("kg")},
        optional={
            n: st.none() | st.integers(0, 999) for n in ("price", "on_hand", "revenue", "units")
        },
    ),
    max_size=10,
).map(tuple)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(KINDS),
        "sku_id": st.just("onion.loose"),
        "product": st.just("onion"),
        "place": st.just("Patna, Bihar"),
        "period": st.sampled_from(["last_week", "last_7_days", "2026-11-01/2026-11-10"]),
        "start": st.just(date(2026, 11, 1)),
        "end": st.just(date(2026, 11, 10)),
        "date": st.just(DAY),
    },
)
SOURCES = st.sampled_from([(), (OWN,), (PUBLISHED,)])
FINDINGS = st.builds(Finding, FIGURES, ROWS, FACTS, SOURCES, NOTES, st.booleans())


@given(
    FINDINGS,
    st.sampled_from(sorted(LAYOUTS)),
    st.sampled_from(METRICS),
    st.sampled_from(KINDS),
    st.sampled_from(VOICES),
)
def test_whatever_is_found_can_be_said_and_every_number_has_an_origin(
    finding: Finding, layout: str, metric: str, kind: str, voice: tuple[str, str]
) -> None:
    name, _, asking = layout.partition(":")
    status: CallStatus = "awaiting_confirmation" if asking == "ask" else "ok"
    call = done(name, finding, status, metric=metric, kind=kind, query="shahad", commodity="onion")
    writer: Scribe = scribe(call, language=voice[0], script=voice[1])
    written = writer.write(word(call, writer))
    assert written.text.strip()
    assert not PLACEHOLDER.search(written.text)
    assert (
        ungrounded(written.text, written.pieces, "", languages().hearing(("hi", "en")).grammar)
        == set()
    )


def test_what_a_fair_asks_for_is_told_where_it_is_known() -> None:
    row = {
        "kind": "fair", "title": "Saras Mela", "place": "Patna, Bihar", "starts": DAY, "ends": DAY,
        "asks_for": "pickle", "late": False,
    }  # fmt: skip
    rows = (row, {**row, "title": "Sonepur", "asks_for": None})
    told = said(done("find_opportunities", Finding(rows=rows), kind="fair")).splitlines()
    assert told[1].endswith("Needed: pickle")
    assert "Sonepur" in told[2]
    assert "Needed" not in told[2]


def festive(move: str) -> Done:
    """A forecast that Chhath moves, from the 11th to the 15th."""
    chhath = {
        "festival": "chhath", "title": "Chhath Puja", "title_hi": "छठ पूजा", "title_hi_latn": "Chhath Puja",
        "begins": date(2026, 11, 11), "ends": date(2026, 11, 15), "moved": 40, "move": move,
    }  # fmt: skip
    return done("forecast_demand", Finding(parameters={"festivals": (chhath,)}), product="onion")


def test_a_festival_that_moves_the_forecast_in_three_voices() -> None:
    assert in_three_voices(festive("up")) == snapshot("""\
From 11 November 2026 to 15 November 2026 you will sell 40% more because of Chhath Puja.

छठ पूजा की वजह से 11 नवंबर 2026 से 15 नवंबर 2026 तक 40% ज्यादा बिकेगा।

Chhath Puja ki wajah se 11 November 2026 se 15 November 2026 tak 40% zyada bikega.\
""")
    assert in_three_voices(festive("down_day")) == snapshot("""\
Because of Chhath Puja you will sell 40% less.

छठ पूजा की वजह से 40% कम बिकेगा।

Chhath Puja ki wajah se 40% kam bikega.\
""")


@pytest.mark.parametrize(("language", "script"), VOICES)
def test_every_voice_names_the_festival(language: str, script: str) -> None:
    named = languages().voice(language, script).festivals.get("chhath")
    hindi = {"Deva": "छठ पूजा", "Latn": "Chhath Puja"} if language == "hi" else {}
    for move in ("up", "down", "up_day", "down_day"):
        told = said(festive(move), language, script)
        assert (named or hindi.get(script, "Chhath Puja")) in told
        assert "40" in told


def fallen(*reasons: str, notes: tuple[str, ...] = ()) -> Done:
    """The alerts of demand, asked for what sells less than usual."""
    rows = tuple(
        {
            "kind": "demand_spike", "reason": reason, "product": "onion.loose", "units": 3,
            "expected": 20, "unit": "kg", "what_to_do": "find_out_why",
        }
        for reason in reasons
    )  # fmt: skip
    call = done("list_alerts", Finding(rows=rows, notes=notes), kind="demand_spike")
    return replace(call, stress="fallen")


def test_what_sells_less_than_usual_in_three_voices() -> None:
    assert in_three_voices(fallen("below_usual", "above_usual")) == snapshot("""\
These sell less than usual:
• Onion: only 3 kg sold, usual is 20 kg.
  See why: is it in sight, is it fresh, is the price right?

ये पहले से कम बिक रहे हैं:
• प्याज: सिर्फ 3 किलो बिका, आम तौर पर 20 किलो।
  देखिए क्यों: माल सामने रखा है, ताजा है, दाम ठीक है?

Ye pehle se kam bik rahe hain:
• pyaz: sirf 3 kilo bika, aam taur par 20 kilo.
  Dekhiye kyon: maal saamne rakha hai, taaza hai, daam theek hai?\
""")


@pytest.mark.parametrize(("language", "script"), VOICES)
def test_of_what_sells_less_only_that_is_told(language: str, script: str) -> None:
    both, less = fallen("above_usual", "below_usual"), fallen("below_usual")
    assert said(both, language, script) == said(less, language, script)
    none = languages().voice(language, script).say["alerts_fallen_none"]
    assert said(fallen("above_usual"), language, script) == none
    assert none not in said(fallen(notes=("no_sales",)), language, script)


@pytest.mark.parametrize(("language", "script"), VOICES)
def test_without_buyers_nothing_is_said_to_be_written(language: str, script: str) -> None:
    found = done("contact_buyer", Finding(notes=("no_buyers",)), "empty", product="onion")
    say = languages().voice(language, script).say
    assert said(found, language, script) == say["buyers_none"]


def test_few_days_of_sales_are_owned_up_to_where_something_is_to_be_ordered() -> None:
    figure_ = Figure("order_quantity", "order_quantity", 8, "kg", product="onion.loose")
    found = Finding((figure_,), (), {"product": "onion.loose"}, (OWN,), ("not_enough_history",))
    thin = languages().voice("en", "Latn").say["reorder_thin"]
    assert thin in said(done("plan_reorder", found, product="onion"))
    plenty = Finding((figure_,), (), {"product": "onion.loose"}, (OWN,), ())
    assert thin not in said(done("plan_reorder", plenty, product="onion"))
