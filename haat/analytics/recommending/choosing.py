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
from haat.analytics.recommending.lines import Lines

FADES = (0.8, 0.9, 0.95, 1.0)
USUAL_FADE = 0.9
PENALTIES = (200.0, 600.0, 2000.0)
USUAL = 600.0
TRIED_ITEMS = 1_000  # the best-selling: the cost grows with the cube
TRIED_USERS = 600
LEAST_USERS = 30
SHOWN = 10
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


def _last_apart(lines: Lines) -> tuple[Lines, Lines]:
    """All but each user's last order, and these."""
    last = lines.orders_after[lines.order] == 0
    return lines.only(~last), lines.only(last)
