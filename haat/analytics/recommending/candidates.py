"""What might be bought next, of each user: her own goods, and the best of each source of new ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from haat.analytics.recommending.lines import Codes, Flags, Floats
from haat.analytics.recommending.past import Past

CELLS = 2_000_000  # users x items that are scored at once
MOST_USERS = 512
OWN = 100
# How many each source names at most.
NEW: Mapping[str, int] = {
    "ease": 60,
    "ease_recent": 30,
    "like_items": 30,
    "neighbours": 40,
    "content": 20,
    "begun": 15,
}


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Users and items to judge, by user; `rows` count the users that were asked for."""

    rows: Codes
    users: Codes
    items: Codes
    place: Codes  # of the pair among the habits; -1 where she never bought it
    scores: Mapping[str, Floats]  # by source

    @property
    def owned(self) -> Flags:
        """Which she bought before."""
        found: Flags = self.place >= 0
        return found


def chunks(users: Codes, item_count: int) -> Iterator[Codes]:
    """Users that fit into memory together."""
    step = max(1, min(MOST_USERS, CELLS // max(1, item_count)))
    for start in range(0, len(users), step):
        yield users[start : start + step]


def pairs(past: Past, users: Codes) -> Pairs:
    """The candidates of some users."""
    tables = scores(past, users)
    rows, width = past.matrix[users], past.lines.item_count
    own = np.repeat(np.arange(len(users)), np.diff(rows.indptr)), rows.indices
    free = {name: best_new(tables[name], own, count) for name, count in NEW.items()}
    keys = np.unique(np.concatenate([_own(past, users), *free.values()]))
    at, items = keys // width, keys % width
    return Pairs(
        rows=at,
        users=users[at],
        items=items,
        place=_places(past, users[at] * width + items),
        scores={name: table[at, items] for name, table in tables.items()},
    )


def scores(past: Past, users: Codes) -> dict[str, Floats]:
    """Users x all items, by source; `begun` is the same for all users."""
    rows = past.matrix[users]
    return {
        "ease": past.ease.scores(rows),
        "ease_recent": past.ease.scores(past.recent[users]),
        "like_items": (rows @ past.like).toarray(),
        "neighbours": past.crowd.scores(past.crowd.alike(rows, users)),
        "content": (past.profile[users] @ past.told.terms.T).toarray(),
        "begun": np.broadcast_to(past.begun, (len(users), past.lines.item_count)),
    }


def best_new(table: Floats, own: tuple[Codes, Codes], count: int) -> Codes:
    """The best `count` of each row but those that are her own, above 0, as row * width + item."""
    width = table.shape[1]
    count = min(count, width)
    free = -table
    free[own] = np.inf
    columns = np.argpartition(free, count - 1, axis=1)[:, :count]
    good = np.take_along_axis(free, columns, axis=1) < 0
    found: Codes = (np.arange(len(table))[:, None] * width + columns)[good]
    return found


def _own(past: Past, users: Codes) -> Codes:
    """Her goods of the highest repeat scores, as row * width + item."""
    known, width = past.habits, past.lines.item_count
    begin, end = (np.searchsorted(known.users, users, side) for side in ("left", "right"))
    chosen = [np.empty(0, dtype=np.int64)]
    for row, (first, last) in enumerate(zip(begin, end, strict=True)):
        items = known.items[first:last]
        if len(items) > OWN:
            items = items[np.argpartition(-past.repeat[first:last], OWN)[:OWN]]
        chosen.append(row * width + items)
    return np.concatenate(chosen)


def _places(past: Past, wanted: Codes) -> Codes:
    """Where user * width + item stands among the habits; -1 where nowhere."""
    keys = past.habits.keys
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found: Codes = np.where(keys[place] == wanted, place, -1)
    return found
