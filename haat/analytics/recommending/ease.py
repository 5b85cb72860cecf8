"""Which items go with which: a linear model of a user's items from her other items."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from haat.analytics.recommending.lines import Codes, Floats

MOST_ITEMS = 5_000  # the cost grows with the cube, the memory with the square
LAMBDAS = (50.0, 150.0, 400.0, 1000.0)
TRIED_ITEMS = 800


@dataclass(frozen=True, slots=True, eq=False)
class Ease:
    """`weights[own, other]` of the items in `head`, float32; `place` is -1 of the others."""

    head: Codes
    place: Codes
    weights: Floats

    def scores(self, rows: Any) -> Floats:
        """Users x all items from users' own items (CSR); 0 outside of the head."""
        told: Floats = rows[:, self.head] @ self.weights
        if len(self.head) == len(self.place):
            return told
        found = np.zeros((rows.shape[0], len(self.place)), dtype=np.float32)
        found[:, self.head] = told
        return found


def ease(matrix: Any, penalty: float, most: int = MOST_ITEMS) -> Ease:
    """Learn from users x items (CSR of 1); Steck (2019), Embarrassingly Shallow Autoencoders."""
    bought = np.asarray(matrix.sum(axis=0)).ravel()
    head = np.sort(np.argsort(-bought, kind="stable")[: min(most, int((bought > 0).sum()))])
    place = np.full(matrix.shape[1], -1)
    place[head] = np.arange(len(head))
    return Ease(head, place, _solved(matrix[:, head], penalty))


def _solved(matrix: Any, penalty: float) -> Floats:
    """B = -P / diag(P), its diagonal 0, with P = (X'X + penalty I)^-1, in the place of X'X."""
    from scipy.linalg import lapack  # noqa: PLC0415  # heavy, and only where goods are compared

    gram = np.asfortranarray((matrix.T @ matrix).toarray(), dtype=np.float32)
    gram[np.diag_indices_from(gram)] += np.float32(penalty)
    factor, _ = lapack.spotrf(gram, lower=1, overwrite_a=1, clean=0)
    inverse, _ = lapack.spotri(factor, lower=1, overwrite_c=1)
    for column in range(len(inverse)):
        inverse[column, column + 1 :] = inverse[column + 1 :, column]
    diagonal = np.diag(inverse).copy()
    inverse /= -diagonal[None, :]
    inverse[np.diag_indices_from(inverse)] = 0.0
    return np.ascontiguousarray(inverse)
