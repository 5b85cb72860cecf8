"""From a score to a probability where outcomes are few: a logistic line, bent where they insist on it."""

import numpy as np

from haat.analytics.matching.fit import LEAST_OUTCOMES, PLACES, Calibration
from haat.analytics.matching.logistic import Prior, fitted, unseen
from haat.analytics.matching.market import Flags, Floats

PIECES = 8  # of the scores, alike in outcomes, each with a slope of its own
PULLS = (0.001, 0.01, 0.1, np.inf)  # towards one slope for all
STEPS = 100  # of the curve that is kept
SMALL = 1e-9
BOUND = 0.03  # how far a probability may be expected to be off; a curve less sure is none


def curve(scores: Floats, won: Flags) -> Calibration | None:
    """How likely an order is at each score.

    None below 200 outcomes, and as long as the outcomes, so few or so mixed, leave the told
    probabilities off by more than three points to be expected. Platt (1999), with pieces as in
    isotonic regression, and their slopes drawn together as strongly as unseen outcomes say.
    """
    if len(won) < LEAST_OUTCOMES or _doubt(scores, won) > BOUND:
        return None
    if np.ptp(scores) == 0:
        return Calibration((float(scores[0]),), (float(won.mean()),))
    knots = np.unique(np.quantile(scores, np.linspace(0, 1, PIECES + 1)))
    spread = float(scores.std())
    values = _pieces(scores, knots) / spread
    alike = np.ones(values.shape[1])
    pull = min(PULLS, key=lambda one: float(unseen(values, won, Prior(alike, one)).mean()))
    found = fitted(values, won, Prior(alike, pull))
    ends = np.linspace(knots[0], knots[-1], STEPS + 1)
    middles = (ends[:-1] + ends[1:]) / 2
    shares = _chance(found[0] + _pieces(middles, knots) / spread @ found[1:])
    return Calibration(tuple(ends[:-1].tolist()), tuple(shares.round(PLACES).tolist()))


def _pieces(scores: Floats, knots: Floats) -> Floats:
    """How much of each piece lies below a score."""
    return np.clip(scores[:, None] - knots[:-1], 0, np.diff(knots))


def _doubt(scores: Floats, won: Flags) -> float:
    """The mean error to be expected of a line's probabilities, by the information in the outcomes (Fisher)."""
    values = (scores - scores.mean())[:, None] / max(float(scores.std()), SMALL)
    found = fitted(values, won, Prior(np.ones(1), np.inf))
    chance = _chance(found[0] + values @ found[1:])
    told = np.column_stack([np.ones(len(won)), values])
    weight = chance * (1 - chance)
    covariance = np.linalg.pinv(told.T @ (told * weight[:, None]))
    error = weight * np.sqrt(np.einsum("ni,ij,nj->n", told, covariance, told))
    return float(np.sqrt(2 / np.pi) * error.mean())


def _chance(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-odds)))
