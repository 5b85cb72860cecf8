"""How good lists are: precision, recall and NDCG at 10, of what is bought again and of what is new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.recommend.methods import LISTED

Lists = Mapping[str, Sequence[str]]
Sets = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over users; `repeat` and `explore` are recalls of the two kinds, `covered` of all items."""

    precision: float
    recall: float
    ndcg: float
    hit: float
    repeat: float
    explore: float
    covered: float
    users: int


def scores(lists: Lists, truth: Sets, own: Sets, items: int, *, new: bool) -> Scores:
    """Against each user's next order; with `new`, against what of it she had never bought.

    NDCG with gain 1 for each hit, as all of the literature on next baskets has it.
    """
    rows, shown = [], set[str]()
    for user, order in truth.items():
        before = own.get(user, frozenset())
        wanted = order - before if new else order
        if wanted:
            listed = list(lists.get(user, ()))[:LISTED]
            shown.update(listed)
            rows.append(_of_one(listed, wanted, before))
    columns = np.array(rows, dtype=float).T
    precision, recall, ndcg, hit, repeat, explore = (_mean(column) for column in columns)
    return Scores(precision, recall, ndcg, hit, repeat, explore, len(shown) / items, len(rows))


def _of_one(listed: Sequence[str], wanted: frozenset[str], before: frozenset[str]) -> list[float]:
    hits = np.array([item in wanted for item in listed], dtype=float)
    worth = 1 / np.log2(np.arange(2, LISTED + 2))
    found = {item for item, hit in zip(listed, hits, strict=True) if hit}
    return [
        hits.sum() / LISTED,
        hits.sum() / len(wanted),
        float((hits * worth[: len(hits)]).sum() / worth[: min(LISTED, len(wanted))].sum()),
        float(hits.any()),
        _share(found & before, wanted & before),
        _share(found - before, wanted - before),
    ]


def _share(found: frozenset[str] | set[str], wanted: frozenset[str]) -> float:
    return len(found & wanted) / len(wanted) if wanted else float("nan")


def _mean(values: np.ndarray) -> float:
    """Of those that are known."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")
