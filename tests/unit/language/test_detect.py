"""Language and script of a message, and what does not tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.language.detect import SCRIPTS, Detected, Tongue, detect, script_of
from haat.language.tokens import tokenise
from tests.shipped import languages
from tests.unit.language.grammars import table


def heard(text: str, *goods: str) -> Detected:
    return detect(tokenise(text), languages(), goods)


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
        stock माल                                 | hi Deva
        ठीक है                                    | hi Deva
    """),
)
def test_a_message_tells_its_language(message: str, tongue: str) -> None:
    assert heard(message).tongue == Tongue(*tongue.split())


@pytest.mark.parametrize("message", ["stock", "Nashik", "help", "rate list", "Golu biscuit"])
def test_words_of_both_languages_do_not_tell(message: str) -> None:
    assert heard(message) == Detected(None, "Latn")


@pytest.mark.parametrize("message", ["", "123", "₹ 50 / 2", "😀", "?!"])
def test_what_has_no_letters_has_no_script(message: str) -> None:
    assert heard(message) == Detected(None, None)


@pytest.mark.parametrize(
    ("message", "script"),
    [("வெங்காயம் விலை", "Taml"), ("পেঁয়াজের দাম", "Beng"), ("پیاز کا بھاؤ", "Arab")],
)
def test_a_script_that_no_pack_reads_is_named_without_a_language(message: str, script: str) -> None:
    assert heard(message) == Detected(None, script)


def test_the_goods_decide_where_the_words_do_not() -> None:
    assert heard("aloo stock", "hi").tongue == Tongue("hi", "Latn")
    assert heard("potato stock", "en").tongue == Tongue("en", "Latn")
    assert heard("dood stock", "mr").tongue is None


def test_words_count_more_than_goods() -> None:
    assert heard("what is the rate of aloo", "hi").tongue == Tongue("en", "Latn")


def test_of_a_tie_the_indian_language_wins() -> None:
    assert heard("price of aloo kitna").tongue == Tongue("hi", "Latn")
    assert heard("aloo onion", "hi", "en").tongue == Tongue("hi", "Latn")


@pytest.mark.parametrize(
    ("character", "script"),
    [("a", "Latn"), ("é", "Latn"), ("क", "Deva"), ("ि", "Deva"), ("த", "Taml"), ("ب", "Arab")],
)
def test_letters_have_a_script(character: str, script: str) -> None:
    assert script_of(character) == script


@pytest.mark.parametrize("character", ["1", "१", " ", "₹", "।", "中"])
def test_what_is_no_letter_of_ours_has_no_script(character: str) -> None:
    assert script_of(character) is None


@given(st.text(max_size=60))
def test_any_text_gets_an_answer_that_agrees_with_itself(text: str) -> None:
    found = heard(text)
    assert found.script is None or found.script in SCRIPTS.values()
    if found.tongue is not None:
        assert found.tongue.script == found.script
        assert found.script in languages().packs[found.tongue.language].scripts
