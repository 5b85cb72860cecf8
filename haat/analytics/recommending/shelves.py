"""The lists: what a user buys again, what is new to her, and the best of both."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from haat.analytics.recommending.candidates import Pairs, chunks, pairs
from haat.analytics.recommending.content import described
from haat.analytics.recommending.features import features
from haat.analytics.recommending.lessons import counts_orders, lessons
from haat.analytics.recommending.lines import Codes, Flags, Floats, Goods, Lines
from haat.analytics.recommending.past import Past, Shape, Told, past
from haat.analytics.recommending.ranker import Ranker, ranker

Shelf = Literal["again", "new", "all"]
Progress = Callable[[str], None]
STRANGER = -1
FADE, PENALTY, WINDOW = 0.9, 300.0, 28


@dataclass(frozen=True, slots=True, eq=False)
class Recommender:
    """What was learned of all users and items; without a ranker where there was too little."""

    past: Past
    ranker: Ranker | None
    shelf: Shelf


@dataclass(frozen=True, slots=True, eq=False)
class Suggested:
    """Lists, best first, of the users that were asked for, whom `rows` count."""

    rows: Codes
    items: Codes
    ranks: Codes  # from 1
    scores: Floats
    reasons: tuple[str, ...]


def recommender(lines: Lines, goods: Goods, shelf: Shelf, progress: Progress) -> Recommender:
    """Learn from all lines."""
    told = Told(described(goods), _logs(goods))
    counted = counts_orders(lines)
    shape = Shape(FADE, PENALTY, None if counted else WINDOW)
    taught = lessons(lines, told, shape)
    progress(f"{taught.users:,} orders of the past to learn from")
    learned = ranker(taught)
    if learned is None:
        progress("too few to learn weights from: simple scores are used")
    return Recommender(past(lines, _now(lines, counted=counted), told, shape), learned, shelf)


def suggest(found: Recommender, users: Codes, count: int) -> Suggested:
    """The lists of users (numbers, `STRANGER` where unknown), each of at most `count`."""
    strangers, known = np.flatnonzero(users < 0), np.flatnonzero(users >= 0)
    parts = [_to_strangers(found, strangers, count)]
    for some in chunks(known, found.past.lines.item_count):
        parts.append(_to_known(found, users[some], some, count))
    rows, items, scores, reasons = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.argsort(rows, kind="stable")
    ranks = np.arange(len(rows)) - np.searchsorted(rows[order], rows[order]) + 1
    return Suggested(rows[order], items[order], ranks, scores[order], tuple(reasons[order]))


_Lists = tuple[Codes, Codes, Floats, np.ndarray]


def _to_known(found: Recommender, users: Codes, rows: Codes, count: int) -> _Lists:
    told = pairs(found.past, users)
    chances = _chances(found, told)
    kept = np.flatnonzero(_on_shelf(found.shelf, told.owned))
    order = kept[np.lexsort((told.items[kept], -chances[kept], told.rows[kept]))]
    at = told.rows[order]
    order = order[np.arange(len(at)) - np.searchsorted(at, at) < count]
    reasons = np.where(told.owned[order], "you buy it", "goes with what you buy").astype(object)
    return rows[told.rows[order]], told.items[order], chances[order], reasons


def _chances(found: Recommender, told: Pairs) -> Floats:
    if found.ranker is not None:
        return found.ranker.chances(features(found.past, told))
    return simple(found.past, told)


def simple(known: Past, told: Pairs) -> Floats:
    """The repeat score of what she bought; of what is new, what goes with it as often as goods repeat."""
    usual = float(known.again.mean())
    new = usual * np.clip(told.scores["ease"], 0, 1)
    found: Floats = np.where(told.owned, known.repeat[told.place], new).astype(np.float32)
    return found


def _on_shelf(shelf: Shelf, owned: Flags) -> Flags:
    return np.ones_like(owned) if shelf == "all" else owned == (shelf == "again")


def _to_strangers(found: Recommender, rows: Codes, count: int) -> _Lists:
    """What sells now; nothing of it is bought again."""
    known = found.past
    order = np.lexsort((-known.popular, -known.trending))[:count]
    order = order[:0] if found.shelf == "again" else order[known.popular[order] > 0]
    share = known.trending[order] / max(1.0, float(known.trending.sum()))
    many = len(rows)
    return (
        np.repeat(rows, len(order)),
        np.tile(order, many),
        np.tile(share, many),
        np.full(many * len(order), "sells most now", dtype=object),
    )


def _now(lines: Lines, *, counted: bool) -> Codes:
    """The day after the last of all; where orders are counted, each user's next."""
    if counted:
        last = np.zeros(lines.user_count, dtype=np.int64)
        last[lines.order_user] = lines.order_day
        return last + 1
    return np.full(lines.user_count, int(lines.days.max()) + 1)


def _logs(goods: Goods) -> Floats:
    return np.log(np.where(goods.prices > 0, goods.prices, np.nan)).astype(np.float32)
