"""What usually sells of a product on a day, told by the weeks before a spell."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
USUAL_DAYS = 28  # four whole weeks, so that each weekday counts alike
LOOK_BACK_DAYS = 63  # 56 days of habit before the last seven
LEAST_DAYS = 14  # of habit, before a day is called unusual
GRAINS = (1.0, 0.5, 0.25, 0.1)  # the amounts goods are sold in: pieces, half kilos …


@dataclass(frozen=True, slots=True)
class Habit:
    """What sold a day before a spell, as counts of `grain` units; empty shelves are left out."""

    grain: float
    usual: tuple[int, ...]  # of 28 days
    long: tuple[int, ...]  # of up to 62 days, for how much days differ


def begins(daily: Mapping[date, float], today: date) -> date | None:
    """The first day of a product's habit: its first sale of the last weeks; None without any."""
    start = today - LOOK_BACK_DAYS * DAY
    return min(
        (day for day, units in daily.items() if start <= day < today and units > 0), default=None
    )


def habit(
    daily: Mapping[date, float], empty: AbstractSet[date], today: date, days: int
) -> Habit | None:
    """What was usual before a spell of so many days; None where too few days tell."""
    first = begins(daily, today)
    if first is None:
        return None
    before = [today - n * DAY for n in range(days + 1, LOOK_BACK_DAYS + 1)]
    known = [d for d in before if d >= first and not (d in empty and not daily.get(d))]
    usual = [d for d in known if d >= today - (days + USUAL_DAYS) * DAY]
    if len(usual) < LEAST_DAYS:
        return None
    grain = grain_of(daily)
    counts = {d: round(daily.get(d, 0.0) / grain) for d in known}
    return Habit(grain, tuple(counts[d] for d in usual), tuple(counts.values()))


def grain_of(daily: Mapping[date, float]) -> float:
    """The largest amount of which all sales are multiples."""
    return next(
        (g for g in GRAINS if all(abs(u / g - round(u / g)) < 1e-6 for u in daily.values())),
        GRAINS[-1],
    )
