"""All that is known before a day, in the forms in which candidates are judged."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from haat.analytics.recommending.content import Described
from haat.analytics.recommending.ease import Ease, ease
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

LATELY = 0.6  # of an item's weight in what a user bought lately, for each order after its last


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What is told of the items apart from their sales."""

    described: Described
    prices: Floats  # logs, NaN where not known


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What is chosen for the data at hand."""

    fade: float  # of an order with each that came after
    penalty: float  # of the item-to-item weights
    window: int | None  # days that are "now"; None where days are no dates but count orders


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


def past(lines: Lines, now: Codes, told: Told, shape: Shape) -> Past:
    """Learn from lines that all lie before their users' `now`."""
    known = habits(lines, shape.fade)
    orders, weights = order_counts(lines), faded_orders(lines, shape.fade)
    again = again_rates(known, orders)
    matrix = lines.matrix()
    share = known.rows(known.faded / weights[known.users])
    today = int(now.max())
    begun = known.items
    if shape.window is not None:
        begun = begun[known.first_day >= today - 2 * shape.window]
    goods = ease(matrix, shape.penalty)
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
        recent=known.rows((np.float32(LATELY) ** known.orders_since).astype(np.float32)),
        ease=goods,
        crowd=crowd(matrix, share),
        like=like_items(goods),
        kinds=told.described.shares(share),
        popular=sold(lines, today, None),
        trending=sold(lines, today, shape.window),
        trend=trend(lines, today, shape.window),
        begun=np.bincount(begun, minlength=lines.item_count).astype(np.float32),
    )
