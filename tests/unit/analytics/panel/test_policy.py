"""Trying out on the past, where the service is known beforehand."""

import numpy as np
import pytest

from haat.analytics.panel.panel import Floats
from haat.analytics.panel.policy import nominal
from haat.analytics.panel.spread import Spread, spread


def demand(series: int = 200, days: int = 300, burst: float = 3.0) -> Floats:
    chance = np.random.default_rng(6)
    rates = np.broadcast_to(np.linspace(2.0, 9.0, series), (days, series))
    return chance.negative_binomial(rates / (burst - 1), 1 / burst).astype(float)


def believed(values: Floats, burst: float) -> Spread:
    one = np.ones(values.shape[1])
    return Spread(burst * one, one, np.linspace(0, 1, 101), np.ones(101))


def test_a_right_distribution_needs_about_the_quantile_of_the_service() -> None:
    values = demand()
    assert nominal(values, spread(values, 9), 9, 7, 0.95) == pytest.approx(0.955, abs=0.02)


def test_what_is_believed_too_even_needs_a_higher_quantile() -> None:
    values = demand()
    even, right = (nominal(values, believed(values, b), 9, 7, 0.95) for b in (1.2, 3.0))
    assert even > right + 0.02


def test_where_lost_sales_leave_more_a_lower_quantile_is_enough() -> None:
    """With a lead time as long as the review, what was lost in the first week is there in the next."""
    values = demand()
    told = believed(values, 3.0)
    assert nominal(values, told, 21, 7, 0.8) < nominal(values, told, 7, 7, 0.8)


def test_a_higher_service_never_needs_a_lower_quantile() -> None:
    values = demand(40)
    told = spread(values, 14)
    found = [nominal(values, told, 14, 7, s) for s in (0.5, 0.7, 0.9, 0.95, 0.99)]
    assert found == sorted(found)


@pytest.mark.parametrize("days", [5, 30, 40])
def test_little_past_leaves_what_is_believed(days: int) -> None:
    values = demand(1, days)
    found = nominal(values, believed(values, 3.0), 9, 7, 0.95)
    assert found == pytest.approx(0.95, abs=0.05 * (days > 35))


def test_days_that_are_not_known_are_not_counted() -> None:
    values = demand(40)
    values[150:] = np.where(np.arange(150)[:, None] % 7 == 0, np.nan, values[150:])
    assert 0.5 < nominal(values, believed(values, 3.0), 9, 7, 0.95) < 1
