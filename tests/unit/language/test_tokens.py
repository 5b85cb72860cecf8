"""Cutting and folding."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.language.tokens import fold, tokenise


def _keys(text: str) -> list[str]:
    return [token.key for token in tokenise(text)]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("₹500", ["₹", "500"]),
        ("10rs", ["10", "rs"]),
        ("5kg pyaz", ["5", "kg", "pyaz"]),
        ("1.5k", ["1.5", "k"]),
        ("1,20,000 rupaye", ["120000", "rupaye"]),
        ("120,000.50", ["120000.50"]),
        ("50,60", ["50", "60"]),
        ("12,34", ["12", "34"]),
        ("250/-", ["250", "/-"]),
        ("₹14/kg", ["₹", "14", "/", "kg"]),
        ("@40 10%", ["@", "40", "10", "%"]),
        ("12-11-2026", ["12", "-", "11", "-", "2026"]),
        ("12.11.2026", ["12", ".", "11", ".", "2026"]),
        ("12/11", ["12", "/", "11"]),
        ("10–15", ["10", "-", "15"]),
        ("do-teen", ["do", "teen"]),
        ("1½ kg ½", ["1.5", "kg", "0.5"]),
        ("१,२०,०००", ["120000"]),
        ("২৫ কেজি", ["25", "কেজি"]),
        ("௧௦", ["10"]),
        ("Rs.500", ["rs", "500"]),
        ("don't today's", ["dont", "today"]),
        ("🍅 5 🥔🥔", ["🍅", "5", "🥔", "🥔"]),
        ("👩🏽‍🌾", ["👩🏽‍🌾"]),
        ("x×2", ["x", "×", "2"]),
        ("", []),
        ("... !?", []),
    ],
)
def test_message_is_cut_where_its_parts_meet(text: str, keys: list[str]) -> None:
    assert _keys(text) == keys


def test_token_keeps_its_place_and_its_spelling() -> None:
    first, second = tokenise("पाँच  KG")
    assert (first.text, first.start, first.end) == ("पाँच", 0, 4)
    assert (second.text, second.key, second.start, second.end) == ("KG", "kg", 6, 8)


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("5 kilo, 10 rs", [False, True, False, False]),
        ("rs. 500", [False, False]),
        ("bech diya. kal", [False, True, False]),
        ("rate: 40", [False, False]),
        ("हाँ। नहीं", [True, False]),
        ("1.5.", [True]),
    ],
)
def test_punctuation_ends_a_phrase_but_not_an_abbreviation(text: str, stops: list[bool]) -> None:
    assert [token.stop for token in tokenise(text)] == stops


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("क़ीमत", "कीमत"),
        ("ज़्यादा", "ज्यादा"),
        ("साढ़े", "साढ़े"),
        ("साढ़े", "साढे"),
        ("पाँच", "पांच"),
        ("पन्द्रह", "पंद्रह"),
        ("लम्बा", "लंबा"),
        ("अण्डा", "अंडा"),
        ("ક્વિન્ટલ", "ક્વિંટલ"),
        ("ਪੰਜ", "ਪਂਜ"),
        ("क‍िलो", "किलो"),
        ("haiii", "hai"),
        ("kitnaaa", "kitna"),
        ("Teeen", "teen"),
        ("goood", "good"),
        ("CAFÉ", "cafe"),
        ("ḍeṛh", "derh"),
        ("रू.", "रू"),
        ("हैैै", "है"),
        ("५०", "50"),
        ("كيلو", "کیلو"),
        ("  Ek   Kilo ", "ek kilo"),
        ("ＫＧ", "kg"),
    ],
)
def test_spellings_of_one_word_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("good", "god"), ("teen", "ten"), ("साठ", "साथ"), ("मन", "मान")]
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=60))
def test_tokens_stand_in_the_text_in_order(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    end = 0
    for token in tokenise(text):
        assert token.start >= end
        assert composed[token.start : token.end] == token.text
        assert token.key
        end = token.end


@given(st.text(alphabet="abcdeहिंदीকাজ़ँ ऀ़é123", max_size=20))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.integers(0, 10**9), st.sampled_from("٠۰०০੦૦୦௦౦೦൦"))
def test_native_digits_are_digits(number: int, zero: str) -> None:
    native = "".join(chr(ord(zero) + int(d)) for d in str(number))
    assert _keys(f"{native} kg") == [str(number), "kg"]
