"""Gives buyers of whom little is known a turn among those who are always shown."""

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

SLOTS = 5  # of which one is for somebody new
LEAST_TRIED = 3  # matches that came to something or not, before a buyer counts as tried
DRAWN_FROM = 20  # of those behind, the best are drawn from

Fit = TypeVar("Fit")


def with_turns(ranked: Sequence[Fit], tried: Callable[[Fit], int], seed: str) -> list[Fit]:
    """The list, best first, in which each five hold somebody who was tried less than three times.

    Where all five were tried, the last of them makes way for one of the best of those behind who was
    not; which, chance tells, the same for the same seed. Nobody is lost and nobody comes twice.
    """
    chance, found = Random(seed), list(ranked)  # noqa: S311  # a turn is no secret
    for start in range(0, len(found), SLOTS):
        slots = found[start : start + SLOTS]
        if len(slots) == SLOTS and all(tried(one) >= LEAST_TRIED for one in slots):
            behind = range(start + SLOTS, len(found))
            new = [n for n in behind if tried(found[n]) < LEAST_TRIED][:DRAWN_FROM]
            if new:
                found.insert(start + SLOTS - 1, found.pop(chance.choice(new)))
    return found
