"""Goods that sell far less than chance explains, though the shelf was not empty."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Literal

from haat.analytics.habit import DAY, LEAST_DAYS, LOOK_BACK_DAYS, USUAL_DAYS, grain_of
from haat.analytics.tails import at_most, spread

SPELL_DAYS = 7  # a whole week: single days differ by weekday
LEAST_TOLD = 5  # of its days; a shelf that was empty longer tells nothing of demand
DROP_CHANCE = 0.001  # so rarely it happens by chance, for each product and day
HALF = 0.5  # of the usual, at most
LEAST_LESS = 5  # grains below the usual: else hardly anything can be missed
NEARLY_NOTHING = 0.2


@dataclass(frozen=True, slots=True)
class Drop:
    """Less than chance explains: `units` in the last `days` told, where `expected` were usual."""

    days: int
    units: float
    expected: float
    chance: float
    since: date


def drop(
    daily: Mapping[date, float], untold: AbstractSet[date], today: date, pace: float = 1.0
) -> Drop | None:
    """Whether the last seven days sold less than chance explains; None where they tell too little.

    `untold` are days that tell nothing of the usual demand: an empty shelf, an offer, a closed
    shop. `pace` is how much of its usual the whole shop sold: a quiet week of all goods is no drop
    of each. Tested against the last four weeks and against all eight, and the milder counts: sales
    that fall back after a festival are usual.
    """
    week = [today - n * DAY for n in range(1, SPELL_DAYS + 1) if today - n * DAY not in untold]
    if len(week) < LEAST_TOLD:
        return None
    sold = sum(daily.get(day, 0.0) for day in week)
    before, recent = _before(daily, untold, today)
    if sold > HALF * _mean(recent) * len(week):  # spares most goods the test
        return None
    grain, days = grain_of(daily), len(week) * min(1.0, pace)
    found = [_fallen(sold, days, usual, grain) for usual in (recent, before)]
    if any(one is None for one in found):
        return None
    expected, chance = max((one for one in found if one is not None), key=lambda one: one[1])
    return Drop(len(week), sold, expected * grain, chance, today - SPELL_DAYS * DAY)


def drop_severity(found: Drop) -> Literal["high", "medium"]:
    """High where hardly anything sells any more."""
    return "high" if found.units <= NEARLY_NOTHING * found.expected else "medium"


def pace(sold: Mapping[str, Mapping[date, float]], closed: AbstractSet[date], today: date) -> float:
    """How much of its usual a shop sold in the last week, by products sold a day; 1 where nobody knows."""
    lines = [
        sum(today - n * DAY in days for days in sold.values())
        for n in range(1, SPELL_DAYS + USUAL_DAYS + 1)
        if today - n * DAY not in closed
    ]
    told = sum(today - n * DAY not in closed for n in range(1, SPELL_DAYS + 1))
    usual = _mean(lines[told:])
    return _mean(lines[:told]) / usual if usual else 1.0


def closed_days(sold: Mapping[str, Mapping[date, float]], today: date) -> frozenset[date]:
    """The last weeks' days on which nothing at all was written down."""
    days = {today - n * DAY for n in range(1, LOOK_BACK_DAYS + 1)}
    return frozenset(days - {day for series in sold.values() for day in series})


def _before(
    daily: Mapping[date, float], untold: AbstractSet[date], today: date
) -> tuple[list[float], list[float]]:
    """Units of the told days before the spell, from the first sale on: of all, and of the last 28."""
    days = [today - n * DAY for n in range(SPELL_DAYS + 1, LOOK_BACK_DAYS + 1)]
    first = min((d for d in days if daily.get(d)), default=today)
    told = [d for d in days if d >= first and d not in untold]
    units = [daily.get(d, 0.0) for d in told]
    late = today - (SPELL_DAYS + USUAL_DAYS) * DAY
    return units, units[: sum(d >= late for d in told)]


def _fallen(
    sold: float, days: float, usual: Sequence[float], grain: float
) -> tuple[float, float] | None:
    """What was expected of so many days, in grains, and the chance of so few; None where it may well be."""
    if len(usual) < LEAST_DAYS:
        return None
    count, counts = round(sold / grain), [round(units / grain) for units in usual]
    expected = _mean(counts) * days
    if count > HALF * expected or expected - count < LEAST_LESS:
        return None
    size = 1 / max(spread(counts), 1e-6)
    chance = at_most(count, count + sum(counts), (days * size, len(counts) * size))
    return None if chance > DROP_CHANCE else (expected, chance)


def _mean(counts: Sequence[float]) -> float:
    return sum(counts) / len(counts) if counts else 0.0
