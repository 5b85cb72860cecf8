"""What each part of a score weighs: as it stands, or as the tenant's own outcomes teach where that is better."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from haat.analytics.matching.curve import curve
from haat.analytics.matching.fit import LEAST_OUTCOMES, WEIGHTS, Calibration, parts, score
from haat.analytics.matching.logistic import Prior, fitted, unseen
from haat.analytics.matching.market import Flags, Floats

PULLS = (
    0.001,
    0.01,
    0.1,
)  # towards the standing weights, of a slope's square; which, the folds say
SURE = 2.0  # standard errors by which learned weights must be better


@dataclass(frozen=True, slots=True)
class Weighed:
    """Weights of the parts, which sum to one, and a curve from the score to a probability.

    `gain` is by how much the learned weights lower the mean logarithmic loss of outcomes that they
    had not seen, and `doubt` the standard error of that; both 0 where nothing was tried.
    """

    weights: dict[str, float]
    curve: Calibration | None
    learned: bool
    outcomes: int
    gain: float = 0.0
    doubt: float = 0.0


def standing() -> Weighed:
    """The weights where too little is known."""
    return Weighed(dict(WEIGHTS), None, learned=False, outcomes=0)


def weighed_by(told: Sequence[tuple[Mapping[str, float], bool]]) -> Weighed:
    """As `weighed`, from the parts of each enquiry by their names and whether it ended in an order."""
    values = np.array([[parts[name] for name in WEIGHTS] for parts, _ in told])
    return weighed(values, np.array([won for _, won in told]))


def weighed(values: Floats, won: Flags) -> Weighed:
    """What ended enquiries teach, the oldest first: `values` is outcomes x parts in WEIGHTS' order, unweighted.

    Below 200 outcomes nothing. Else a logistic regression with no weight below nothing, drawn towards
    the standing weights (ridge around a prior; Hoerl and Kennard, 1970), how strongly being chosen on
    stretches that it did not see. It is taken only where these stretches say that it is clearly better.
    """
    if len(won) < LEAST_OUTCOMES:
        return Weighed(dict(WEIGHTS), None, learned=False, outcomes=len(won))
    usual = np.array(list(WEIGHTS.values()))
    fixed = unseen(values @ usual[:, None], won, Prior(np.ones(1), np.inf))
    tried = {pull: unseen(values, won, Prior(usual, pull)) for pull in PULLS}
    best = min(PULLS, key=lambda pull: float(tried[pull].mean()))
    better = fixed - tried[best]
    gain, doubt = float(better.mean()), float(better.std(ddof=1) / np.sqrt(len(better)))
    slopes = fitted(values, won, Prior(usual, best))[1:]
    learned = gain > SURE * doubt and bool(slopes.sum() > 0)
    share = slopes / slopes.sum() if learned else usual
    weights = {name: round(float(one), 4) for name, one in zip(WEIGHTS, share, strict=True)}
    scores = score(parts(values, weights))
    return Weighed(weights, curve(scores, won), learned, len(won), gain, doubt)
