"""The turn of a page is told by its words."""

from math import cos, degrees, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.documents.levelling import turn_of

ROWS = [(x, y, 60 + 10 * (x % 3)) for y in range(40, 800, 38) for x in (30, 210, 400, 640)]


def boxes(turn: float, *, rows: list[tuple[int, int, int]] = ROWS) -> list[list[tuple[int, int]]]:
    """Words 20 high, turned, on whole dots as a detector tells them."""
    corners = [[(x, y), (x + w, y), (x + w, y + 20), (x, y + 20)] for x, y, w in rows]
    return [[_turned(corner, turn) for corner in box] for box in corners]


def _turned(corner: tuple[int, int], turn: float) -> tuple[int, int]:
    x, y = corner
    return round(x * cos(turn) - y * sin(turn)), round(x * sin(turn) + y * cos(turn))


@given(st.floats(-4, 4))
def test_the_turn_is_found_to_a_tenth_of_a_degree(askew: float) -> None:
    assert degrees(turn_of(boxes(radians(askew)))) == pytest.approx(askew, abs=0.1)


def test_a_level_page_stays_as_it_is() -> None:
    assert turn_of(boxes(0.0)) == 0.0


def test_a_few_words_tell_no_turn() -> None:
    assert turn_of(boxes(radians(2), rows=ROWS[:2])) == 0.0
    assert turn_of([]) == 0.0
