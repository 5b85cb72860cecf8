"""The price that serves the objective, what it would change, and a maker's cost sheet."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haat.analytics.guardrails import Facts, Mandi
from haat.analytics.price_response import BRANDS, Elasticity
from haat.analytics.pricing import CostSheet, Suggestion, change, suggest

SURE = Elasticity(-3.0, -3.2, -2.8, 0.95, 40, BRANDS)
VAGUE = Elasticity(-2.0, -3.9, -0.3, 0.2, 5, BRANDS)
UNTOLD = Elasticity(-2.0, -3.9, -0.3, 0.0, 0, BRANDS)


def _suggest(
    objective: Any = "margin", elasticity: Elasticity = SURE, days: int = 14, **facts: Any
) -> Suggestion:
    said: dict[str, Any] = {"current": 10_000, "per_day": 2.0, "on_hand": 100.0} | facts
    found = suggest(Facts(objective, **said), elasticity, days)
    assert found is not None
    return found


def test_best_margin_is_the_textbook_markup() -> None:
    # Lerner (1934): p = c e / (1 + e); at -3 half as much again as the cost.
    found = _suggest(cost=6_100.0, elasticity=Elasticity(-3, -3.02, -2.98, 1, 40, BRANDS))
    assert found.unrounded == pytest.approx(9_150, abs=60)
    assert not found.kept


def test_a_price_that_is_right_already_is_kept() -> None:
    assert _suggest(cost=6_666.0).kept
    assert _suggest(cost=6_666.0).price == 10_000
    assert _suggest("revenue", VAGUE).kept  # from -3.9 to -0.3 nothing is surely better


def test_revenue_falls_with_price_where_demand_is_elastic() -> None:
    assert _suggest("revenue").price == 9_000
    assert _suggest("revenue", Elasticity(-0.4, -0.6, -0.2, 0.9, 40, BRANDS)).price == 11_000


@settings(max_examples=60, deadline=None)
@given(
    cost=st.floats(1_000, 9_400),
    value=st.floats(-4, -0.2),
    width=st.floats(0, 1),
    objective=st.sampled_from(("margin", "revenue")),
)
def test_no_price_of_the_band_has_a_better_worst_case(
    cost: float, value: float, width: float, objective: Any
) -> None:
    believed = Elasticity(value, value - width, min(value + width, -0.05), 0.5, 9, BRANDS)
    found = _suggest(objective, believed, cost=cost)
    facts = Facts(objective, current=10_000, cost=cost, per_day=1.0)

    def gain(price: int) -> float:
        changed = change(facts, believed, price, 1)
        assert changed is not None
        ranged = changed.margin if objective == "margin" else changed.revenue
        assert ranged is not None
        return ranged.lower

    assert found.high is not None
    best = max(gain(price) for price in range(found.low, found.high + 1, 7))
    assert gain(found.unrounded) >= best - 10_000 * 0.006


@pytest.mark.parametrize(
    ("facts", "price", "rule"),
    [
        ({"rivals": (9_500, 9_700, 10_400), "cost": 7_000.0}, 9_700, "competitor_parity"),
        ({"cost": 8_800.0}, 11_000, "fixed_margin"),
        ({"cost": 7_000.0}, 10_000, "todays_price"),  # a good price is not cut by a rule
        ({}, 10_000, "todays_price"),
        ({"current": None, "cost": 8_000.0}, 10_000, "fixed_margin"),
        ({"current": None, "mandi": Mandi(8_000)}, 10_000, "market_parity"),
        ({"current": None, "mandi": Mandi(8_000, retail=True)}, 8_000, "market_parity"),
    ],
)
def test_without_own_experience_a_plain_rule_decides(
    facts: dict[str, Any], price: int, rule: str
) -> None:
    found = _suggest("revenue", UNTOLD, **facts)
    assert (found.price, found.fallback) == (price, rule)


def test_where_nothing_is_known_nothing_is_said() -> None:
    assert suggest(Facts("revenue", mrp=5_000), UNTOLD, 14) is None


def test_highest_price_of_new_goods_is_twice_the_cost() -> None:
    assert _suggest(elasticity=UNTOLD, current=None, cost=8_000.0).high == 16_000
    assert _suggest("revenue", UNTOLD, current=None, rivals=(9_000,), cost=None).high == 9_450
    free = suggest(Facts("revenue", mandi=Mandi(9_000), current=10_000), UNTOLD, 14)
    assert free is not None
    assert free.high == 11_000


def test_stock_that_has_to_go_is_sold_in_time() -> None:
    # 2 a day for 14 days are 28; to sell 33 of them the price falls by (33/28)^(1/-3).
    found = _suggest("clear_stock", on_hand=33.0, cost=9_900.0)
    assert found.unrounded == round(10_000 * (33 / 28) ** (-1 / 3))
    assert found.price < 9_900  # at a loss, if it must be
    assert _suggest("clear_stock", on_hand=500.0).price == 9_000  # no more than a day's change
    assert _suggest("clear_stock", on_hand=20.0).kept  # sold in time anyway
    assert _suggest("clear_stock", on_hand=None).price == 9_000
    assert _suggest("clear_stock", UNTOLD, current=None, cost=5_000.0).price == 6_200


def test_change_is_told_with_bounds() -> None:
    facts = Facts("margin", current=10_000, cost=8_000.0, per_day=2.0)
    found = change(facts, Elasticity(-2.0, -3.0, -1.0, 0.9, 9, BRANDS), 11_000, 7)
    assert found is not None
    assert found.units.value == pytest.approx(14 * (1.1**-2 - 1))
    assert found.units.lower == pytest.approx(14 * (1.1**-3 - 1))
    assert found.units.upper == pytest.approx(14 * (1.1**-1 - 1))
    assert found.revenue.upper == pytest.approx(0)  # at -1 revenue stays
    assert found.margin is not None
    assert found.margin.value == pytest.approx(14 * (3_000 * 1.1**-2 - 2_000))
    assert change(Facts("margin", current=10_000), SURE, 11_000, 7) is None
    assert change(Facts("margin", per_day=1.0), SURE, 11_000, 7) is None
    without = change(Facts("revenue", current=10_000, per_day=1.0), SURE, 11_000, 7)
    assert without is not None
    assert without.margin is None


def test_cost_sheet() -> None:
    sheet = CostSheet(120, 4, 60, 10, 15, 5)
    assert sheet.unit_cost == 390
    assert sheet.earning_per_hour(550) == 100
    assert CostSheet(120, 4).unit_cost == 120  # her hours have no price yet
    assert CostSheet(120).earning_per_hour(200) is None
