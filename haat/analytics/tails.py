"""Tails of counts: how likely so many, or so few too few, are by chance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, inf, lgamma, log, sqrt
from statistics import fmean

FAR = 12.0  # so many deviations and lengths of the tail beyond the mean nothing is left
PRIOR_SPREAD = 0.25  # of a shop's daily counts before any are known: variance = mean + mean^2 / 4
PRIOR_DAYS = 14  # what the prior weighs


@dataclass(frozen=True, slots=True)
class Shortage:
    """Demand against what is there: the chance that it is more, and the mean of what is missing."""

    risk: float
    expected: float


def spread(counts: Sequence[float]) -> float:
    """How much more daily counts vary than Poisson's: a in variance = mean + a mean^2.

    By moments, drawn towards `PRIOR_SPREAD` where few days are known; never below 0.
    """
    days = len(counts)
    mean = fmean(counts) if counts else 0.0
    if days < 2 or mean == 0:
        return PRIOR_SPREAD
    variance = sum((count - mean) ** 2 for count in counts) / (days - 1)
    told = max(0.0, (variance - mean) / mean**2)
    return (days * told + PRIOR_DAYS * PRIOR_SPREAD) / (days + PRIOR_DAYS)


def shortage(left: float, mean: float, variance: float) -> Shortage:
    """The chance that a count of this mean and variance is above `left`, and by how much on average.

    Negative binomial by moments; Poisson where the variance is not above the mean.
    """
    stock = max(0, int(left + 1e-9))
    if mean <= 0 or stock > _far(mean, variance):
        return Shortage(0.0, 0.0)
    enough = missing_none = 0.0
    for count, chance in zip(range(stock + 1), _chances(mean, variance), strict=False):
        enough += chance
        missing_none += (stock - count) * chance
    return Shortage(max(0.0, 1 - enough), max(0.0, mean - stock + missing_none))


def enough(mean: float, variance: float, risk: float) -> int:
    """The smallest count that demand of this mean and variance exceeds with at most this chance."""
    if mean <= 0:
        return 0
    covered = 0.0
    for count, chance in enumerate(_chances(mean, variance)):
        covered += chance
        if covered >= 1 - risk or count > _far(mean, variance) + 99:
            break
    return count


def at_least(count: int, total: int, share: tuple[float, float]) -> float:
    """The chance that of `total` events `count` or more fall into the first of two spells.

    The exact conditional test of two negative binomials with one rate: the first spell's count is
    beta-binomial with the spells' sizes (`share`), binomial where these are very large. Compare
    Przyborowski and Wilenski (1940) for the Poisson case.
    """
    one, other = share
    log_chance = _log_choose(total, count, one, other)
    found = exp(log_chance)
    for events in range(count, total):
        rest = total - events
        log_chance += log(rest * (events + one) / ((events + 1) * (rest - 1 + other)))
        found += exp(log_chance)
    return min(1.0, found)


def at_most(count: int, total: int, share: tuple[float, float]) -> float:
    """The chance that of `total` events `count` or fewer fall into the first of two spells.

    The other tail of `at_least`.
    """
    one, other = share
    return at_least(total - count, total, (other, one))


def _far(mean: float, variance: float) -> float:
    """Beyond it the chance is below anything that is shown.

    A rare and lumpy demand falls off slowly: by 1 - mean / variance for each more, not as a normal
    law does, so that the length of that tail counts beside the deviation.
    """
    spread_out = max(variance, mean)
    return mean + FAR * (sqrt(spread_out) + spread_out / mean)


def _chances(mean: float, variance: float) -> Iterator[float]:
    """Chances of 0, 1, 2 … events."""
    size = mean**2 / (variance - mean) if variance > mean * (1 + 1e-9) else inf
    count = 0
    while True:
        yield exp(_log_chance(count, mean, size))
        count += 1


def _log_chance(count: int, mean: float, size: float) -> float:
    if size > 1e9:
        return count * log(mean) - mean - lgamma(count + 1)
    ways = lgamma(count + size) - lgamma(size) - lgamma(count + 1)
    return ways + size * log(size / (size + mean)) + count * log(mean / (size + mean))


def _log_choose(total: int, count: int, one: float, other: float) -> float:
    """The log of the beta-binomial chance."""
    ways = lgamma(total + 1) - lgamma(count + 1) - lgamma(total - count + 1)
    seen = lgamma(count + one) + lgamma(total - count + other) - lgamma(total + one + other)
    return ways + seen - (lgamma(one) + lgamma(other) - lgamma(one + other))
