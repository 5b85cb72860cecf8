"""What each part of a score weighs: as it stands, or as the tenant's own outcomes teach where that is better."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from haat.analytics.matching.fit import (
    LEAST_OUTCOMES,
    WEIGHTS,
    Calibration,
    calibration,
    parts,
    score,
)
from haat.analytics.matching.market import Flags, Floats

FOLDS = 5
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
    fixed = _unseen(values @ usual[:, None], won, _Prior(np.ones(1), np.inf))
    tried = {pull: _unseen(values, won, _Prior(usual, pull)) for pull in PULLS}
    best = min(PULLS, key=lambda pull: float(tried[pull].mean()))
    better = fixed - tried[best]
    gain, doubt = float(better.mean()), float(better.std(ddof=1) / np.sqrt(len(better)))
    slopes = _fit(values, won, _Prior(usual, best))[1:]
    learned = gain > SURE * doubt and bool(slopes.sum() > 0)
    share = slopes / slopes.sum() if learned else usual
    weights = {name: round(float(one), 4) for name, one in zip(WEIGHTS, share, strict=True)}
    scores = score(parts(values, weights))
    curve = calibration(zip(scores.tolist(), won.tolist(), strict=True))
    return Weighed(weights, curve, learned, len(won), gain, doubt)


@dataclass(frozen=True, slots=True, eq=False)
class _Prior:
    """Where slopes are drawn, up to a common factor, and how strongly; infinitely: only the factor is free."""

    slopes: Floats
    pull: float


def _unseen(values: Floats, won: Flags, prior: _Prior) -> Floats:
    """The loss of each outcome, told from the other stretches of time."""
    losses = np.empty(len(won))
    for held in np.array_split(np.arange(len(won)), FOLDS):
        rest = np.setdiff1d(np.arange(len(won)), held)
        found = _fit(values[rest], won[rest], prior)
        losses[held] = _loss(found[0] + values[held] @ found[1:], won[held])
    return losses


def _fit(values: Floats, won: Flags, prior: _Prior) -> Floats:
    """Intercept and slopes, none below nothing."""
    base = _line(values @ prior.slopes[:, None], won)
    around = base[1] * prior.slopes
    start = np.concatenate([base[:1], around])
    if np.isinf(prior.pull):
        return start
    return _least(values, won, start, around, prior.pull / max(float(around @ around), 1e-9))


def _line(values: Floats, won: Flags) -> Floats:
    """A logistic regression on one value."""
    return _least(values, won, np.array([0.0, 1.0]), np.zeros(1), 1e-6)


def _least(values: Floats, won: Flags, start: Floats, around: Floats, pull: float) -> Floats:
    from scipy.optimize import minimize  # noqa: PLC0415  # heavy, and only where something is learned

    def loss(found: Floats) -> tuple[float, Floats]:
        told, away = found[0] + values @ found[1:], found[1:] - around
        miss = 1 / (1 + np.exp(-told)) - won
        whole = float(_loss(told, won).mean() + pull * away @ away)
        slope = values.T @ miss / len(won) + 2 * pull * away
        return whole, np.concatenate([[miss.mean()], slope])

    bounds: Sequence[tuple[float | None, float | None]] = [(None, None), *[(0, None)] * len(around)]
    done = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(done.x)


def _loss(told: Floats, won: Flags) -> Floats:
    """The logarithmic loss of log-odds."""
    return np.asarray(np.logaddexp(0, np.where(won, -told, told)))
