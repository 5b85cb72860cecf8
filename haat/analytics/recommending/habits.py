"""What each user has bought of each item so far: how often, how lately, and whether she comes back."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from haat.analytics.recommending.lines import Codes, Flags, Floats, Lines, sparse_rows

PRIOR_AGAIN = 2.0  # users that weigh as much as the mean re-buy rate of all items


@dataclass(frozen=True, slots=True, eq=False)
class Habits:
    """A row for each user and item she bought, by user, then item."""

    users: Codes
    items: Codes
    times: Floats  # orders that hold it
    orders_since: Floats  # orders after the last that holds it
    orders_from: Floats  # orders from the first that holds it, this one too
    first_day: Codes
    last_day: Codes
    last_quantity: Floats
    quantity: Floats  # in all
    faded: Floats  # orders that hold it, each faded by those that came after
    user_count: int
    item_count: int

    @property
    def keys(self) -> Codes:
        """User and item as one number, ascending."""
        found: Codes = self.users * self.item_count + self.items
        return found

    def rows(self, values: Floats, kept: Flags | None = None) -> Any:
        """Users x items (CSR) of a value of each row, or of some rows."""
        some = slice(None) if kept is None else kept
        users, items = self.users[some], self.items[some]
        return sparse_rows(users, items, self.user_count, self.item_count, values[some])


def habits(lines: Lines, fade: float) -> Habits:
    """The habits that lines tell of."""
    back = lines.orders_after[lines.order]
    order = np.lexsort((-back, lines.items, lines.users))
    users, items, back = lines.users[order], lines.items[order], back[order]
    days, quantities = lines.days[order], lines.quantities[order]
    begins = (np.diff(users) != 0) | (np.diff(items) != 0)
    first = np.concatenate([[0], np.flatnonzero(begins) + 1])
    last = np.concatenate([first[1:], [len(users)]]) - 1
    return Habits(
        users=users[first],
        items=items[first],
        times=(last - first + 1).astype(np.float32),
        orders_since=back[last].astype(np.float32),
        orders_from=(back[first] + 1).astype(np.float32),
        first_day=days[first],
        last_day=days[last],
        last_quantity=quantities[last],
        quantity=np.add.reduceat(quantities, first),
        faded=np.add.reduceat(np.float32(fade) ** back.astype(np.float32), first),
        user_count=lines.user_count,
        item_count=lines.item_count,
    )


def order_counts(lines: Lines) -> Floats:
    """How many orders each user made."""
    return np.bincount(lines.order_user, minlength=lines.user_count).astype(np.float32)


def faded_orders(lines: Lines, fade: float) -> Floats:
    """The weight of all of a user's orders; 0 where she has none."""
    weights = np.float32(fade) ** lines.orders_after.astype(np.float32)
    found = np.bincount(lines.order_user, weights=weights, minlength=lines.user_count)
    return found.astype(np.float32)


def again_rates(told: Habits, orders: Floats) -> Floats:
    """Of each item, how likely one who bought it has it in a later order.

    Times it came again, over the orders that could have held it again; drawn to the rate of all items
    by `PRIOR_AGAIN` users' worth of orders (an empirical Bayes estimate).
    """
    came = np.bincount(told.items, weights=told.times - 1, minlength=told.item_count)
    could = np.bincount(told.items, weights=told.orders_from - 1, minlength=told.item_count)
    mean = came.sum() / max(could.sum(), 1.0)
    prior = PRIOR_AGAIN * max(float(orders.mean()), 1.0)
    found: Floats = ((came + prior * mean) / (could + prior)).astype(np.float32)
    return found


def habit_scores(told: Habits, weights: Floats, again: Floats) -> Floats:
    """The repeat score of each row: its faded share of the user's orders, times the re-buy rate."""
    found: Floats = told.faded / weights[told.users] * again[told.items]
    return found
