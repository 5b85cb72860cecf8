"""What users with the same goods buy, and which goods have the same users."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from haat.analytics.recommending.lines import Codes, Floats, sparse_rows

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
        return _strongest(shared, LIKE_USERS, LOCALITY)

    def scores(self, alike: Any) -> Floats:
        """Rows x items: what the like users buy, and how often."""
        found: Floats = (alike @ self.habit).toarray()
        return found


def crowd(matrix: Any, habit: Any) -> Crowd:
    """Users x items: who has what (1), and how often she buys it (0 to 1)."""
    sizes = np.sqrt(np.maximum(np.asarray(matrix.sum(axis=1)).ravel(), 1.0))
    return Crowd(matrix, sizes.astype(np.float32), habit)


def like_items(matrix: Any) -> Any:
    """Items x items (CSR): the cosine of the users that two items share, of the closest of each."""
    bought = np.sqrt(np.maximum(np.asarray(matrix.sum(axis=0)).ravel(), 1.0)).astype(np.float32)
    by_item, parts = matrix.T.tocsr(), []
    for start in range(0, matrix.shape[1], CHUNK):
        shared = (by_item[start : start + CHUNK] @ matrix).toarray()
        shared /= bought[start : start + CHUNK, None] * bought[None, :]
        here = np.arange(len(shared))
        shared[here, start + here] = 0.0
        parts.append(_strongest(shared, LIKE_ITEMS, None))
    from scipy.sparse import vstack  # noqa: PLC0415  # heavy, and only where goods are compared

    return vstack(parts, format="csr")


def _strongest(found: Floats, count: int, power: float | None) -> Any:
    """The largest of each row as CSR; with a power they are raised to it and add up to 1."""
    count = min(count, found.shape[1])
    columns = np.argpartition(-found, count - 1, axis=1)[:, :count]
    values = np.take_along_axis(found, columns, axis=1)
    if power is not None:
        values = values**power
        values /= np.maximum(values.sum(axis=1, keepdims=True), 1e-12)
    rows = np.repeat(np.arange(len(found)), count)
    kept = values.ravel() > 0
    height, width = found.shape
    return sparse_rows(rows[kept], columns.ravel()[kept], height, width, values.ravel()[kept])
