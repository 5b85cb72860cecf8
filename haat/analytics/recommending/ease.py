"""Which items go with which: a linear model of a user's items from her other items."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from haat.analytics.recommending.lines import Codes, Floats

MOST_ITEMS = 4_000  # the cost grows with the cube, the memory with the square
BLOCK = 256
MOST_COUNTED = 65_535
Counts = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class Ease:
    """Of the items in `head`: `weights[own, other]`, and how many users have both of two (`together`).

    `place` tells where an item stands in the head; -1 where nowhere.
    """

    head: Codes
    place: Codes
    weights: Floats
    together: Counts

    def scores(self, rows: Any) -> Floats:
        """Users x all items from users' own items (CSR); 0 outside of the head."""
        told: Floats = rows[:, self.head] @ self.weights
        if len(self.head) == len(self.place):
            return told
        found = np.zeros((rows.shape[0], len(self.place)), dtype=np.float32)
        found[:, self.head] = told
        return found

    def of_pairs(self, rows: Any, at: Codes, items: Codes) -> Floats:
        """The same of some cells alone, which are in order of their rows (`at`)."""
        found = np.zeros(len(items), dtype=np.float32)
        ends = np.searchsorted(at, np.arange(rows.shape[0] + 1))
        to = self.place[items]
        for row, (first, last) in enumerate(pairwise(ends)):
            own = slice(rows.indptr[row], rows.indptr[row + 1])
            found[first:last] = self._between(rows.indices[own], rows.data[own], to[first:last])
        return found

    def _between(self, own: Codes, worth: Floats, to: Codes) -> Floats:
        """From a user's own items to places in the head; 0 to what is outside."""
        place = self.place[own]
        inside = place >= 0
        told: Floats = worth[inside] @ self.weights[place[inside][:, None], to[None, :]]
        return np.where(to >= 0, told, np.float32(0))


def ease(matrix: Any, penalty: float, most: int) -> Ease:
    """Learn from users x items (CSR of 1); Steck (2019), Embarrassingly Shallow Autoencoders.

    Of the `most` items that most users have.
    """
    bought = np.asarray(matrix.sum(axis=0)).ravel()
    head = np.sort(np.argsort(-bought, kind="stable")[: min(most, int((bought > 0).sum()))])
    place = np.full(matrix.shape[1], -1)
    place[head] = np.arange(len(head))
    together = shared(matrix[:, head])
    return Ease(head, place, solved(together.astype(np.float32), penalty), together)


def shared(matrix: Any) -> Counts:
    """Items x items: how many users have both, a block at a time, which needs less room."""
    width = matrix.shape[1]
    by_item, found = matrix.T.tocsr(), np.empty((width, width), dtype=np.uint16)
    for start in range(0, width, BLOCK):
        block = (by_item[start : start + BLOCK] @ matrix).toarray()
        found[start : start + BLOCK] = np.minimum(block, MOST_COUNTED)
    return found


def solved(gram: Floats, penalty: float) -> Floats:
    """B = -P / diag(P), its diagonal 0, with P = (gram + penalty I)^-1; takes the place of `gram`."""
    from scipy.linalg import lapack  # noqa: PLC0415  # heavy, and only where goods are compared

    here = np.diag_indices_from(gram)
    gram[here] += np.float32(penalty)
    if not len(gram):
        return gram
    factor, _ = lapack.spotrf(gram.T, lower=1, overwrite_a=1, clean=0)
    inverse, _ = lapack.spotri(factor, lower=1, overwrite_c=1)
    for column in range(len(inverse)):
        inverse[column, column + 1 :] = inverse[column + 1 :, column]
    weights: Floats = inverse.T  # the same, row by row in memory
    weights /= -weights[here][None, :]
    weights[here] = 0.0
    return weights
