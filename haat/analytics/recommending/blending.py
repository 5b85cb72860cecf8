"""What sells, times the lift of the few things told, beside what was learned: how much each counts is tried out."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from haat.analytics.recommending.features import NAMES
from haat.analytics.recommending.lessons import Lessons
from haat.analytics.recommending.lines import Codes, Floats
from haat.analytics.recommending.ranker import Ranker, ranker_of_newcomers

WEIGHTS = (1.0, 0.5, 2.0, 8.0)  # of equals the first; 8 is hardly more than what sells
LISTED = 10
Selling = Literal["popular", "trending"]
SELLING: tuple[Selling, ...] = ("popular", "trending")
WAYS = tuple((selling, weight) for weight in WEIGHTS for selling in SELLING)


@dataclass(frozen=True, slots=True, eq=False)
class Newcomers:
    """How goods are judged for users of whom little is known; without a ranker by what sells alone."""

    ranker: Ranker | None
    selling: Selling = "popular"
    weight: float = 1.0

    def chances(self, table: Floats, orders: float) -> Floats:
        """The weighted mean of both log-odds, as a chance; `orders` are all that were made."""
        odds = usual(table, self.selling) - np.float32(np.log(orders + 1))
        if self.ranker is not None:
            learned = log_odds(self.ranker.chances(table))
            odds = (learned + np.float32(self.weight) * odds) / np.float32(1 + self.weight)
        found: Floats = 1 / (1 + np.exp(-odds))
        return found


def usual(table: Floats, selling: Selling) -> Floats:
    """The log of how often an item sells, and the log lift of what was told (naive Bayes)."""
    told = np.nan_to_num(table[:, NAMES.index("lift")])
    found: Floats = np.log(table[:, NAMES.index(selling)] + np.float32(0.5)) + told
    return found


def log_odds(chances: Floats) -> Floats:
    """Of chances, none of which is taken for certain."""
    safe = np.clip(chances, 1e-7, 1 - 1e-7)
    found: Floats = np.log(safe) - np.log1p(-safe)
    return found


def newcomers(lessons: Lessons) -> Newcomers:
    """Each half of the lessons' users teaches once, and most of the other half's goods in the first ten decide."""
    even = lessons.user % 2 == 0
    halves = lessons.only(even), lessons.only(~even)
    tried = [ranker_of_newcomers(half) for half in halves]
    if None in tried:
        return Newcomers(None)
    hits = [
        sum(
            _hits(other, Newcomers(one, selling, weight).chances(other.features, 1.0))
            for one, other in zip(tried, reversed(halves), strict=True)
        )
        for selling, weight in WAYS
    ]
    return Newcomers(ranker_of_newcomers(lessons), *WAYS[int(np.argmax(hits))])


def _hits(lessons: Lessons, chances: Floats) -> int:
    order = np.lexsort((-chances, lessons.user))
    users: Codes = lessons.user[order]
    first = np.arange(len(users)) - np.searchsorted(users, users) < LISTED
    return int(np.count_nonzero(lessons.came[order[first]]))
