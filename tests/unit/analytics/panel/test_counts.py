"""Quantiles of counts against SciPy's for single cases, and that they cover what they say."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from haat.analytics.panel.counts import COUNTED, burst, quantiles
from haat.analytics.panel.foretold import LOWER, PROBABILITIES, UPPER
from tests.unit.analytics.panel.making import FREQUENCIES, demand, panel


@pytest.mark.parametrize(("mean", "spread"), [(0.2, 1.5), (3.0, 2.0), (40.0, 6.0), (9e5, 300.0)])
def test_negative_binomial(mean: float, spread: float) -> None:
    found = quantiles(np.array([[mean]]), np.array([spread])).ravel()
    law = stats.nbinom(mean / (spread - 1), 1 / spread)
    assert (law.mean(), law.var()) == pytest.approx((mean, mean * spread))
    assert found.tolist() == [law.ppf(p) for p in PROBABILITIES]


@pytest.mark.parametrize("mean", [0.05, 1.0, 7.0, 60.0])
@pytest.mark.parametrize("spread", [0.5, 1.0])
def test_poisson_where_the_variance_is_no_more_than_the_mean(mean: float, spread: float) -> None:
    found = quantiles(np.array([[mean]]), np.array([spread])).ravel()
    told = stats.poisson.ppf(PROBABILITIES, mean)
    assert np.abs(found - told).max() <= 1  # one in a hundred more variance moves hardly one


@given(
    means=st.lists(st.floats(0, 1e300), min_size=1, max_size=4),
    spread=st.floats(0.1, 1e6),
)
@settings(max_examples=50)
def test_quantiles_rise_and_are_never_below_zero(means: list[float], spread: float) -> None:
    found = quantiles(np.array([means]), np.full(len(means), spread))
    assert found.shape == (len(PROBABILITIES), 1, len(means))
    assert np.isfinite(found).all()
    assert (found >= 0).all()
    assert all((low <= high).all() for low, high in pairwise(found))


@pytest.mark.parametrize("mean", [COUNTED * 1.01, 1e15, 1e18, 1e100])
def test_amounts_beyond_counting_are_as_wide_as_their_spread_says(mean: float) -> None:
    spread = mean / 100  # a standard deviation of a tenth
    low, high = quantiles(np.array([[mean]]), np.array([spread])).ravel()[[LOWER, UPPER]]
    law = stats.gamma(100, scale=mean / 100)
    assert (low, high) == pytest.approx((law.ppf(0.025), law.ppf(0.975)), rel=1e-6)


def test_spread_is_found_again() -> None:
    random = np.random.default_rng(0)
    true = np.repeat([1.0, 2.0, 4.0], 40)
    mean = np.tile(np.linspace(2, 20, 40), 3)
    poisson = random.poisson(mean[:40], (400, 40))
    bursting = random.negative_binomial(mean[40:] / (true[40:] - 1), 1 / true[40:], (400, 80))
    for values, spread in (
        (poisson, 1.0),
        (bursting[:, :40], 2.0),
        (bursting[:, 40:], 4.0),
    ):
        assert burst(panel(values)).mean() == pytest.approx(spread, rel=0.25)


@pytest.mark.parametrize("frequency", FREQUENCIES)
@pytest.mark.parametrize("spread", [1.5, 3.0, 6.0])
def test_bounds_cover_what_they_say(frequency: str, spread: float) -> None:
    random = np.random.default_rng(1)
    mean = np.linspace(1, 25, 150)
    came = random.negative_binomial(mean / (spread - 1), 1 / spread, (300, 150)).astype(float)
    known = panel(came[:270], next(f for f in FREQUENCIES if f == frequency))
    found = quantiles(np.tile(mean, (30, 1)), burst(known))
    within = (came[270:] >= found[LOWER]) & (came[270:] <= found[UPPER])
    assert 0.93 <= within.mean() <= 0.98


def test_the_week_is_no_burst() -> None:
    values = np.random.default_rng(2).poisson(
        np.tile([2, 2, 2, 2, 4, 12, 12], 60)[:, None], (420, 15)
    )
    assert burst(panel(values)).mean() < 1.2
    assert burst(panel(values, "none")).mean() > 3


@pytest.mark.parametrize("frequency", FREQUENCIES)
def test_next_to_no_history_has_a_spread(frequency: str) -> None:
    known = next(f for f in FREQUENCIES if f == frequency)
    gap = np.full((60, 1), np.nan)
    gap[3] = 4.0
    for values in (np.zeros((1, 1)), np.full((3, 2), 7.0), np.zeros((50, 12)), gap):
        found = burst(panel(values, known))
        assert np.isfinite(found).all()
        assert (found >= 1).all()


def test_levels_that_differ_by_rounding_alone_show_no_trend() -> None:
    random = np.random.default_rng(3)
    shuffled = np.stack([random.permutation(np.arange(300) * 0.1) for _ in range(12)], axis=1)
    found = burst(panel(shuffled, "none"))
    assert np.isfinite(found).all()


def test_of_few_series_each_has_its_own() -> None:
    values = demand(0, 200, 2)
    values[:, 1] *= 5  # as if sold by the five
    calm, wild = burst(panel(values))
    assert wild > 3 * calm
