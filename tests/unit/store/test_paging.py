"""A cursor holds a place, and only a place of its own list."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.core.errors import InvalidInput
from haat.store.paging import cursor_of, moment_and_id, place_of

SMALL = st.integers(-(2**63), 2**63 - 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXT, SMALL)
def test_a_cursor_gives_back_its_place(text: str, number: int) -> None:
    cursor = cursor_of(text, number)
    assert place_of(cursor, str, int) == (text, number)
    assert cursor.isascii()


@given(st.text())
def test_any_other_text_is_bad_input(cursor: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        place_of(cursor, str, str, int)
    assert [problem.pointer for problem in refused.value.problems] == ["/cursor"]


@pytest.mark.parametrize("place", [(1,), ("a",), ("a", 1), (True, 1), ("a", "b", "c")])
def test_a_cursor_of_another_list_is_bad_input(place: tuple[str | int, ...]) -> None:
    with pytest.raises(InvalidInput):
        place_of(cursor_of(*place), int, int)


def test_a_moment_keeps_its_microseconds() -> None:
    at = datetime(2026, 11, 20, 6, 30, 0, 123456, tzinfo=UTC)
    assert moment_and_id(cursor_of(at.isoformat(), "c")) == (at, "c")


def test_a_moment_must_be_one() -> None:
    with pytest.raises(InvalidInput):
        moment_and_id(cursor_of("yesterday", "c"))
