"""What a message wants, by the first rule that fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.planner.decide import intent_of, talk_of
from agent.planner.intents.intent import TALK, Intent
from agent.planner.intents.rules import RULES
from agent.planner.intents.said import asks
from agent.planner.slots import FILLERS
from tests.unit.agent.corner_shop import whole
from tests.unit.language.grammars import table, words


def wanted(text: str) -> str:
    intent = intent_of(whole(text))
    return "-" if intent is None else f"{intent.name} {intent.detail}".strip()


@pytest.mark.parametrize(
    ("message", "intent"),
    table("""
        what is the price of onion in Nashik      | market_price
        aaj pyaz ka bhav kya hai                  | market_price
        टमाटर का दाम बताओ                         | market_price
        aloo patna mein kitne ka hai              | market_price
        how much did we sell yesterday            | query_kpi sales
        kal kitni bikri hui                       | query_kpi sales
        कल कितना आटा बिका                          | query_kpi sales
        last month profit                         | query_kpi margin
        पिछले महीने कितना मुनाफा हुआ                | query_kpi margin
        how much rice is left                     | query_kpi stock_on_hand
        chawal kitna bacha hai                    | query_kpi stock_on_hand
        चीनी का स्टॉक                              | query_kpi stock_on_hand
        what sells the most                       | query_kpi top_products
        sabse zyada kya bikta hai                 | query_kpi top_products
        which products are not selling            | query_kpi slow_products
        सबसे कम क्या बिका                          | query_kpi slow_products
        stockout rate last month                  | query_kpi stockout_rate
        inventory turns                           | query_kpi inventory_turns
        how accurate are your forecasts           | query_kpi forecast_accuracy
        do we have honey                          | find_products
        shahad hai kya                            | find_products
        शहद है क्या                                | find_products
        biscuit under 20 rupees                   | find_products
        what is our price for sugar               | find_products
    """),
)
def test_a_question_wants_a_figure(message: str, intent: str) -> None:
    assert wanted(message) == intent


@pytest.mark.parametrize(
    "message",
    [
        "what do I buy again and again",
        "which things do we keep buying",
        "what do we order regularly",
        "mai kya baar baar kharidti hu",
        "kaun sa saman main bar bar mangwati hu",
        "har baar kya leti hun main",
        "मैं क्या बार बार खरीदती हूँ",
        "कौन सी चीज़ें मैं बार-बार मंगवाती हूँ",
    ],
)
def test_what_she_buys_again_and_again_is_recommended_again(message: str) -> None:
    assert wanted(message) == "recommend_products"


@pytest.mark.parametrize(
    "message",
    [
        "which item runs out again and again",
        "kaun sa maal baar baar khatam hota hai",
        "kaun sa customer baar baar aata hai",
        "what sells again and again",
        "chawal baar baar kyun khatam hota hai",
    ],
)
def test_what_else_happens_again_and_again_is_no_habit_of_hers(message: str) -> None:
    assert wanted(message) != "recommend_products"


@pytest.mark.parametrize(
    ("message", "intent"),
    table("""
        sold 5 kg onion at 30                     | record_entry sale
        5 kilo pyaz becha 30 rupaye kilo          | record_entry sale
        5 किलो प्याज बेचा                          | record_entry sale
        customer took 2 kg sugar                  | record_entry sale
        aadha kilo chini di sharma ji ko          | record_entry sale
        bought 2 quintal potato                   | record_entry purchase
        20 kilo chawal aaya                       | record_entry purchase
        डेढ़ क्विंटल आलू खरीदा                      | record_entry purchase
        counted 22 papad                          | record_entry stock_count
        stock gina, chawal 40 kilo hai            | record_entry stock_count
        चावल 40 किलो बचा है                        | record_entry stock_count
        change the price of sugar to 48           | record_entry price_change
        chini ka daam 48 kar do                   | record_entry price_change
        चीनी का दाम 48 कर दो                       | record_entry price_change
        sugar will be 48 from tomorrow            | record_entry price_change
    """),
)
def test_a_statement_is_an_entry(message: str, intent: str) -> None:
    assert wanted(message) == intent


@pytest.mark.parametrize(
    ("message", "intent"),
    table("""
        record a sale                             | record_entry sale
        note down my sales                        | record_entry sale
        new sale                                  | record_entry sale
        how do I record a sale                    | record_entry sale
        I sold something                          | record_entry sale
        बिक्री लिखो                                | record_entry sale
        मुझे बिक्री दर्ज करनी है                     | record_entry sale
        कल की बिक्री लिखो                           | record_entry sale
        बेचा                                      | record_entry sale
        bikri likhni hai                          | record_entry sale
        sale likh lo                              | record_entry sale
        aaj ki bikri likhani hai                  | record_entry sale
        bikri likho na didi                       | record_entry sale
        bikri kaise likhun                        | record_entry sale
        record purchase                           | record_entry purchase
        I bought something                        | record_entry purchase
        खरीद लिखो                                 | record_entry purchase
        kuch kharida                              | record_entry purchase
        stock ginti likhni hai                    | record_entry stock_count
        स्टॉक लिखो                                 | record_entry stock_count
        record a stock count                      | record_entry stock_count
        khata me chadhao                          | record_entry
        entry karni hai                           | record_entry
        खाते में चढ़ाओ                              | record_entry
    """),
)
def test_a_wish_to_write_something_down_is_an_entry(message: str, intent: str) -> None:
    assert wanted(message) == intent


@pytest.mark.parametrize(
    "message",
    [
        "kal ki bikri batao",
        "bikri kitni hui",
        "show today's sales",
        "sales record of last month",
        "aaj ki bikri",
        "kal ki bikri likhi kya",
        "pichle hafte ki bikri likho",
        "bikri mat likho",
        "don't record a sale",
        "kharidar ko likho",
        "write down the price of onion",
        "kya kharidna hai",
        "who bought it",
        "gst me register kaise kare",
    ],
)
def test_what_only_sounds_like_it_is_no_entry(message: str) -> None:
    assert not wanted(message).startswith("record_entry")


@pytest.mark.parametrize(
    "question",
    [
        "how much onion did we sell?",
        "5 kilo pyaz kitne ka becha?",
        "did we sell 5 kg onion yesterday?",
        "kya chini ka daam 48 hai?",
        "कितने किलो प्याज बेचा",
    ],
)
def test_a_question_is_no_entry(question: str) -> None:
    assert asks(whole(question))
    assert not wanted(question).startswith("record_entry")


@pytest.mark.parametrize(
    ("message", "intent"),
    table("""
        how much should I order of rice           | plan_reorder
        kitna aata mangwau                        | plan_reorder
        what price should I charge for sugar      | suggest_price
        kitna bikega kal                          | forecast_demand
        who will buy my honey                     | match_buyers
        gst on biscuits                           | search_rules
        check this bill                           | check_document
        is this gstin right                       | check_identifier
        any new orders on amazon                  | list_orders
        is there a mela near us                   | find_opportunities
        what is the weather today                 | elsewhere
        sone ka bhav                              | elsewhere
        delete my data                            | erase
        मेरा डेटा मिटाओ                            | erase
    """),
)
def test_what_is_not_ours_yet_is_known_for_what_it_is(message: str, intent: str) -> None:
    assert wanted(message) == intent


@pytest.mark.parametrize(
    ("message", "topic"),
    table("""
        hello                | greet
        namaste didi         | greet
        राम राम              | greet
        thank you so much    | thanks
        shukriya             | thanks
        what can you do      | help
        मदद                  | help
        bye                  | bye
        undo                 | undo
        वापस ले लो            | undo
        talk to a human      | human
        manager se baat karao | human
    """),
)
def test_talk_needs_no_tool(message: str, topic: str) -> None:
    assert wanted(message) == "-"
    assert talk_of(whole(message)) == topic


def test_every_intent_has_somebody_who_takes_it() -> None:
    names = {rule.intent.name for rule in RULES}
    assert names <= {*FILLERS, "elsewhere", "erase", "no_telephone", "outcome_told"}
    assert {n for n in names if n in FILLERS} == {*FILLERS}


PIECES = words(
    "price bhav sold becha kharida stock kitna how much what 5 kilo ₹30 onion प्याज में Nashik "
    "kal yesterday profit top slow ? gina left kar do haan no help under order honey golu delete"
)


@given(st.lists(st.sampled_from(PIECES), max_size=9))
def test_any_words_want_something_known_or_nothing(said: list[str]) -> None:
    part = whole(" ".join(said))
    intent = intent_of(part)
    assert intent is None or intent in {rule.intent for rule in RULES}
    assert talk_of(part) in {None, *TALK}
    if intent == Intent("record_entry", "sale"):
        assert part.sheet.tense != "future"


@pytest.mark.parametrize(
    ("message", "intent"),
    table("""
        नुकसान कौन से माल में है            | list_alerts prices
        which goods are at a loss         | list_alerts prices
        konsa saman nuksan me ja raha     | list_alerts prices
        কোন মালে লোকসান                   | list_alerts prices
        did we make a loss last week      | query_kpi margin
        pichle mahine tel me nuksan hua   | query_kpi margin
        achha munafa kis maal me hai      | query_kpi margin
    """),
)
def test_a_loss_is_looked_for_among_all_goods_or_counted(message: str, intent: str) -> None:
    assert wanted(message) == intent


@pytest.mark.parametrize(
    ("message", "intent"),
    table("""
        புளி விலை கூட்டலாமா 5 ரூபா           | suggest_price
        aloo ka daam 30 kar do            | record_entry price_change
    """),
)
def test_whether_to_raise_a_price_is_no_order_to_set_it(message: str, intent: str) -> None:
    assert wanted(message) == intent


@pytest.mark.parametrize(
    ("message", "intent"),
    table("""
        is b113 ka phone number do                   | no_telephone
        phone number of buyer B113                   | no_telephone
        खरीदार का फोन नंबर दो                          | no_telephone
        add buyer Gupta Store Patna phone number 9876543210 | register_buyer
    """),
)
def test_a_buyers_telephone_is_given_to_nobody(message: str, intent: str) -> None:
    assert wanted(message) == intent
