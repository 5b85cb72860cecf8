"""What drifting levels add to the doubt: as a plain double sum has it, and no more than it should."""

import numpy as np

from haat.analytics.elasticities.drift import Drift
from haat.analytics.elasticities.lasting import lasting
from haat.analytics.elasticities.response import learned
from haat.analytics.elasticities.sales import Floats, Sales
from haat.analytics.elasticities.terms import PRICE

NOTHING = np.zeros(0)


def _drift(lasting_for: float, spread: float) -> Drift:
    return Drift(lasting_for, spread, 0, NOTHING, NOTHING, NOTHING)


def test_it_is_the_sum_over_all_pairs_of_periods() -> None:
    chance = np.random.default_rng(3)
    unit = np.repeat(np.arange(3), [4, 6, 5])
    period = np.concatenate([np.sort(chance.permutation(9)[:n]) for n in (4, 6, 5)]) + 100
    pull = chance.normal(size=(15, 2))
    found = lasting(pull, unit, period, 3, _drift(0.8, 0.3))
    length = np.arange(np.ptp(period) + 1)
    level = np.mean(0.8 ** np.abs(length[:, None] - length))
    for one in range(3):
        its, when = pull[unit == one], period[unit == one]
        kernel = 0.3 * 0.8 ** np.abs(when[:, None] - when)
        np.fill_diagonal(kernel, 0.3 * level)
        np.testing.assert_allclose(found[one], its.T @ kernel @ its)


def _errors(seed: int) -> Floats:
    """By how many standard deviations the slopes of forty goods, each by itself, are wrong."""
    chance = np.random.default_rng(seed)
    goods, weeks = 40, 60
    unit, week = (index.ravel() for index in np.indices((goods, weeks)))
    price = np.exp(chance.normal(0, 0.3, len(unit)))
    true = chance.normal(-2, 0.5, goods)
    noise = 0.4 * chance.standard_t(5, len(unit))
    sold = np.exp(6 + true[unit] * np.log(price) + noise)
    alone = np.arange(goods)
    pooled = learned(Sales(unit, week, price, sold, alone, alone)).pooled
    sd = np.sqrt(pooled.covariance[:, PRICE, PRICE])
    found: Floats = (pooled.terms[:, PRICE] - true) / sd
    return found


def test_errors_under_heavy_tails_are_as_large_as_is_said() -> None:
    errors = np.concatenate([_errors(seed) for seed in range(8)])
    assert 0.92 < np.sqrt(np.mean(errors**2)) < 1.08
