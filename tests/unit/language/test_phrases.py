"""Phrases, and words that stand for all that begin so."""

from hypothesis import given
from hypothesis import strategies as st

from haat.language.phrases import among, fits, index, pattern, phrase


def found(said: str, *phrases: str) -> list[str]:
    known = index((pattern(p), p) for p in phrases)
    words = phrase(said)
    return [meaning for at in range(len(words)) for _, meaning in known.at(words, at)]


def test_a_starred_word_stands_for_all_that_begin_so() -> None:
    assert found("விலையை சொல்லு", "விலை*") == ["விலை*"]
    assert found("விலை", "விலை*") == ["விலை*"]
    assert found("வில்", "விலை*") == []


def test_a_star_may_stand_in_any_word() -> None:
    assert found("how much milk", "how mu* milk") == ["how mu* milk"]
    assert found("kitni bikri hui", "bik* hui") == ["bik* hui"]


def test_a_phrase_does_not_run_over_the_end() -> None:
    assert found("how", "how much") == []


def test_whole_words_and_stems_are_both_found() -> None:
    assert set(found("rates", "rate*", "rates", "rate")) == {"rate*", "rates"}


def test_among_compares_whole_phrases() -> None:
    assert among(("yes", "please"), [pattern("yes please"), pattern("no")])
    assert among(("vanakkamma",), [pattern("vanakkam*")])
    assert not among(("yes",), [pattern("yes please")])


@given(st.text(min_size=1))
def test_every_word_fits_itself_and_its_stem(word: str) -> None:
    assert fits(word, word)
    assert fits(word, f"{word[:1]}*")
