"""Short ledgers to foretell from."""

from collections.abc import Sequence, Set
from datetime import date, timedelta

from haat.analytics.forecast.demand import Demand, demand

MONDAY = date(2026, 8, 31)


def of_units(
    units: Sequence[float], short: Set[int] = frozenset(), promo: Set[int] = frozenset()
) -> Demand:
    """A product's days from a Monday on."""
    days = [MONDAY + timedelta(days=n) for n in range(len(units))]
    sold = {day: u for day, u in zip(days, units, strict=True) if u}
    return demand(sold, days[0], days[-1], {days[n] for n in short}, {days[n] for n in promo})
