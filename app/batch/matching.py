"""Finds the best buyers of a chunk of sellers."""

from dataclasses import dataclass

from haat.analytics.matching.market import Integers, Market
from haat.analytics.matching.shortlist import Shortlist, by_formula
from haat.analytics.matching.snapshot import Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Some of the sellers, and what is known."""

    market: Market
    known: Snapshot
    rows: Integers
    wanted: int


def match(chunk: Chunk) -> tuple[Integers, Shortlist]:
    """The chunk's sellers and their shortlists."""
    return chunk.rows, by_formula(chunk.market, chunk.known, chunk.rows, chunk.wanted)
