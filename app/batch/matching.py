"""Finds the best buyers of a chunk of sellers."""

from dataclasses import dataclass

from haat.analytics.matching.market import Integers, Market
from haat.analytics.matching.ranker import Ranker
from haat.analytics.matching.shortlist import Shortlist, by_formula, by_ranker
from haat.analytics.matching.snapshot import Snapshot
from haat.analytics.matching.wide import Wide, by_wide


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Some of the sellers, what is known, and what was learned, if it was."""

    market: Market
    known: Snapshot | Wide
    ranker: Ranker | None
    rows: Integers
    wanted: int


def match(chunk: Chunk) -> tuple[Integers, Shortlist]:
    """The chunk's sellers and their shortlists."""
    market, known, rows, wanted = chunk.market, chunk.known, chunk.rows, chunk.wanted
    if isinstance(known, Wide):
        return rows, by_wide(market, known, rows, wanted)
    if chunk.ranker is None:
        return rows, by_formula(market, known, rows, wanted)
    return rows, by_ranker(market, known, chunk.ranker, rows, wanted)
