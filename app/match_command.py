"""`haat match`: for each seller of a file the buyers that fit best."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from app.batch.atomic import make_room
from app.batch.engines import Engine, check, worked
from app.batch.market import BUYER, SELLER, read_market
from app.batch.matching import Chunk, match
from app.batch.progress import Tell, tell
from app.batch.tables import check_ending, write
from haat.analytics.matching.capacity import spread
from haat.analytics.matching.market import Flags, Integers, Market
from haat.analytics.matching.shortlist import PARTS, Shortlist
from haat.analytics.matching.snapshot import snapshot, words_of
from haat.core.errors import InvalidInput

MOST = 1_000  # buyers of a list
SPARE = 3  # so many times the list is looked at, where capacity may take some of it
CELLS = 2_000_000  # pairs looked at at once


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for."""

    sellers: Path
    buyers: Path
    output: Path
    history: Path | None = None
    k: int = 10
    engine: Engine = Engine.LOCAL


def run(wish: Wish, tell: Tell = tell) -> None:
    """Match every seller; progress and notes by `tell`, a summary on stdout.

    Raises InvalidInput where something can't be used, NotConfigured where something isn't there;
    then nothing is written.
    """
    _check(wish)
    market = read_market(wish.sellers, wish.buyers, wish.history)
    sellers, buyers = market.sellers.listed, market.buyers.listed
    tell(f"{sellers:,} sellers, {buyers:,} buyers and {len(market.deals):,} deals read")
    found = _matched(market, wish, tell)
    kept = spread(found.scores, found.buyers, *_limits(market), wanted=wish.k)
    write(wish.output, _table(market, found, kept))
    sys.stdout.write(f"{kept.sum():,} matches of {sellers:,} sellers written to {wish.output}\n")


def _check(wish: Wish) -> None:
    if not 1 <= wish.k <= MOST:
        raise InvalidInput(f"-k {wish.k}: must be from 1 to {MOST:,}")
    check(wish.engine)
    given = [wish.sellers, wish.buyers, *([wish.history] if wish.history else [])]
    for path in (wish.output, *given):
        check_ending(path)
    if wish.output.resolve() in {path.resolve() for path in given}:
        raise InvalidInput(f"{wish.output}: is read from; name another file as output")
    make_room(wish.output)


def _matched(market: Market, wish: Wish, tell: Tell) -> Shortlist:
    deals = market.deals
    day = int(deals.day.max()) + 1 if len(deals) else 0
    known = snapshot(market, words_of(market), day, 365.0)
    count, wanted = market.sellers.listed, min(wish.k * SPARE, market.buyers.listed)
    buyers = np.full((count, wanted), -1, dtype=np.int64)
    scores = np.full((count, wanted), -np.inf, dtype=np.float32)
    parts = {name: np.zeros((count, wanted), dtype=np.float32) for name in PARTS}
    done = 0
    for rows, best in worked(wish.engine, match, _chunks(market, known, wanted)):
        buyers[rows], scores[rows] = best.buyers, best.scores
        for name, part in best.parts.items():
            parts[name][rows] = part
        done += len(rows)
        tell(f"{done:,} of {count:,} sellers matched")
    return Shortlist(buyers, scores, parts)


def _chunks(market: Market, known: object, wanted: int) -> Iterator[Chunk]:
    size = max(1, CELLS // market.buyers.listed)
    for start in range(0, market.sellers.listed, size):
        rows = np.arange(start, min(start + size, market.sellers.listed))
        yield Chunk(market, known, rows, wanted)


def _limits(market: Market) -> tuple[np.ndarray, np.ndarray]:
    buyers, sellers = market.buyers, market.sellers
    takes = buyers.amount[: buyers.listed]
    return np.where(np.isnan(takes), np.inf, takes), np.nan_to_num(sellers.amount[: sellers.listed])


def _table(market: Market, found: Shortlist, kept: Flags) -> pa.Table:
    rows, places = np.nonzero(kept)
    rank = (np.cumsum(kept, axis=1))[rows, places]
    columns = {
        SELLER: np.array(market.sellers.ids, dtype=object)[rows],
        BUYER: np.array(market.buyers.ids, dtype=object)[found.buyers[rows, places]],
        "rank": rank,
        "score": found.scores[rows, places],
        "confidence": pa.nulls(len(rows), pa.float64()),
    }
    return pa.table(columns | {name: part[rows, places] for name, part in found.parts.items()})
