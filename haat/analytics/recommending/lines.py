"""Who bought what, when and how much: the lines that everything here is learned from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """One line for each user, day and item, in this order; users and items are numbered from 0.

    A user's lines of one day are one order. Days are whole numbers, of the calendar or of any count.
    """

    users: Codes
    days: Codes
    items: Codes
    quantities: Floats
    user_count: int
    item_count: int
    first: Codes = field(init=False)  # of each order, its first line, and the end of all
    order_user: Codes = field(init=False)
    order_day: Codes = field(init=False)

    def __post_init__(self) -> None:
        if len(self.users):
            begins = (np.diff(self.users) != 0) | (np.diff(self.days) != 0)
            first = np.concatenate([[0], np.flatnonzero(begins) + 1, [len(self.users)]])
        else:
            first = np.zeros(1, dtype=np.int64)
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "order_user", self.users[first[:-1]])
        object.__setattr__(self, "order_day", self.days[first[:-1]])

    @property
    def order(self) -> Codes:
        """The number of each line's order, over all users."""
        return np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))

    @property
    def orders_after(self) -> Codes:
        """Of each order, how many the same user made after it."""
        upto = np.cumsum(np.bincount(self.order_user, minlength=self.user_count))
        found: Codes = upto[self.order_user] - 1 - np.arange(len(self.order_user))
        return found

    def only(self, kept: Flags) -> "Lines":
        """Some of the lines, of the same users and items."""
        return Lines(
            self.users[kept],
            self.days[kept],
            self.items[kept],
            self.quantities[kept],
            self.user_count,
            self.item_count,
        )

    def matrix(self) -> Any:
        """Users x items, 1 where the user ever bought the item (scipy CSR, float32)."""
        return sparse_rows(self.users, self.items, self.user_count, self.item_count)


def lines_of(
    users: Codes,
    days: Codes,
    items: Codes,
    quantities: NDArray[np.floating[Any]],
    counts: tuple[int, int],
) -> Lines:
    """Lines in order; what a user bought of an item on one day is added up."""
    order = np.lexsort((items, days, users))
    users, days, items = users[order], days[order], items[order]
    same = (np.diff(users) == 0) & (np.diff(days) == 0) & (np.diff(items) == 0)
    first = np.flatnonzero(np.concatenate([[True], ~same]))
    summed = np.add.reduceat(quantities[order], first).astype(np.float32)
    return Lines(users[first], days[first], items[first], summed, *counts)


def sparse_rows(
    rows: Codes, columns: Codes, height: int, width: int, values: Floats | None = None
) -> Any:
    """A matrix (scipy CSR, float32); a cell that is named more than once holds 1, or the values' sum."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415  # heavy, and only where much is counted

    told = np.ones(len(rows), dtype=np.float32) if values is None else values
    found = csr_matrix((told, (rows, columns)), shape=(height, width), dtype=np.float32)
    if values is None:
        found.data[:] = 1.0
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Goods:
    """What is told of each item: its name, category and price; empty or NaN where nothing is."""

    names: Sequence[str]
    categories: Sequence[str]
    prices: NDArray[np.float64]
