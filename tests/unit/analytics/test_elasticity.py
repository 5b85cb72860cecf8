"""Elasticities from a product's own price changes: shrunk, never positive, and as sure as they are."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.demo.filling import ledger_of
from app.demo.generator import Ledger
from haat.analytics.elasticity import LEAST_DAYS, estimate, price_changes
from haat.analytics.price_response import (
    BRANDS,
    STAPLES,
    Elasticity,
    SellingDay,
    believed,
    below_zero,
    prior_of,
)

FIRST = date(2025, 1, 1)


def _shop(
    elasticity: float, days: int = 400, mean: float = 20.0, seed: int = 1, spell: int = 20
) -> list[SellingDay]:
    """A shop that changes its price now and then, and sells by chance."""
    chance = np.random.default_rng(seed)
    prices = 100 * (1 + chance.uniform(-0.15, 0.15, days // spell + 1))
    found = []
    for n in range(days):
        price = float(prices[n // spell])
        rate = mean * (price / 100) ** elasticity
        found.append(SellingDay(FIRST + timedelta(days=n), float(chance.poisson(rate)), price))
    return found


def test_it_is_found_where_the_shop_tells_it() -> None:
    found = estimate(_shop(-2.5, mean=40), STAPLES)  # the prior says -1
    assert found.value == pytest.approx(-2.5, abs=0.3)
    assert found.lower < -2.5 < found.upper
    assert found.own > 0.8
    assert found.price_changes == 19


def test_scale_of_units_does_not_matter() -> None:
    days = _shop(-1.5)
    grams = [SellingDay(d.date, d.units * 1000, d.price) for d in days]
    a, b = estimate(days, BRANDS), estimate(grams, BRANDS)
    assert a.value == pytest.approx(b.value, abs=1e-3)
    assert a.lower == pytest.approx(b.lower, abs=1e-2)


def test_less_history_means_more_prior() -> None:
    owns = [estimate(_shop(-2.5, days), BRANDS).own for days in (90, 180, 400)]
    assert owns == sorted(owns)
    assert 0 < owns[0] < owns[-1]


@pytest.mark.parametrize(
    "days",
    [
        [],
        _shop(-2, LEAST_DAYS - 1),
        _shop(-2, 300, spell=400),  # one price only
        [SellingDay(d.date, 0.0, d.price) for d in _shop(-2)],
        [SellingDay(d.date, d.units, d.price, ran_out=True) for d in _shop(-2)],
    ],
    ids=["none", "short", "one price", "nothing sold", "always empty"],
)
def test_too_little_history_leaves_the_prior(days: list[SellingDay]) -> None:
    found = estimate(days, BRANDS)
    assert found.own == 0
    assert (found.value, found.lower, found.upper) == (
        believed(BRANDS).value, believed(BRANDS).lower, believed(BRANDS).upper,
    )  # fmt: skip


def test_days_on_which_it_ran_out_are_not_demand() -> None:
    days = _shop(-2, mean=40)
    cheap = sorted(d.price for d in days)[len(days) // 3]
    short = [
        SellingDay(d.date, min(d.units, 5), d.price, ran_out=True)
        if d.price < cheap and d.date.day % 2
        else d
        for d in days
    ]
    told = [SellingDay(d.date, d.units, d.price) for d in short]
    assert estimate(short, STAPLES).value == pytest.approx(-2, abs=0.4)
    assert estimate(told, STAPLES).value > -1  # taken for demand they would mislead


def test_offers_are_not_taken_for_price_alone() -> None:
    days = [
        SellingDay(d.date, d.units * (1.6 if d.price < 95 else 1), d.price, promo=d.price < 95)
        for d in _shop(-1.0, 700, 30)
    ]
    plain = [SellingDay(d.date, d.units, d.price) for d in days]
    assert estimate(days, BRANDS).value > estimate(plain, BRANDS).value + 0.5


@settings(max_examples=25, deadline=None)
@given(truth=st.floats(-3, 4), seed=st.integers(0, 10_000), mean=st.floats(0.05, 50))
def test_never_positive_whatever_the_sales_say(truth: float, seed: int, mean: float) -> None:
    found = estimate(_shop(truth, 120, mean, seed, 10), STAPLES)
    assert found.lower <= found.value <= found.upper < 0
    assert 0 <= found.own <= 1


def test_sales_that_rise_with_price_are_not_believed() -> None:
    found = estimate(_shop(6.0, 700, 40, spell=10), STAPLES)
    assert found.contradicted
    assert (found.value, found.own) == (believed(STAPLES).value, 0)


def test_what_is_left_below_zero() -> None:
    chance = np.random.default_rng(3).normal(-1, 0.6, 400_000)
    kept = chance[chance < 0]
    found = below_zero(-1, 0.6, STAPLES)
    assert found.value == pytest.approx(kept.mean(), abs=0.01)
    assert found.lower == pytest.approx(np.quantile(kept, 0.025), abs=0.01)
    assert found.upper == pytest.approx(min(np.quantile(kept, 0.975), -0.05), abs=0.01)


def test_priors_name_their_literature() -> None:
    assert prior_of("cereal", packed=False) is STAPLES
    assert prior_of("cereal", packed=True) is BRANDS
    assert prior_of("shg_craft", packed=False) is BRANDS
    assert "Bijmolt" in BRANDS.source
    assert "Green" in STAPLES.source


def test_small_moves_are_no_price_change() -> None:
    prices = [100, 100.5, 100, 102, 102, 90]
    days = [SellingDay(FIRST + timedelta(days=n), 1, p) for n, p in enumerate(prices)]
    assert price_changes(days) == 2


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return ledger_of(date(2026, 11, 25))


def test_the_demo_shops_truth_is_covered(ledger: Ledger) -> None:
    found = [_of(ledger, column) for column in range(len(ledger.series))]
    truth = [article.elasticity for _, article in ledger.series]
    assert all(e.upper < 0 for e in found)
    covered = [e.lower <= t <= e.upper for e, t in zip(found, truth, strict=True)]
    assert np.mean(covered) >= 0.9

    def rmse(values: list[float]) -> float:
        return float(np.sqrt(np.mean((np.array(values) - truth) ** 2)))

    assert rmse([e.value for e in found]) < 0.8 * rmse([believed(e.prior).value for e in found])
    assert np.mean([e.upper - e.lower for e in found]) < np.mean(
        [believed(e.prior).upper - believed(e.prior).lower for e in found]
    )


def _of(ledger: Ledger, column: int) -> Elasticity:
    article = ledger.series[column][1]
    packed = article.mrp is not None or article.pack_size is not None
    days = [
        SellingDay(
            day,
            float(ledger.sales[n, column]),
            float(ledger.price[n, column]),
            bool(ledger.promo[n, column]),
            bool(ledger.on_hand[n, column] <= 0),
        )
        for n, day in enumerate(ledger.days)
    ]
    return estimate(days, prior_of(article.category, packed=packed))
