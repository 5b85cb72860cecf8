"""How many may be asked for: the negative binomial, by its mean and variance, in steps of a unit."""

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import ceil, exp, inf, log, log1p
from statistics import NormalDist

MOST_STEPS = 400  # of the mean, where the spread allows: more are counted in lots
MANY = 5000  # lots of the mean, which then vary so little that they are as good as normal
FARTHEST = 60  # standard deviations, where the sum ends at the latest
NEGLIGIBLE = 1e-12


@dataclass(frozen=True)
class Counts:
    """A number of units with `mean` and `variance`, sold in multiples of `step`.

    Negative binomial with size r = mean² / (variance - mean), counted in steps; a variance of no
    more than the mean's makes it Poisson's. Johnson, Kemp and Kotz (2005), chapter 5.
    """

    mean: float
    variance: float
    step: float = 1.0

    def quantile(self, probability: float) -> float:
        """The least amount that is enough with that probability."""
        if self._normal is not None:
            lots = ceil(self._normal.inv_cdf(probability) / self._lot)
            return max(0, lots) * self._lot
        for n, reached in enumerate(self._reached):
            if reached >= probability - NEGLIGIBLE:
                return n * self._lot
        return (len(self._reached) - 1) * self._lot

    def above(self, amount: float) -> float:
        """The probability that more than `amount` is asked for."""
        if amount < 0:
            return 1.0
        if self._normal is not None:
            return 1 - self._normal.cdf(amount)
        whole = int(amount / self._lot + 1e-9)
        return max(0.0, 1 - self._reached[whole]) if whole < len(self._reached) else 0.0

    @cached_property
    def _normal(self) -> NormalDist | None:
        """The normal distribution, where counting would take long and change nothing."""
        if self.mean / self._lot < MANY:
            return None
        return NormalDist(self.mean, max(self.variance, self.mean * self._lot) ** 0.5)

    @property
    def _lot(self) -> float:
        """What one count stands for: a step, or several where many are asked for in bursts."""
        if self.mean <= NEGLIGIBLE:
            return self.step
        wanted = round(self.mean / self.step / MOST_STEPS)
        allowed = int(self.variance / self.mean / self.step)  # a lot of its own would spread more
        return self.step * max(1, min(wanted, allowed))

    @cached_property
    def _reached(self) -> list[float]:
        """The probability of 0, of up to 1, of up to 2 … counts."""
        mean, variance = self.mean / self._lot, self.variance / self._lot**2
        if mean <= NEGLIGIBLE:
            return [1.0]
        size = mean * mean / (variance - mean) if variance > mean * (1 + 1e-9) else inf
        widest = int(mean + FARTHEST * max(variance, mean) ** 0.5 + FARTHEST)
        return _cumulated(mean, size, widest)


def _cumulated(mean: float, size: float, widest: int) -> list[float]:
    """P(0) = (r / (r + m))^r and P(k + 1) = P(k) (r + k) / (k + 1) m / (r + m), added up.

    In logarithms, since P(0) of a large mean is below the smallest number.
    """
    if size == inf:
        first, ratio = -mean, [log(mean) - log(k + 1) for k in range(widest)]
    else:
        first, share = -size * log1p(mean / size), log(mean / (size + mean))
        ratio = [share + log((size + k) / (k + 1)) for k in range(widest)]
    reached = 0.0
    told = []
    for logarithm in accumulate(ratio, initial=first):
        reached += exp(logarithm)
        told.append(min(1.0, reached))
        if reached > 1 - NEGLIGIBLE:
            break
    return told
