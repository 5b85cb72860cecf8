"""The curve from a score to a probability: rising, near to the truth, and silent where it would err."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haat.analytics.matching.curve import curve
from haat.analytics.matching.fit import LEAST_OUTCOMES
from haat.analytics.matching.market import Flags, Floats


def drawn(seed: int, many: int, low: float, high: float) -> tuple[Floats, Flags]:
    """Scores, of which those above the middle end in an order more often."""
    rng = np.random.default_rng(seed)
    scores = rng.random(many).round(4)
    return scores, rng.random(many) < np.where(scores > 0.5, high, low)


def test_below_two_hundred_outcomes_there_is_none() -> None:
    scores, won = drawn(1, LEAST_OUTCOMES - 1, 0.05, 0.1)
    assert curve(scores, won) is None


def test_where_too_much_is_left_to_chance_there_is_none() -> None:
    scores, won = drawn(1, LEAST_OUTCOMES, 0.45, 0.55)
    assert curve(scores, won) is None
    assert curve(*drawn(1, 2 * LEAST_OUTCOMES, 0.45, 0.55)) is not None


def test_scores_that_are_all_alike_have_the_share_of_orders() -> None:
    found = curve(np.full(200, 0.4), np.arange(200) % 4 == 0)
    assert found is not None
    assert [found.confidence(value) for value in (0.1, 0.4, 0.9)] == [0.25] * 3


@settings(max_examples=10)
@given(st.integers(0, 10_000))
def test_confidence_rises_with_the_score_and_is_a_probability(seed: int) -> None:
    found = curve(*drawn(seed, 250, 0.05, 0.2))
    assert found is not None
    told = [found.confidence(value) for value in np.linspace(-0.1, 1.1, 50).tolist()]
    assert told == sorted(told)
    assert all(0 <= one <= 1 for one in told)


@pytest.mark.parametrize("seed", range(3))
def test_a_step_in_the_truth_is_followed(seed: int) -> None:
    found = curve(*drawn(seed, 3000, 0.1, 0.6))
    assert found is not None
    assert [found.confidence(one) for one in (0.2, 0.8)] == pytest.approx([0.1, 0.6], abs=0.08)
