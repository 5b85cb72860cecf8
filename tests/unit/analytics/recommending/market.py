"""Invented buyers: tastes, habits and a catalogue, from a seed."""

from typing import Any

import numpy as np

from haat.analytics.recommending.lines import Goods, Lines, lines_of


def lines(rows: list[tuple[int, int, int]], users: int, items: int) -> Lines:
    """From (user, day, item), one piece each."""
    told = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return lines_of(told[:, 0], told[:, 1], told[:, 2], np.ones(len(told)), (users, items))


def market(users: int = 120, items: int = 60, seed: int = 3, days: int = 120) -> Lines:
    """Two kinds of users, each of whom buys mostly from her half of the items, and much of it again."""
    draw = np.random.default_rng(seed)
    rows = []
    for user in range(users):
        liked = draw.permutation(items // 2)[:12] + (user % 2) * (items // 2)
        for day in np.sort(draw.permutation(days)[: draw.integers(2, 9)]):
            chosen = [*draw.choice(liked, 4, replace=False), int(draw.integers(items))]
            rows += [(user, int(day), int(item)) for item in chosen]
    return lines(rows, users, items)


def nameless(items: int) -> Goods:
    """Goods of which nothing is told."""
    return Goods([""] * items, [""] * items, np.full(items, np.nan))


def dense(matrix: Any) -> np.ndarray[Any, Any]:
    """A sparse matrix as an array."""
    return np.asarray(matrix.todense())
