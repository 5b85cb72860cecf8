"""How much of a seller's deals are with a buyer's organisation, and around its place; told for chosen pairs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from haat.analytics.matching.market import Integers, Singles
from haat.analytics.matching.wording import Matrix


@dataclass(frozen=True, slots=True, eq=False)
class Circle:
    """One way of putting buyers together: the group `of` each, -1 where in none, and sellers x groups of deals.

    `near` is groups x groups for each reach at which a group counts for another; empty where none does.
    """

    of: Integers
    shares: Matrix
    near: Sequence[Singles] = ()


def circle(share: Matrix, members: Matrix, near: Sequence[Singles] = ()) -> Circle:
    """Of buyers x groups, a buyer being in one at most; `share` is sellers x buyers."""
    of = np.full(members.shape[0], -1)
    of[np.repeat(np.arange(members.shape[0]), np.diff(members.indptr))] = members.indices
    return Circle(of, (share @ members).tocsr(), near)


def shared(around: Circle, rows: Integers, chosen: Integers) -> list[Singles]:
    """The share of these sellers' deals with the group of each chosen buyer, 0 where it is in none; by reach."""
    of = around.of[chosen]
    if (of < 0).all():
        return [np.zeros(chosen.shape, dtype=np.float32) for _ in around.near or (None,)]
    dealt = around.shares[rows]
    there = [dealt @ near for near in around.near] if around.near else [dealt.toarray()]
    return [_at(values, of) for values in there]


def _at(values: Singles, of: Integers) -> Singles:
    found = np.take_along_axis(values, np.maximum(of, 0), 1)
    return np.where(of < 0, 0, found).astype(np.float32)
