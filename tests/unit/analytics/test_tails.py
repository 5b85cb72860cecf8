"""Tails of counts, each against a second way of reaching it."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from haat.analytics.tails import PRIOR_SPREAD, at_least, enough, shortage, spread


@example(25, 0.22, 4.95)  # rare and lumpy: a long thin tail
@given(st.integers(0, 60), st.floats(0.2, 40), st.floats(1.0, 5.0))
def test_shortage_agrees_with_scipy(left: int, mean: float, times: float) -> None:
    variance = mean * times
    if times < 1.001:
        law = stats.poisson(mean)
        variance = mean
    else:
        law = stats.nbinom(mean**2 / (variance - mean), mean / variance)
    found = shortage(left, mean, variance)
    above = np.arange(left, left + 900)
    missing = ((above - left) * law.pmf(above)).sum()
    assert found.risk == pytest.approx(float(law.sf(left)), abs=1e-6)
    assert found.expected == pytest.approx(float(missing), abs=1e-5)


@given(st.integers(0, 40), st.integers(0, 120), st.floats(0.5, 60), st.floats(0.5, 240))
def test_share_of_a_spell_agrees_with_scipy(
    count: int, others: int, one: float, other: float
) -> None:
    total = count + others
    law = stats.betabinom(total, one, other)
    assert at_least(count, total, (one, other)) == pytest.approx(
        float(law.sf(count - 1)), rel=1e-6, abs=1e-9
    )


def test_without_spread_it_is_the_binomial_test() -> None:
    found = at_least(12, 20, (7e7, 28e7))
    assert found == pytest.approx(float(stats.binom(20, 7 / 35).sf(11)), rel=1e-4)


@given(st.floats(0.1, 50), st.floats(1.0, 4.0), st.floats(0.01, 0.5))
def test_enough_is_the_smallest_that_suffices(mean: float, times: float, risk: float) -> None:
    found = enough(mean, mean * times, risk)
    assert shortage(found, mean, mean * times).risk <= risk + 1e-9
    if found:
        assert shortage(found - 1, mean, mean * times).risk > risk - 1e-9


def test_spread_is_the_moments_drawn_to_the_prior() -> None:
    assert spread([]) == PRIOR_SPREAD
    assert spread([0.0] * 30) == PRIOR_SPREAD
    steady = spread([4.0] * 28)
    assert steady == pytest.approx(14 * PRIOR_SPREAD / 42)
    wild = spread([0.0, 8.0] * 28)
    assert wild > 0.6
    assert math.isfinite(wild)


def test_nothing_sells_or_far_more_is_there() -> None:
    assert shortage(0, 0, 0).risk == 0
    assert shortage(10_000, 3, 6).risk == 0
    assert enough(0, 0, 0.05) == 0
