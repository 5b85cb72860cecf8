"""Weights from outcomes whose truth is known: found again where they differ, left alone where not."""

import numpy as np
import pytest

from eval.match.outcomes import TRUTHS, calibration_error, simulated, told
from haat.analytics.matching.fit import LEAST_OUTCOMES, WEIGHTS
from haat.analytics.matching.weighing import standing, weighed, weighed_by


def test_below_two_hundred_outcomes_the_formula_stands() -> None:
    values, won, _ = simulated(1, LEAST_OUTCOMES - 1, "context")
    found = weighed(values, won)
    assert (found.weights, found.curve, found.learned) == (WEIGHTS, None, False)
    assert standing().weights == WEIGHTS


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_true_weights_are_found_again(seed: int) -> None:
    found = weighed(*simulated(seed, 3000, "context")[:2])
    assert found.learned
    assert list(found.weights) == list(WEIGHTS)
    assert list(found.weights.values()) == pytest.approx(list(TRUTHS["context"].values()), abs=0.08)
    assert sum(found.weights.values()) == pytest.approx(1, abs=1e-3)
    assert all(one >= 0 for one in found.weights.values())


@pytest.mark.parametrize("seed", range(5))
def test_where_the_formula_is_the_truth_it_stands(seed: int) -> None:
    found = weighed(*simulated(seed, 600, "formula")[:2])
    assert (found.learned, found.weights) == (False, WEIGHTS)


@pytest.mark.parametrize("seed", range(5))
def test_outcomes_by_chance_teach_nothing(seed: int) -> None:
    values, _, _ = simulated(seed, 600, "context")
    assert not weighed(values, np.random.default_rng(seed).random(600) < 0.3).learned


@pytest.mark.parametrize("won", [True, False])
def test_outcomes_that_all_end_alike_teach_nothing(won: bool) -> None:
    values, _, _ = simulated(1, 300, "context")
    found = weighed(values, np.full(300, won))
    assert (found.learned, found.weights) == (False, WEIGHTS)
    assert told(found, values[:5]).tolist() == [float(won)] * 5


@pytest.mark.parametrize("truth", TRUTHS)
def test_confidence_keeps_what_it_promises_to_new_pairs(truth: str) -> None:
    found = weighed(*simulated(4, 3000, truth)[:2])
    values, won, _ = simulated(5, 6000, truth)
    assert calibration_error(told(found, values), won) <= 0.03


@pytest.mark.parametrize("truth", TRUTHS)
def test_confidence_of_few_outcomes_is_off_by_little_where_it_is_told(truth: str) -> None:
    off = []
    for seed in range(4):
        found = weighed(*simulated(seed, 300, truth)[:2])
        values, _, chance = simulated(seed + 100, 2000, truth)
        confidence = told(found, values)
        off += [float(np.abs(confidence - chance).mean())] if len(confidence) else []
    assert len(off) >= 3
    assert np.mean(off) <= 0.06


def test_learned_weights_rank_new_pairs_better() -> None:
    found = weighed(*simulated(6, 500, "context")[:2])
    values, _, chance = simulated(7, 4000, "context")
    by_learned, by_formula = (
        np.corrcoef(values @ list(weights.values()), chance)[0, 1]
        for weights in (found.weights, WEIGHTS)
    )
    assert found.learned
    assert by_learned > by_formula


def test_parts_are_told_by_name_in_any_order() -> None:
    values, won, _ = simulated(8, 300, "context")
    rows = [dict(reversed(list(zip(WEIGHTS, row, strict=True)))) for row in values.tolist()]
    by_name = weighed_by(list(zip(rows, won.tolist(), strict=True)))
    assert by_name == weighed(values, won)
