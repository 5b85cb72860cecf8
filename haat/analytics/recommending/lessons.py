"""The past as it looked before orders that are known: what the ranker learns from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from haat.analytics.recommending.candidates import chunks, pairs
from haat.analytics.recommending.features import NAMES, features
from haat.analytics.recommending.lines import Codes, Flags, Floats, Lines
from haat.analytics.recommending.past import Past, Shape, Told, past

MOST_CUTS = 5
MOST_USERS = 3_000
SPAN = 7, 30  # days of orders from a cut, at least and at most
SPANS = 11  # in the whole past
THINNED = 2

Part = tuple[Floats, Flags, Floats, Codes]


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """Candidates of the past: what was told of each, whether it was in the next order, its weight, its user."""

    features: Floats
    came: Flags
    weights: Floats
    user: Codes
    users: int

    def only(self, kept: Flags) -> "Lessons":
        """Some of them."""
        user = self.user[kept]
        table, came, weights = self.features[kept], self.came[kept], self.weights[kept]
        return Lessons(table, came, weights, user, len(np.unique(user)))


def counts_orders(lines: Lines) -> bool:
    """Whether days only number each user's own orders: 1, 2, 3 for all of them."""
    own = lines.orders_after
    total = np.bincount(lines.order_user, minlength=lines.user_count)[lines.order_user]
    number = total - own  # 1 for her first
    apart = lines.order_day - number
    return len(apart) == 0 or bool((apart == apart[0]).all())


def cuts(lines: Lines, *, counted: bool) -> Iterator[tuple[Codes, Codes]]:
    """For each try a day of each user from which on nothing was known, and one at which the try ends.

    Days of the calendar are cut for all users alike, the latest first. Then, and where orders are only
    counted, before each user's last order and her last but one.
    """
    begin, end = int(lines.days.min()), int(lines.days.max()) + 1
    span = int(np.clip((end - begin) // SPANS, *SPAN))
    most = 0 if counted else min(MOST_CUTS, (end - begin) // span - 2)
    for number in range(1, most + 1):
        cut = end - number * span
        yield np.full(lines.user_count, cut), np.full(lines.user_count, cut + span)
    for back in (0, 1):
        last = np.full(lines.user_count, end)
        these = lines.orders_after == back
        last[lines.order_user[these]] = lines.order_day[these]
        yield last, last + 1


def lessons(lines: Lines, told: Told, shape: Shape) -> Lessons:
    """Each user's next order after each cut, judged from what was known before it."""
    parts, users = list[Part](), 0
    for cut, until in cuts(lines, counted=shape.window is None):
        before = lines.only(lines.days < cut[lines.users])
        asked, orders = _next(lines, before, cut, until, MOST_USERS - users)
        if not len(asked):
            continue
        parts += judged(past(before, cut, told, shape), lines, asked, orders)
        users += len(asked)
        if users >= MOST_USERS:
            break
    return joined(parts, users)


def joined(parts: Sequence[Part], users: int) -> Lessons:
    """All of them, of so many users."""
    if not parts:
        nothing = np.empty((0, len(NAMES)), dtype=np.float32)
        nobody = np.empty(0, dtype=np.int64)
        return Lessons(nothing, np.empty(0, dtype=bool), nothing[:, 0], nobody, 0)
    table, came, weights, user = (np.concatenate([part[n] for part in parts]) for n in range(4))
    return Lessons(table, came, weights, user, users)


def _next(lines: Lines, before: Lines, cut: Codes, until: Codes, most: int) -> tuple[Codes, Codes]:
    """Users that were known before the cut, evenly chosen, and the number of their next order."""
    user, day = lines.order_user, lines.order_day
    inside = np.flatnonzero((day >= cut[user]) & (day < until[user]))
    users, first = np.unique(user[inside], return_index=True)
    known = np.bincount(before.order_user, minlength=lines.user_count)[users] > 0
    users, orders = users[known], inside[first][known]
    some = evenly(len(users), most)
    return users[some], orders[some]


def evenly(count: int, most: int) -> Codes:
    """So many at most of the numbers below `count`, evenly apart."""
    found: Codes = np.unique(np.linspace(0, count - 1, min(most, count)).round().astype(np.int64))
    return found


def judged(known: Past, lines: Lines, asked: Codes, orders: Codes) -> Iterator[Part]:
    """The candidates of some users after others, against her order.

    Of those that are new and didn't come, which are most, each `THINNED`-th stands for all of them. An
    order weighs by the root of its size: lists are judged user by user, and a large order isn't worth
    as many small ones as it has lines.
    """
    width = lines.item_count
    order_of = np.full(lines.user_count, -1)
    order_of[asked] = orders
    theirs = order_of[lines.users] == lines.order
    bought = lines.users[theirs] * width + lines.items[theirs]
    sizes = np.bincount(lines.users[theirs], minlength=lines.user_count)
    for some in chunks(asked, width):
        told = pairs(known, some)
        came = np.isin(told.users * width + told.items, bought)
        whole = came | told.owned
        kept = np.flatnonzero(whole | (np.arange(len(whole)) % THINNED == 0))
        weights = np.where(whole[kept], 1, THINNED) / np.sqrt(sizes[told.users[kept]])
        table = features(known, told)[kept]
        yield table, came[kept], weights.astype(np.float32), told.users[kept]
