"""The best buyers of some sellers, with the parts of each score."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from haat.analytics.matching import formula
from haat.analytics.matching.features import Pairs, pairs
from haat.analytics.matching.fit import WEIGHTS
from haat.analytics.matching.market import Integers, Market, Singles
from haat.analytics.matching.ranker import Ranker
from haat.analytics.matching.signals import signals
from haat.analytics.matching.snapshot import Snapshot
from haat.analytics.matching.tops import firsts, top

PARTS = tuple(WEIGHTS)
# To which part a column belongs whose name begins so; what is not named is context.
_BELONGS = {
    "words": "content",
    "deals": "collaborative",
    "faded": "collaborative",
    "lately": "collaborative",
    "fresh": "collaborative",
    "share": "collaborative",
    "neighbours": "collaborative",
    "walks": "collaborative",
    "factors": "collaborative",
    "peers": "collaborative",
    "organisation": "graph",
    "around": "graph",
}


@dataclass(frozen=True, slots=True, eq=False)
class Shortlist:
    """Sellers x places of the list, best first; `buyers` are -1 where a list is shorter.

    The parts add up to the score; `chance` is what the score is by for the confidence.
    """

    buyers: Integers
    scores: Singles
    chances: Singles
    parts: Mapping[str, Singles]


def by_formula(market: Market, known: Snapshot, rows: Integers, wanted: int) -> Shortlist:
    """The best by the standing formula."""
    found = formula.parts(signals(market, known, rows))
    scores = np.sum(list(found.values()), axis=0)
    best = top(scores, wanted)
    told = np.take_along_axis(scores, best, 1)
    parts = {name: np.take_along_axis(part, best, 1) for name, part in found.items()}
    return Shortlist(best, told, told, parts)


def by_ranker(
    market: Market, known: Snapshot, ranker: Ranker, rows: Integers, wanted: int
) -> Shortlist:
    """The best of the candidates by what was learned."""
    found = pairs(market, known, rows)
    chances = ranker.scores(found.table)
    chosen = firsts(found.row, chances, found.buyer, wanted)
    at = found.row[chosen], _places(found.row[chosen])
    parts = _parts(found, ranker.moved(found.table[chosen]), chosen)
    shape = len(rows), wanted
    return Shortlist(
        buyers=_laid(shape, at, found.buyer[chosen], -1).astype(np.int64),
        scores=_laid(shape, at, np.sum(list(parts.values()), axis=0), -np.inf),
        chances=_laid(shape, at, chances[chosen], -np.inf),
        parts={name: _laid(shape, at, part, 0) for name, part in parts.items()},
    )


def _parts(found: Pairs, moved: Singles, chosen: Integers) -> dict[str, Singles]:
    """What each part brings; what the formula as a whole brings is shared as its own parts are."""
    shares = np.stack([found.table[chosen, found.names.index(f"formula_{p}")] for p in PARTS], 1)
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-9)
    told = {name: np.zeros(len(chosen), dtype=np.float32) for name in PARTS}
    for column, name in enumerate(found.names):
        if name in {"formula", "formula_rank"}:
            for place, part in enumerate(PARTS):
                told[part] += moved[:, column] * shares[:, place]
        else:
            told[_belongs(name)] += moved[:, column]
    return told


def _belongs(name: str) -> str:
    if name.startswith("formula_"):
        return name.removeprefix("formula_")
    return next((part for word, part in _BELONGS.items() if name.startswith(word)), "context")


def _places(row: Integers) -> Integers:
    return np.asarray(np.arange(len(row)) - np.searchsorted(row, row))


def _laid(
    shape: tuple[int, int], at: tuple[Integers, Integers], values: Singles | Integers, empty: float
) -> Singles:
    found = np.full(shape, empty, dtype=np.float64 if values.dtype == np.int64 else np.float32)
    found[at] = values
    return found
