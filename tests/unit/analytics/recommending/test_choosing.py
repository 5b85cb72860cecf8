"""What is chosen on the input itself."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from haat.analytics.recommending.choosing import (
    FADES,
    PENALTIES,
    USUAL,
    USUAL_FADE,
    fade,
    penalty,
    window,
)
from haat.analytics.recommending.lines import Lines
from tests.unit.analytics.recommending.market import lines, market


def test_choices_are_among_those_tried() -> None:
    assert penalty(market()) in PENALTIES
    assert fade(market()) in FADES


def test_where_little_is_known_the_usual_is_taken() -> None:
    few = lines([(0, 1, 0), (0, 2, 1), (1, 1, 1)], 2, 2)
    assert (penalty(few), fade(few), window(few)) == (USUAL, USUAL_FADE, 28)


def firsts(items_on: Callable[[int], NDArray[np.int64]]) -> Lines:
    """Three items of each of many users, who come once each."""
    draw = np.random.default_rng(1)
    days = draw.integers(300, size=4000).tolist()
    rows = [(user, day, int(item)) for user, day in enumerate(days) for item in items_on(day)]
    return lines(rows, len(days), 300)


def test_where_fashions_come_and_go_the_window_is_short() -> None:
    draw = np.random.default_rng(2)
    assert window(firsts(lambda day: draw.integers(10, size=3) + 10 * (day // 14))) == 14


def test_where_goods_are_steady_the_window_is_long() -> None:
    draw = np.random.default_rng(2)

    def items(_: int) -> NDArray[np.int64]:
        """A little more of ten goods than of each of the others."""
        liked = draw.random(3) < 0.04
        return np.where(liked, draw.integers(10, size=3), draw.integers(300, size=3))

    assert window(firsts(items)) not in (14, 28)
