"""What words of other languages are in English."""

import tomllib
from importlib.resources import files

import pytest
import regex

from haat.language.pack import load_packs
from retrieval.dictionary import translated

WORDS: dict[str, str] = tomllib.loads(
    (files("retrieval") / "knowledge" / "dictionary.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    ("language", "text", "english"),
    [
        ("hi", "मेरी जानकारी मिटा दो", "erase"),
        ("hi", "meri jankari mita do", "information"),
        ("hi", "सूखे फल बेचते हैं", "dry"),
        ("mr", "खोटी तक्रार केली", "complaint"),
        ("bn", "আমার তথ্য কাকে দিয়েছে", "information"),
        ("te", "ఇంట్లో రెండు మగ్గాలు ఉన్నాయి", "loom"),
        ("gu", "mahila ne tarikh", "women"),
        ("ml", "തേങ്ങാപ്പാൽ പൊടിയിൽ", "coconut"),
        ("ta", "நெசவாளர்களுக்கு என்ன உதவி", "weaver"),
    ],
)
def test_a_word_is_known_with_its_endings_and_in_latin_letters(
    language: str, text: str, english: str
) -> None:
    assert english in {word for one in translated(text, language) for word in one}


@pytest.mark.parametrize(
    ("language", "text"),
    [("hi", "दंड क्या है"), ("mr", "मी केली"), ("en", "the rate of moisture")],
)
def test_words_that_are_near_a_known_one_are_none(language: str, text: str) -> None:
    assert not any(translated(text, language))


def test_there_is_one_answer_for_each_word() -> None:
    assert translated("शिकायत की", "hi") == (("complaint", "grievance"), ())


def test_a_phrase_goes_before_a_word_of_it() -> None:
    assert translated("कच्चा माल", "hi") == (("raw", "material"),) * 2


def test_no_word_mixes_scripts() -> None:
    scripts = ("Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym", "Arab")
    for word in " ".join(WORDS.values()).split():
        assert sum(bool(regex.search(rf"\p{{{one}}}", word)) for one in scripts) == 1, word


def test_every_script_of_the_languages_is_there() -> None:
    told = {s for pack in load_packs().values() for s in pack.voices if s != "Latn"}
    for script in {"Arab" if s == "Aran" else s for s in told}:
        known = sum(bool(regex.search(rf"\p{{{script}}}", words)) for words in WORDS.values())
        assert known > len(WORDS) * 0.6, script
