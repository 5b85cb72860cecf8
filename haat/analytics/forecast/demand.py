"""One product's sales as a forecast sees them: a value for each day, and what that day was like."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

STEPS = (1.0, 0.5, 0.25, 0.1, 0.05)
FINEST = 0.01
NEARLY_ALL = 0.9


@dataclass(frozen=True, slots=True)
class Demand:
    """Units sold on each day from `start` on, without a gap.

    `short` are positions of days that ended with an empty shelf: more may have been wanted than was
    sold. `promo` are positions of days with an offer. `step` is what amounts are multiples of.
    `prices` are the rupees asked on each day (None: not known); empty where they were not looked up.
    """

    start: date
    units: tuple[float, ...]
    short: frozenset[int] = frozenset()
    promo: frozenset[int] = frozenset()
    step: float = 1.0
    prices: tuple[float | None, ...] = ()

    @property
    def end(self) -> date:
        """The last day that is known."""
        return self.start + timedelta(days=len(self.units) - 1)

    def weekday(self, position: int) -> int:
        """Monday is 0."""
        return (self.start.weekday() + position) % 7


def demand(
    sold: Mapping[date, float],
    start: date,
    end: date,
    short: Set[date] = frozenset(),
    promo: Set[date] = frozenset(),
) -> Demand:
    """A ledger's lines as a value for each day; a day without a line is a day without a sale."""
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    units = tuple(max(0.0, sold.get(day, 0.0)) for day in days)
    positions = {day: n for n, day in enumerate(days)}
    return Demand(
        start,
        units,
        frozenset(positions[day] for day in short if day in positions),
        frozenset(positions[day] for day in promo if day in positions),
        step_of(units),
    )


def step_of(units: Sequence[float]) -> float:
    """The largest usual step that nearly all amounts are made of: whole pieces, half kilos …

    Nearly: where a large sale was cleaned, its amount is no longer a multiple of anything.
    """
    sold = [u for u in units if u > 0]
    for step in STEPS:
        whole = sum(abs(u / step - round(u / step)) < 1e-6 for u in sold)
        if whole >= NEARLY_ALL * len(sold):
            return step
    return FINEST
