"""Arguments are what was said, and nothing that was not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.memory import Memory, Question
from agent.memory import Planned as Call
from agent.planner.desk import of_category
from haat.core.message import Option
from tests.unit.agent.corner_shop import call, desk, planned, read, told
from tests.unit.language.grammars import table


def entry(text: str) -> dict[str, Any]:
    """The arguments of the one entry that a message tells."""
    (found,) = planned(text).calls
    assert found.name == "record_entry"
    return dict(found.arguments)


@pytest.mark.parametrize(
    ("message", "expected"),
    table("""
        sold 5 kg onion                       | kind=sale product=onion quantity=5 unit=kg
        sold 5 kg onion at 30                 | kind=sale price=30 product=onion quantity=5 unit=kg
        sold 5 kg onion at 30 a kilo          | kind=sale price=30 product=onion quantity=5 unit=kg
        sold 5 kg onion for 150               | amount=150 kind=sale product=onion quantity=5 unit=kg
        sold 5 kg onion, total 150            | amount=150 kind=sale product=onion quantity=5 unit=kg
        sold 1 kg onion 32                    | amount=32 kind=sale product=onion quantity=1 unit=kg
        sold 4 kg rice 52                     | kind=sale price=52 product=rice quantity=4 unit=kg
        sold 10 kg rice 510                   | amount=510 kind=sale product=rice quantity=10 unit=kg
        do darjan ande beche 6 rupaye ka ek   | kind=sale price=6 price_unit=piece product=egg quantity=2 unit=dozen
        सवा किलो चीनी बेची 56 रुपये में         | amount=56 kind=sale product=sugar quantity=1.25 unit=kg
        paune do kilo aloo becha              | kind=sale product=potato quantity=1.75 unit=kg
        sold 250 g sugar                      | kind=sale product=sugar quantity=250 unit=g
        sold 3 golu                           | kind=sale product=biscuit.100g quantity=3
        sold 1,200 kg onion                   | kind=sale product=onion quantity=1200 unit=kg
    """),
)
def test_a_sale_keeps_the_words_of_its_sum(message: str, expected: str) -> None:
    assert told(planned(message)) == f"record_entry {expected}"


@pytest.mark.parametrize(
    ("message", "expected"),
    table("""
        bought 40 packets of golu at 8.5      | kind=purchase price=8.5 product=biscuit.100g quantity=40 unit=packet
        2 quintal aloo kharida 3000 me        | amount=3000 kind=purchase product=potato quantity=2 unit=quintal
        50 किलो चावल आया 40 रुपये किलो          | kind=purchase price=40 product=rice quantity=50 unit=kg
        counted 12.5 kg sugar                 | kind=stock_count product=sugar quantity=12.5 unit=kg
        set the price of onion to 35          | kind=price_change price=35 product=onion
        pyaz ab se 35 rupaye kilo karo        | kind=price_change price=35 price_unit=kg product=onion
    """),
)
def test_other_entries(message: str, expected: str) -> None:
    assert told(planned(message)) == f"record_entry {expected}"


def test_a_sum_that_may_be_price_or_total_is_asked_about() -> None:
    made = planned("sold 3 kg sugar 78")
    assert made.calls == ()
    assert made.question is not None
    assert (made.question.kind, made.question.slot) == ("choice", "price")
    assert [o.value for o in made.question.options] == ["price", "amount"]
    assert made.question.call.arguments["unclear_sum"] == 78


def test_what_was_not_said_stays_absent() -> None:
    assert entry("sold onion") == {"kind": "sale", "product": "onion"}
    assert told(planned("how much did we sell")) == "query_kpi metric=revenue"
    assert told(planned("price of onion")) == "market_price commodity=onion"


def test_the_day_of_an_entry_is_the_one_said() -> None:
    assert entry("sold 2 kg onion yesterday")["date"] == "2026-11-24"
    assert entry("20 november ko 2 kilo pyaz becha")["date"] == "2026-11-20"


@pytest.mark.parametrize("message", ["onion price tomorrow", "kal pyaz ka bhav kya hoga"])
def test_a_price_to_come_is_not_told(message: str) -> None:
    assert told(planned(message)) == "say cannot_yet"


def test_each_of_several_goods_has_its_own_amounts() -> None:
    made = planned("sold 4 kg rice at 50 and 2 kg sugar at 45")
    assert [dict(c.arguments) for c in made.calls] == [
        {"kind": "sale", "product": "rice", "quantity": 4, "unit": "kg", "price": 50},
        {"kind": "sale", "product": "sugar", "quantity": 2, "unit": "kg", "price": 45},
    ]
    after = planned("becha: chawal 4 kilo, chini 2 kilo")
    assert [c.arguments["quantity"] for c in after.calls] == [4, 2]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("sold 2 kg mirchi", "ask choice product kind=sale quantity=2 unit=kg"),
        ("mirchi ka bhav nashik mein", "ask choice commodity place=Nashik,_Maharashtra"),
        ("mirchi kitni bachi", "ask choice product metric=stock_on_hand"),
        ("mirchi hai kya", "find_products query=mirchi"),
    ],
)
def test_a_word_for_several_goods_is_asked_about_with_what_was_said(
    message: str, expected: str
) -> None:
    assert told(planned(message)) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    table("""
        sabziyon ka bhav                      | ask choice commodity
        सब्जी का क्या दाम रखूँ                    | ask choice product
        aate ka daam kya rakhu                | suggest_price product=wheat_flour
        आटे का भाव क्या है                      | market_price commodity=wheat_flour
    """),
)
def test_of_a_category_one_is_chosen_where_a_tool_wants_goods(message: str, expected: str) -> None:
    assert told(planned(message)) == expected


def test_the_only_one_of_a_category_is_not_taken_for_all() -> None:
    asked, bare = desk("masale ka daam kya rakhu"), Call("suggest_price", {})
    assert of_category(asked, bare, "product", ("cumin", "onion")) is None
    question = of_category(asked, bare, "product", ("cumin", "turmeric", "onion"))
    assert question is not None
    assert [option.value for option in question.options] == ["cumin", "turmeric"]


def test_the_options_of_a_choice_are_named_in_her_script() -> None:
    for message, labels in (
        ("mirchi ka bhav", ["hari mirch", "lal mirch"]),
        ("मिर्च का भाव", ["हरी मिर्च", "लाल मिर्च"]),
    ):
        question = planned(message).question
        assert question is not None
        assert [o.label for o in question.options] == labels
        assert [o.value for o in question.options] == ["green_chilli", "red_chilli"]


def test_goods_that_are_not_known_are_asked_about() -> None:
    assert told(planned("sold 2 diapers")).startswith("ask choice product kind=sale quantity=2")
    assert told(planned("sold 2 kg oinon")).startswith("ask choice product kind=sale")
    assert told(planned("price of diaper")) == "say unknown_price"


@pytest.mark.parametrize(
    ("message", "metric"),
    table("""
        how much did we sell yesterday           | revenue
        how much rice did we sell yesterday      | units
        kal kitna chawal bika                    | units
        kal kitne ka chawal bika                 | revenue
        kal kitne packet bike                    | units
        chini ki bikri                           | revenue
        kal kitna kamaya                         | revenue
    """),
)
def test_of_goods_one_asks_how_many_of_the_shop_how_much(message: str, metric: str) -> None:
    (found,) = planned(message).calls
    assert found.arguments["metric"] == metric


def test_stock_has_no_period() -> None:
    assert (
        told(planned("aaj kitna chawal bacha hai")) == "query_kpi metric=stock_on_hand product=rice"
    )


def test_a_ranking_of_a_kind_of_goods_is_one_of_its_category() -> None:
    assert told(planned("which oil sells most")) == "query_kpi category=oil metric=top_products"


def test_what_is_never_at_a_mandi_is_looked_for_in_the_shop() -> None:
    assert told(planned("golu ka bhav kya hai")) == "find_products query=biscuit.100g"
    assert told(planned("price of onion and golu")).startswith("market_price")


def test_it_is_what_was_talked_of() -> None:
    memory = Memory(product="onion", last=(call("market_price", commodity="onion"),))
    assert told(planned("how much of it did we sell yesterday", memory)) == (
        "query_kpi metric=units period=yesterday product=onion"
    )
    assert "product" not in told(planned("how much did we sell yesterday", memory))


@pytest.mark.parametrize("message", ["sold -5 kg onion", "-5 kilo pyaz becha"])
def test_a_negative_amount_is_no_amount(message: str) -> None:
    assert "quantity" not in entry(message)


NUMBERS = st.integers(1, 99_999) | st.decimals(min_value=0.25, max_value=999, places=2)


@given(NUMBERS, st.sampled_from(["kg", "quintal", "packet", "l"]), st.integers(1, 9999))
def test_amounts_come_through_as_they_were_said(quantity: object, unit: str, price: int) -> None:
    said = entry(f"sold {quantity} {unit} onion at {price}")
    assert said == {
        "kind": "sale",
        "product": "onion",
        "quantity": float(str(quantity)),
        "unit": unit,
        "price": price,
    }


@given(st.integers(1, 99_999))
def test_native_digits_say_the_same(quantity: int) -> None:
    native = str(quantity).translate({0x30 + d: 0x966 + d for d in range(10)})
    assert entry(f"{native} किलो प्याज बेचा") == entry(f"{quantity} किलो प्याज बेचा")
    assert read(f"{native} किलो").native_digits


def test_what_costs_so_much_at_most_is_asked_about_with_the_limit() -> None:
    assert told(planned("kya hai 20 rupaye tak")) == "ask slot query max_price=20"
    assert told(planned("vegetables under 40 rupees")) == (
        "find_products category=vegetable max_price=40 query=vegetable"
    )


@pytest.mark.parametrize(
    ("message", "expected"),
    table("""
        record a sale                 | ask slot product kind=sale
        बिक्री लिखो                     | ask slot product kind=sale
        bikri likho                   | ask slot product kind=sale
        kal ki bikri likho            | ask slot product date=2026-11-24 kind=sale
        record a sale of onion        | record_entry kind=sale product=onion
        khareed likho                 | ask slot product kind=purchase
        entry karni hai               | ask slot kind
    """),
)
def test_an_entry_of_nothing_yet_asks_of_what(message: str, expected: str) -> None:
    assert told(planned(message)) == expected


def which(tool: str, slot: str = "product", **known: Any) -> Memory:
    """A conversation in which it was asked which goods."""
    return Memory(
        language="en", script="Latn", question=Question(call(tool, **known), "slot", slot)
    )


@pytest.mark.parametrize(
    ("answer", "name"),
    [("zari batwa", "zari_batwa"), ("2 zari batwa", "zari_batwa"), ("rakhi", "rakhi")],
)
def test_goods_that_no_lexicon_knows_may_be_new_in_the_shop(answer: str, name: str) -> None:
    made = planned(answer, which("record_entry", kind="sale"))
    assert made.question is not None
    assert (made.question.kind, made.question.slot) == ("choice", "product")
    assert made.question.options[-1] == Option("new_goods_option", name)
    assert made.question.call.arguments["kind"] == "sale"
    assert made.question.call.arguments.get("quantity") == (2 if answer[0] == "2" else None)


def test_of_a_longer_name_one_word_that_is_like_another_means_little() -> None:
    made = planned("zari batwa", which("record_entry", kind="sale"))
    assert made.question is not None
    assert [o.value for o in made.question.options] == ["zari_batwa"]
    assert told(planned("zari batwa", which("match_buyers"))) == (
        "ask slot product + say unknown_thing"
    )


@pytest.mark.parametrize("answer", ["piece", "haan", "what?", "hello"])
def test_what_is_no_name_is_not_offered_as_new_goods(answer: str) -> None:
    made = planned(answer, which("record_entry", kind="sale"))
    assert made.question is None


def test_an_answer_that_is_not_known_is_said_to_be_so() -> None:
    assert told(planned("zzyx", which("forecast_demand"))) == (
        "ask slot product + say unknown_thing"
    )
    assert told(planned("zzyx qqwx", which("market_price", "commodity"))) == "say unknown_price"


@pytest.mark.parametrize(
    "said",
    [
        "when does the moon rise tonight friend", "mujhe aapki baat samajh nahi aa rahi",
        "मुझे समझ नहीं आया आप क्या कह रही हैं",
    ],
)  # fmt: skip
@pytest.mark.parametrize("tool", ["record_entry", "suggest_price"])
def test_a_whole_sentence_is_no_name_of_goods(said: str, tool: str) -> None:
    made = planned(said, which(tool))
    assert (made.question, made.topic) == (None, "cannot")


def test_a_long_name_is_no_sentence() -> None:
    made = planned("lal rang ki zari batwa", which("record_entry", kind="sale"))
    assert made.question is not None


STOCK = "query_kpi metric=stock_on_hand"


def talked(tool: str, product: str | None, place: str | None = None, /, **arguments: str) -> Memory:
    """A conversation in which this was asked last."""
    last = (call(tool, **arguments),)
    return Memory(language="en", script="Latn", last=last, product=product, place=place)


OIL = talked("query_kpi", "cooking_oil", metric="stock_on_hand", product="cooking_oil")
SOME_OIL = talked("query_kpi", "mustard_oil", metric="stock_on_hand", product="mustard_oil")
MARKET = talked("market_price", "onion", "Patna, Bihar", commodity="onion", place="Patna, Bihar")
LAST_WEEK = talked("query_kpi", None, metric="revenue", period="last_week")
KEPT = talked("find_products", "onion", query="onion")
RICE = talked("query_kpi", "rice", metric="stock_on_hand", product="rice")


@pytest.mark.parametrize(
    ("memory", "message", "expected"),
    [
        (OIL, "mustard one", f"{STOCK} product=mustard_oil"),
        (OIL, "sarson wala", f"{STOCK} product=mustard_oil"),
        (OIL, "aur namak?", f"{STOCK} product=salt"),
        (SOME_OIL, "aur soyabean wala?", f"{STOCK} product=soybean_oil"),
        (SOME_OIL, "and sunflower", f"{STOCK} product=sunflower_oil"),
        (MARKET, "wahan aloo kitne ka hai", "market_price commodity=potato place=Patna,_Bihar"),
        (MARKET, "aloo ka bhav kya hai", "market_price commodity=potato"),
        (MARKET, "rice is left how much", f"{STOCK} product=rice"),
        (LAST_WEEK, "munafa kitna hua", "query_kpi metric=margin period=last_week"),
        (LAST_WEEK, "kul munafa kitna", "query_kpi metric=margin"),
        (KEPT, "nashik mein?", "market_price commodity=onion place=Nashik,_Maharashtra"),
        (RICE, "kitna mangau", "plan_reorder product=rice"),
        (RICE, "kitne din chalega", "plan_reorder product=rice"),
        (RICE, "kya kya mangau", "plan_reorder "),
    ],
)
def test_few_words_go_on_with_what_was_talked_of(
    memory: Memory, message: str, expected: str
) -> None:
    assert told(planned(message, memory)) == expected
