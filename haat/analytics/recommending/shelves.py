"""The lists: what a user buys again, what is new to her, and the best of both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from haat.analytics.recommending import plain
from haat.analytics.recommending.blending import Newcomers, newcomers
from haat.analytics.recommending.candidates import Pairs, chunks, pairs
from haat.analytics.recommending.choosing import USUAL, fade, penalty, window
from haat.analytics.recommending.content import described
from haat.analytics.recommending.features import Part, features
from haat.analytics.recommending.lessons import counts_orders, lessons
from haat.analytics.recommending.lines import Codes, Flags, Floats, Goods, Lines
from haat.analytics.recommending.newcomers import first_lessons, little_known
from haat.analytics.recommending.past import Past, Shape, Shelf, Told, past
from haat.analytics.recommending.ranker import Ranker, ranker
from haat.analytics.recommending.reasons import FLOOR, OF_NEW, Reason, losses, reasons
from haat.analytics.recommending.trending import sold

Progress = Callable[[str], None]
STRANGER = -1
WINDOW = 28  # days that are now
LONG = 120  # goods of the mean user: so many that lists of what she might buy are full of them


@dataclass(frozen=True, slots=True, eq=False)
class Recommender:
    """What was learned of all users and items; without rankers where there was too little."""

    past: Past
    ranker: Ranker | None
    newcomers: Newcomers  # how goods are judged for users with one small order
    shelf: Shelf
    selling: Floats  # orders with each item of late, which is what strangers get


@dataclass(frozen=True, slots=True, eq=False)
class Suggested:
    """Lists, best first, of the users that were asked for, whom `rows` count."""

    rows: Codes
    items: Codes
    ranks: Codes  # from 1
    scores: Floats
    reasons: tuple[Reason, ...]


def recommender(lines: Lines, goods: Goods, shelf: Shelf, progress: Progress) -> Recommender:
    """Learn from all lines."""
    counted = counts_orders(lines)
    compares = shelf == "new" or mean_goods(lines) < LONG
    told = Told(described(goods if compares else _nameless(goods)), _logs(goods))
    strict = penalty(lines) if compares else USUAL
    shape = Shape(fade(lines), strict, None if counted else WINDOW, compares, shelf)
    learned = ranker(lessons(lines, told, shape), shelf)
    if learned is None:
        progress("too few orders to learn weights from: simple scores are used")
    days = None if counted else window(lines)
    selling = sold(lines, int(lines.days.max()) + 1, days)
    new = Newcomers(None)
    if shelf == "new" and little_known(lines).any():
        new = newcomers(first_lessons(lines, told, shape))
    known = past(lines, _now(lines, counted=counted), told, shape)
    return Recommender(known, learned, new, shelf, selling)


def suggest(found: Recommender, users: Codes, count: int) -> Suggested:
    """The lists of users (numbers, `STRANGER` where unknown), each of at most `count`."""
    strangers, known = np.flatnonzero(users < 0), np.flatnonzero(users >= 0)
    parts = [
        _to_strangers(found, strangers, count),
        *(
            _to_known(found, users[some], some, count)
            for some in chunks(known, found.past.lines.item_count, count)
        ),
    ]
    rows, items, scores = (np.concatenate([part[n] for part in parts]) for n in range(3))
    why = [reason for part in parts for reason in part[3]]
    order = np.argsort(rows, kind="stable")
    ranks = np.arange(len(rows)) - np.searchsorted(rows[order], rows[order]) + 1
    return Suggested(rows[order], items[order], ranks, scores[order], tuple(why[n] for n in order))


_Lists = tuple[Codes, Codes, Floats, list[Reason]]


def _to_known(found: Recommender, users: Codes, rows: Codes, count: int) -> _Lists:
    known, told = found.past, pairs(found.past, users, count)
    little = little_known(known.lines)[told.users] & (found.shelf == "new")
    lists = []
    if little.any():
        lists.append(
            _to_newcomers(found.newcomers, known, told.only(np.flatnonzero(little)), count)
        )
    some = told.only(np.flatnonzero(~little))
    if found.ranker is None:
        lists.append(_plain(known, some, count))
    elif len(some.items):
        lists.append(_learned(found.ranker, known, some, count))
    at, items, chances = (np.concatenate([one[n] for one in lists]) for n in range(3))
    return rows[at], items, chances, [reason for one in lists for reason in one[3]]


def _to_newcomers(judged: Newcomers, known: Past, told: Pairs, count: int) -> _Lists:
    table = features(known, told)
    ordered = _by_description(judged.chances(table, float(known.orders.sum())), told, known)
    return _first(judged.ranker, known, told, (table, ordered), count)


def _learned(ranker: Ranker, known: Past, told: Pairs, count: int) -> _Lists:
    table = features(known, told)
    ordered = _by_description(ranker.chances(table), told, known)
    return _first(ranker, known, told, (table, ordered), count)


def _first(
    ranker: Ranker | None, known: Past, told: Pairs, judged: tuple[Floats, Floats], count: int
) -> _Lists:
    """The best by their chances, and what carries each of them."""
    table, chances = judged
    best = _best(told, chances, count)
    chosen = told.only(best)
    weights = plain.parts(chosen) if ranker is None else _carried(ranker, table[best], chosen.owned)
    return chosen.rows, chosen.items, chances[best], reasons(known, chosen, weights)


def _carried(ranker: Ranker, table: Floats, owned: Flags) -> Mapping[Part, Floats]:
    """What is lost without each part, of what is new; what is bought again needs no such reason."""
    new = np.flatnonzero(~owned)
    if not len(new):
        return {}
    found = {part: np.zeros(len(owned), dtype=np.float32) for part in OF_NEW}
    for part, lost in losses(ranker, table[new]).items():
        found[part][new] = lost
    return found


def _plain(known: Past, told: Pairs, count: int) -> _Lists:
    scores = plain.scores(known, told)
    best = _best(told, scores, count)
    chosen = told.only(best)
    return chosen.rows, chosen.items, scores[best], reasons(known, chosen, plain.parts(chosen))


def _by_description(chances: Floats, told: Pairs, known: Past) -> Floats:
    """Goods that nobody bought yet change places among themselves, the most alike to the front.

    How likely one of them is comes from what is learned, which of them from its description.
    """
    where = np.flatnonzero(known.popular[told.items] == 0)
    rows = told.rows[where]
    likely = where[np.lexsort((-chances[where], rows))]
    alike = where[np.lexsort((-told.scores["content"][where], rows))]
    found = chances.copy()
    found[alike] = chances[likely]
    return found


def _best(told: Pairs, chances: Floats, count: int) -> Codes:
    """The first `count` of each user, best first."""
    order = np.lexsort((told.items, -chances, told.rows))
    rows = told.rows[order]
    found: Codes = order[np.arange(len(rows)) - np.searchsorted(rows, rows) < count]
    return found


def _to_strangers(found: Recommender, rows: Codes, count: int) -> _Lists:
    """What sells now; nothing of it is bought again."""
    known = found.past
    order = np.lexsort((-known.popular, -found.selling))[:count]
    order = order[:0] if found.shelf == "again" else order[known.popular[order] > 0]
    share = found.selling[order] / max(1.0, float(found.selling.sum()))
    many = len(rows)
    return (
        np.repeat(rows, len(order)),
        np.tile(order, many),
        np.tile(share, many),
        [_selling(int(found.selling[item])) for item in order] * many,
    )


def _selling(orders: int) -> Reason:
    return Reason("sells", count=orders) if orders >= FLOOR else Reason("little_known")


def _now(lines: Lines, *, counted: bool) -> Codes:
    """The day after the last of all; where orders are counted, each user's next."""
    if counted:
        last = np.zeros(lines.user_count, dtype=np.int64)
        last[lines.order_user] = lines.order_day
        return last + 1
    return np.full(lines.user_count, int(lines.days.max()) + 1)


def mean_goods(lines: Lines) -> float:
    """How many goods a user has."""
    had = np.diff(lines.matrix().indptr)
    return float(had[had > 0].mean())


def _nameless(goods: Goods) -> Goods:
    nothing = [""] * len(goods.names)
    return Goods(nothing, nothing, goods.prices)


def _logs(goods: Goods) -> Floats:
    return np.log(np.where(goods.prices > 0, goods.prices, np.nan)).astype(np.float32)
