"""Numbers that are written together with what follows them, and words that only look so."""

import pytest

from haat.language.grammar import read
from haat.language.numbers import find_numbers
from haat.language.quantities import find_amounts
from haat.language.tokens import tokenise
from tests.shipped import languages
from tests.unit.language.grammars import MIXED, table


def _pieces(language: str, word: str) -> str:
    grammar = languages().hearing((language,)).grammar
    return " ".join(token.key for token in read(tokenise(word), grammar).tokens)


@pytest.mark.parametrize(
    ("said", "pieces"),
    table("""
        mr साडेतीनशे          | साडे तीनशे
        mr पन्नासला           | पन्नास ला
        mr किलोला             | किलो ला
        bn কেজির             | কেজি র
        kn ನೂರೊಂದು           | ನೂರ ಒಂದು
        kn ನೂರೈವತ್ತು          | ನೂರ ಐವತ್ತು
        kn ನೂರ್ಮೂರು          | ನೂರು ಮೂರು
        kn ಐವತ್ತಕ್ಕೆ           | ಐವತ್ತು ಕ್ಕೆ
        kn innooraivattu    | innooru aivattu
        kn kgge             | kg ge
        ml അരക്കിലോയ്ക്ക്      | അര കിലോ യ്ക്ക്
        ml അഞ്ചുകിലോ          | അഞ്ചു കിലോ
        hi पांचकिलो            | पांच किलो
    """),
)
def test_a_word_is_taken_apart(said: str, pieces: str) -> None:
    assert _pieces(*said.split()) == pieces


@pytest.mark.parametrize(
    "said",
    table("""
        hi दोबारा
        hi सवाल
        hi chalisa
        hi nauka
        mr पावसात
        mr शेजारच्या
        bn একবার
        bn বারবার
        bn একটু
        bn আধার
        gu સોનું
        gu sadasath
        kn nagara
        kn tengina
        kn bagge
        en tenser
    """),
)
def test_another_word_stays_whole(said: tuple[str, str]) -> None:
    language, word = said[0].split()
    assert len(_pieces(language, word).split()) == 1


def test_what_is_found_stands_at_the_words_as_they_are_written() -> None:
    tokens = tokenise("kal पांचकिलो becha")
    assert [(n.start, n.end) for n in find_numbers(tokens, MIXED)] == [(1, 2)]
    assert [(a.start, a.end, a.unit) for a in find_amounts(tokens, MIXED)] == [(1, 2, "kg")]


def test_goods_are_asked_for_by_the_words_as_they_are_written() -> None:
    tokens = tokenise("दसकिलो do nimbu")
    found = find_amounts(tokens, MIXED, noun=lambda position: position == 2)
    assert [(int(a.value), a.start) for a in found] == [(10, 0), (2, 1)]


@pytest.mark.parametrize("word", ["ನೂರ" * 19, "ನೂರ" * 400, "panch" * 11, "साढे" * 14])
def test_a_row_without_an_end_is_given_up(word: str) -> None:
    assert _pieces("kn", f"{word}x").split() == [f"{word}x"]
