"""Elasticities from a product's own price changes: shrunk, never positive, and as sure as they are."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.demo.filling import ledger_of
from app.demo.generator import Ledger
from eval.pricing.truth import past
from haat.analytics.elasticities.shop import (
    LEAST_DAYS,
    elasticities,
    past_of,
    price_changes,
)
from haat.analytics.price_response import (
    BRANDS,
    STAPLES,
    Elasticity,
    Prior,
    SellingDay,
    believed,
    below_zero,
    prior_of,
)

FIRST = date(2025, 1, 1)


def estimate(days: list[SellingDay], prior: Prior) -> Elasticity:
    """Of a product that is alone in its shop."""
    return elasticities({"one": past_of("other", prior, days)})["one"]


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


def test_scale_of_units_hardly_matters() -> None:
    days = _shop(-1.5)
    grams = [SellingDay(d.date, d.units * 1000, d.price) for d in days]
    a, b = estimate(days, BRANDS), estimate(grams, BRANDS)
    assert a.value == pytest.approx(b.value, abs=0.03)  # pieces are counted, grams measured
    assert a.lower == pytest.approx(b.lower, abs=0.15)


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
    found: list[Elasticity] = []
    truth: list[float] = []
    for shop in sorted({shop.id for shop, _ in ledger.series}):
        columns = [n for n, (s, _) in enumerate(ledger.series) if s.id == shop]
        told = elasticities({str(n): past(ledger, n) for n in columns})
        found += [told[str(n)] for n in columns]
        truth += [ledger.series[n][1].elasticity for n in columns]
    assert all(e.upper < 0 for e in found)
    covered = [e.lower <= t <= e.upper for e, t in zip(found, truth, strict=True)]
    assert np.mean(covered) >= 0.9

    def rmse(values: list[float]) -> float:
        return float(np.sqrt(np.mean((np.array(values) - truth) ** 2)))

    assert rmse([e.value for e in found]) < 0.6 * rmse([believed(e.prior).value for e in found])
    assert np.mean([e.upper - e.lower for e in found]) < 0.6 * np.mean(
        [believed(e.prior).upper - believed(e.prior).lower for e in found]
    )


def test_goods_with_few_changes_lean_on_their_like() -> None:
    steady = _shop(-2.8, 120, 20.0, seed=99, spell=400)
    goods = {str(n): past_of("pickle", BRANDS, _shop(-2.8, seed=n, mean=40)) for n in range(8)}
    found = elasticities({**goods, "steady": past_of("pickle", BRANDS, steady)})["steady"]
    alone = estimate(steady, BRANDS)
    assert found.own == alone.own == 0  # its own price history is too short, whatever its like say
    assert abs(found.value + 2.8) < abs(alone.value + 2.8)
    assert found.upper - found.lower < alone.upper - alone.lower


def test_categories_lean_on_the_shop_and_priors_keep_apart() -> None:
    cheap = {f"c{n}": past_of("snack", BRANDS, _shop(-3.0, seed=n, mean=40)) for n in range(6)}
    new = {"new": past_of("soap", BRANDS, _shop(-3.0, 60, 5.0, seed=50, spell=15))}
    food = {"rice": past_of("cereal", STAPLES, _shop(-1.0, seed=60))}
    apart, together = elasticities(new | food), elasticities(cheap | new | food)
    assert together["new"].value < apart["new"].value
    # weekdays alone are shared
    assert together["rice"].value == pytest.approx(apart["rice"].value, abs=0.05)


def test_what_rivals_ask_is_not_taken_for_the_price() -> None:
    """When the neighbour is dear she is dear too, and all come to her."""
    chance = np.random.default_rng(4)
    days = []
    for n, d in enumerate(_shop(-2.0, 700, 40, spell=7)):
        noise = np.random.default_rng(n // 7).uniform(0.85, 1.15)
        rival = d.price * noise
        units = float(chance.poisson(d.units * (rival / 100) ** 0.8))
        days.append(SellingDay(d.date, units, d.price, rival=rival))
    plain = [SellingDay(d.date, d.units, d.price) for d in days]
    found = estimate(days, BRANDS)
    assert found.lower < -2.0 < found.upper
    assert estimate(plain, BRANDS).lower > -2.0


def test_weekdays_are_not_taken_for_the_price() -> None:
    """Dear on Sundays, when all come for everything."""
    goods = {}
    for k in range(6):
        days = []
        for d in _shop(-2.0, 400, 40, seed=k):
            sunday = d.date.weekday() == 6
            dear = 1.1 if sunday and k == 0 else 1.0
            units = d.units * (1.5 if sunday else 1.0) * dear**-2
            days.append(SellingDay(d.date, units, d.price * dear))
        goods[str(k)] = past_of("other", BRANDS, days)
    found = elasticities(goods)["0"]
    assert found.value == pytest.approx(-2, abs=0.3)


@given(seed=st.integers(0, 1000))
@settings(max_examples=10, deadline=None)
def test_spells_hold_what_was_sold(seed: int) -> None:
    days = _shop(-2.0, 100, 3, seed, spell=3)
    days = [replace(d, ran_out=n % 9 == 0) for n, d in enumerate(days)]
    told = [d for d in days if not d.ran_out]
    past_days = past_of("other", BRANDS, days)
    assert sum(s.units for s in past_days.spells) == sum(d.units for d in told)
    assert sum(past_days.days) == sum(len(s.weekdays) for s in past_days.spells) == len(told)
    assert {s.week for s in past_days.spells} == {d.date.toordinal() // 7 for d in told}
