"""What to order of many products: by laws, and against the same reckoned for one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haat.analytics.lot_size import economic_order
from haat.analytics.panel.foretold import PROBABILITIES, Foretold
from haat.analytics.panel.panel import Panel
from haat.analytics.panel.replenish import (
    Replenished,
    Stocks,
    ordered,
    periods_needed,
    replenish,
)

SERIES = 12
VALUES = np.random.default_rng(8).poisson(np.linspace(0.1, 6, SERIES), (120, SERIES)).astype(float)
DAILY = Panel(tuple(map(str, range(SERIES))), np.arange(120), "none", VALUES)


def stocks(**told: float) -> Stocks:
    usual = {
        "on_hand": 0.0,
        "in_transit": 0.0,
        "lead_time_days": 3.0,
        "lead_time_sd": 0.0,
        "pack": 1.0,
        "shelf_life_days": np.inf,
        "order_cost": np.nan,
        "yearly_holding_cost": np.nan,
    }
    return Stocks(**{name: np.full(SERIES, value) for name, value in (usual | told).items()})


def foretell(panel: Panel, horizon: int) -> Foretold:
    means = np.tile(panel.values[-28:].mean(0), (horizon, 1))
    return Foretold(means, np.stack([means] * len(PROBABILITIES)), ("mean",) * SERIES)


def plan(
    shelf: Stocks, service: float = 0.95, review: int = 7, panel: Panel = DAILY
) -> Replenished:
    horizon = periods_needed(shelf.lead_time_days, review, panel.frequency)
    return replenish(panel, foretell(panel, horizon), shelf, service, review)


def test_an_order_fills_up_to_the_level() -> None:
    found = plan(stocks(on_hand=2, in_transit=1))
    assert found.order_quantity == pytest.approx(np.maximum(0, found.order_up_to - 3))
    assert found.safety_stock == pytest.approx(
        np.maximum(0, found.reorder_point - found.lead_time_demand)
    )
    assert (found.reorder_point <= found.order_up_to).all()
    assert found.covered_demand == pytest.approx(found.lead_time_demand * 10 / 3)


def test_unknown_stock_is_never_guessed() -> None:
    found = plan(stocks(on_hand=np.nan, in_transit=5))
    assert np.isnan(found.order_quantity).all()
    assert np.isnan(found.stockout_risk).all()
    assert np.isfinite(found.order_up_to).all()


def test_a_lead_time_of_each_series_is_its_own() -> None:
    leads = np.where(np.arange(SERIES) % 2, 2.0, 7.0)
    mixed = plan(replace(stocks(), lead_time_days=leads))
    for lead in (2.0, 7.0):
        alone = plan(stocks(lead_time_days=lead))
        some = leads == lead
        assert mixed.order_up_to[some].tolist() == alone.order_up_to[some].tolist()


def test_an_uncertain_lead_time_adds_its_variance() -> None:
    sure, unsure = plan(stocks()), plan(stocks(lead_time_sd=2.0))
    rate = sure.covered_demand / 10
    assert unsure.covered_variance - sure.covered_variance == pytest.approx((2 * rate) ** 2)
    assert (unsure.order_up_to >= sure.order_up_to).all()
    assert (unsure.order_up_to > sure.order_up_to).any()


def test_what_does_not_keep_is_ordered_for_fewer_days() -> None:
    fresh = plan(stocks(shelf_life_days=2))
    assert (fresh.review_days == 2).all()
    assert fresh.covered_demand == pytest.approx(plan(stocks(), review=2).covered_demand)


def test_an_order_is_as_large_as_it_pays_to_place_one() -> None:
    found = plan(stocks(order_cost=40, yearly_holding_cost=3))
    yearly = 36.5 * found.covered_demand
    worth = economic_order(yearly, np.full(SERIES, 40.0), np.full(SERIES, 3.0))
    worth = np.minimum(worth, yearly)  # and not more than a year's demand
    wanted = np.maximum(found.order_up_to, worth)
    assert found.least_order == pytest.approx(worth)
    assert found.order_quantity == pytest.approx(
        np.where(found.order_up_to > 0, np.ceil(wanted), 0)
    )
    spoiled = plan(stocks(order_cost=40, yearly_holding_cost=3, shelf_life_days=5))
    assert (spoiled.least_order <= 5 * spoiled.covered_demand / 8 + 1e-9).all()


def test_weeks_are_sums_of_days() -> None:
    weeks = VALUES[: 119 // 7 * 7].reshape(-1, 7, SERIES).sum(1)
    days = np.datetime64("2026-01-05") + 7 * np.arange(len(weeks))
    weekly = Panel(DAILY.ids, days, "W", weeks)
    assert periods_needed(np.array([3.0]), 7, "W") == 2
    by_week, by_day = plan(stocks(), panel=weekly), plan(stocks())
    assert by_week.covered_demand.sum() == pytest.approx(by_day.covered_demand.sum(), rel=0.1)


@pytest.mark.parametrize(
    ("lacking", "least", "pack", "order"),
    [(0, 9, 1, 0), (-4, 9, 1, 0), (0.4, 0, 1, 1), (5, 9, 4, 12), (12, 9, 4, 12), (13, 9, 4, 16)],
)
def test_packs(lacking: float, least: float, pack: float, order: float) -> None:
    one = np.ones(1)
    assert ordered(lacking * one, least * one, pack * one).tolist() == [order]


amounts = st.floats(0, 200)


@settings(max_examples=15)
@given(amounts, amounts, st.floats(0, 20), st.floats(0, 5), st.sampled_from([1.0, 2.5, 12.0]))
def test_an_order_is_never_negative_and_more_stock_never_a_larger_one(
    on_hand: float, more: float, lead: float, deviation: float, pack: float
) -> None:
    told = {"lead_time_days": lead, "lead_time_sd": deviation, "pack": pack, "order_cost": 30.0}
    told |= {"yearly_holding_cost": 2.0}
    less, fuller = (plan(stocks(on_hand=n, **told)) for n in (on_hand, on_hand + more))
    assert (less.order_quantity >= fuller.order_quantity).all()
    assert (fuller.order_quantity >= 0).all()
    assert (less.stockout_risk >= fuller.stockout_risk - 1e-12).all()
    assert less.order_quantity / pack == pytest.approx(np.round(less.order_quantity / pack))


@settings(max_examples=15)
@given(st.floats(0.5, 0.99), st.floats(0.5, 0.99), st.integers(1, 30))
def test_higher_service_never_orders_up_to_less(one: float, other: float, review: int) -> None:
    low, high = (plan(stocks(), s, review) for s in sorted((one, other)))
    assert (low.order_up_to <= high.order_up_to).all()
    assert (low.reorder_point <= high.reorder_point).all()
