"""What might be bought next, of each user: her own goods, and the best of each source of new ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from haat.analytics.recommending.lines import Codes, Flags, Floats, sparse_rows
from haat.analytics.recommending.past import Past
from haat.analytics.recommending.picking import best_cells

CELLS = 1_000_000  # users x items that are scored at once
PAIRS = 100_000  # that are judged at once
MOST_USERS = 256
FEW_ITEMS = 300  # so few are all judged
LONG_LIST = 60  # and all where so many are wanted
OWN = 100  # goods of hers, where these are all that is judged
BEST_OWN = 60  # and where what is new stands beside them
SELLING = 30
# How many each source names at most, and the share of these that a list of both shelves has room for.
NEW: Mapping[str, int] = {
    "ease": 60,
    "like_items": 30,
    "neighbours": 40,
    "neighbours_begun": 40,
    "content": 20,
}
SAME_FOR_ALL = 20  # of what most began with, and of what sells most, ever and now
AMONG_OWN = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Users and items to judge, by user; `rows` count the users that were asked for."""

    rows: Codes
    users: Codes
    items: Codes
    place: Codes  # of the pair among the habits; -1 where she never bought it
    scores: Mapping[str, Floats]  # by source
    alike: Any  # rows x users: who is like them (CSR)

    def only(self, chosen: Codes) -> "Pairs":
        """Some of them."""
        return Pairs(
            self.rows[chosen],
            self.users[chosen],
            self.items[chosen],
            self.place[chosen],
            {name: values[chosen] for name, values in self.scores.items()},
            self.alike,
        )

    @property
    def owned(self) -> Flags:
        """Which she bought before."""
        found: Flags = self.place >= 0
        return found


def judges_all(item_count: int, count: int) -> bool:
    """Whether each item is a candidate of a list of `count`."""
    return item_count <= FEW_ITEMS or count > LONG_LIST


def chunks(users: Codes, item_count: int, count: int = 0) -> Iterator[Codes]:
    """Users that fit into memory together."""
    cells = PAIRS if judges_all(item_count, count) else CELLS
    step = max(1, min(MOST_USERS, cells // max(1, item_count)))
    for start in range(0, len(users), step):
        yield users[start : start + step]


def pairs(past: Past, users: Codes, count: int = 0) -> Pairs:
    """The candidates of some users for lists of `count`."""
    if not past.shape.compares:
        return _of_habits(past, users)
    rows, width = past.matrix[users], past.lines.item_count
    alike = past.crowd.alike(rows, users)
    tables = scores(past, users, alike)
    keys = _keys(past, users, tables, every=judges_all(width, count))
    at, items = keys // width, keys % width
    return Pairs(
        rows=at,
        users=users[at],
        items=items,
        place=_places(past, users[at] * width + items),
        scores={name: table[at, items] for name, table in tables.items()}
        | {"ease_recent": past.ease.of_pairs(past.recent[users], at, items)},
        alike=alike,
    )


def _keys(past: Past, users: Codes, tables: Mapping[str, Floats], *, every: bool) -> Codes:
    """Row and item of each candidate for the shelf, as row * width + item."""
    rows, width, shelf = past.matrix[users], past.lines.item_count, past.shape.shelf
    own = np.repeat(np.arange(len(users)), np.diff(rows.indptr)), rows.indices
    had: Codes = own[0] * width + own[1]
    if shelf == "again":
        return had if every else np.sort(_own(past, users, OWN))
    if every:
        keys = np.arange(len(users) * width)
        return np.delete(keys, had) if shelf == "new" else keys
    room = 1.0 if shelf == "new" else AMONG_OWN
    found = [best_new(tables[name], own, round(most * room)) for name, most in NEW.items()]
    found.append(_selling(past, len(users), own, round(SAME_FOR_ALL * room)))
    return np.unique(
        np.concatenate(found if shelf == "new" else [_own(past, users, BEST_OWN), *found])
    )


def _selling(past: Past, rows: int, own: tuple[Codes, Codes], count: int) -> Codes:
    """What sells best and what most began with, where it is new to the user."""
    width = past.lines.item_count
    of_all = past.begun, past.popular, past.trending
    orders = (np.argsort(-told, kind="stable")[:count] for told in of_all)
    best = [some[past.popular[some] > 0] for some in orders]
    keys = np.arange(rows)[:, None] * width + np.unique(np.concatenate(best))
    found: Codes = np.setdiff1d(keys, own[0] * width + own[1])
    return found


def _of_habits(past: Past, users: Codes) -> Pairs:
    """Her own goods, and some that sell best where there are few of these."""
    width = past.lines.item_count
    best = np.argsort(-past.trending, kind="stable")[:SELLING]
    few = np.flatnonzero(np.diff(past.matrix.indptr)[users] < OWN)
    more = best if past.shape.shelf == "all" else best[:0]
    keys = np.unique(
        np.concatenate([_own(past, users, OWN), (few[:, None] * width + more).ravel()])
    )
    at, items = keys // width, keys % width
    nothing = np.zeros(len(items), dtype=np.float32)
    return Pairs(
        rows=at,
        users=users[at],
        items=items,
        place=_places(past, users[at] * width + items),
        scores=dict.fromkeys((*NEW, "ease_recent"), nothing),
        alike=sparse_rows(at[:0], at[:0], len(users), past.lines.user_count),
    )


def scores(past: Past, users: Codes, alike: Any) -> dict[str, Floats]:
    """Users x all items, by source."""
    rows = past.matrix[users]
    return {
        "ease": past.ease.scores(rows),
        "like_items": (rows @ past.like).toarray(),
        "neighbours": past.crowd.scores(alike),
        "neighbours_begun": (alike @ past.beginnings).toarray(),
        "content": past.told.described.scores(past.kinds[users]),
    }


def best_new(table: Floats, own: tuple[Codes, Codes], count: int) -> Codes:
    """The best `count` of each row but those that are her own, above 0, as row * width + item."""
    free = table.copy()
    free[own] = 0.0
    rows, columns = best_cells(free, count)
    found: Codes = rows * table.shape[1] + columns
    return found


def _own(past: Past, users: Codes, most: int) -> Codes:
    """Her goods of the highest repeat scores, as row * width + item."""
    known, width = past.habits, past.lines.item_count
    begin, end = (np.searchsorted(known.users, users, side) for side in ("left", "right"))
    chosen = [np.empty(0, dtype=np.int64)]
    for row, (first, last) in enumerate(zip(begin, end, strict=True)):
        items = known.items[first:last]
        if len(items) > most:
            items = items[np.argpartition(-past.repeat[first:last], most)[:most]]
        chosen.append(row * width + items)
    return np.concatenate(chosen)


def _places(past: Past, wanted: Codes) -> Codes:
    """Where user * width + item stands among the habits; -1 where nowhere."""
    keys = past.habits.keys
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found: Codes = np.where(keys[place] == wanted, place, -1)
    return found
