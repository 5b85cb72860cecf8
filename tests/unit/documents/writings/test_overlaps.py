"""Chunks that overlap are parted at the end of a sentence: nothing is lost, nothing is said twice."""

from hypothesis import given
from hypothesis import strategies as st

from haat.documents.writings.overlaps import LEAST, overlap, parted
from haat.documents.writings.read import read_writing
from haat.documents.writings.section import Section

FIRST = "Pickle shall be clean. It may hold salt, oil and spices of any kind. Its acidity, counted as citric acid, shall be 1.2 per cent"
SECOND = "of any kind. Its acidity, counted as citric acid, shall be 1.2 per cent at least. Papad is another matter."


def test_what_two_chunks_say_is_kept_once_and_parted_at_a_sentence() -> None:
    first, second = parted(
        [Section(FIRST, ("Food",), "page 1"), Section(SECOND, ("Food",), "page 2")]
    )
    assert first.text == "Pickle shall be clean. It may hold salt, oil and spices of any kind."
    assert second.text == SECOND.removeprefix("of any kind. ")
    assert (first.locator, second.locator) == ("page 1", "page 2")


def test_chunks_under_other_headings_stay_as_they_are() -> None:
    sections = [Section(FIRST, ("A",)), Section(SECOND, ("B",))]
    assert list(parted(sections)) == sections


def test_a_few_letters_alike_are_no_overlap() -> None:
    assert overlap("the fee is Rs 100", "Rs 100 is the fee" + "." * LEAST) == 0


def test_chunk_within_the_one_before_is_left_out() -> None:
    sections = [Section(FIRST), Section(FIRST[30:])]
    assert " ".join(s.text for s in parted(sections)) == FIRST


WORDS = st.lists(
    st.text("abcdefghij", min_size=3, max_size=9), min_size=60, max_size=120, unique=True
)


@given(WORDS, st.integers(0, 200), st.integers(LEAST, 150))
def test_every_letter_is_kept_and_each_piece_stands_in_its_chunk(
    words: list[str], cut: int, common: int
) -> None:
    text = " ".join(f"{word}." if n % 7 == 6 else word for n, word in enumerate(words))
    end = min(cut + common, len(text) - 1)
    chunks = [Section(text[:end]), Section(text[end - common :])]
    pieces = list(parted(chunks))
    assert "".join(s.text for s in pieces).replace(" ", "") == text.replace(" ", "")
    for piece in pieces:
        assert any(piece.text in chunk.text for chunk in chunks)


def test_lines_and_lists_of_records_are_read_alike() -> None:
    lines = '{"text": "one\u2028line", "title": "T"}\n{"text": "two"}'
    listed = '[{"text": "one\u2028line", "title": "T"}, {"text": "two"}]'
    by_line, by_list = (
        read_writing(told.encode(), ending)
        for told, ending in ((lines, ".jsonl"), (listed, ".json"))
    )
    assert [(s.text, s.headings) for s in by_line] == [(s.text, s.headings) for s in by_list]
    assert [s.locator for s in by_list] == ["record 1", "record 2"]
