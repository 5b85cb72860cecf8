"""`python -m eval.match.outcomes`: what a chat learns from outcomes whose truth is known."""

import argparse
from collections.abc import Sequence
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from haat.analytics.matching.fit import WEIGHTS, parts, score
from haat.analytics.matching.weighing import Weighed, weighed

# One market goes by place, price and volume, the other just as the standing formula says.
TRUTHS = {
    "context": {"content": 0.1, "collaborative": 0.1, "context": 0.7, "graph": 0.1},
    "formula": dict(WEIGHTS),
}
SLOPE, MIDDLE = 10.0, 0.6  # of the chance of an order, over the true score
UNSEEN = 6_000
BINS = 15

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def simulated(seed: int, many: int, truth: str) -> tuple[Floats, Flags, Floats]:
    """Unweighted parts of so many enquiries, which ended in an order, and how likely each was to."""
    rng = np.random.default_rng(seed)
    values = rng.beta(2, 2, size=(many, len(WEIGHTS)))
    true = values @ np.array([TRUTHS[truth][name] for name in WEIGHTS])
    chance = 1 / (1 + np.exp(-SLOPE * (true - MIDDLE)))
    return values, rng.random(many) < chance, chance


def told(found: Weighed, values: Floats) -> Floats:
    """The confidence that is told of pairs."""
    curve = found.curve
    if curve is None:
        return np.empty(0)
    scores = score(parts(values, found.weights))
    return np.array([curve.confidence(float(one)) for one in scores])


def calibration_error(confidence: Floats, won: Flags) -> float:
    """How far what is told is from what came, over bins of what is told."""
    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    off = (abs((confidence - won)[place == one].sum()) for one in range(BINS))
    return float(sum(off)) / len(won)


def main(words: Sequence[str] | None = None) -> None:
    """Print a line for each truth and number of outcomes."""
    parser = argparse.ArgumentParser(prog="python -m eval.match.outcomes")
    parser.add_argument("--seeds", type=int, default=10)
    seeds = parser.parse_args(words).seeds
    print(
        "truth, outcomes: learned, largest error of a weight, told a confidence, "
        "calibration error of these, of the truth itself"
    )
    for truth in TRUTHS:
        for many in (200, 300, 500, 1000, 3000):
            print(f"{truth}, {many}: {_line(truth, many, seeds)}")


def _line(truth: str, many: int, seeds: int) -> str:
    learned, off, errors, floors = [], [], [], []
    for seed in range(seeds):
        found = weighed(*simulated(seed, many, truth)[:2])
        values, won, chance = simulated(seed + 1_000, UNSEEN, truth)
        learned.append(found.learned)
        off.append(max(abs(found.weights[name] - TRUTHS[truth][name]) for name in WEIGHTS))
        confidence = told(found, values)
        errors += [calibration_error(confidence, won)] if len(confidence) else []
        floors.append(calibration_error(chance, won))
    return (
        f"{sum(learned)} of {seeds}, {fmean(off):.3f}, {len(errors)} of {seeds}, "
        f"{fmean(errors or [np.nan]):.3f}, {fmean(floors):.3f}"
    )


if __name__ == "__main__":
    main()
