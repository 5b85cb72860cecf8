"""The count distribution against scipy's, and laws that every amount keeps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson

from haat.analytics.forecast.counts import Counts

MEANS = [0.02, 0.5, 3.0, 17.3, 240.0, 1900.0]
BURSTS = [1.0, 1.4, 3.0, 25.0]


@pytest.mark.parametrize("mean", MEANS)
@pytest.mark.parametrize("burst", BURSTS)
def test_quantiles_and_tails_are_scipys(mean: float, burst: float) -> None:
    counts = Counts(mean, mean * burst)
    oracle = poisson(mean) if burst == 1 else nbinom(mean / (burst - 1), 1 / burst)
    lot = max(1, min(round(mean / 400), int(burst)))
    for probability in (0.025, 0.5, 0.95, 0.975):
        assert abs(counts.quantile(probability) - oracle.ppf(probability)) <= (
            lot if lot > 1 else 0
        )
    if lot == 1:
        for amount in (0, 1, 5, int(mean * 1.5)):
            assert counts.above(amount) == pytest.approx(oracle.sf(amount), abs=1e-9)


def test_the_newsvendor_of_the_textbook() -> None:
    """Holding 1, shortage 19, Poisson demand of 10: 15 units (critical ratio 0.95)."""
    assert Counts(10, 10).quantile(19 / 20) == 15


def test_amounts_come_in_the_steps_in_which_is_sold() -> None:
    halves = Counts(3.2, 4.0, 0.5)
    assert halves.quantile(0.9) % 0.5 == 0
    assert halves.quantile(0.9) == nbinom.ppf(0.9, 6.4**2 / (16 - 6.4), 6.4 / 16) / 2


@pytest.mark.parametrize("burst", [1.0, 1.4])
def test_very_many_are_as_good_as_normal(burst: float) -> None:
    counts = Counts(40_000, 40_000 * burst)
    oracle = poisson(40_000) if burst == 1 else nbinom(40_000 / (burst - 1), 1 / burst)
    for probability in (0.025, 0.95, 0.975):
        assert counts.quantile(probability) == pytest.approx(oracle.ppf(probability), abs=3)
    assert counts.above(40_300) == pytest.approx(oracle.sf(40_300), abs=2e-3)


def test_nothing_is_asked_for_where_the_mean_is_nothing() -> None:
    assert Counts(0, 0).quantile(0.99) == 0
    assert Counts(0, 0).above(0) == 0
    assert Counts(0, 0).above(-1) == 1


@given(
    st.floats(0, 5000), st.floats(0.1, 60), st.sampled_from([0.01, 0.25, 0.5, 1.0]),
    st.floats(0.01, 0.99),
)  # fmt: skip
def test_what_is_enough_with_a_probability_is_rarely_exceeded(
    mean: float, burst: float, step: float, probability: float
) -> None:
    counts = Counts(mean, mean * burst, step)
    enough = counts.quantile(probability)
    assert enough >= 0
    assert counts.above(enough) <= 1 - probability + 1e-6
    assert 0 <= counts.above(enough / 2) <= 1
