"""What many units sell at other prices, and how their elasticities lean on one another."""

import numpy as np
import pytest

from haat.analytics.elasticities.counted import of_those_sold
from haat.analytics.elasticities.outlook import outlook_of
from haat.analytics.elasticities.response import learned
from haat.analytics.elasticities.sales import Sales, medians

WEEKS = 30


def sales(true: list[float], seed: int = 3, noise: float = 0.2, level: float = 4.0) -> Sales:
    """A shop's products with these elasticities, sold for thirty weeks at prices by chance."""
    chance = np.random.default_rng(seed)
    units = len(true)
    unit, period = (index.ravel() for index in np.indices((units, WEEKS)))
    price = np.exp(chance.normal(0, 0.15, len(unit)))
    log = level + np.array(true)[unit] * np.log(price) + chance.normal(0, noise, len(unit))
    sold = chance.poisson(np.exp(log)).astype(float)
    return Sales(unit, period, price, sold, np.arange(units), np.zeros(units, dtype=np.int64))


def test_medians_are_those_of_each_unit() -> None:
    values, unit = np.array([3.0, 1.0, 2.0, np.nan, 5.0, 4.0]), np.array([0, 0, 0, 1, 1, 1])
    found = medians(values, unit, 3)
    assert found[:2].tolist() == [2.0, 4.5]
    assert np.isnan(found[2])


def test_elasticities_are_found_and_below_zero() -> None:
    true = [-1.0, -2.0, -3.0, -1.5]
    found = learned(sales(true)).elasticities()
    assert found.value == pytest.approx(true, abs=0.6)
    assert (found.upper < 0).all()


def test_noisy_units_lean_on_their_like() -> None:
    given = sales([-2.0] * 8, noise=1.0)
    alone = [
        np.polyfit(np.log(given.price[k]), np.log(np.maximum(given.sold[k], 0.5)), 1)[0]
        for k in (given.unit == n for n in range(8))
    ]
    found = learned(given).elasticities()
    assert np.std(found.value) < np.std(alone)


def test_sales_never_rise_with_the_price() -> None:
    given = sales([-0.2, -1.0])
    outlook = outlook_of(given)
    prices = np.exp(np.linspace(-0.4, 0.4, 9))
    asked = Sales(
        np.repeat(np.arange(2), 9), np.full(18, WEEKS + 5), np.tile(prices, 2),
        np.full(18, np.nan), given.product, given.store,
    )  # fmt: skip
    told = outlook.foretell(asked)
    assert (np.diff(told.log_units.reshape(2, 9)) <= 1e-9).all()
    assert (told.sd > 0).all()


def test_what_is_far_ahead_is_less_sure() -> None:
    given = sales([-1.0, -2.0, -1.5])
    ahead = np.array([WEEKS, WEEKS + 60])
    asked = Sales(
        np.zeros(2, dtype=np.int64), ahead, np.ones(2), np.full(2, np.nan),
        given.product, given.store,
    )  # fmt: skip
    sd = outlook_of(given).foretell(asked).sd
    assert sd[1] >= sd[0]


def test_zeros_count_where_little_is_sold() -> None:
    true = [-2.0] * 6
    given = sales(true, level=0.0, noise=0.1)
    assert (given.sold == 0).any()
    with_zeros = learned(given).elasticities().value.mean()
    without = learned(given.only(given.sold > 0)).elasticities().value.mean()
    assert abs(with_zeros + 2.0) < abs(without + 2.0)


def test_the_log_of_those_sold_is_that_of_a_count_above_zero() -> None:
    chance = np.random.default_rng(5)
    log, spread = np.array([0.3, 3.0, 6.0]), np.array([0.5, 0.5, 0.5])
    mean, sd = of_those_sold(log, spread)
    drawn = chance.poisson(np.exp(log + spread * chance.normal(size=(200_000, 3))))
    for place in range(2):
        sold = np.log(drawn[drawn[:, place] > 0, place])
        assert mean[place] == pytest.approx(sold.mean(), abs=0.02)
        assert sd[place] == pytest.approx(sold.std(), abs=0.03)
    assert (mean[2], sd[2]) == (6.0, 0.5)
