"""A word is one word in each script, and vowel signs do not part it."""

import pytest

from retrieval.glossary import glossary
from retrieval.native import devanagari_of
from retrieval.tokens import is_plain, key, of_passage, words


def test_vowel_signs_do_not_part_a_word() -> None:
    assert words("पंजीकरण की फ़ीस ₹100 है, rule 14A") == [
        "पंजीकरण", "की", "फीस", "100", "है", "rule", "14a",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"), [("किताब", "kitaab"), ("व्यापार", "vyapar"), ("चावल", "chawal")]
)
def test_devanagari_and_latin_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_small_words_count_as_nothing_and_numbers_never() -> None:
    assert is_plain("kya")
    assert is_plain("of")
    assert not is_plain("vastukar")
    assert not is_plain("40")


def test_passage_is_found_by_words_parts_ideas_and_numbers() -> None:
    text = "GST registration above Rs 40 lakh"
    found = of_passage(text, glossary().about(text), row=False)
    assert {"w:lak", "n:40", "i:gst", "i:registration"} <= found.keys()
    assert any(token.startswith("p:") for token in found)
    row = of_passage(text, glossary().about(""), row=True)
    assert not any(token.startswith(("p:", "i:")) for token in row)


def test_romanised_hindi_is_written_in_devanagari() -> None:
    assert devanagari_of("kitne din me 40 मिले") == "कितने दिन मे 40 मिले"
