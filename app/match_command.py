"""`haat match`: for each seller of a file the buyers that fit best."""

import sys
from collections.abc import Iterator, Sequence
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
from haat.analytics.matching.learning import Taught, stretch, taught
from haat.analytics.matching.market import Flags, Floats, Integers, Market
from haat.analytics.matching.ranker import Ranker
from haat.analytics.matching.shortlist import PARTS, Shortlist
from haat.analytics.matching.snapshot import Snapshot, snapshot, words_of
from haat.analytics.matching.wide import MANY, Wide, widely
from haat.core.errors import InvalidInput

MOST = 1_000  # buyers of a list
SPARE = 3  # so many times the list is looked at, where capacity may take some of it
CELLS = 400_000  # pairs looked at at once
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for."""

    sellers: Path
    buyers: Path
    output: Path
    history: Path | None = None
    k: int = 10
    engine: Engine = Engine.LOCAL
    share: float | None = None  # of the sellers that are sent to one buyer at most


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The sellers' lists, what was learned, and which sellers have dealt before."""

    best: Shortlist
    lesson: Taught | None
    dealt: Flags

    def confidence(self, rows: Integers, places: Integers) -> pa.Array:
        """The share of such pairs that dealt; empty where too little is known to tell."""
        curve = self.lesson.confidence if self.lesson else None
        if curve is None:
            return pa.nulls(len(rows), pa.float64())
        told = [curve.confidence(value) for value in self.best.chances[rows, places].tolist()]
        return pa.array(told, mask=~self.dealt[rows])


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
    takes, needs = _limits(market)
    most = None if wish.share is None else max(1, int(wish.share * sellers))
    kept = spread(found.best.scores, found.best.buyers, takes, needs, wish.k, most=most)
    write(wish.output, _table(market, found, kept))
    sys.stdout.write(f"{kept.sum():,} matches of {sellers:,} sellers written to {wish.output}\n")


def _check(wish: Wish) -> None:
    if not 1 <= wish.k <= MOST:
        raise InvalidInput(f"-k {wish.k}: must be from 1 to {MOST:,}")
    if wish.share is not None and not 0 < wish.share <= 1:
        raise InvalidInput(f"--share {wish.share:g}: must be above 0 and at most 1, such as 0.1")
    check(wish.engine)
    given = [wish.sellers, wish.buyers, *([wish.history] if wish.history else [])]
    for path in (wish.output, *given):
        check_ending(path)
    if wish.output.resolve() in {path.resolve() for path in given}:
        raise InvalidInput(f"{wish.output}: is read from; name another file as output")
    make_room(wish.output)


def _matched(market: Market, wish: Wish, tell: Tell) -> Found:
    known, lesson = _known(market, wish, tell)
    ranker = lesson.ranker if lesson else None
    count, wanted = market.sellers.listed, _wanted(market, wish)
    found = _empty(count, wanted)
    done = 0
    for rows, best in worked(wish.engine, match, _chunks(market, known, ranker, wanted)):
        found.buyers[rows], found.scores[rows] = best.buyers, best.scores
        found.chances[rows] = best.chances
        for name, part in best.parts.items():
            found.parts[name][rows] = part
        if (done + len(rows)) * PERCENT // count > done * PERCENT // count:
            tell(f"{done + len(rows):,} of {count:,} sellers matched")
        done += len(rows)
    return Found(found, lesson, _dealt(market))


def _known(market: Market, wish: Wish, tell: Tell) -> tuple[Snapshot | Wide, Taught | None]:
    """What is known at the end of the history, and what it teaches; nothing where there is too much to try."""
    deals = market.deals
    day, long = int(deals.day.max()) + 1 if len(deals) else 0, stretch(market)
    if market.sellers.listed * market.buyers.listed > MANY:
        tell("note: so many pairs are matched by the standing formula, without a confidence")
        return widely(market, day, long), None
    words = words_of(market)
    lesson = taught(market, words, wish.k)
    tell(_told(lesson))
    learned = lesson is not None and lesson.ranker is not None
    return snapshot(market, words, day, long, stated=not learned), lesson


def _wanted(market: Market, wish: Wish) -> int:
    """How long the lists are; longer where buyers that are full may have to be left out."""
    bound = wish.share is not None or np.isfinite(market.buyers.amount).any()
    return min(wish.k * (SPARE if bound else 1), market.buyers.listed)


def _dealt(market: Market) -> Flags:
    """Which sellers have dealt before."""
    return np.bincount(market.deals.seller, minlength=len(market.sellers)) > 0


def _empty(count: int, wanted: int) -> Shortlist:
    shape = count, wanted
    return Shortlist(
        np.full(shape, -1, dtype=np.int64),
        np.full(shape, -np.inf, dtype=np.float32),
        np.full(shape, -np.inf, dtype=np.float32),
        {name: np.zeros(shape, dtype=np.float32) for name in PARTS},
    )


def _chunks(
    market: Market, known: Snapshot | Wide, ranker: Ranker | None, wanted: int
) -> Iterator[Chunk]:
    """Sellers who dealt before and others apart: what was learned is of the former alone."""
    dealt = _dealt(market)[: market.sellers.listed]
    size = max(1, CELLS // market.buyers.listed)
    for those, how in ((dealt, ranker), (~dealt, None)):
        rows = np.flatnonzero(those)
        for start in range(0, len(rows), size):
            yield Chunk(market, known, how, rows[start : start + size], wanted)


def _told(lesson: Taught | None) -> str:
    if lesson is None:
        return "note: too few deals to learn from; the standing formula is used"
    used = "the formula is used" if lesson.ranker is None else "what was learned is used"
    return (
        f"note: tried on the last stretch of the history, NDCG@10 is {lesson.by_formula:.3f} by the "
        f"formula, {lesson.by_ranker:.3f} by what was learned from what came before; {used}"
    )


def _limits(market: Market) -> tuple[Floats, Floats]:
    buyers, sellers = market.buyers, market.sellers
    takes = buyers.amount[: buyers.listed]
    return np.where(np.isnan(takes), np.inf, takes), np.nan_to_num(sellers.amount[: sellers.listed])


def _table(market: Market, found: Found, kept: Flags) -> pa.Table:
    rows, places = np.nonzero(kept)
    best = found.best
    columns = {
        SELLER: _named(rows, market.sellers.ids),
        BUYER: _named(best.buyers[rows, places], market.buyers.ids),
        "rank": np.cumsum(kept, axis=1)[rows, places],
        "score": best.scores[rows, places],
        "confidence": found.confidence(rows, places),
    }
    return pa.table(columns | {name: part[rows, places] for name, part in best.parts.items()})


def _named(places: Integers, ids: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(places.astype(np.int32), pa.array(ids)).cast(pa.string())
