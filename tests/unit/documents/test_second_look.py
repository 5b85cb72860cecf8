"""What was found and not read is looked at again."""

from haat.documents.page import Word
from haat.documents.second_look import unread


def word(text: str, sure: float, x0: float = 100, top: float = 50) -> Word:
    return Word(text, x0, top, x0 + 60, top + 20, sure)


def test_a_doubtful_word_where_nothing_native_stands_is_unread() -> None:
    lost, read = word("TEI", 0.35), word("RU", 0.6, x0=400)
    places = unread([lost, read], [word("विवरण", 0.6, x0=400)])
    assert places == ((lost,),)


def test_sure_words_and_numbers_are_read() -> None:
    assert unread([word("HSN", 0.99), word("22-01", 0.5, x0=400)], []) == ()


def test_words_side_by_side_are_one_place_and_apart_are_two() -> None:
    close = [word("3I", 0.4), word("RE", 0.4, x0=170)]
    assert len(unread(close, [])) == 1
    assert len(unread([*close, word("TE", 0.4, x0=600)], [])) == 2
