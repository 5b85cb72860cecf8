"""Logistic regression with slopes that never fall, drawn towards a prior as strongly as unseen outcomes say."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from haat.analytics.matching.market import Flags, Floats

FOLDS = 5
FREE = 1e-6  # a pull that pulls at nothing


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """Where slopes are drawn, up to a common factor, and how strongly; infinitely: only the factor is free."""

    slopes: Floats
    pull: float  # of a slope's square


def fitted(values: Floats, won: Flags, prior: Prior) -> Floats:
    """Intercept and slopes, none below nothing (ridge around a prior; Hoerl and Kennard, 1970)."""
    base = _line(values @ prior.slopes[:, None], won)
    around = base[1] * prior.slopes
    start = np.concatenate([base[:1], around])
    if np.isinf(prior.pull):
        return start
    return _least(values, won, start, around, prior.pull / max(float(around @ around), 1e-9))


def unseen(values: Floats, won: Flags, prior: Prior) -> Floats:
    """The loss of each outcome, told from the other stretches of time."""
    losses = np.empty(len(won))
    for held in np.array_split(np.arange(len(won)), FOLDS):
        rest = np.setdiff1d(np.arange(len(won)), held)
        found = fitted(values[rest], won[rest], prior)
        losses[held] = _loss(found[0] + values[held] @ found[1:], won[held])
    return losses


def _line(values: Floats, won: Flags) -> Floats:
    """A logistic regression on one value."""
    return _least(values, won, np.array([0.0, 1.0]), np.zeros(1), FREE)


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
