"""Two recommenders before the same invented people: an A/B test, and lists drawn in turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np

from eval.recommend.scoring import Lists, Sets

TOUCHED_RIGHT, TOUCHED_WRONG = 0.6, 0.03  # the chance that what is seen is touched
SEEN = 0.85  # of those who saw one place, the share that looks at the next


@dataclass(frozen=True, slots=True)
class Duel:
    """Click-through of both in an A/B test, its p-value, and the share of drawn lists that each won."""

    ours: float
    theirs: float
    p_value: float
    won: float
    lost: float


def duel(ours: Lists, theirs: Lists, truth: Sets, seed: int) -> Duel:
    """A person touches what she sees: what is in her next order often, anything else rarely.

    A/B: half of the users each, and a test of two shares. Drawn lists: team draft (Radlinski, Kurup and
    Joachims, 2008), by which each user judges both.
    """
    draw = np.random.default_rng(seed)
    users = sorted(truth)
    half = draw.permutation(len(users)) % 2 == 0
    arms = [
        [
            _touched(lists[u], truth[u], draw)
            for u, mine in zip(users, half, strict=True)
            if mine == a
        ]
        for lists, a in ((ours, True), (theirs, False))
    ]
    shares = [np.array([bool(touched) for touched in arm], dtype=float) for arm in arms]
    wins = [_drawn(ours[user], theirs[user], truth[user], draw) for user in users]
    return Duel(
        float(shares[0].mean()),
        float(shares[1].mean()),
        _p_value(shares[0], shares[1]),
        float(np.mean([win > 0 for win in wins])),
        float(np.mean([win < 0 for win in wins])),
    )


def drafted(
    ours: Sequence[str], theirs: Sequence[str], draw: np.random.Generator, length: int
) -> list[tuple[str, bool]]:
    """One list from two, and of each item whether it is ours; who goes first is drawn in each round."""
    found: list[tuple[str, bool]] = []
    while len(found) < length:
        first = bool(draw.random() < 0.5)
        before = len(found)
        for mine in (first, not first):
            taken = {item for item, _ in found}
            fresh = next((i for i in (ours if mine else theirs) if i not in taken), None)
            if fresh is not None and len(found) < length:
                found.append((fresh, mine))
        if len(found) == before:
            break
    return found


def _touched(listed: Sequence[str], wanted: frozenset[str], draw: np.random.Generator) -> list[int]:
    """The places that are touched, from the top as far as she looks."""
    found = []
    for place, item in enumerate(listed):
        if draw.random() < (TOUCHED_RIGHT if item in wanted else TOUCHED_WRONG):
            found.append(place)
        if draw.random() > SEEN:
            break
    return found


def _drawn(
    ours: Sequence[str], theirs: Sequence[str], wanted: frozenset[str], draw: np.random.Generator
) -> int:
    mixed = drafted(ours, theirs, draw, max(len(ours), len(theirs)))
    touched = _touched([item for item, _ in mixed], wanted, draw)
    return sum(1 if mixed[place][1] else -1 for place in touched)


def _p_value(one: np.ndarray, other: np.ndarray) -> float:
    """Of two shares, two-sided, by the normal approximation."""
    mean = float(np.concatenate([one, other]).mean())
    spread = sqrt(mean * (1 - mean) * (1 / len(one) + 1 / len(other)))
    return erfc(abs(float(one.mean() - other.mean())) / spread / sqrt(2)) if spread else 1.0
