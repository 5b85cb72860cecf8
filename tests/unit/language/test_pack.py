"""Packs: the same keys everywhere, texts without figures, and signals in any spelling."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.core.errors import InvalidInput
from haat.language.pack import Voice
from haat.language.phrases import phrase
from haat.language.scripts import script_of
from haat.language.tokens import tokenise
from tests.shipped import languages
from tests.unit.language.grammars import table, words
from tools.entry_arguments import UnitId

PLACEHOLDER = re.compile(r"\{(\w+)\}")
DATA = {code: pack.reading for code, pack in languages().packs.items()}
VOICES = {
    f"{code}-{script}": voice
    for code, pack in languages().packs.items()
    for script, voice in pack.voices.items()
}
FIRST = VOICES["en-Latn"]
BOTH = languages().hearing(("hi", "en"))
LOCAL_MEASURES = {"pav", "adha_kilo"}  # said as a part of a kilo


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def signal_names(text: str, *codes: str) -> set[str]:
    hearing = languages().hearing(codes) if codes else BOTH
    return {s.name for s in hearing.signals(tokenise(text))}


@pytest.mark.parametrize("section", ["language", "signals", "categories"])
@pytest.mark.parametrize("code", DATA)
def test_every_pack_has_the_same_keys(code: str, section: str) -> None:
    assert DATA[code][section].keys() == DATA["en"][section].keys()


@pytest.mark.parametrize("code", DATA)
def test_every_pack_has_a_voice_for_each_of_its_scripts(code: str) -> None:
    assert languages().packs[code].voices.keys() == set(DATA[code]["language"]["scripts"])


@pytest.mark.parametrize("voice", VOICES.values(), ids=VOICES)
def test_every_voice_has_the_same_keys(voice: Voice) -> None:
    assert voice.say.keys() == FIRST.say.keys()
    assert voice.periods.keys() == FIRST.periods.keys()
    assert voice.units.keys() == FIRST.units.keys()


@pytest.mark.parametrize("voice", VOICES.values(), ids=VOICES)
def test_every_voice_speaks_of_the_same_things(voice: Voice) -> None:
    for texts, first in (
        (voice.say, FIRST.say),
        (voice.periods, FIRST.periods),
        (voice.units, FIRST.units),
        ({"date": voice.date}, {"date": FIRST.date}),
    ):
        strange = {k for k in first if placeholders(texts[k]) != placeholders(first[k])}
        assert strange == set()


@pytest.mark.parametrize("voice", VOICES.values(), ids=VOICES)
def test_no_text_is_empty_or_holds_a_figure(voice: Voice) -> None:
    texts = {**voice.say, **voice.periods, **voice.units}
    bare = {k: PLACEHOLDER.sub("", t) for k, t in texts.items()}
    assert {k for k, t in bare.items() if any(c.isnumeric() for c in t)} == set()
    assert {k for k, t in texts.items() if not t.strip()} == set()


@pytest.mark.parametrize("voice", VOICES.values(), ids=VOICES)
def test_every_voice_is_written_in_its_script(voice: Voice) -> None:
    letters = {k: [c for c in PLACEHOLDER.sub("", t) if c.isalpha()] for k, t in voice.say.items()}
    strange = {
        k for k, f in letters.items() if any(script_of(c) not in {voice.script, None} for c in f)
    }
    assert strange == set()


@pytest.mark.parametrize("voice", VOICES.values(), ids=VOICES)
def test_every_voice_names_twelve_months_and_every_unit(voice: Voice) -> None:
    assert len(set(voice.months)) == len(voice.months) == 12
    assert set(get_args(UnitId)) - LOCAL_MEASURES <= voice.units.keys()
    assert placeholders(voice.date) == {"day", "month", "year"}


def test_a_yes_is_no_no_and_the_first_words_of_both_are_understood() -> None:
    for pack in languages().packs.values():
        assert set(pack.signals["yes"]).isdisjoint(pack.signals["no"])
        for voice in pack.voices.values():
            assert "yes" in signal_names(voice.say["yes"], pack.code), pack.code
            assert "no" in signal_names(voice.say["no"], pack.code), pack.code


def test_a_voice_is_found_by_script_else_the_first_is_taken() -> None:
    assert languages().voice("hi", "Latn").script == "Latn"
    assert languages().voice("hi", "Deva").script == "Deva"
    assert languages().voice("hi", "Zyyy").script == "Deva"


def test_a_language_nobody_speaks_is_refused_with_those_spoken() -> None:
    with pytest.raises(InvalidInput, match=r"'tlh' is not spoken here; use one of .*en.*hi"):
        languages().pack("tlh")


@pytest.mark.parametrize(
    ("message", "name"),
    table("""
        how much did we sell yesterday        | sold
        do we have honey                      | have
        what is the price of onion            | price
        what are our best selling products    | top
        delete my data                        | erase
        kal kitni bikri hui                   | revenue
        pyaz ka bhaav                         | price
        sabse jyada kya bika                  | top
        theek hai                             | yes
        rehne do                              | no
        आज का मुनाफा बताओ                    | margin
        आज का मुनाफ़ा बताओ                    | margin
        प्याज का भाव                          | price
        मंडी में क्या चल रहा है                 | market
        सब्ज़ी दिखाओ                          | category:vegetable
        sabziyan dikhao                       | category:vegetable
    """),
)
def test_words_signal_what_is_wanted(message: str, name: str) -> None:
    assert name in signal_names(message)


@pytest.mark.parametrize("spelling", ["munafa", "munaafa", "munaafaa", "MUNAFA", "munafaaa"])
def test_a_longer_word_is_heard_in_any_spelling(spelling: str) -> None:
    assert "margin" in signal_names(spelling)


def test_a_short_word_is_not_heard_by_its_sound() -> None:
    assert "yes" in signal_names("ha")
    assert "yes" not in signal_names("hha kha")


def test_a_phrase_is_found_where_it_stands() -> None:
    found = BOTH.signals(tokenise("aaj sabse zyada kya bika"))
    top = next(s for s in found if s.name == "top")
    assert (top.start, top.end) == (1, 3)


@given(st.lists(st.sampled_from(words("kal kitni bikri sabse zyada price of onion भाव का 5"))))
def test_every_signal_stands_inside_the_message(said: list[str]) -> None:
    tokens = tokenise(" ".join(said))
    for signal in BOTH.signals(tokens):
        assert 0 <= signal.start < signal.end <= len(tokens)


def _phrases(pack: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for section in ("signals", "categories"):
        for name, phrases in pack[section].items():
            if name != "fillers":
                yield from ((name, text) for text in phrases)


@pytest.mark.parametrize("code", DATA)
def test_every_phrase_is_found_in_itself(code: str) -> None:
    lost = [
        (name, text)
        for name, text in _phrases(DATA[code])
        if phrase(text)
        and name not in {n.removeprefix("category:") for n in signal_names(text, code)}
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("hasty", "plain"),
    [
        ("wat shud i do", "what should i do"),
        ("aaj kya krna h", "aaj kya karna hai"),
        ("k sath kya rkhu", "ke sath kya rakhu"),
    ],
)
def test_a_hasty_spelling_signals_what_the_word_does(hasty: str, plain: str) -> None:
    assert signal_names(plain) <= signal_names(hasty)


@pytest.mark.parametrize("code", DATA)
def test_a_hasty_spelling_is_written_out_once(code: str) -> None:
    spellings = DATA[code]["spellings"]
    assert spellings.keys().isdisjoint(spellings.values())
