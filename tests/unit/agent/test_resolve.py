"""Yes, no, corrections and answers to questions, in three voices."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.memory import Memory, Pending, Planned, Question, digest
from agent.planner.resolve import resolve, says_only
from haat.core.message import Option
from tests.unit.agent.corner_shop import call, desk, settled, whole
from tests.unit.language.grammars import table, words

SALE = call("record_entry", kind="sale", product="onion", quantity=5, unit="kg", price=30)
OTHER = call("record_entry", kind="sale", product="sugar", quantity=2, unit="kg")


def waiting(*calls: Planned) -> Memory:
    """A conversation in which these changes wait for a yes."""
    pending = Pending(calls, (), digest(calls, ()), "key", "2026-11-25T07:00:00+00:00")
    return Memory(language="en", script="Latn", pending=pending)


def asked(kind: str, slot: str, about: Planned, *values: str) -> Memory:
    """A conversation in which this is asked."""
    options = tuple(Option(v, v) for v in values)
    return Memory(language="en", script="Latn", question=Question(about, kind, slot, options))


YES = [
    "yes",
    "ok",
    "yes please",
    "haan",
    "ji haan",
    "theek hai likh lo",
    "हाँ",
    "हां जी लिख लो",
    "ठीक है",
]
NO = ["no", "cancel", "nahi", "rehne do", "haan nahi", "नहीं", "मत लिखो", "no thanks"]


@pytest.mark.parametrize("message", YES)
@pytest.mark.parametrize("pending", [(SALE,), (SALE, OTHER), (call("erase"),)])
def test_a_yes_is_a_yes(pending: tuple[Planned, ...], message: str) -> None:
    assert settled(message, waiting(*pending)) == "yes"


@pytest.mark.parametrize("message", NO)
@pytest.mark.parametrize("pending", [(SALE,), (SALE, OTHER), (call("erase"),)])
def test_a_no_is_a_no_and_wins_over_a_yes(pending: tuple[Planned, ...], message: str) -> None:
    assert settled(message, waiting(*pending)) == "no"


@pytest.mark.parametrize(
    "message",
    [
        "what is the price of onion?",
        "kal kitni bikri hui",
        "प्याज कितना बचा है",
        "thanks",
        "sold 2 kg sugar",
        "undo",
        "5 kg?",
        "delete my data",
        "namaste",
        "wait, how much onion is left",
    ],
)
def test_something_else_leaves_the_change_waiting(message: str) -> None:
    assert settled(message, waiting(SALE)) == "-"


@pytest.mark.parametrize(
    "message", ["yes and sold 2 kg sugar", "haan, kal kitni bikri hui", "ok 2 kg sugar becha"]
)
def test_a_yes_with_more_behind_it_is_no_plain_yes(message: str) -> None:
    assert settled(message, waiting(SALE)) != "yes"


@pytest.mark.parametrize(
    ("message", "entry"),
    table("""
        no, 6 kg              | kind=sale price=30 product=onion quantity=6 unit=kg
        nahi 6 kilo           | kind=sale price=30 product=onion quantity=6 unit=kg
        नहीं 6 किलो            | kind=sale price=30 product=onion quantity=6 unit=kg
        हाँ 6 किलो             | kind=sale price=30 product=onion quantity=6 unit=kg
        6 kg                  | kind=sale price=30 product=onion quantity=6 unit=kg
        sorry 4 kg            | kind=sale price=30 product=onion quantity=4 unit=kg
        at 32                 | kind=sale price=32 product=onion quantity=5 unit=kg
        total 160             | amount=160 kind=sale product=onion quantity=5 unit=kg
        no, potato            | kind=sale price=30 product=potato quantity=5 unit=kg
        kal ka hai            | date=2026-11-24 kind=sale price=30 product=onion quantity=5 unit=kg
        कल का है               | date=2026-11-24 kind=sale price=30 product=onion quantity=5 unit=kg
        actually 7 kg at 31   | kind=sale price=31 product=onion quantity=7 unit=kg
    """),
)
def test_a_correction_changes_what_it_names(message: str, entry: str) -> None:
    assert settled(message, waiting(SALE)) == f"changed + record_entry {entry}"


def test_a_correction_that_changes_nothing_is_none() -> None:
    assert settled("5 kg", waiting(SALE)) == "-"


def test_a_new_price_makes_the_old_sum_void_and_a_new_sum_the_old_price() -> None:
    summed = replace(
        SALE, arguments={"kind": "sale", "product": "onion", "quantity": 5, "amount": 150}
    )
    assert "amount" not in settled("at 32", waiting(summed))
    assert "price" not in settled("total 160", waiting(SALE))
    both = replace(SALE, arguments={**SALE.arguments, "amount": 150})
    assert "amount" not in settled("6 kg", waiting(both))


@pytest.mark.parametrize(
    ("message", "onion", "sugar"),
    [("sugar 3 kg", 5, 3), ("no, onion 6 kg", 6, 2), ("3 kg", 5, 3)],
)
def test_of_several_changes_the_one_named_is_corrected(
    message: str, onion: int, sugar: int
) -> None:
    found = resolve(desk(message, waiting(SALE, OTHER)))
    assert found is not None
    assert found.answer == "changed"
    assert [(c.arguments["product"], c.arguments["quantity"]) for c in found.calls] == [
        ("onion", onion),
        ("sugar", sugar),
    ]


def test_nothing_about_an_erasure_can_be_corrected() -> None:
    for message in ("5 kg", "no, potato", "kal ka hai"):
        assert "changed" not in settled(message, waiting(call("erase")))


SUGAR = call("record_entry", kind="sale", product="sugar")
WHERE = asked("choice", "place", call("market_price", commodity="onion"),
              "Aurangabad, Bihar", "Chhatrapati Sambhajinagar, Maharashtra")  # fmt: skip


@pytest.mark.parametrize(
    ("message", "entry"),
    table("""
        5 kg            | kind=sale product=sugar quantity=5 unit=kg
        5               | kind=sale product=sugar quantity=5
        paanch kilo     | kind=sale product=sugar quantity=5 unit=kg
        do kilo         | kind=sale product=sugar quantity=2 unit=kg
        पांच किलो        | kind=sale product=sugar quantity=5 unit=kg
        aadha kilo      | kind=sale product=sugar quantity=0.5 unit=kg
        half kg         | kind=sale product=sugar quantity=0.5 unit=kg
    """),
)
def test_a_quantity_is_answered(message: str, entry: str) -> None:
    assert settled(message, asked("slot", "quantity", SUGAR)) == f"answered + record_entry {entry}"


@pytest.mark.parametrize(
    ("message", "entry"),
    table("""
        45              | kind=sale price=45 product=sugar
        ₹45             | kind=sale price=45 product=sugar
        paintalis       | kind=sale price=45 product=sugar
        45 rs kilo      | kind=sale price=45 price_unit=kg product=sugar
        total 90        | amount=90 kind=sale product=sugar
    """),
)
def test_a_price_is_answered(message: str, entry: str) -> None:
    assert settled(message, asked("slot", "price", SUGAR)) == f"answered + record_entry {entry}"


@pytest.mark.parametrize(
    ("message", "place"),
    table("""
        Aurangabad, Bihar   | Aurangabad,_Bihar
        bihar               | Aurangabad,_Bihar
        1                   | Aurangabad,_Bihar
        2                   | Chhatrapati_Sambhajinagar,_Maharashtra
        Maharashtra wala    | Chhatrapati_Sambhajinagar,_Maharashtra
        बिहार वाला           | Aurangabad,_Bihar
        Patna               | Patna,_Bihar
    """),
)
def test_a_place_is_chosen_by_name_state_or_number(message: str, place: str) -> None:
    assert settled(message, WHERE) == f"answered + market_price commodity=onion place={place}"


@pytest.mark.parametrize("message", ["3", "0", "how much did we sell yesterday", "hello", "?"])
def test_what_chooses_nothing_is_no_answer(message: str) -> None:
    assert settled(message, WHERE) == "-"


@pytest.mark.parametrize(
    ("message", "commodity"),
    [("pyaz", "onion"), ("1", "onion"), ("2", "potato"), ("टमाटर", "tomato"), ("golu", "biscuit")],
)
def test_a_commodity_is_answered_by_any_name(message: str, commodity: str) -> None:
    memory = asked("slot", "commodity", call("market_price"), "onion", "potato")
    assert settled(message, memory) == f"answered + market_price commodity={commodity}"


def test_goods_may_come_with_their_amounts() -> None:
    memory = asked("slot", "product", call("record_entry", kind="sale"))
    assert settled("5 kg sugar at 40", memory) == (
        "answered + record_entry kind=sale price=40 product=sugar quantity=5 unit=kg"
    )


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("sold", "sale"),
        ("becha", "sale"),
        ("खरीदा", "purchase"),
        ("bought it", "purchase"),
        ("1", "sale"),
    ],
)
def test_sold_or_bought_is_answered(message: str, kind: str) -> None:
    memory = asked("slot", "kind", call("record_entry", product="sugar"), "sale", "purchase")
    assert settled(message, memory) == f"answered + record_entry kind={kind} product=sugar"


@pytest.mark.parametrize(
    ("message", "unit"), [("kg", "kg"), ("किलो", "kg"), ("packet", "packet"), ("gram mein", "g")]
)
def test_a_unit_is_answered(message: str, unit: str) -> None:
    memory = asked("slot", "unit", call("record_entry", kind="sale", quantity=2), "kg", "g")
    assert settled(message, memory) == f"answered + record_entry kind=sale quantity=2 unit={unit}"


@pytest.mark.parametrize(
    ("message", "expected"),
    table("""
        price       | market_price commodity=onion
        bhav        | market_price commodity=onion
        2           | query_kpi metric=revenue product=onion
        sales       | query_kpi metric=revenue product=onion
        munafa      | query_kpi metric=margin product=onion
        स्टॉक        | query_kpi metric=stock_on_hand product=onion
    """),
)
def test_what_about_the_goods_is_answered_in_words(message: str, expected: str) -> None:
    about = call("query_kpi", product="onion")
    memory = asked("choice", "metric", about, "price", "revenue", "margin", "stock_on_hand")
    assert settled(message, memory) == f"answered + {expected}"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("price", "price=300"),
        ("amount", "amount=300"),
        ("1", "price=300"),
        ("2", "amount=300"),
        ("total", "amount=300"),
        ("कुल", "amount=300"),
    ],
)
def test_a_sum_is_the_price_of_one_or_of_all(message: str, expected: str) -> None:
    """A number chooses; it is not a new price."""
    entry = call("record_entry", kind="sale", product="honey", unclear_sum=300)
    options = (Option("per_unit_option", "price"), Option("total_option", "amount"))
    found = settled(message, Memory(question=Question(entry, "choice", "price", options)))
    assert sorted(found.split()[3:]) == sorted([expected, "kind=sale", "product=honey"])


def test_an_answer_comes_before_a_waiting_change() -> None:
    memory = replace(asked("slot", "quantity", SUGAR), pending=waiting(SALE).pending)
    assert (
        settled("7 kg", memory)
        == "answered + record_entry kind=sale product=sugar quantity=7 unit=kg"
    )
    # Which of the two a bare yes is for is not guessed: the change is shown again.
    assert settled("yes", memory).startswith("changed + record_entry")


def test_other_changes_wait_with_a_question_and_go_on_with_its_answer() -> None:
    memory = asked("slot", "quantity", SUGAR)
    assert memory.question is not None
    both = Memory(question=replace(memory.question, rest=(SALE,)))
    found = resolve(desk("2 kg", both))
    assert found is not None
    assert [c.arguments["product"] for c in found.calls] == ["sugar", "onion"]


@pytest.mark.parametrize("message", ["cancel", "rehne do", "नहीं"])
def test_a_question_can_be_dropped(message: str) -> None:
    assert settled(message, WHERE) == "no"
    assert settled(message, asked("slot", "quantity", SUGAR)) == "no"


def test_nothing_open_is_nothing_to_settle() -> None:
    for message in ("yes", "no", "5 kg", "1"):
        assert settled(message, Memory()) == "-"


@pytest.mark.parametrize("message", ["yes 5 kg", "haan Patna", "yes onion", "haan diaper"])
def test_only_a_yes_is_only_a_yes(message: str) -> None:
    assert not says_only(whole(message), "yes")


PIECES = words(
    "yes haan ok no nahi 5 6 kg kilo ₹30 onion sugar sold becha price kal what is ? thanks 1 2 total "
    "Patna Bihar हाँ नहीं किलो it sorry left undo help delete my data"
)
OPEN = [
    waiting(SALE),
    waiting(SALE, OTHER),
    waiting(call("erase")),
    WHERE,
    asked("slot", "quantity", SUGAR),
    asked("slot", "product", call("record_entry", kind="sale")),
    asked("choice", "metric", call("query_kpi", product="onion"), "price", "revenue"),
]  # fmt: skip


@given(st.text(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join))
def test_no_text_makes_it_stumble_and_a_yes_names_nothing_else(text: str) -> None:
    for memory in OPEN:
        found = resolve(desk(text, memory))
        if found is None:
            continue
        part = whole(text, memory)
        assert (found.calls == ()) == (found.answer in {"yes", "no"})
        if found.answer == "yes":
            assert memory.pending is not None
            named = (*part.amounts, *part.products, *part.places, *part.unknown)
            numbered = [t.key for t in part.sheet.tokens] == ["1"]  # the first of two options
            assert numbered or named == ()
        if found.answer == "changed":
            assert memory.pending is not None
            assert found.calls != memory.pending.calls
            assert len(found.calls) == len(memory.pending.calls)
            assert all(c.name == "record_entry" for c in found.calls)


@pytest.mark.parametrize("message", ["20", "20 rupaye", "₹20", "20 रुपये"])
def test_a_cost_that_was_asked_for_is_the_sum_said(message: str) -> None:
    about = call("suggest_price", product="onion", price_unit="kg")
    found = resolve(desk(message, asked("slot", "unit_cost", about)))
    assert found is not None
    assert [dict(c.arguments) for c in found.calls] == [
        {"product": "onion", "price_unit": "kg", "unit_cost": 20}
    ]


def test_a_buyer_who_was_not_offered_is_taken_by_name() -> None:
    about = call("contact_buyer", product="onion")
    found = resolve(desk("Ramdhani Traders", asked("slot", "buyer", about)))
    assert found is not None
    assert found.calls[0].arguments["buyer"] == "Ramdhani Traders"


@pytest.mark.parametrize("goods", ["wheat_flour", "wheat_flour.5kg", "mustard_oil", "onion"])
@pytest.mark.parametrize(
    "tool", ["record_entry", "match_buyers", "suggest_price", "forecast_demand", "plan_reorder"]
)
def test_goods_are_answered_by_their_id(tool: str, goods: str) -> None:
    assert settled(goods, asked("slot", "product", call(tool))) == (
        f"answered + {tool} product={goods}"
    )


@pytest.mark.parametrize("goods", ["wheat_flour", "wheat_flour.5kg"])
def test_a_market_price_is_of_a_concept(goods: str) -> None:
    assert settled(goods, asked("slot", "commodity", call("market_price"))) == (
        "answered + market_price commodity=wheat_flour"
    )


def test_goods_whose_name_has_another_use_are_goods_where_they_are_asked_for() -> None:
    ganna = settled("ganna", asked("slot", "product", call("record_entry", kind="sale")))
    assert ganna == "answered + record_entry kind=sale product=sugarcane"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("kg", "product=salt unit=kg"),
        ("किलो", "product=salt unit=kg"),
        ("2 litre", "product=salt quantity=2 unit=l"),
        ("2 packet", "product=salt quantity=2 unit=packet"),
        ("2", "product=salt unit=l"),  # the second option
    ],
)
def test_a_unit_may_come_with_its_amount(answer: str, expected: str) -> None:
    memory = asked("slot", "unit", call("record_entry", product="salt"), "kg", "l", "packet")
    assert settled(answer, memory) == f"answered + record_entry {expected}"


@pytest.mark.parametrize(
    ("answer", "price"),
    [("40", 40), ("₹40", 40), ("40 rupaye", 40), ("४०", 40), ("dhai", 2.5), ("चालीस", 40)],
)
def test_a_price_is_a_bare_number_or_rupees(answer: str, price: float) -> None:
    sale = call("record_entry", product="salt", quantity=2, unit="kg")
    assert settled(answer, asked("slot", "price", sale)) == (
        f"answered + record_entry price={price} product=salt quantity=2 unit=kg"
    )


def test_the_price_of_grams_is_told_by_the_kilo() -> None:
    sale = call("record_entry", product="salt", quantity=250, unit="g")
    assert "price=20 price_unit=kg" in settled("20", asked("slot", "price", sale))
    assert "price=2 price_unit=g" in settled("2 rupaye gram", asked("slot", "price", sale))


def test_the_kind_of_an_entry_may_come_with_its_goods() -> None:
    memory = asked("slot", "kind", call("record_entry"), "sale", "purchase")
    assert settled("kharida", memory) == "answered + record_entry kind=purchase"
    assert settled("2 kilo pyaz becha", memory) == (
        "answered + record_entry kind=sale product=onion quantity=2 unit=kg"
    )


ALERT = call("set_alert", kind="price_anomaly", product="onion", threshold=40, direction="above")
OFFER = call("contact_buyer", buyer="B7", product="onion", quantity=100, unit="kg", price=30)


@pytest.mark.parametrize(
    ("pending", "message", "expected"),
    [
        (ALERT, "no, 45", "threshold=45"),
        (ALERT, "nahi 45 rupaye", "threshold=45"),
        (OFFER, "no, 200 kg", "quantity=200"),
    ],
)
def test_alerts_and_enquiries_are_corrected_too(
    pending: Planned, message: str, expected: str
) -> None:
    assert settled(message, waiting(pending)).startswith(f"changed + {pending.name} ")
    assert expected in settled(message, waiting(pending))


@pytest.mark.parametrize("message", ["no", "how much onion is left", "no, onion price in Nashik"])
def test_what_corrects_no_alert_leaves_it_as_it_is(message: str) -> None:
    assert not settled(message, waiting(ALERT)).startswith("changed")


def test_a_yes_may_say_to_write_it_down() -> None:
    assert settled("haan ji bilkul likh do", waiting(SALE)) == "yes"
    assert settled("haan likh do", waiting(ALERT)) == settled("haan", waiting(ALERT))
