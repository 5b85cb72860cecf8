"""What actions are worth, added up by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.alerts import Daily
from haat.analytics.insights import Goods, Worth, fitting_price, new_price, order, ranked
from haat.analytics.price_response import believed, prior_of

TEA = Daily(grain=1.0, mean=4.0, variance=8.0, told=28)
GOODS = Goods(price=50.0, cost=40.0, shelf_life_days=300)
BRAND = believed(prior_of("beverage", packed=True))


def test_an_order_lasts_for_the_lead_time_and_a_week() -> None:
    found = order(TEA, 0.0, 0.0, 2.0, GOODS, thin=False)
    assert found is not None
    assert 36 < found.quantity < 62
    assert found.risk_before == pytest.approx(1, abs=1e-6)
    assert found.risk_after <= 0.05
    # the eight of the lead time are lost anyhow
    assert found.sales_kept == pytest.approx(28 * 50, rel=0.03)
    assert found.worth.margin == pytest.approx(found.sales_kept / 5)
    assert found.worth.score == found.worth.margin + found.worth.service - found.worth.risk


def test_what_is_there_or_comes_need_not_be_ordered() -> None:
    assert order(TEA, 200.0, 0.0, 2.0, GOODS, thin=False) is None
    assert order(TEA, 0.0, 200.0, 2.0, GOODS, thin=False) is None
    some = order(TEA, 0.0, 20.0, 2.0, GOODS, thin=False)
    none = order(TEA, 0.0, 0.0, 2.0, GOODS, thin=False)
    assert some is not None
    assert none is not None
    assert some.quantity == none.quantity - 20


def test_what_spoils_is_ordered_for_as_long_as_it_keeps() -> None:
    milk = order(TEA, 0.0, 0.0, 1.0, Goods(50, 40, 2), thin=False)
    tea = order(TEA, 0.0, 0.0, 1.0, GOODS, thin=False)
    assert milk is not None
    assert tea is not None
    assert milk.quantity < tea.quantity / 2
    assert milk.worth.risk > 0


def test_half_kilos_are_ordered_in_half_kilos_and_little_history_is_a_risk() -> None:
    sugar = Daily(grain=0.5, mean=4.0, variance=8.0, told=5)
    found = order(sugar, 0.0, 0.0, 2.0, GOODS, thin=True)
    assert found is not None
    assert found.quantity % 0.5 == 0
    assert found.worth.risk == pytest.approx(found.worth.margin / 2)


def test_a_price_up_towards_the_others() -> None:
    found = new_price(55.0, GOODS, 4.0, BRAND)
    assert found is not None
    low, high = found.margin_bounds
    assert low <= found.margin <= high
    assert found.units_percent < 0
    assert found.worth.risk == pytest.approx((found.margin - low) / 2)
    assert new_price(55.0, Goods(50, None), 4.0, BRAND) is None
    assert new_price(55.0, GOODS, 0.0, BRAND) is None


@given(st.floats(1, 500), st.floats(1, 500), st.floats(0, 40))
def test_a_price_is_never_above_the_mrp(wanted: float, mrp: float, least: float) -> None:
    assert fitting_price(wanted, mrp, 30.0, least) <= mrp
    assert fitting_price(wanted, None, 30.0, least) >= 30.0


def test_the_laws_come_first_then_rupees() -> None:
    few, many = Worth(margin=5), Worth(margin=50, service=10, risk=3)
    assert many.score == 57
    assert ranked([(False, few), (False, many), (True, Worth())]) == [2, 1, 0]
