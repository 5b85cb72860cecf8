"""Advice asked for as people type it: in three voices, in haste, with the goods told once."""

import pytest

from tests.unit.agent.corner_shop import planned, told
from tests.unit.language.grammars import table


@pytest.mark.parametrize(
    ("message", "expected"),
    table("""
        is 52 ok for sugar                      | candidate_price=52 product=sugar
        will 60 be fine for rice?               | candidate_price=60 product=rice
        pyaz 35 me du to thik rahega kya        | candidate_price=35 product=onion
        chini 47 theek h kya                    | candidate_price=47 product=sugar
        आलू 22 में देना ठीक है क्या                | candidate_price=22 product=potato
        onions lying, what rate to finish them  | objective=clear_stock product=onion
        aloo pada h kitne me nikalu             | objective=clear_stock product=potato
        प्याज पड़ा है किस दाम में निकालें           | objective=clear_stock product=onion
        aam ka achar ek banane me 92 lagta h kitne me bechu | product=pickle unit_cost=92
        what to charge for honey, making one takes 120 | product=honey unit_cost=120
    """),
)
def test_a_price_is_asked_in_many_ways(message: str, expected: str) -> None:
    assert told(planned(message)) == f"suggest_price {expected}"


@pytest.mark.parametrize(
    ("message", "expected"),
    table("""
        we hv made 60 mango pickle, who will take | product=pickle.mango_500g quantity=60
        30 kg onion is ready, any takers        | product=onion quantity=30 unit=kg
        25 kilo aloo taiyar h koi lega kya      | product=potato quantity=25 unit=kg
        40 किलो प्याज तैयार है कौन लेगा           | product=onion quantity=40 unit=kg
        buyer for honey, not below 150          | min_price=150 product=honey
        we won't give honey under 150, who will buy | min_price=150 product=honey
        shahad kaun lega 150 se kam me nhi bechenge | min_price=150 product=honey
        don't sell honey below 150, find me buyers in gaya | min_price=150 place=Gaya,_Bihar product=honey
        25 kg onion we made, will someone take  | product=onion quantity=25 unit=kg
        शहद का खरीदार बताओ 150 से कम में नहीं देंगे | min_price=150 product=honey
    """),
)
def test_goods_on_offer_look_for_a_buyer_and_are_no_sale(message: str, expected: str) -> None:
    assert told(planned(message)) == f"match_buyers {expected}"


@pytest.mark.parametrize(
    "message", ["buyer took 20 kg onion", "sold 20 kg onion to a buyer", "customer took 2 kg sugar"]
)
def test_what_a_buyer_took_is_a_sale(message: str) -> None:
    assert told(planned(message)).startswith("record_entry kind=sale")


@pytest.mark.parametrize(
    ("message", "expected"),
    table("""
        sugar will last how many days           | plan_reorder product=sugar
        chini kitne din ki bachi h              | plan_reorder product=sugar
        चावल और कितने दिन चलेगा                   | plan_reorder product=rice
        chawal ab kitne din aur chalega         | plan_reorder product=rice
        wat shud i do first                     | list_alerts + plan_reorder
        aaj sbse phle kya kru                   | list_alerts + plan_reorder
        आज सबसे पहले कौन सा काम करूँ              | list_alerts + plan_reorder
        any alert about stock running out       | list_alerts kind=stockout_risk
        stock khatam hone wala koi alert h      | list_alerts kind=stockout_risk
        aajkal trend me kya h jo rakhu          | recommend_products mode=trending
        what is in trend now                    | recommend_products mode=trending
        is the tax in this invoice right        | check_document
        is bill me gst sahi laga h kya          | check_document
        इस बिल में टैक्स सही लगा है क्या           | check_document
        show the orders that got cancelled      | list_orders status=cancelled
        orders that came back                   | list_orders status=returned
        jo order ship ho gye wo dikhao          | list_orders status=shipped
        जो ऑर्डर कैंसिल हुए वो बताओ               | list_orders status=cancelled
        how many rupees sale yesterday          | query_kpi metric=revenue period=yesterday
    """),
)
def test_the_same_wish_in_three_voices(message: str, expected: str) -> None:
    assert " ".join(told(planned(message)).split()) == expected


@pytest.mark.parametrize(
    "message",
    [
        "what is necessary to write on the papad packet",
        "papad ke packet pe kya kya likhna padta h",
        "अचार के डिब्बे पर क्या लिखना जरूरी है",
    ],
)
def test_what_a_pack_must_say_is_a_rule(message: str) -> None:
    assert told(planned(message)) == f"search_rules question={message.replace(' ', '_')}"


@pytest.mark.parametrize(
    ("message", "expected"),
    table("""
        onion price in Nashik and how much will sell tmrw | market_price commodity=onion place=Nashik,_Maharashtra + forecast_demand horizon_days=1 product=onion
        aloo ka bhav patna me aur kitna mangau   | market_price commodity=potato place=Patna,_Bihar + plan_reorder product=potato
        प्याज का भाव और कल कितना बिकेगा            | market_price commodity=onion + forecast_demand horizon_days=1 product=onion
        kal kitna bikega aur aloo ka mandi bhav kya h | forecast_demand horizon_days=1 product=potato + market_price commodity=potato
        chini ka bhav n kitni bachi h            | market_price commodity=sugar + query_kpi metric=stock_on_hand product=sugar
        last week onion sales and profit         | query_kpi metric=revenue period=last_week product=onion + query_kpi metric=margin period=last_week product=onion
    """),
)
def test_goods_named_once_are_meant_in_both_requests(message: str, expected: str) -> None:
    assert told(planned(message)) == expected


def test_figures_of_the_whole_shop_take_no_goods_from_the_request_before() -> None:
    made = told(planned("pyaz ka bhav batao aur aaj kitni bikri hui"))
    assert made == "market_price commodity=onion + query_kpi metric=revenue period=today"


@pytest.mark.parametrize(
    ("message", "product"),
    [
        ("kal maine pyaz 30 kiya tha kya fark pada", "onion"),
        ("पिछले हफ्ते दूध का भाव बढ़ाया था, बिक्री पर क्या फर्क पड़ा", "milk"),
        ("chaler dam bariyechilam bikrite ki tofat holo", "rice"),
    ],
)
def test_what_a_new_price_did_is_no_price_to_come(message: str, product: str) -> None:
    (call,) = planned(message).calls
    assert (call.name, dict(call.arguments)) == ("suggest_price", {"product": product})
