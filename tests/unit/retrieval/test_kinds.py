"""What kind of answer a question wants, and what a text holds."""

import pytest

from haat.language.detect import Identifier
from retrieval.kinds import Kind, holds, wanted
from retrieval.question import read_question

NOBODY = Identifier({}, {})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("who is the CEO of the authority", "person"),
        ("जीएसटी अधिकारी का नाम बताइए", "person"),
        ("ਫੂਡ ਇੰਸਪੈਕਟਰ ਅਫਸਰ ਦਾ ਨਾਂ ਕੀ ਹੈ", "person"),
        ("inspection ke liye kitne baje aata hai", "clock"),
        ("flipkart samarth ka office kaha hai", "address"),
        ("జీఎస్టీ ఫోన్ నంబర్", "phone"),
        ("email id of the board", "email"),
        ("umar kitni honi chahiye", "age"),
    ],
)
def test_people_ask_for_kinds_of_answers(text: str, kind: Kind) -> None:
    assert kind in wanted(read_question(text, NOBODY))


@pytest.mark.parametrize(
    "text",
    ["do I need the address of a customer on the bill", "who must register", "label par naam"],
)
def test_a_rule_about_persons_and_places_is_neither(text: str) -> None:
    assert not wanted(read_question(text, NOBODY)) & {"person", "address"}


def test_texts_hold_them_or_not() -> None:
    told = "Shri A. Rao, Udyog Bhawan, Phone: 011-23061574, a@b.in, 10 a.m. to 5 p.m."
    plain = "The Act of 1937 was amended in 2011; the officer acknowledges within 48 hours."
    for kind in ("person", "address", "phone", "email", "clock"):
        assert holds(told, frozenset({kind})) == 1, kind
        assert holds(plain, frozenset({kind})) == 0, kind


def test_for_how_long_is_not_how_much_money() -> None:
    question = read_question("कितने दिन में पैसे देने हैं", NOBODY)
    assert wanted(question) == {"span"}


@pytest.mark.parametrize(
    "text",
    ["I took phone numbers of customers", "अपने फोन से मिटा दो", "पैसा न मिले तो शिकायत कहाँ करें"],
)
def test_a_telephone_that_is_only_spoken_of_is_not_asked_for(text: str) -> None:
    assert "phone" not in wanted(read_question(text, NOBODY))


def test_a_year_that_is_only_spoken_of_asks_for_no_time() -> None:
    assert "span" not in wanted(read_question("साल की बिक्री 60 लाख है", NOBODY))
    assert "span" in wanted(read_question("कितने साल रखना है", NOBODY))
