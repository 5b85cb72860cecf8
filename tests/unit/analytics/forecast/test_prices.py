"""Prices of days: never from what came later, offers apart from what is usual, and learnt by the trees."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.forecast import pooled
from haat.analytics.forecast.demand import Demand
from haat.analytics.forecast.goods import OFFER, PRICE, Plan, panel_of, planned
from haat.analytics.forecast.prices import asked, on_offer

START = date(2025, 9, 1)


def day(n: int) -> date:
    return START + timedelta(days=n)


def test_a_day_without_a_sale_has_the_price_that_stood() -> None:
    paid = {day(1): 40.0, day(3): 32.0, day(6): 44.0}
    told = asked(paid, {day(3): None, day(4): 33.0, day(5): None}, day(0), day(7))
    assert list(told.days) == [None, 40, 40, 32, 33, None, 44, 44]
    assert (told.usual, told.last_paid) == (44, day(6))
    assert told.share == pytest.approx((32 / 40 + 33 / 40) / 2)


prices = st.dictionaries(st.integers(0, 20).map(day), st.floats(1, 100), max_size=15)


@given(prices, st.sets(st.integers(0, 20).map(day), max_size=8), st.integers(0, 20))
def test_what_comes_later_changes_nothing_before(
    paid: dict[date, float], offered: set[date], until: int
) -> None:
    offers = dict.fromkeys(offered, None)
    known = {d: p for d, p in paid.items() if d <= day(until)}
    whole, part = (asked(p, offers, day(0), day(20)) for p in (paid, known))
    assert whole.days[: until + 1] == part.days[: until + 1]


def test_an_offer_s_price_is_as_announced_else_as_before() -> None:
    assert on_offer(30.0, 40.0, 0.9) == 30
    assert on_offer(None, 40.0, 0.9) == 36
    assert on_offer(None, 40.0, None) is None
    assert on_offer(None, None, 0.9) is None


def test_prices_ahead_are_those_planned_in_parts_of_the_mean() -> None:
    known = {
        "rice": Demand(START, (1.0, 2.0), prices=(50.0, None)),
        "salt": Demand(START, (1.0, 2.0)),
        "ghee": Demand(START, (1.0, 2.0), prices=(400.0, 600.0)),
    }
    panel = panel_of(known)
    np.testing.assert_array_equal(
        panel.covariates[PRICE], [[1, np.nan, 0.8], [np.nan, np.nan, 1.2]]
    )
    plan = Plan({"rice": {day(3): 40.0}, "ghee": {day(2): None}}, {"rice": 55.0, "ghee": 600.0})
    ahead = planned(panel, known, plan, 2).planned
    np.testing.assert_array_equal(ahead[OFFER], [[0, 0, 1], [1, 0, 0]])
    np.testing.assert_array_equal(ahead[PRICE], [[1.1, np.nan, 1.2], [0.8, np.nan, 1.2]])


DAYS, STEP = 420, 21  # days that a price holds


def history(seed: int) -> Demand:
    """Twice as much is sold at a fifth less; prices move every three weeks, for each product apart."""
    rng = np.random.default_rng(seed)
    moves = np.repeat(rng.uniform(0.8, 1.2, DAYS // STEP), STEP)
    mean = (6 + seed) * moves ** (np.log(2) / np.log(0.8))
    return Demand(START, tuple(map(float, rng.poisson(mean))), prices=tuple(100 * moves))


def test_a_price_planned_lower_sells_more() -> None:
    known = {f"sku{n}": history(n) for n in range(12)}
    learnt = pooled.learn(known)
    assert learnt is not None
    assert learnt.trees is not None
    cheap, dear = (
        pooled.foretell(learnt, known, Plan(prices=dict.fromkeys(known, p)), day(DAYS), 14)
        for p in (85.0, 115.0)
    )
    ratio = [sum(cheap[sku].means) / sum(dear[sku].means) for sku in known]
    assert min(ratio) > 1.1
    assert 1.4 < np.median(ratio) < 3.2  # in truth 2.56


def test_a_dearer_usual_price_is_no_offer() -> None:
    known = {f"sku{n}": history(n) for n in range(12)}
    offers = {"sku3": {day(DAYS + 2): 85.0}}
    told = pooled.fitted(known, Plan(offers, dict.fromkeys(known, 115.0)), day(DAYS), 14)["sku3"]
    assert [n for n, parts in enumerate(told.parts) if parts.promotion != 1] == [2]
    assert told.parts[2].promotion > 1
    assert told.means[2] > 1.3 * told.means[1]
