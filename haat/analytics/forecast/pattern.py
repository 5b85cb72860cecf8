"""What days have of their own, shrunk to nothing where little was sold: weekdays and offers."""

from collections.abc import Sequence
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
    weeks: list[list[float]] = [[] for _ in range(7)]
    for n in days:
        if n not in known.promo:
            weeks[known.weekday(n)].append(known.units[n])
    count = sum(map(len, weeks))
    mean = sum(map(sum, weeks)) / count if count else 0.0
    if mean <= 0:
        return Pattern()
    burst = max(1.0, _spread(weeks) / mean)
    factors = [_factor(week, mean, WEEKDAY_TRUST * burst, 1.0) for week in weeks]
    weekdays = tuple(factor * 7 / sum(factors) for factor in factors)
    # All offers there were: they are few.
    offers = [known.units[n] for n in known.promo if n < until and n not in known.short]
    lift = _factor(offers, mean, PROMO_TRUST * burst, PROMO_LIFT)
    return Pattern(weekdays, lift, bool(offers))


def _factor(sold: Sequence[float], mean: float, trust: float, assumed: float) -> float:
    found = (sum(sold) + trust * assumed) / (mean * len(sold) + trust)
    return min(HIGHEST, max(LOWEST, found))


def _spread(weeks: Sequence[Sequence[float]]) -> float:
    """Variance of the days around their own weekday's mean."""
    told = [week for week in weeks if week]
    squares = sum(sum((u - sum(week) / len(week)) ** 2 for u in week) for week in told)
    return squares / max(1, sum(map(len, told)) - len(told))
