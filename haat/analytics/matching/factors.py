"""Sellers and buyers as points in one space, where who deals with whom is near."""

from typing import Any

import numpy as np

from haat.analytics.matching.market import Flags, Singles
from haat.analytics.matching.wording import Matrix

SIZE = 32
ROUNDS = 8
TRUST = 10.0  # what a deal weighs beside the many pairs without one
DRAWN = 30.0  # towards nothing, where little is known
TOGETHER = 4_096  # rows solved at once
FEW = SIZE // 2  # deals of a row, below which it is quicker to solve for them


def factors(weights: Matrix, seed: int) -> tuple[Singles, Singles]:
    """Points of sellers and of buyers; their product is near 1 where deals are to be expected.

    Implicit alternating least squares (Hu, Koren and Volinsky, 2008). `weights` is sellers x buyers.
    """
    rng = np.random.default_rng(seed)
    sellers = np.zeros((weights.shape[0], SIZE), dtype=np.float32)
    buyers = rng.normal(0, SIZE**-0.5, (weights.shape[1], SIZE)).astype(np.float32)
    back = weights.T.tocsr()
    for _ in range(ROUNDS):
        _solve(weights, buyers, sellers)
        _solve(back, sellers, buyers)
    return sellers, buyers


def _solve(weights: Matrix, others: Singles, into: Singles) -> None:
    """The best points of rows, those of the columns being as they are."""
    base = others.T @ others + DRAWN * np.eye(SIZE, dtype=np.float32)
    inverse = np.linalg.inv(base.astype(np.float64)).astype(np.float32)
    many = np.diff(weights.indptr)
    into[many == 0] = 0
    order = np.argsort(many, kind="stable")
    order = order[many[order] > 0]
    for rows in _alike(order, many):
        width = int(many[rows[-1]])
        places = weights.indptr[rows][:, None] + np.arange(width)
        there = np.arange(width) < many[rows][:, None]
        places = np.where(there, places, 0)
        trust = np.where(there, TRUST * weights.data[places], 0).astype(np.float32)
        points = others[weights.indices[places]]
        if width < FEW:
            into[rows] = _by_few(points, trust, there, inverse)
        else:
            into[rows] = _by_many(points, trust, there, base)


def _by_many(points: Singles, trust: Singles, there: Flags, base: Singles) -> Singles:
    """As many equations as dimensions for each row."""
    left = base + np.swapaxes(points * trust[..., None], 1, 2) @ points
    right = (points * (trust + there)[..., None]).sum(axis=1)
    return np.asarray(np.linalg.solve(left, right[..., None])[..., 0])


def _by_few(points: Singles, trust: Singles, there: Flags, inverse: Singles) -> Singles:
    """The same by as many equations as a row has deals (the identity of Woodbury, 1950)."""
    ahead = points @ inverse
    left = trust[..., None] * (ahead @ np.swapaxes(points, 1, 2))
    left += np.eye(left.shape[1], dtype=np.float32)
    found = np.linalg.solve(left, (trust + there).astype(np.float32)[..., None])
    return np.asarray((found * ahead).sum(axis=1))


def _alike(order: Any, many: Any) -> Any:
    """Runs of rows that are about equally long, so that padding costs little."""
    start = 0
    while start < len(order):
        limit = max(4, int(many[order[start]] * 1.3))
        end = int(np.searchsorted(many[order], limit, side="right"))
        end = min(end, start + max(1, TOGETHER * 8 // limit))
        yield order[start:end]
        start = end
