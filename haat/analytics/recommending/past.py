"""All that is known before a day, in the forms in which candidates are judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from haat.analytics.recommending.content import Described
from haat.analytics.recommending.ease import MOST_ITEMS, Ease, ease
from haat.analytics.recommending.habits import (
    Habits,
    again_rates,
    faded_orders,
    habit_scores,
    habits,
    order_counts,
)
from haat.analytics.recommending.lines import Codes, Floats, Lines
from haat.analytics.recommending.neighbours import Crowd, crowd, like_items
from haat.analytics.recommending.trending import sold, trend

Shelf = Literal["again", "new", "all"]
LATELY = 0.6  # of an item's weight in what a user bought lately, for each order after its last
FORGOTTEN = 6  # orders after which hardly a twentieth of it is left


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What is told of the items apart from their sales."""

    described: Described
    prices: Floats  # logs, NaN where not known


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What is chosen for the data and the list at hand."""

    fade: float  # of an order with each that came after
    penalty: float  # of the item-to-item weights
    window: int | None  # days that are "now"; None where days are no dates but count orders
    compares: bool = True  # goods and users with one another; without it habits alone are told
    shelf: Shelf = "all"


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """What the lines tell; `now` is the day of each user from which they are looked back upon."""

    lines: Lines
    now: Codes
    told: Told
    shape: Shape
    habits: Habits
    orders: Floats  # of each user
    again: Floats  # of each item, how likely it comes again
    repeat: Floats  # the score of each row of the habits
    matrix: Any  # users x items, 1 where bought
    by_item: Any  # the same by columns (CSC)
    recent: Any  # users x items, faded by the orders since
    ease: Ease
    crowd: Crowd
    like: Any  # items x items
    kinds: Any  # users x kinds: what they have, by its description
    popular: Floats  # orders with the item
    trending: Floats  # the same in the window
    trend: Floats
    begun: Floats  # users that began to buy it, in two windows
    beginnings: Any  # users x items (CSR), 1 where she began to buy it in these
    first_sold: Floats  # the day on which anybody first bought it; NaN where nobody did
    last_sold: Floats
    about: Mapping[str, Floats]  # of each user


def past(lines: Lines, now: Codes, told: Told, shape: Shape) -> Past:
    """Learn from lines that all lie before their users' `now`."""
    known = habits(lines, shape.fade)
    orders, weights = order_counts(lines), faded_orders(lines, shape.fade)
    again = again_rates(known, orders)
    matrix = lines.matrix()
    share = known.rows(known.faded / weights[known.users])
    today = int(now.max())
    late = np.full(len(known.items), shape.window is None)
    if shape.window is not None:
        late = known.first_day >= today - 2 * shape.window
    goods = ease(matrix, shape.penalty, MOST_ITEMS if shape.compares else 0)
    return Past(
        lines=lines,
        now=now,
        told=told,
        shape=shape,
        habits=known,
        orders=orders,
        again=again,
        repeat=habit_scores(known, weights, again),
        matrix=matrix,
        by_item=matrix.tocsc(),
        recent=_recent(known),
        ease=goods,
        crowd=crowd(matrix, share),
        like=like_items(goods),
        kinds=told.described.shares(share),
        popular=sold(lines, today, None),
        trending=sold(lines, today, shape.window),
        trend=trend(lines, today, shape.window),
        begun=np.bincount(known.items[late], minlength=lines.item_count).astype(np.float32),
        beginnings=known.rows(np.ones(len(late), dtype=np.float32), late),
        first_sold=_day_of(lines, np.fmin),
        last_sold=_day_of(lines, np.fmax),
        about=_about(lines, now, known, told.prices),
    )


def _recent(known: Habits) -> Any:
    worth = (np.float32(LATELY) ** known.orders_since).astype(np.float32)
    return known.rows(worth, known.orders_since < FORGOTTEN)


def _day_of(lines: Lines, which: np.ufunc) -> Floats:
    """The first or last day of each item."""
    found = np.full(lines.item_count, np.nan, dtype=np.float32)
    which.at(found, lines.items, lines.days.astype(np.float32))
    return found


def _about(lines: Lines, now: Codes, known: Habits, prices: Floats) -> Mapping[str, Floats]:
    """Of each user: how much, how varied and how often she buys, how long she was away, and for what."""
    count = np.bincount(lines.order_user, minlength=lines.user_count)
    orders = np.maximum(count, 1)
    bought = np.bincount(lines.users, minlength=lines.user_count)
    distinct = np.bincount(known.users, minlength=lines.user_count)
    first, last = now.copy(), np.zeros_like(now)
    np.minimum.at(first, lines.order_user, lines.order_day)
    last[lines.order_user] = lines.order_day  # the last one stays
    pace = np.where(orders > 1, (last - first) / np.maximum(orders - 1, 1), np.nan)
    told = {
        "orders": orders,
        "distinct": distinct,
        "basket": bought / orders,
        "explores": distinct / np.maximum(bought, 1),
        "pace": pace,
        "away": now - last,
        "away_pace": (now - last) / np.maximum(pace, 1),
        "usual_price": _usual_price(known, prices),
    }
    return {name: np.asarray(values, dtype=np.float32) for name, values in told.items()}


def _usual_price(known: Habits, prices: Floats) -> Floats:
    """The mean log price of what each user buys; NaN where no price is known."""
    paid = prices[known.items]
    told = np.isfinite(paid)
    count = np.bincount(known.users[told], minlength=known.user_count)
    total = np.bincount(known.users[told], weights=paid[told], minlength=known.user_count)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan).astype(np.float32)
