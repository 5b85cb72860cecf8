"""What goes along with the few things that a newcomer tells: learned on orders of which the rest is hidden."""

import numpy as np

from haat.analytics.recommending.lessons import Lessons, evenly, joined, judged
from haat.analytics.recommending.lines import Codes, Flags, Lines, lines_of
from haat.analytics.recommending.past import Shape, Told, past

MOST = 1_000  # users
SHARE = 4  # of the known users one in so many stands in for a newcomer, at most
SPAN = 56  # days of first orders, or a part of the whole past
PARTS = 4
TOLD = 5  # things that a newcomer tells, at most
HIDDEN = 3  # at the least
SEED = 7


def little_known(lines: Lines) -> Flags:
    """Users with one small order, such as one who has just told what she sells."""
    orders, told = (
        np.bincount(users, minlength=lines.user_count) for users in (lines.order_user, lines.users)
    )
    found: Flags = (orders == 1) & (told <= TOLD)
    return found


def first_lessons(lines: Lines, told: Told, shape: Shape) -> Lessons:
    """The past as it looked when users of whom it held nothing told one to five things of an order.

    Of late beginners it is their first order; known users of whom all is forgotten stand in where
    these are few.
    """
    counted = shape.window is None
    held, orders, kept, day = _apart(lines, counted=counted)
    if not len(held):
        return joined([], 0)
    before = _with_told(lines, kept, orders, day)
    now = np.full(lines.user_count, day + 1)
    parts = judged(past(before, now, told, shape), lines, held, orders)
    return joined(list(parts), len(held))


def _apart(lines: Lines, *, counted: bool) -> tuple[Codes, Codes, Flags, int]:
    """Who is held out, which order of hers, which lines are known, and the day on which she tells."""
    begin, end = int(lines.days.min()), int(lines.days.max()) + 1
    cut = begin if counted else end - max(1, min(SPAN, (end - begin) // PARTS))
    later = np.flatnonzero(lines.order_day >= cut)
    users, at = np.unique(lines.order_user[later], return_index=True)
    large = np.diff(lines.first)[later[at]] > HIDDEN
    users, orders = users[large], later[at][large]
    early = lines.order_user if counted else lines.order_user[lines.order_day < cut]
    known = np.bincount(early, minlength=lines.user_count) > 0
    new, old = np.flatnonzero(~known[users]), np.flatnonzero(known[users])
    new = new[evenly(len(new), MOST)]
    old = old[evenly(len(old), min(MOST - len(new), int(known.sum()) // SHARE))]
    held = np.sort(np.concatenate([new, old]))
    hidden = np.zeros(lines.user_count, dtype=bool)
    hidden[users[held]] = True
    kept = ~hidden[lines.users] & (counted | (lines.days < cut))
    return users[held], orders[held], kept, cut if counted else cut - 1


def _with_told(lines: Lines, kept: Flags, orders: Codes, day: int) -> Lines:
    """The known lines and, of each order, some of its items, which its user tells on one day."""
    draw = np.random.default_rng(SEED)
    chosen = []
    for number, order in enumerate(orders):
        theirs = draw.permutation(np.arange(lines.first[order], lines.first[order + 1]))
        chosen.append(theirs[: min(1 + number % TOLD, len(theirs) - HIDDEN)])
    told = np.concatenate(chosen)
    return lines_of(
        np.concatenate([lines.users[kept], lines.users[told]]),
        np.concatenate([lines.days[kept], np.full(len(told), day)]),
        np.concatenate([lines.items[kept], lines.items[told]]),
        np.concatenate([lines.quantities[kept], lines.quantities[told]]),
        (lines.user_count, lines.item_count),
    )
