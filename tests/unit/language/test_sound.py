"""How romanised words sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.language.sound import blurred, by_sound, skeleton, sound_key, sounds
from tests.shipped import gazetteer, vocabulary

WORDS = sorted(
    {
        word
        for names in (vocabulary().names.forms, gazetteer().forms)
        for name in names
        for word in name
        if word.isascii() and word.isalpha()
    }
)


@pytest.mark.parametrize(
    "spellings",
    [
        "pyaz pyaaz piyaz piyaaz pyaj piyaj pyaaj",
        "aloo alu aaloo aalu",
        "chawal chaval chaawal chaaval chavala",
        "cheeni chini chiini",
        "shakkar sakkar shakar",
        "dhaniya daniya dhania",
        "phool fool phul",
        "besan besana",
        "tamatar tamaatar",
        "jeera zeera jira zira",
        "nashik nasik",
        "muzaffarpur mujaffarpur muzafarpur",
        "kumbh kunbh",
        "lakshmi laxmi",
    ],
)
def test_spellings_of_one_word_meet(spellings: str) -> None:
    assert len({sound_key(s) for s in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("chana", "khana"),
        ("dal", "tel"),
        ("kela", "kala"),
        ("patna", "pune"),
        ("aam", "aaj"),
    ],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert sound_key(one) != sound_key(other)


@pytest.mark.parametrize("word", ["प्याज", "5", "a1", "", "wheat_flour", "café"])
def test_what_is_not_in_latin_letters_is_left_alone(word: str) -> None:
    assert sound_key(word) == word


HABITS = [("z", "j"), ("w", "v"), ("ph", "f"), ("x", "ks"), ("aa", "a"), ("sh", "s"), ("bh", "b")]


@given(st.sampled_from(WORDS), st.sampled_from(HABITS))
def test_a_habit_of_spelling_is_not_heard(word: str, habit: tuple[str, str]) -> None:
    assert sound_key(word.replace(*habit)) == sound_key(word)


@given(st.sampled_from(WORDS), st.data())
def test_a_doubled_consonant_is_not_heard(word: str, data: st.DataObject) -> None:
    places = [
        i
        for i, c in enumerate(word)
        if c in "bdfgjklmnprtv" and word[i + 1 : i + 2] in set("aeiou")
    ]
    at = data.draw(st.sampled_from(places)) if places else 0
    doubled = word[: at + 1] + word[at:] if places else word
    assert sound_key(doubled) == sound_key(word)


def test_no_word_falls_silent() -> None:
    assert [w for w in WORDS if not sound_key(w)] == []


@pytest.mark.parametrize(
    ("heard", "written", "script"),
    [
        ("koyampetu", "koyambedu", "Taml"),
        ("baranasi", "varanasi", "Beng"),
        ("bhubaneswar", "bhuvanesvar", "Orya"),
    ],
)
def test_what_a_script_writes_alike_meets(heard: str, written: str, script: str) -> None:
    assert blurred(heard, script) == blurred(written, script)


def test_no_script_takes_a_d_for_an_m() -> None:
    assert blurred("madurai", "Taml") != blurred("mamurai", "Taml")


@pytest.mark.parametrize(
    "spellings", ["anand anand aananda", "kaveri kavery", "begusarai begusaray"]
)
def test_a_skeleton_has_no_vowels(spellings: str) -> None:
    assert len({skeleton(word) for word in spellings.split()}) == 1


def test_what_has_no_consonant_stays() -> None:
    assert skeleton("oa") == skeleton("oa") != ""


def test_words_of_any_script_sound_alike() -> None:
    for one, other in (
        ("kadugu ennai", "கடுகு எண்ணெய்"),
        ("aava noone", "ఆవ నూనె"),
        ("biskut", "biscuit"),
        ("sabun", "साबुन"),
    ):
        assert set(sounds(one.split())) & set(sounds(other.split())), one
    assert not set(sounds(["rose"])) & set(sounds(["rice"]))
    assert sounds(["ab"]) == ()


def test_words_are_gathered_by_their_sound() -> None:
    found = by_sound(["chawal", "chaval", "namak"])
    assert {frozenset({"chawal", "chaval"}), frozenset({"namak"})} <= set(found.values())
