"""Of two readings of one place the one stays that can be believed."""

import pytest

from haat.documents.joining import joined
from haat.documents.page import Word


def word(text: str, sure: float, x0: float = 100, x1: float = 160, top: float = 50) -> Word:
    return Word(text, x0, top, x1, top + 20, sure)


@pytest.mark.parametrize(
    ("latin", "native", "stays"),
    [
        (word("GST", 0.99), word("65%", 0.79), "GST"),
        (word("SGST", 1.0), word("५६५७", 0.68), "SGST"),
        (word("T:HERTE", 0.84), word("महाराष्ट्र", 0.93), "महाराष्ट्र"),
        (word("HTEIT", 0.95), word("मात्रा", 0.96), "मात्रा"),
        (word("281.25", 0.7), word("28व.25", 0.0), "281.25"),
        (word("12", 0.6), word("१२", 0.9), "१२"),
    ],
)
def test_the_believable_word_stays(latin: Word, native: Word, stays: str) -> None:
    assert [w.text for w in joined([latin], [native])] == [stays]


def test_what_only_one_reader_saw_stays() -> None:
    below = word("दर", 0.9, top=90)
    assert [w.text for w in joined([word("HSN", 0.9)], [below])] == ["HSN", "दर"]


def test_neighbours_that_touch_are_no_rivals() -> None:
    beside = word("दर", 0.9, x0=150, x1=200)
    assert len(list(joined([word("HSN", 0.9)], [beside]))) == 2


def test_noise_and_chinese_signs_are_left_out() -> None:
    assert list(joined([word("可可", 0.9), word("e", 0.4)], [word("एलह", 0.1)])) == []
