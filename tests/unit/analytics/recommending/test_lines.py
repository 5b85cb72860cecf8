"""Lines are put in order and added up; orders are a user's lines of one day."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.recommending.lessons import counts_orders
from haat.analytics.recommending.lines import lines_of
from tests.unit.analytics.recommending.market import dense, lines

ROWS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 9), st.integers(0, 5)), min_size=1, max_size=40
)


@given(ROWS)
def test_lines_are_as_a_dictionary_would_hold_them(rows: list[tuple[int, int, int]]) -> None:
    told = lines(rows, 5, 6)
    found = list(zip(told.users.tolist(), told.days.tolist(), told.items.tolist(), strict=True))
    assert found == sorted(set(rows))
    assert [float(q) for q in told.quantities] == [float(rows.count(row)) for row in found]


@given(ROWS)
def test_orders_are_days_of_a_user(rows: list[tuple[int, int, int]]) -> None:
    told = lines(rows, 5, 6)
    orders = sorted({(user, day) for user, day, _ in rows})
    found = list(zip(told.order_user.tolist(), told.order_day.tolist(), strict=True))
    assert found == orders
    after = [sum(u == user and d > day for u, d in orders) for user, day in orders]
    assert told.orders_after.tolist() == after
    assert [orders[n] for n in told.order] == [(u, d) for u, d, _ in sorted(set(rows))]


def test_the_matrix_says_who_ever_bought_what() -> None:
    told = lines([(0, 1, 2), (0, 5, 2), (1, 1, 0)], 2, 3)
    assert dense(told.matrix()).tolist() == [[0, 0, 1], [1, 0, 0]]


def test_quantities_of_a_day_are_added_up() -> None:
    twice = np.zeros(2, dtype=np.int64)
    told = lines_of(twice, twice, twice, np.array([2.0, 3.5]), (1, 1))
    assert told.quantities.tolist() == [5.5]


def test_numbers_of_own_orders_are_told_from_days() -> None:
    assert counts_orders(lines([(0, 1, 0), (0, 2, 0), (1, 1, 0)], 2, 1))
    assert not counts_orders(lines([(0, 1, 0), (0, 3, 0), (1, 1, 0)], 2, 1))
    assert not counts_orders(lines([(0, 1, 0), (0, 2, 0), (1, 2, 0)], 2, 1))
