"""The sums a unit's rows leave behind once its own deviations are integrated out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from haat.analytics.elasticities.sales import Floats, Integers


@dataclass(frozen=True, slots=True, eq=False)
class Collapsed:
    """Of each unit, with rows x of weight w: what they tell of the mean of its terms.

    `gram` is x'wx; `own` the covariance of its deviations given its rows, (x'wx + 1/spread^2)^-1;
    `told` the information on the mean, x'Vx with V the rows' precision once deviations of that
    spread are integrated out (units x terms x terms each).
    """

    x: Floats
    weight: Floats
    unit: Integers
    gram: Floats
    own: Floats
    told: Floats

    def sums(self, values: Floats) -> Floats:
        """x'wy of each unit."""
        return sums(self.x, self.weight * values, self.unit, len(self.gram))

    def seen(self, values: Floats) -> Floats:
        """Vy of each row."""
        drawn = np.einsum("ukl,ul->uk", self.own, self.sums(values))
        found: Floats = self.weight * (values - along(self.x, drawn, self.unit))
        return found

    def seen_terms(self) -> Floats:
        """Vx, rows x terms."""
        drawn = self.own @ self.gram
        found: Floats = self.weight[:, None] * (
            self.x - np.einsum("rk,rkl->rl", self.x, drawn[self.unit])
        )
        return found

    def deviations(self, values: Floats) -> Floats:
        """The likeliest deviations of each unit's terms, given what is left to explain."""
        found: Floats = np.einsum("ukl,ul->uk", self.own, self.sums(values))
        return found


def collapsed(x: Floats, weight: Floats, unit: Integers, units: int, spread: Floats) -> Collapsed:
    """The sums for deviations of this spread of each term (variances)."""
    terms = x.shape[1]
    gram = np.empty((units, terms, terms))
    for one in range(terms):
        weighed = weight * x[:, one]
        for other in range(one, terms):
            gram[:, one, other] = np.bincount(unit, weighed * x[:, other], units)
            gram[:, other, one] = gram[:, one, other]
    own = inverse(gram + np.diag(1 / spread))
    told = gram - gram @ own @ gram
    return Collapsed(x, weight, unit, gram, own, told)


def sums(x: Floats, values: Floats, unit: Integers, units: int) -> Floats:
    """x'y of each unit."""
    return np.stack([np.bincount(unit, column * values, units) for column in x.T], axis=1)


def along(x: Floats, terms: Floats, code: Integers) -> Floats:
    """x times the terms of each row's group."""
    found = np.zeros(len(x))
    for column, values in zip(x.T, terms.T, strict=True):
        found += column * values[code]
    return found


def inverse(matrices: Floats) -> Floats:
    """Of each matrix."""
    found: NDArray[np.floating] = np.linalg.inv(matrices)
    return found.astype(np.float64, copy=False)
