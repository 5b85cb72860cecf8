"""The best buyers of some sellers, with the parts of each score."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from haat.analytics.matching import formula
from haat.analytics.matching.market import Integers, Market, Singles
from haat.analytics.matching.signals import signals
from haat.analytics.matching.snapshot import Snapshot

PARTS = ("content", "collaborative", "context", "graph")


@dataclass(frozen=True, slots=True, eq=False)
class Shortlist:
    """Sellers x places of the list, best first; `buyers` are -1 where a list is shorter."""

    buyers: Integers
    scores: Singles
    parts: Mapping[str, Singles]


def by_formula(market: Market, known: Snapshot, rows: Integers, wanted: int) -> Shortlist:
    """The best by the standing formula."""
    found = formula.parts(market, known, signals(market, known, rows))
    scores = np.sum(list(found.values()), axis=0)
    best = top(scores, wanted)
    return Shortlist(
        buyers=best,
        scores=np.take_along_axis(scores, best, 1),
        parts={name: np.take_along_axis(part, best, 1) for name, part in found.items()},
    )


def top(scores: Singles, wanted: int) -> Integers:
    """The columns of the highest scores of each row, best first; the first column wins a tie."""
    count = scores.shape[1]
    best = np.argpartition(-scores, min(wanted, count) - 1, axis=1)[:, :wanted]
    best.sort(axis=1)
    order = np.argsort(-np.take_along_axis(scores, best, 1), axis=1, kind="stable")
    return np.asarray(np.take_along_axis(best, order, 1), dtype=np.int64)
