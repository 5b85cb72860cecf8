"""Language and script of a message, and what does not tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.language.detect import Detected, Tongue
from haat.language.scripts import SCRIPTS, script_of
from haat.language.tokens import tokenise
from tests.shipped import languages
from tests.unit.language.grammars import table


def heard(text: str, *goods: str) -> Detected:
    named = [frozenset(languages.split("|")) for languages in goods]
    return languages_heard(text, named)


def languages_heard(text: str, named: list[frozenset[str]]) -> Detected:
    return languages().identifier.detect(tokenise(text), named)


@pytest.mark.parametrize(
    ("message", "tongue"),
    table("""
        what is the price of onion in Nashik      | en Latn
        how much did we sell yesterday            | en Latn
        2 kg sugar sold                           | en Latn
        and oil?                                  | en Latn
        kal kitni bikri hui                       | hi Latn
        onion ka rate                             | hi Latn
        price kya hai sugar ki                    | hi Latn
        sold 2 kilo aloo aaj                      | hi Latn
        Haan bhai likh lo                         | hi Latn
        प्याज का भाव                              | hi Deva
        Maggi का भाव                              | hi Deva
        stock का माल                              | hi Deva
        ठीक है                                    | hi Deva
        vanakkam                                  | ta Latn
        namaste                         | hi Latn
        धन्यवाद ताई                                | mr Deva
    """),
)
def test_a_message_tells_its_language(message: str, tongue: str) -> None:
    assert heard(message).tongue == Tongue(*tongue.split())


@pytest.mark.parametrize("message", ["Nashik", "Golu"])
def test_words_of_many_languages_do_not_tell(message: str) -> None:
    assert heard(message).tongue is None
    assert heard(message).script == "Latn"


@pytest.mark.parametrize("message", ["", "123", "₹ 50 / 2", "😀", "?!"])
def test_what_has_no_letters_has_no_script(message: str) -> None:
    assert heard(message) == Detected(None, None)


def test_a_script_that_no_pack_reads_is_named_without_a_language() -> None:
    assert heard("ราคาหัวหอม") == Detected(None, "Zzzz")
    assert script_of("5") is None
    assert script_of("क") == "Deva"
    assert set(SCRIPTS.values()) >= {"Deva", "Taml", "Arab", "Latn"}


def test_the_goods_decide_where_the_words_do_not() -> None:
    assert heard("zzz", "mr").tongue == Tongue("mr", "Latn")
    assert heard("zzz", "mr|bn", "mr").tongue == Tongue("mr", "Latn")
    assert heard("zzz", "hi|en").tongue is None


@given(st.text(max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    found = heard(text)
    assert found.tongue is None or found.tongue.script == found.script
