"""Devanagari in Latin letters, as people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.language.sound import sound_key
from haat.language.tokens import fold
from haat.language.transliterate import latin
from tests.shipped import gazetteer, vocabulary
from tests.unit.language.grammars import table

DEVANAGARI = sorted(
    {
        word
        for names in (vocabulary().names.forms, gazetteer().forms)
        for name in names
        for word in name
        if any("\u0900" <= c <= "\u097f" for c in word)
    }
)


@pytest.mark.parametrize(
    ("word", "typed"),
    table("""
        प्याज   | pyaaj
        आलू     | aaloo
        टमाटर   | tamaatar
        टोमॅटो  | tomato
        चावल    | chaaval
        दूध     | doodh
        अंडा    | andaa
        हल्दी   | haldee
        ऋतु     | ritu
        शहद     | shahad
        दुःख    | dukh
        मिर्च   | mirch
        ऑफिस    | ophis
    """),
)
def test_words_are_written_as_they_are_spoken(word: str, typed: str) -> None:
    assert latin(fold(word)) == typed


@pytest.mark.parametrize(
    ("word", "typed"),
    table("""
        प्याज    | pyaz
        आलू      | aloo
        चावल     | chawal
        चीनी     | chini
        टमाटर    | tamatar
        शक्कर    | sakkar
        नासिक    | nashik
    """),
)
def test_both_scripts_sound_alike(word: str, typed: str) -> None:
    assert sound_key(latin(fold(word))) == sound_key(typed)


def test_every_name_that_ships_can_be_written_in_latin_letters() -> None:
    assert [word for word in DEVANAGARI if not latin(word).isascii()] == []


@given(st.text(st.characters(codec="ascii")))
def test_latin_letters_stay_as_they_are(word: str) -> None:
    assert latin(word) == word


@given(st.text(st.characters(min_codepoint=0x900, max_codepoint=0x97F)))
def test_any_devanagari_is_taken(word: str) -> None:
    assert len(latin(word)) <= 4 * len(word)
