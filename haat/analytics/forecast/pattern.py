"""What days have of their own, shrunk to nothing where little was sold: weekdays and offers."""

from collections.abc import Iterable
from dataclasses import dataclass

from haat.analytics.forecast.demand import Demand

WINDOW_DAYS = 112  # sixteen weeks
WEEKDAY_TRUST = 30.0  # units after which a weekday's own factor outweighs 1
PROMO_LIFT = 1.3  # assumed of an offer before there was one
PROMO_TRUST = 20.0
LOWEST, HIGHEST = 0.2, 5.0
PLAIN_WEEK = (1.0,) * 7


@dataclass(frozen=True, slots=True)
class Pattern:
    """Factors of the days: of each weekday from Monday on, with mean 1, and of an offer.

    `promo_known` says that the offer's factor rests on offers there were.
    """

    weekdays: tuple[float, ...] = PLAIN_WEEK
    promo: float = PROMO_LIFT
    promo_known: bool = False

    def of(self, weekday: int, *, promo: bool) -> float:
        """How much more or less than usual is asked for on such a day."""
        return self.weekdays[weekday] * (self.promo if promo else 1.0)


def pattern(known: Demand, until: int) -> Pattern:
    """The pattern of the days before position `until`; days with an empty shelf tell nothing.

    A factor is (sold / d + c f) / (expected / d + c): the mean of a gamma prior with mean f that is
    worth c units, against sales whose variance is d times their mean.
    """
    days = [n for n in range(max(0, until - WINDOW_DAYS), until) if n not in known.short]
    ordinary = [n for n in days if n not in known.promo]
    mean = _mean(known, ordinary)
    if mean <= 0:
        return Pattern()
    burst = max(1.0, _variance(known, ordinary, mean) / mean)
    trust = WEEKDAY_TRUST * burst
    weeks = [
        _factor(known, [n for n in ordinary if known.weekday(n) == day], mean, trust, 1.0)
        for day in range(7)
    ]
    weekdays = tuple(factor * 7 / sum(weeks) for factor in weeks)
    # All offers there were: they are few.
    offers = [n for n in known.promo if n < until and n not in known.short]
    lift = _factor(known, offers, mean, PROMO_TRUST * burst, PROMO_LIFT)
    return Pattern(weekdays, lift, bool(offers))


def _factor(known: Demand, days: list[int], mean: float, trust: float, assumed: float) -> float:
    sold = sum(known.units[n] for n in days)
    found = (sold + trust * assumed) / (mean * len(days) + trust)
    return min(HIGHEST, max(LOWEST, found))


def _mean(known: Demand, days: Iterable[int]) -> float:
    sold = [known.units[n] for n in days]
    return sum(sold) / len(sold) if sold else 0.0


def _variance(known: Demand, days: list[int], mean: float) -> float:
    return sum((known.units[n] - mean) ** 2 for n in days) / max(1, len(days) - 1)
