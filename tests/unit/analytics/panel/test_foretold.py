"""The 95 % bounds that are told of quantiles."""

import numpy as np
import pytest
from scipy.stats import nbinom

from haat.analytics.panel.counts import quantiles
from haat.analytics.panel.foretold import ONE_SIDED, PROBABILITIES, UPPER, bounds

ROWS = np.arange(1.0, len(PROBABILITIES) + 1)[:, None, None]


def test_bounds_are_the_outer_quantiles_where_less_is_possible() -> None:
    lower, upper = bounds(ROWS)
    assert (lower.item(), upper.item()) == (2.0, float(UPPER + 1))


def test_nothing_is_kept_for_below_zero() -> None:
    lower, upper = bounds(np.where(ROWS <= 2, 0.0, ROWS))
    assert (lower.item(), upper.item()) == (0.0, float(ONE_SIDED + 1))


@pytest.mark.parametrize("mean", [0.01, 0.2, 0.7, 1.5, 4.0, 30.0])
@pytest.mark.parametrize("spread", [1.05, 2.0, 6.0])
def test_at_least_95_of_100_outcomes_lie_within(mean: float, spread: float) -> None:
    lower, upper = bounds(quantiles(np.array([[mean]]), np.array([spread])))
    law = nbinom(mean / (spread - 1), 1 / spread)
    within = law.cdf(upper.item()) - law.cdf(lower.item() - 1)
    assert within >= 0.95 - 1e-9
