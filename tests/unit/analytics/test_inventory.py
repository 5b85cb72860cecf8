"""How much to order, against the distribution's own quantiles and by laws."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom

from haat.analytics.forecast.counts import Counts
from haat.analytics.forecast.outlook import Outlook
from haat.analytics.inventory import (
    EVEN,
    SERVICE,
    Shelf,
    days_needed,
    in_packs,
    reorder,
    service_for,
)


def outlook(rate: float, *, burst: float = 2.0, days: int = 40, step: float = 1.0) -> Outlook:
    return Outlook(
        start=date(2026, 11, 25),
        means=(rate,) * days,
        burst=burst,
        level_variance=0.0,
        step=step,
        method="tsb",
        history_days=200,
        factors=(1.0,) * days,
        drivers={},
        usual=rate,
    )


def quantile(mean: float, burst: float, probability: float) -> float:
    return float(nbinom.ppf(probability, mean / (burst - 1), 1 / burst))


def test_an_order_reaches_the_quantile_of_lead_time_and_review() -> None:
    plan = reorder(outlook(5), Shelf(on_hand=12, in_transit=10, lead_time_days=3))
    assert plan.order_up_to == quantile(50, 2, 0.95)
    assert plan.order_quantity == plan.order_up_to - 22
    assert plan.lead_time_demand == pytest.approx(15)
    assert plan.reorder_point == quantile(15, 2, 0.95)
    assert plan.safety_stock == pytest.approx(plan.reorder_point - 15)
    assert plan.stockout_risk == pytest.approx(float(nbinom.sf(22, 50, 0.5)))
    assert plan.days_of_cover == pytest.approx(12 / 5)
    assert days_needed(3, 7) == 10


def test_a_beginner_orders_what_is_likely_and_no_more() -> None:
    assert (service_for(0), service_for(6), service_for(7)) == (EVEN, EVEN, SERVICE)
    plan = reorder(outlook(5, burst=20), Shelf(on_hand=0), service=service_for(1))
    assert plan.order_up_to < 5 * 14 < reorder(outlook(5, burst=20), Shelf(on_hand=0)).order_up_to


def test_unknown_stock_is_never_guessed() -> None:
    plan = reorder(outlook(5), Shelf(on_hand=None))
    assert plan.order_quantity is None
    assert plan.stockout_risk is None
    assert plan.days_of_cover is None
    assert plan.reorder_point > 0


def test_what_does_not_keep_is_not_ordered_for_a_week() -> None:
    fresh = reorder(outlook(5), Shelf(on_hand=0, lead_time_days=1, shelf_life_days=2))
    assert fresh.review_days == 2
    assert fresh.order_up_to == quantile(15, 2, 0.95)


def test_a_wrong_count_below_nothing_is_taken_as_nothing() -> None:
    below, nothing = (reorder(outlook(5), Shelf(on_hand=n)) for n in (-8.0, 0.0))
    assert below == nothing


def test_what_hardly_sells_has_no_end() -> None:
    plan = reorder(outlook(0), Shelf(on_hand=3))
    assert plan.order_quantity == 0
    assert plan.stockout_risk == 0
    assert plan.days_of_cover is None


def test_uncertainty_of_the_level_is_ordered_for() -> None:
    sure, unsure = outlook(5), outlook(5)
    unsure = unsure.__class__(
        **{f: getattr(unsure, f) for f in unsure.__slots__} | {"level_variance": 2.0}
    )
    shelf = Shelf(on_hand=0)
    assert reorder(unsure, shelf).order_up_to > reorder(sure, shelf).order_up_to


def test_the_risk_of_each_day_is_that_of_its_own_demand() -> None:
    shelf = Shelf(on_hand=12, in_transit=10, lead_time_days=3)
    found = reorder(outlook(5), shelf, review_days=4).stockout_by_day
    assert found is not None
    alone = [float(nbinom.sf(12 if d <= 3 else 22, 5 * d, 0.5)) for d in range(1, 8)]
    assert found == pytest.approx([max(alone[: d + 1]) for d in range(7)])
    assert list(found) == sorted(found)
    assert reorder(outlook(5), Shelf(on_hand=None)).stockout_by_day is None


def test_an_uncertain_lead_time_is_ordered_for() -> None:
    sure, unsure = (
        reorder(outlook(5), Shelf(on_hand=0, lead_time_days=3, lead_time_sd=sd)) for sd in (0, 2)
    )
    burst = 2 + (5 * 2) ** 2 / 50
    assert unsure.order_up_to == quantile(50, burst, 0.95) > sure.order_up_to
    assert unsure.safety_stock > sure.safety_stock
    assert unsure.lead_time_demand == sure.lead_time_demand


def test_demand_in_an_uncertain_lead_time_against_a_simulation() -> None:
    """Variance = mean lead time x variance of a day + (mean of a day)² x variance of the lead time."""
    rng = np.random.default_rng(3)
    takes = rng.choice([3, 4], p=[0.75, 0.25], size=200_000)
    asked = nbinom.rvs(5 * takes, 0.5, random_state=rng)
    shelf = Shelf(on_hand=0, lead_time_days=3.25, lead_time_sd=float(takes.std()))
    plan = reorder(outlook(5), shelf)
    assert plan.lead_time_demand == pytest.approx(asked.mean(), rel=0.01)
    assert abs(plan.reorder_point - np.quantile(asked, SERVICE)) <= 1


def test_the_newsvendor_s_quantities() -> None:
    """stockpyl 1.0.2: newsvendor_poisson(1, 19, 10), newsvendor_normal(0.18, 0.70, 50, 8)."""
    counts = Counts(10, 10)
    assert counts.quantile(19 / 20) == 15
    left = sum(1 - counts.above(n) for n in range(15))
    lost = sum(counts.above(n) for n in range(15, 100))
    assert left + 19 * lost == pytest.approx(7.0696, abs=5e-5)
    assert Counts(50, 64, 0.01).quantile(0.7 / 0.88) == pytest.approx(56.604, rel=0.005)


@pytest.mark.parametrize(
    ("amount", "pack", "ordered"),
    [(0, "1", 0), (-3, "10", 0), (0.2, "1", 1), (10, "10", 10), (10.5, "10", 20), (3, "2.5", 5)],
)
def test_packs(amount: float, pack: str, ordered: float) -> None:
    assert in_packs(amount, Decimal(pack)) == ordered


@given(
    st.floats(0, 300),
    st.floats(0.2, 30),
    st.none() | st.floats(-50, 5000),
    st.floats(-10, 5000),
    st.floats(0, 30),
    st.sampled_from(["1", "2.5", "10", "50"]),
    st.none() | st.integers(0, 400),
    st.integers(1, 30),
)
def test_an_order_is_never_negative_and_always_in_packs(
    rate: float,
    burst: float,
    on_hand: float | None,
    in_transit: float,
    lead_time: float,
    pack: str,
    shelf_life: int | None,
    review: int,
) -> None:
    shelf = Shelf(on_hand, in_transit, lead_time, Decimal(pack), shelf_life)
    plan = reorder(outlook(rate, burst=burst, days=days_needed(lead_time, review)), shelf, review)
    assert plan.safety_stock >= 0
    assert plan.reorder_point <= plan.order_up_to
    if on_hand is None:
        assert plan.order_quantity is None
        return
    assert plan.order_quantity is not None
    assert plan.order_quantity >= 0
    assert Decimal(str(plan.order_quantity)) % Decimal(pack) == 0
    there = max(0.0, on_hand) + max(0.0, in_transit)
    assert there + plan.order_quantity >= plan.order_up_to - 1e-5
    assert plan.stockout_risk is not None
    assert (plan.order_quantity > 0) == (there < plan.order_up_to - 1e-6)
