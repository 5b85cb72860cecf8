"""What users with the same goods buy, and which goods have the same users."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from haat.analytics.recommending.ease import Ease
from haat.analytics.recommending.lines import Codes, Floats, sparse_rows
from haat.analytics.recommending.picking import best_cells

LIKE_USERS = 60
LIKE_ITEMS = 60
LOCALITY = 3.0  # how much more the most alike count
CHUNK = 512


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """All users: what they have (`matrix`, 1), how big each is, and what each buys how often (`habit`)."""

    matrix: Any
    sizes: Floats
    habit: Any

    def alike(self, rows: Any, users: Codes) -> Any:
        """For each row the users most like it, but herself (-1 where she is none): CSR of weights.

        The cosine of what they have, to the power of `LOCALITY`, which add up to 1: how UP-CF (Faggioli,
        Polato and Aiolli, 2020) weighs its neighbours.
        """
        shared = (rows @ self.matrix.T).toarray()
        own = np.sqrt(np.maximum(np.asarray(rows.sum(axis=1)).ravel(), 1.0))
        shared /= own[:, None] * self.sizes[None, :]
        known = np.flatnonzero(users >= 0)
        shared[known, users[known]] = 0.0
        at, other = best_cells(shared, LIKE_USERS)
        weights = shared[at, other] ** np.float32(LOCALITY)
        weights /= np.bincount(at, weights=weights)[at]
        height, width = shared.shape
        return sparse_rows(at, other, height, width, weights)

    def scores(self, alike: Any) -> Floats:
        """Rows x items: what the like users buy, and how often."""
        found: Floats = (alike @ self.habit).toarray()
        return found


def crowd(matrix: Any, habit: Any) -> Crowd:
    """Users x items: who has what (1), and how often she buys it (0 to 1)."""
    sizes = np.sqrt(np.maximum(np.asarray(matrix.sum(axis=1)).ravel(), 1.0))
    return Crowd(matrix, sizes.astype(np.float32), habit)


def like_items(told: Ease) -> Any:
    """Items x items (CSR): the cosine of the users that two items share, of the closest of each.

    Of the items that the item-to-item model knows.
    """
    bought = np.sqrt(np.maximum(told.together.diagonal(), 1)).astype(np.float32)
    nothing = np.empty(0, dtype=np.int64)
    rows, columns, values = [nothing], [nothing], [np.empty(0, dtype=np.float32)]
    for start in range(0, len(bought), CHUNK):
        cosine = told.together[start : start + CHUNK].astype(np.float32)
        cosine /= bought[start : start + CHUNK, None] * bought[None, :]
        here = np.arange(len(cosine))
        cosine[here, start + here] = 0.0
        at, other = best_cells(cosine, LIKE_ITEMS)
        rows.append(told.head[start + at])
        columns.append(told.head[other])
        values.append(cosine[at, other])
    width = len(told.place)
    first, second = np.concatenate(rows), np.concatenate(columns)
    return sparse_rows(first, second, width, width, np.concatenate(values))
