"""From a message to a plan: lines as people write them, in three voices."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.memory import Memory
from agent.planner.plan import plan
from haat.core.message import TurnContext
from tests.shipped import languages, vocabulary
from tests.unit.agent.corner_shop import call, planned, read, shop, told
from tests.unit.language.grammars import table, words
from tools import TOOLS

ARGUMENTS = {t.name: t.arguments for t in TOOLS}


@pytest.mark.parametrize(
    ("message", "expected"),
    table("""
        what is the price of onion in Nashik?      | market_price commodity=onion place=Nashik,_Maharashtra
        what was the onion rate on 20 november     | market_price commodity=onion date=2026-11-20
        price of potato and onion in Patna         | market_price commodity=potato place=Patna,_Bihar + market_price commodity=onion place=Patna,_Bihar
        onion price in Aurangabad                  | ask choice place commodity=onion
        how much did we sell yesterday             | query_kpi metric=revenue period=yesterday
        last month profit                          | query_kpi metric=margin period=last_month
        how many packets of golu did we sell this week | query_kpi metric=units period=this_week product=biscuit.100g
        how much rice is left                      | query_kpi metric=stock_on_hand product=rice
        sale in nashik store yesterday             | query_kpi metric=revenue period=yesterday store_id=nashik
        vegetables sales last week                 | query_kpi category=vegetable metric=revenue period=last_week
        do you sell laptops                        | find_products query=laptops
        biscuit under 20 rupees                    | find_products max_price=20 query=biscuit
        sold 5 kg onion at 30                      | record_entry kind=sale price=30 product=onion quantity=5 unit=kg
        sold 2 dozen eggs for 168                  | record_entry amount=168 kind=sale product=egg quantity=2 unit=dozen
        bought 1.5 quintal potato at 14 rupees a kilo | record_entry kind=purchase price=14 price_unit=kg product=potato quantity=1.5 unit=quintal
        counted 22 papad                           | record_entry kind=stock_count product=papad quantity=22
        change the price of sugar to 48            | record_entry kind=price_change price=48 product=sugar
        yesterday sold 3 kg rice at 52             | record_entry date=2026-11-24 kind=sale price=52 product=rice quantity=3 unit=kg
        sold 4 kg rice and 2 kg sugar              | record_entry kind=sale product=rice quantity=4 unit=kg + record_entry kind=sale product=sugar quantity=2 unit=kg
        price of onion, and how much did we sell yesterday | market_price commodity=onion + query_kpi metric=revenue period=yesterday
        price of laptop                            | say unknown_price
        onion                                      | ask choice metric product=onion
        I want to talk to a human                  | say human
        what is the weather today                  | say cannot
        how much should I order of rice            | plan_reorder product=rice
        gst on biscuits                            | search_rules question=gst_on_biscuits topic=gst
        who is the prime minister                  | say cannot
    """),
)
def test_english_lines(message: str, expected: str) -> None:
    assert told(planned(message)) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    table("""
        gehu ka rate lasalgaon mein                | market_price commodity=wheat place=Lasalgaon,_Nashik
        kal tamatar ka daam kya tha                | market_price commodity=tomato date=2026-11-24
        pyaz ka bhav hapur                         | market_price commodity=onion place=Hapur,_Uttar_Pradesh
        mirchi ka bhav                             | ask choice commodity
        bhav kya hai                               | ask slot commodity
        kal kitni bikri hui                        | query_kpi metric=revenue period=yesterday
        pichle mahine kitna munafa hua             | query_kpi metric=margin period=last_month
        chawal kitna bacha hai                     | query_kpi metric=stock_on_hand product=rice
        sabse zyada kya bikta hai                  | query_kpi metric=top_products
        1 november se 10 november tak kitni bikri hui | query_kpi metric=revenue period=2026-11-01/2026-11-10
        20 rupaye tak ke biscuit                   | find_products max_price=20 query=biscuit
        5 kilo pyaz becha 30 rupaye kilo           | record_entry kind=sale price=30 product=onion quantity=5 unit=kg
        dhai kilo chini bechi 112.50 me            | record_entry amount=112.5 kind=sale product=sugar quantity=2.5 unit=kg
        2 packet golu becha                        | record_entry kind=sale product=biscuit.100g quantity=2 unit=packet
        stock gina, chawal 40 kilo hai             | record_entry kind=stock_count product=rice quantity=40 unit=kg
        chini ka daam 48 kar do                    | record_entry kind=price_change price=48 product=sugar
        rice 2 kg becha, sugar 1 kg becha          | record_entry kind=sale product=rice quantity=2 unit=kg + record_entry kind=sale product=sugar quantity=1 unit=kg
        english mein bolo                          | say language_chosen
        shukriya                                   | say thanks
        wapas le lo                                | say undo
    """),
)
def test_romanised_hindi_lines(message: str, expected: str) -> None:
    assert told(planned(message)) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    table("""
        नासिक में प्याज का भाव                      | market_price commodity=onion place=Nashik,_Maharashtra
        टमाटर का दाम बताओ                          | market_price commodity=tomato
        कल कितनी बिक्री हुई                         | query_kpi metric=revenue period=yesterday
        इस हफ्ते की बिक्री                          | query_kpi metric=revenue period=this_week
        चावल कितना बचा है                          | query_kpi metric=stock_on_hand product=rice
        सबसे ज्यादा क्या बिकता है                    | query_kpi metric=top_products
        शहद है क्या                                | find_products query=honey
        5 किलो प्याज बेचा 30 रुपये किलो              | record_entry kind=sale price=30 product=onion quantity=5 unit=kg
        ५ किलो प्याज बेचा ३० रुपये किलो              | record_entry kind=sale price=30 product=onion quantity=5 unit=kg
        डेढ़ क्विंटल आलू खरीदा 14 रुपये किलो          | record_entry kind=purchase price=14 price_unit=kg product=potato quantity=1.5 unit=quintal
        चीनी का दाम 48 कर दो                        | record_entry kind=price_change price=48 product=sugar
        आम का अचार 2 बेचा                          | record_entry kind=sale product=pickle.mango_500g quantity=2
        नमस्ते                                      | say greet
        हिंदी में बोलो                               | say language_chosen
        मेरा डेटा मिटाओ                             | say erase
    """),
)
def test_hindi_lines(message: str, expected: str) -> None:
    assert told(planned(message)) == expected


ONION = Memory(
    language="en",
    script="Latn",
    last=(call("market_price", commodity="onion", place="Nashik, Maharashtra"),),
    product="onion",
)
SALES = Memory(
    language="en", script="Latn", last=(call("query_kpi", metric="revenue", period="yesterday"),)
)
HONEY = Memory(language="en", script="Latn", last=(call("find_products", query="honey"),))


@pytest.mark.parametrize(
    ("memory", "message", "expected"),
    [
        (ONION, "and potato?", "market_price commodity=potato place=Nashik,_Maharashtra"),
        (ONION, "aur aloo ka?", "market_price commodity=potato place=Nashik,_Maharashtra"),
        (ONION, "और आलू का?", "market_price commodity=potato place=Nashik,_Maharashtra"),
        (ONION, "what about Patna", "market_price commodity=onion place=Patna,_Bihar"),
        (ONION, "what about tomato in Pune", "market_price commodity=tomato place=Pune,_Maharashtra"),
        (ONION, "in Aurangabad?", "ask choice place commodity=onion place=Nashik,_Maharashtra"),
        (ONION, "how much of it is left", "query_kpi metric=stock_on_hand product=onion"),
        (ONION, "iska stock", "query_kpi metric=stock_on_hand product=onion"),
        (ONION, "thanks", "say thanks"),
        (SALES, "and last week?", "query_kpi metric=revenue period=last_week"),
        (SALES, "और पिछले महीने?", "query_kpi metric=revenue period=last_month"),
        (SALES, "how much of that was profit", "query_kpi metric=margin period=yesterday"),
        (SALES, "and rice?", "query_kpi metric=revenue period=yesterday product=rice"),
        (SALES, "nashik wali dukan mein?", "query_kpi metric=revenue period=yesterday store_id=nashik"),
        (HONEY, "and papad?", "find_products query=papad"),
    ],
)  # fmt: skip
def test_a_short_message_goes_on_from_the_last_question(
    memory: Memory, message: str, expected: str
) -> None:
    assert told(planned(message, memory)) == expected


def test_an_entry_is_not_repeated_by_a_short_message() -> None:
    sold = Memory(last=(call("record_entry", kind="sale", product="onion", quantity=5),))
    assert "record_entry" not in told(planned("and potato?", sold))


def test_what_is_in_no_language_of_ours_is_said_so() -> None:
    assert told(planned("ราคาหัวหอม")) == "say not_this_language"


def test_a_chosen_language_is_named() -> None:
    made = planned("speak in Hindi")
    assert (made.topic, dict(made.words)) == ("language_chosen", {"language": "hi"})


@pytest.mark.parametrize("message", ["yes", "haan", "नहीं", "theek hai", "no"])
def test_a_yes_or_no_to_nothing_changes_nothing(message: str) -> None:
    assert told(planned(message)) == "say nothing_pending"


@pytest.mark.parametrize("message", ["", "?", "12345", "xyzzy plugh", "😀", "₹", "of the"])
def test_what_means_nothing_calls_nothing(message: str) -> None:
    made = planned(message)
    assert (made.calls, made.question, made.topic) == ((), None, "cannot")


def test_the_same_call_is_made_once() -> None:
    assert told(planned("onion price and pyaz ka bhav")) == "market_price commodity=onion"


PIECES = words(
    "price bhav rate of sold becha bechi kharida stock kitna how much what is 5 2.5 ₹30 30 kilo kg "
    "quintal packet onion pyaz प्याज आलू rice golu achar papad honey in में mein Nashik Patna "
    "Aurangabad kal yesterday last week november profit munafa top slow ? . , and aur और gina left "
    "bacha kar do haan no help under tak order delete me total ka ki it iska 1,20,000 dozen ek"
)
OPEN = [Memory(), ONION, SALES, HONEY]


@given(st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_no_text_makes_the_planner_stumble(text: str) -> None:
    for memory in OPEN:
        made = planned(text, memory)
        assert made.calls or made.question or made.topic
        for one in made.calls:
            ARGUMENTS[one.name].model_validate(dict(one.arguments))


@given(st.lists(st.sampled_from(PIECES), max_size=10).map(" ".join))
def test_a_forced_language_changes_no_plan(text: str) -> None:
    forced = read(text, Memory(), TurnContext(language="hi"))
    assert told(plan(forced, shop(), Memory(), languages())) == told(planned(text))


@pytest.mark.parametrize(("language", "script"), [("en", "Latn"), ("hi", "Deva"), ("hi", "Latn")])
def test_every_example_of_help_is_answered_by_its_tool(language: str, script: str) -> None:
    shown = re.findall(r'"([^"]+)"', languages().voice(language, script).say["help"])
    called = [{c.name for c in planned(example).calls} for example in shown]
    assert called == [
        {"market_price"},
        {"query_kpi"},
        {"plan_reorder"},
        {"suggest_price"},
        {"match_buyers"},
        {"search_rules"},
        {"list_alerts", "plan_reorder"},
    ]


@pytest.mark.parametrize(
    ("message", "expected"),
    table("""
        what do I have in my shop                  | query_kpi metric=stock_on_hand
        list all my products                       | query_kpi metric=stock_on_hand
        what do I sell                             | query_kpi metric=stock_on_hand
        मेरी दुकान में क्या है                          | query_kpi metric=stock_on_hand
        मैं क्या क्या बेचती हूँ                         | query_kpi metric=stock_on_hand
        meri dukan mein kya kya hai                | query_kpi metric=stock_on_hand
        sab saman dikhao                           | query_kpi metric=stock_on_hand
        क्या नया बेचूँ                                | recommend_products
        what new thing can I sell                  | recommend_products
        kaun si nayi cheez rakhun                  | recommend_products
        I want to clear my old biscuits            | suggest_price objective=clear_stock product=biscuit
        चावल निकालना है                             | suggest_price objective=clear_stock product=rice
        purana maal nikalna hai chini ka           | suggest_price objective=clear_stock product=sugar
        doodh khatam karna hai aaj                 | suggest_price objective=clear_stock product=milk
        purana maal nikalna hai                    | ask slot product objective=clear_stock
        honey costs me 200 a kg, what should I charge | suggest_price price_unit=kg product=honey unit_cost=200
        चीनी मुझे 40 रुपये किलो पड़ती है, कितने में बेचूँ | suggest_price price_unit=kg product=sugar unit_cost=40
        doodh 50 rupaye litre padta hai, kya rate rakhun | suggest_price price_unit=l product=milk unit_cost=50
        the buyer ordered                          | note_outcome status=ordered
        खरीदार ने ऑर्डर दे दिया                       | note_outcome status=ordered
        Gaya wale ne paise de diye                 | note_outcome status=paid
        ক্রেতা টাকা দিয়েছে                             | note_outcome status=paid
        mujhe naya kharidar chahiye achar ke liye  | match_buyers product=pickle
        naya kharidar jodo                         | register_buyer
        if I raise the price of milk to 62 tell me what happens | suggest_price candidate_price=62 product=milk
    """),
)
def test_lines_that_were_misread(message: str, expected: str) -> None:
    assert told(planned(message)).strip() == expected


@pytest.mark.parametrize(
    "message",
    ["tum kya kya kar sakte ho", "what can you do", "sold 5 kg onion at 30", "do you sell laptops"],
)
def test_what_is_no_question_for_all_goods(message: str) -> None:
    assert "stock_on_hand" not in told(planned(message))


@pytest.mark.parametrize(
    ("goods", "topic"), [(0, "nothing_written"), (2, "goods_written"), (12, None)]
)
def test_a_young_shop_is_told_what_is_written_down(goods: int, topic: str | None) -> None:
    sold = [s for s in shop().vocabulary.products.values() if s.sku_id.endswith(".loose")]
    sold += [s for s in shop().vocabulary.products.values() if s not in sold]
    few = replace(shop(), vocabulary=vocabulary().with_products(sold[:goods]))
    message = read("what do I have in my shop")
    made = plan(message, few, Memory(), languages())
    assert [c.name for c in made.calls] == ["query_kpi"]
    assert made.topic == topic
    assert bool(made.words) == (topic == "goods_written")


LOOKED_AT = Memory(last=(call("check_document", document_id="doc_1"),))
ASKED = Memory(last=(call("market_price", commodity="onion"),))
WROTE = Memory(last=(call("record_entry", kind="sale", product="onion", quantity=2),))


@pytest.mark.parametrize(
    ("memory", "message", "expected"),
    [
        (ASKED, "say that again", "market_price commodity=onion"),
        (ASKED, "phir se batao", "market_price commodity=onion"),
        (WROTE, "say again", "say cannot"),
        (Memory(), "say again", "say cannot"),
        (LOOKED_AT, "is the gst on it right", "check_document document_id=doc_1"),
        (ASKED, "is the gst on it right", "ask slot value kind=gstin"),
    ],
)
def test_the_same_is_told_again_but_never_written_again(
    memory: Memory, message: str, expected: str
) -> None:
    assert told(planned(message, memory)) == expected
