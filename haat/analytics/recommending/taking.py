"""Whether people take what is recommended: what that says of a product, and one place to find out more."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

PRIOR = 2.0  # takings that speak for the usual, before a product or category is judged by its own
SHOWN_FIRST = 4  # of a list stay as they are; the next place is sometimes another's
EXPLORED = (
    0.5  # of the lists have one in that place: with ten rows, one in twenty of all that is shown
)

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Shown:
    """A product that a shop was shown as new, and whether it was taken."""

    product: str
    category: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Takings:
    """How often products and categories were shown and taken."""

    shown: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    all_shown: int = 0
    all_taken: int = 0

    @property
    def rate(self) -> float | None:
        """The share of what was shown that was taken; None where nothing was shown."""
        return self.all_taken / self.all_shown if self.all_shown else None

    def factor(self, product: str, category: str) -> float:
        """How much likelier than usual a product is taken, by its category's past and then its own.

        Takings are Poisson counts of an expected number; a ratio is drawn to 1 by a gamma prior. Where
        nobody ever takes anything, silence says nothing against a product.
        """
        usual = self.rate or 0.0
        of_kind = self._ratio(f"category:{category}", usual)
        return of_kind * self._ratio(f"product:{product}", usual * of_kind)

    def _ratio(self, key: str, usual: float) -> float:
        return (self.taken[key] + PRIOR) / (self.shown[key] * usual + PRIOR)


def takings(told: Sequence[Shown]) -> Takings:
    """Count what was shown and taken."""
    found = Takings(all_shown=len(told), all_taken=sum(one.taken for one in told))
    for one in told:
        for key in (f"product:{one.product}", f"category:{one.category}"):
            found.shown[key] += 1
            found.taken[key] += one.taken
    return found


def explored(ranked: Sequence[Thing], length: int, draw: Random) -> list[Thing]:
    """The first of a list; now and then one from behind its end takes the last place.

    What never is shown can never be taken, so nothing would be learned of it.
    """
    found, behind = list(ranked[:length]), ranked[length : 2 * length]
    if behind and draw.random() < EXPLORED:
        found[-1] = draw.choice(behind)
    return found
