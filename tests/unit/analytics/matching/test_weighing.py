"""Weights from outcomes whose truth is known: found again where they differ, left alone where not."""

import numpy as np
import pytest

from haat.analytics.matching.fit import LEAST_OUTCOMES, WEIGHTS, parts, score
from haat.analytics.matching.market import Flags, Floats
from haat.analytics.matching.weighing import Weighed, weighed

TRUE = {"content": 0.1, "collaborative": 0.1, "context": 0.7, "graph": 0.1}


def market(
    seed: int, many: int, weights: dict[str, float], slope: float = 10.0
) -> tuple[Floats, Flags, Floats]:
    """Parts of enquiries, how they ended, and how likely that was."""
    rng = np.random.default_rng(seed)
    values = rng.beta(2, 2, size=(many, len(WEIGHTS)))
    chance = 1 / (1 + np.exp(-slope * (values @ list(weights.values()) - 0.6)))
    return values, rng.random(many) < chance, chance


def confidences(found: Weighed, values: Floats) -> Floats:
    """What is told of new pairs."""
    assert found.curve is not None
    scores = score(parts(values, found.weights))
    return np.array([found.curve.confidence(float(one)) for one in scores])


def calibration_error(told: Floats, won: Flags, bins: int = 15) -> float:
    """ECE: the distance of what is told from what came, over bins of what is told."""
    place = np.minimum((told * bins).astype(int), bins - 1)
    return float(sum(abs((told - won)[place == b].sum()) for b in range(bins)) / len(won))


def test_below_two_hundred_outcomes_the_formula_stands() -> None:
    values, won, _ = market(1, LEAST_OUTCOMES - 1, TRUE)
    found = weighed(values, won)
    assert (found.weights, found.curve, found.learned) == (WEIGHTS, None, False)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_true_weights_are_found_again(seed: int) -> None:
    found = weighed(*market(seed, 3000, TRUE)[:2])
    assert found.learned
    assert list(found.weights.values()) == pytest.approx(list(TRUE.values()), abs=0.08)
    assert sum(found.weights.values()) == pytest.approx(1, abs=1e-3)
    assert all(one >= 0 for one in found.weights.values())


@pytest.mark.parametrize("seed", range(5))
def test_where_the_formula_is_the_truth_it_stands(seed: int) -> None:
    found = weighed(*market(seed, 600, dict(WEIGHTS))[:2])
    assert (found.learned, found.weights) == (False, WEIGHTS)


@pytest.mark.parametrize("seed", range(5))
def test_outcomes_by_chance_teach_nothing(seed: int) -> None:
    values, _, _ = market(seed, 600, TRUE)
    found = weighed(values, np.random.default_rng(seed).random(600) < 0.3)
    assert not found.learned


@pytest.mark.parametrize("weights", [TRUE, dict(WEIGHTS)])
def test_confidence_keeps_what_it_promises_to_new_pairs(weights: dict[str, float]) -> None:
    found = weighed(*market(4, 3000, weights)[:2])
    values, won, _ = market(5, 6000, weights)
    assert calibration_error(confidences(found, values), won) <= 0.03


def test_learned_weights_rank_new_pairs_better() -> None:
    found = weighed(*market(6, 500, TRUE)[:2])
    values, _, chance = market(7, 4000, TRUE)
    by_learned, by_formula = (
        np.corrcoef(values @ list(weights.values()), chance)[0, 1]
        for weights in (found.weights, WEIGHTS)
    )
    assert found.learned
    assert by_learned > by_formula
