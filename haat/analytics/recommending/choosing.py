"""How fast habits fade, and how strictly items are told apart: chosen on the input's own last orders."""

from typing import Any

import numpy as np

from haat.analytics.recommending.ease import Ease, ease
from haat.analytics.recommending.habits import (
    again_rates,
    faded_orders,
    habit_scores,
    habits,
    order_counts,
)
from haat.analytics.recommending.lines import Codes, Lines
from haat.analytics.recommending.trending import sold

FADES = (0.8, 0.9, 0.95, 1.0)
USUAL_FADE = 0.9
PENALTIES = (200.0, 600.0, 2000.0)
USUAL = 600.0
TRIED_ITEMS = 1_000  # the best-selling: the cost grows with the cube
TRIED_USERS = 600
LEAST_USERS = 30
SHOWN = 10
MONTH, MONTHS = 28, 4
WINDOWS = (28, 14, 56, 112, None)  # days; of equals the first
CHUNK = 256


def _hits(model: Ease, had: Any, came: Any) -> int:
    """How many of the items that came newly are among each user's best `SHOWN` of the head."""
    hits = 0
    for start in range(0, had.shape[0], CHUNK):
        rows = had[start : start + CHUNK][:, model.head]
        told = rows @ model.weights
        told[rows.nonzero()] = -np.inf
        count = min(SHOWN, told.shape[1])
        best = np.argpartition(-told, count - 1, axis=1)[:, :count]
        truth = came[start : start + CHUNK][:, model.head].toarray() - rows.toarray()
        hits += int((np.take_along_axis(truth, best, axis=1) > 0).sum())
    return hits


def penalty(lines: Lines) -> float:
    """The one by which most of what users newly began in their last orders is among their best ten."""
    before, after = _last_apart(lines)
    known = np.bincount(before.users, minlength=lines.user_count) > 0
    users = np.flatnonzero(known)
    if len(users) < LEAST_USERS:
        return USUAL
    users = users[np.linspace(0, len(users) - 1, min(len(users), TRIED_USERS)).astype(np.intp)]
    had, came = before.matrix(), after.matrix()[users]
    found = [_hits(ease(had, value, TRIED_ITEMS), had[users], came) for value in PENALTIES]
    return PENALTIES[int(np.argmax(found))]


def fade(lines: Lines) -> float:
    """The one by which most of the users' last orders is among the best ten of what they had before."""
    before, after = _last_apart(lines)
    if len(np.unique(before.users)) < LEAST_USERS:
        return USUAL_FADE
    came = after.users * lines.item_count + after.items
    orders = order_counts(before)
    found = []
    for value in FADES:
        told = habits(before, value)
        again = again_rates(told, orders)
        scores = habit_scores(told, faded_orders(before, value), again)
        order = np.lexsort((-scores, told.users))
        users = told.users[order]
        best = order[np.arange(len(users)) - np.searchsorted(users, users) < SHOWN]
        found.append(int(np.isin(told.keys[best], came).sum()))
    return FADES[int(np.argmax(found))]


def window(lines: Lines) -> int | None:
    """The days whose best-selling goods were most of what users without a past began with; None for all.

    Tried out at the beginnings of the last months, on first orders.
    """
    begin, end = int(lines.days.min()), int(lines.days.max()) + 1
    firsts = lines.orders_after[lines.order] == _firsts(lines)
    found = dict.fromkeys(WINDOWS, 0)
    for cut in range(end - MONTH, max(begin + MONTH, end - MONTHS * MONTH) - 1, -MONTH):
        before = lines.only(lines.days < cut)
        new = firsts & (lines.days >= cut) & (lines.days < cut + MONTH)
        began = np.bincount(lines.items[new], minlength=lines.item_count)
        for days in WINDOWS:
            best = np.argsort(-sold(before, cut, days), kind="stable")[:SHOWN]
            found[days] += int(began[best].sum())
    return max(WINDOWS, key=lambda days: found[days])


def _firsts(lines: Lines) -> Codes:
    """Of each line, how many orders the same user made after her first."""
    orders = np.bincount(lines.order_user, minlength=lines.user_count)
    found: Codes = orders[lines.users] - 1
    return found


def _last_apart(lines: Lines) -> tuple[Lines, Lines]:
    """All but each user's last order, and these."""
    last = lines.orders_after[lines.order] == 0
    return lines.only(~last), lines.only(last)
