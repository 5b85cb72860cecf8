"""Tries on the past what would have matched, and learns from it where there is enough of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from haat.analytics.matching.features import pairs
from haat.analytics.matching.fit import Calibration, calibration
from haat.analytics.matching.market import Market, Singles
from haat.analytics.matching.ranker import Lesson, Ranker, learned
from haat.analytics.matching.snapshot import Words, snapshot
from haat.analytics.matching.tops import firsts

LONGEST = 365.0  # days ahead that are judged
PIECES = 5  # the history's length in such stretches at least
LEAST_SELLERS = 150  # whose later deals are known, before anything is learned from them
JUDGED = 10  # places of a list

# Of each try, when it begins and ends, in stretches before the end of the history.
LAST = (1.0, 0.0)
EARLIER = ((2.0, 1.0), (2.5, 1.5), (3.0, 2.0))
LATER = ((1.0, 0.0), (1.5, 0.5), (2.0, 1.0), (2.5, 1.5))


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """What the past taught: a ranker where it did better than the formula, else None.

    `confidence` reads scores as shares of pairs that dealt within `stretch` days, among sellers who
    dealt at all; None where too little is known. The figures are NDCG@10 of the last stretch.
    """

    ranker: Ranker | None
    confidence: Calibration | None
    by_formula: float
    by_ranker: float


def stretch(market: Market) -> float:
    """Days (or periods) that are looked ahead, and within which half of an old deal's weight goes."""
    day = market.deals.day
    long = float(day.max() - day.min()) if len(day) else 0.0
    return max(1.0, min(LONGEST, long / PIECES)) if long else LONGEST


def taught(market: Market, words: Words, wanted: int) -> Taught | None:
    """What the deals teach; None where there are too few."""
    last = _lesson(market, words, LAST)
    if last is None:
        return None
    before = _lessons(market, words, EARLIER)
    ranker = learned(before) if before else None
    by_formula = _ndcg(last, last.pairs.formula)
    by_ranker = _ndcg(last, ranker.scores(last.pairs.table)) if ranker else 0.0
    if ranker is None or by_ranker <= by_formula:
        return Taught(None, _curve(last, last.pairs.formula, wanted), by_formula, by_ranker)
    scores = ranker.scores(last.pairs.table)
    final = learned([last, *_lessons(market, words, LATER[1:])])
    return Taught(final, _curve(last, scores, wanted), by_formula, by_ranker)


def _lessons(market: Market, words: Words, tries: Sequence[tuple[float, float]]) -> list[Lesson]:
    found = (_lesson(market, words, one) for one in tries)
    return [lesson for lesson in found if lesson is not None]


def _lesson(market: Market, words: Words, when: tuple[float, float]) -> Lesson | None:
    """What was known of sellers with deals before the try began, and with whom they dealt until its end."""
    deals, long = market.deals, stretch(market)
    end = int(deals.day.max()) + 1 if len(deals) else 0
    start, until = (int(end - part * long) for part in when)
    later = (deals.day >= start) & (deals.day < until) & (deals.buyer < market.buyers.listed)
    known = np.zeros(len(market.sellers), dtype=bool)
    known[deals.seller[deals.day < start]] = True
    later &= known[deals.seller]
    rows = np.unique(deals.seller[later])
    if len(rows) < LEAST_SELLERS:
        return None
    found = pairs(market, snapshot(market, words, start, long, stated=False), rows)
    width = len(market.buyers)
    dealt = np.isin(
        rows[found.row] * width + found.buyer, deals.seller[later] * width + deals.buyer[later]
    )
    return Lesson(found, dealt)


def _ndcg(lesson: Lesson, scores: Singles) -> float:
    """The mean over sellers, of the first ten places (Järvelin and Kekäläinen, 2002)."""
    order = np.lexsort((lesson.pairs.buyer, -scores, lesson.pairs.row))
    row, dealt = lesson.pairs.row[order], lesson.dealt[order]
    place = np.arange(len(row)) - np.searchsorted(row, row)
    worth = np.where(place < JUDGED, 1 / np.log2(place + 2), 0)
    count = int(row.max()) + 1
    got = np.bincount(row, worth * dealt, minlength=count)
    many = np.bincount(row, dealt, minlength=count).astype(int)
    ideal = np.append(0, np.cumsum(1 / np.log2(np.arange(JUDGED) + 2)))[np.minimum(many, JUDGED)]
    return float(np.mean(got / np.maximum(ideal, 1)))


def _curve(lesson: Lesson, scores: Singles, wanted: int) -> Calibration | None:
    shown = firsts(lesson.pairs.row, scores, lesson.pairs.buyer, max(wanted, JUDGED))
    return calibration(zip(scores[shown].tolist(), lesson.dealt[shown].tolist(), strict=True))
