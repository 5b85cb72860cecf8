"""One purse: against trying out every way to spend it, and by laws."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from haat.analytics.budget import Want, shared
from haat.analytics.forecast.counts import Counts

BUDGETS = st.floats(0, 200)


def want(mean: float, cost: float, gain: float = 1.0, position: float = 0, most: int = 5) -> Want:
    return Want(most, 1, cost, position, Counts(mean, mean).above, gain)


def sold(wants: list[Want], means: list[float], orders: list[float]) -> float:
    """Expected gain: of each unit the probability that it is asked for."""
    return sum(
        w.unit_gain * float(sum(poisson.sf(w.position + k, mean) for k in range(int(order))))
        for w, mean, order in zip(wants, means, orders, strict=True)
    )


@pytest.mark.parametrize("budget", [0, 1, 3, 5, 8, 15, 40])
def test_with_one_price_no_other_way_to_spend_it_gains_more(budget: float) -> None:
    means, gains = [4.0, 2.0, 1.0], [1.0, 3.0, 2.0]
    wants = [want(m, 1.0, g) for m, g in zip(means, gains, strict=True)]
    orders = shared(wants, budget)
    best = max(
        sold(wants, means, list(map(float, way)))
        for way in product(range(6), repeat=3)
        if sum(way) <= budget
    )
    assert sold(wants, means, orders) == pytest.approx(best)


def test_what_is_dear_and_gains_little_waits() -> None:
    assert shared([want(5, 10.0, 1.0), want(5, 1.0, 1.0)], 5) == [0, 5]


def test_of_equals_the_emptier_shelf_comes_first() -> None:
    rich, poor = want(500, 1.0, most=100, position=300), want(500, 1.0, most=100, position=0)
    assert shared([rich, poor], 10) == [0, 10]


wishes = st.lists(
    st.builds(want, st.floats(0.1, 20), st.floats(0.5, 30), st.floats(0.1, 9), st.floats(0, 9)),
    max_size=5,
)


@given(wishes, BUDGETS, BUDGETS)
def test_never_more_than_the_purse_holds_nor_than_is_wanted(
    wants: list[Want], one: float, other: float
) -> None:
    for budget in (one, other):
        orders = shared(wants, budget)
        spent = sum(w.unit_cost * o for w, o in zip(wants, orders, strict=True))
        assert spent <= budget + 1e-6
        assert all(0 <= o <= w.quantity for w, o in zip(wants, orders, strict=True))


@given(wishes)
def test_a_full_purse_buys_all_that_is_wanted(wants: list[Want]) -> None:
    assert shared(wants, 1e9) == [w.quantity for w in wants]
