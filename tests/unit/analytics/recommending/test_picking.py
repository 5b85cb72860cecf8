"""The best few of each row against putting all in order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.recommending.picking import best_cells


@given(st.integers(1, 5), st.integers(1, 60), st.integers(1, 6), st.integers(0, 99))
def test_the_best_are_found_and_in_order(height: int, width: int, count: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    table = draw.permutation(height * width).reshape(height, width).astype(np.float32) - width
    rows, columns = best_cells(table, count)
    for row in range(height):
        order = np.argsort(-table[row])[:count]
        assert columns[rows == row].tolist() == [n for n in order.tolist() if table[row, n] > 0]


@pytest.mark.parametrize("width", [3, 500])
def test_equals_are_not_more_than_were_asked_for(width: int) -> None:
    rows, columns = best_cells(np.ones((2, width), dtype=np.float32), 2)
    assert (rows.tolist(), columns.tolist()) == ([0, 0, 1, 1], [0, 1, 0, 1])
