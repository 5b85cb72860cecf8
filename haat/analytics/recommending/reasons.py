"""Why something is on a list: the part of its score that carries it, and what stands behind that part."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from haat.analytics.recommending.blending import log_odds
from haat.analytics.recommending.candidates import Pairs
from haat.analytics.recommending.features import NAMES, PARTS, Part
from haat.analytics.recommending.lines import Codes, Floats
from haat.analytics.recommending.past import Past
from haat.analytics.recommending.ranker import Ranker

FLOOR = 5  # users that must stand behind a word about others
NAMED = 2  # goods that a reason names at most
OF_NEW: tuple[Part, ...] = ("goods", "crowd", "content", "trend")

Kind = Literal["again", "goes_with", "like_users", "like_goods", "begun", "sells", "little_known"]


@dataclass(frozen=True, slots=True)
class Reason:
    """What to say of an item; `items` are among those that the user has.

    `again`: in `count` of her last `of` orders; `goes_with`: `count` users have it and the first of
    `items`; `like_users`: `count` of the `of` users most like her have it; `like_goods`: it is
    described like the first of `items`; `begun`: `count` users began with it lately; `sells`: it is in
    `count` orders.
    """

    kind: Kind
    items: tuple[int, ...] = ()
    count: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """One pair."""

    past: Past
    pairs: Pairs
    row: int

    @property
    def item(self) -> int:
        return int(self.pairs.items[self.row])

    @property
    def own(self) -> Codes:
        """What the user has."""
        matrix, user = self.past.matrix, self.pairs.users[self.row]
        found: Codes = matrix.indices[matrix.indptr[user] : matrix.indptr[user + 1]]
        return found


def reasons(past: Past, pairs: Pairs, weights: Mapping[Part, Floats]) -> list[Reason]:
    """One for each pair; `weights` tell how much each part carries of what is new."""
    nothing = np.zeros(len(pairs.items), dtype=np.float32)
    carried = np.stack([weights.get(part, nothing) for part in OF_NEW], axis=1)
    cases = (_Case(past, pairs, row) for row in range(len(pairs.items)))
    return [
        _again(case) if owned else _new(case, own)
        for case, owned, own in zip(cases, pairs.owned, carried, strict=True)
    ]


def losses(ranker: Ranker, table: Floats) -> dict[Part, Floats]:
    """By how much the log-odds of each row fall when a part is not known."""
    whole, found = log_odds(ranker.chances(table)), dict[Part, Floats]()
    for part in OF_NEW:
        blind = table.copy()
        blind[:, [n for n, name in enumerate(NAMES) if PARTS[name] == part]] = np.nan
        found[part] = whole - log_odds(ranker.chances(blind))
    return found


def shares(past: Past, user: int, item: int) -> tuple[Codes, Floats]:
    """The user's goods with the share of the item-to-item score that each carries, the largest first.

    That score is the sum of the goods' weights, so without one of them it falls by just its share; one
    below 0 speaks against the item.
    """
    own = past.matrix.indices[past.matrix.indptr[user] : past.matrix.indptr[user + 1]]
    place, at = past.ease.place[own], past.ease.place[item]
    if at < 0:
        return own[:0], np.empty(0, dtype=np.float32)
    own, place = own[place >= 0], place[place >= 0]
    weights = past.ease.weights[place, at]
    order = np.argsort(-weights, kind="stable")
    return own[order], weights[order] / weights.sum()


def _again(case: _Case) -> Reason:
    known, place = case.past.habits, case.pairs.place[case.row]
    return Reason("again", count=int(known.times[place]), of=int(known.orders_from[place]))


def _new(case: _Case, carried: Floats) -> Reason:
    """By the part that carries most and has something to say; what sells is true of all."""
    order = [OF_NEW[n] for n in np.argsort(-carried, kind="stable") if carried[n] > 0]
    said = (_SAYING[part](case) for part in (*order, "trend"))
    return next((one for one in said if one), Reason("little_known"))


def _goes_with(case: _Case) -> Reason | None:
    if case.pairs.scores["ease"][case.row] <= 0:
        return None
    told = case.past.ease
    own, carried = shares(case.past, int(case.pairs.users[case.row]), case.item)
    counts = told.together[told.place[own], told.place[case.item]]
    named = np.flatnonzero((carried > 0) & (counts >= FLOOR))[:NAMED]
    if not len(named):
        return None
    return Reason("goes_with", tuple(own[named].tolist()), int(counts[named[0]]))


def _like_users(case: _Case) -> Reason | None:
    buyers, alike = case.past.by_item, case.pairs.alike[case.pairs.rows[case.row]].indices
    having = buyers.indices[buyers.indptr[case.item] : buyers.indptr[case.item + 1]]
    count = int(np.isin(alike, having, assume_unique=True).sum())
    return Reason("like_users", count=count, of=len(alike)) if count >= FLOOR else None


def _like_goods(case: _Case) -> Reason | None:
    told, own = case.past.told.described, case.own
    alike = told.to(case.item)[told.kind[own]]
    best = int(alike.argmax())
    return Reason("like_goods", (int(own[best]),)) if alike[best] > 0 else None


def _selling(case: _Case) -> Reason | None:
    begun, sold = int(case.past.begun[case.item]), int(case.past.popular[case.item])
    if begun >= FLOOR and case.past.trend[case.item] > 0:
        return Reason("begun", count=begun)
    return Reason("sells", count=sold) if sold >= FLOOR else None


_SAYING: Mapping[Part, Callable[[_Case], Reason | None]] = {
    "goods": _goes_with,
    "crowd": _like_users,
    "content": _like_goods,
    "trend": _selling,
}
