"""What is read in a message: language, goods, places, amounts and days."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.memory import Memory
from haat.core.errors import InvalidInput
from haat.core.message import TurnContext
from haat.language.detect import Tongue
from tests.shipped import gazetteer
from tests.unit.agent.corner_shop import NEW, PLAIN, read, shop
from tests.unit.language.grammars import table

HINGLISH = Memory(language="hi", script="Latn")
HINDI = Memory(language="hi", script="Deva")


def goods(text: str) -> list[str]:
    return ["|".join(m.ids) for m in read(text).products]


def places(text: str) -> list[str]:
    return ["|".join(m.ids) for m in read(text).places]


def unknown(text: str) -> list[str]:
    sheet = read(text)
    return [sheet.tokens[i].text for i in sheet.unknown]


@pytest.mark.parametrize(
    ("text", "memory", "context", "tongue"),
    [
        ("onion price please", HINGLISH, PLAIN, "en Latn"),
        ("pyaz ka bhav", NEW, PLAIN, "hi Latn"),
        ("प्याज का भाव", NEW, PLAIN, "hi Deva"),
        ("राम राम", NEW, PLAIN, "hi Deva"),
        ("வெங்காயம்", HINDI, PLAIN, "ta Taml"),
        ("12", NEW, PLAIN, "en Latn"),
        ("12", HINDI, PLAIN, "hi Deva"),
        ("ok", HINGLISH, PLAIN, "hi Latn"),
        ("haan", HINDI, PLAIN, "hi Deva"),
        ("kurnool lo?", Memory("te", "Latn"), PLAIN, "te Latn"),
        ("aur aloo ka", Memory("te", "Latn"), PLAIN, "hi Latn"),
        ("หัวหอม", NEW, PLAIN, "en Latn"),
        ("หัวหอม", HINDI, PLAIN, "hi Deva"),
        ("price of onion", NEW, TurnContext(language="hi"), "hi Deva"),
        ("price of onion", NEW, TurnContext(language="hi-Latn"), "hi Latn"),
        ("price of onion", HINGLISH, TurnContext(language="hi"), "hi Latn"),
        ("pyaz ka bhav", NEW, TurnContext(language="hi"), "hi Latn"),
        ("pyaz ka bhav", NEW, TurnContext(language="en"), "en Latn"),
        ("pyaz ka bhav", Memory("en", "Latn", chosen=True), PLAIN, "en Latn"),
        ("pyaz ka bhav", Memory("hi", "Deva", chosen=True), PLAIN, "hi Latn"),
        ("what is the price", Memory("hi", "Deva", chosen=True), PLAIN, "hi Deva"),
        ("what is the price", Memory("hi", "Latn", chosen=True), TurnContext(language="en"), "en Latn"),
    ],
)  # fmt: skip
def test_the_reply_is_in_her_own_language_unless_she_chose(
    text: str, memory: Memory, context: TurnContext, tongue: str
) -> None:
    assert read(text, memory, context).tongue == Tongue(*tongue.split())


def test_a_language_that_is_not_spoken_is_refused() -> None:
    with pytest.raises(InvalidInput):
        read("hello", context=TurnContext(language="tlh"))


def test_only_what_some_pack_reads_is_readable() -> None:
    assert not read("ราคาหัวหอม").readable
    for text in ("", "12", "stock", "pyaz", "प्याज", "😀"):
        assert read(text).readable


@pytest.mark.parametrize(
    ("text", "ids"),
    table("""
        price of onion                     | onion
        golu kitna bacha hai               | biscuit.100g
        chakki raja atta                   | wheat_flour.5kg
        5 kg pack of atta                  | wheat_flour.5kg
        5 kilo atta becha                  | wheat_flour
        आम का अचार                         | pickle.mango_500g
        papad urad wala                    | papad.urad_200g
        urad papad                         | papad.urad_200g
        papad                              | papad
        tomatto rate                       | tomato
        mirchi                             | green_chilli|red_chilli
        ek pav paneer                      | paneer
        masalon ki bikri                   |
        order kitna mangau                 |
    """),
)
def test_goods_are_read_down_to_the_sku(text: str, ids: str) -> None:
    assert goods(text) == ids.split()


@pytest.mark.parametrize(
    ("text", "ids"),
    table("""
        onion in Nashik                    | Nashik, Maharashtra
        pyaz nasik mein                    | Nashik, Maharashtra
        नासिक में प्याज                      | Nashik, Maharashtra
        Lasalgaon Nashik onion             | Lasalgaon, Nashik
        aurangabad bihar                   | Aurangabad, Bihar
        onion in Nashk                     | Nashik, Maharashtra
        azadpur mandi mein seb             | Azadpur, Delhi
        gaya mein aloo                     | Gaya, Bihar
        aloo bik gaya                      |
        onion nashk                        | Nashik, Maharashtra
        mandi mein kya rate hai            |
        kal pata karo                      |
    """),
)
def test_places_are_read_where_they_are_meant(text: str, ids: str) -> None:
    assert places(text) == ([ids] if ids else [])


def test_a_name_that_several_places_bear_is_all_of_them() -> None:
    (found,) = read("onion price in Aurangabad").places
    assert len(found.ids) > 1
    assert all(gazetteer().get(i) for i in found.ids)


def test_amounts_and_days_do_not_take_each_others_numbers() -> None:
    sheet = read("last 7 days how much of the 5 kg atta")
    assert [(str(a.value), a.unit) for a in sheet.amounts] == [("5", "kg")]
    assert [d.period for d in sheet.days] == ["last_7_days"]


def test_a_day_is_counted_from_the_shops_today() -> None:
    (when,) = read("kal kitni bikri hui").days
    assert (when.start, when.end) == (date(2026, 11, 24), date(2026, 11, 24))
    assert read("kal kitni bikri hui").tense == "past"
    assert read("kal kitna bikega").tense == "future"


def test_native_digits_are_noticed() -> None:
    assert read("५ किलो प्याज").native_digits
    assert not read("5 किलो प्याज").native_digits


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("price of diaper", ["diaper"]),
        ("डायपर है क्या", ["डायपर"]),
        ("how much did we sell yesterday", []),
        ("pyaz ka bhav batao bhaiya", []),
    ],
)
def test_words_that_mean_nothing_here_are_kept(text: str, strange: list[str]) -> None:
    assert unknown(text) == strange


def test_a_question_mark_asks_only_for_its_own_part() -> None:
    sheet = read("sold 2 kg rice. how much is left?")
    assert not sheet.part(0, 4).asks
    assert sheet.part(4, len(sheet.tokens)).asks
    assert sheet.part(0, len(sheet.tokens)).asks
    assert not read("?").part(0, 0).asks


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    sheet = read(text)
    count = len(sheet.tokens)
    found: list[Any] = [*sheet.products, *sheet.places, *sheet.amounts, *sheet.signals]
    spans = [(m.start, m.end) for m in found]
    assert all(0 <= start < end <= count for start, end in spans)
    assert all(0 <= i < count for i in (*sheet.unknown, *sheet.questions))
    assert all(shop().vocabulary.knows(i) for m in sheet.products for i in m.ids)
    assert all(gazetteer().get(i) for m in sheet.places for i in m.ids)


@given(st.data())
def test_a_part_holds_nothing_of_the_rest(data: st.DataObject) -> None:
    sheet = read("sold 2 kg rice in Patna yesterday and what is the price of onion in Nashik")
    start = data.draw(st.integers(0, len(sheet.tokens)))
    end = data.draw(st.integers(start, len(sheet.tokens)))
    part = sheet.part(start, end)
    found: list[Any] = [*part.products, *part.places, *part.amounts]
    spans = [(m.start, m.end) for m in found]
    spans += [(d.start_token, d.end_token) for d in part.days]
    assert all(start <= a and b <= end for a, b in spans)
    assert sheet.part(0, len(sheet.tokens)).products == sheet.products


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("jute bag", ["bag"]),
        ("आलू पापड़ 20 पैकेट", ["papad"]),
        ("mango pickle", ["pickle"]),
        ("bamboo ki tokri", ["basket"]),
        ("silk saree", ["saree"]),
        ("aloo pyaz", ["potato", "onion"]),
    ],
)
def test_what_goods_are_made_of_is_no_second_kind(text: str, found: list[str]) -> None:
    assert [i.split(".")[0] for i in goods(text)] == found
