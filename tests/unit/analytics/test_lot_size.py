"""Harris's formula against stockpyl's values, and by the law that no other quantity is cheaper."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.lot_size import economic_order, yearly_cost

ONE = np.ones(1)


def test_the_oracle_s_values() -> None:
    """stockpyl 1.0.2, economic_order_quantity(8, 0.225, 1300)."""
    quantity = economic_order(1300 * ONE, 8 * ONE, 0.225 * ONE)
    assert quantity == pytest.approx([304.047], abs=5e-4)
    assert yearly_cost(quantity, 1300 * ONE, 8 * ONE, 0.225 * ONE) == pytest.approx(
        [68.4105], abs=5e-5
    )


@given(st.floats(1, 1e5), st.floats(0.1, 1e3), st.floats(0.01, 1e3), st.floats(0.1, 10))
def test_no_other_quantity_costs_less(
    demand: float, order: float, holding: float, other: float
) -> None:
    told = (demand * ONE, order * ONE, holding * ONE)
    best = economic_order(*told)
    assert yearly_cost(best, *told) <= yearly_cost(other * best, *told) * (1 + 1e-9)


@pytest.mark.parametrize(
    "told", [(0, 8, 1), (10, 0, 1), (10, 8, 0), (10, np.nan, 1), (9, 8, np.nan)]
)
def test_without_costs_any_quantity_is_worth_an_order(told: tuple[float, float, float]) -> None:
    assert economic_order(*(value * ONE for value in told)).tolist() == [0]
