"""What service a rule would have kept in the past, where what is not there is lost."""

import numpy as np
from numpy.typing import NDArray

from haat.analytics.panel.panel import Floats
from haat.analytics.panel.spread import PAST, Spread
from haat.analytics.panel.windows import START, followed

NOMINAL = (0.3, 0.5, 0.65, 0.77, 0.85, 0.9, 0.935, 0.96, 0.975, 0.985, 0.992, 0.997, 0.9995)
MOST_SERIES = 300  # evenly among all, which are enough to tell a share
SETTLING = 2  # reviews, after which the full shelf of the beginning is forgotten
SUPPOSED = 40  # cycles that weigh as much as the belief that the distribution is right
# Of the misses that are allowed, the share that is aimed for: the spread was learned of the same
# past, so that in days to come a tenth more is missed (`python -m eval.inventory`, simulated).
AIMED_MISSES = 0.9


def nominal(values: Floats, told: Spread, length: int, review: int, service: float) -> float:
    """The probability whose quantiles of window sums would have kept that service.

    Tried out on the panel's own past (periods x series): every `review` periods an order up to the
    quantile of the next `length` periods, which comes after the others of them. What lacks is lost,
    so that an empty shelf asks for less afterwards, which the quantile of the sums does not know
    (Silver, Pyke and Thomas, 2017, §6.7, on lost sales). The service is the share of review cycles
    without a lost unit.
    """
    some = _some(values.shape[1])
    tried = np.maximum(values[:, some], 0.0)
    orders = _Past(tried, told.only(some), length, review)
    if not orders.reviews:
        return service
    found, cycles = _enough(orders, 1 - AIMED_MISSES * (1 - service))
    return float((cycles * found + SUPPOSED * service) / (cycles + SUPPOSED))


def _enough(orders: "_Past", share: float) -> tuple[float, int]:
    """The probability that kept that share, between those of `NOMINAL`, and of how many cycles."""
    low, high = 0, len(NOMINAL) - 1
    shares = {n: orders.kept(NOMINAL[n]) for n in (low, high)}
    while high - low > 1:
        middle = (low + high) // 2
        shares[middle] = orders.kept(NOMINAL[middle])
        low, high = (middle, high) if shares[middle][0] < share else (low, middle)
    rare = -np.log1p(-np.array([NOMINAL[low], NOMINAL[high]]))
    found = np.interp(share, [shares[low][0], shares[high][0]], rare)
    return float(1 - np.exp(-found)), shares[low][1]


class _Past:
    """Reviews of the past with what was expected at each."""

    def __init__(self, values: Floats, told: Spread, length: int, review: int) -> None:
        self._known = np.isfinite(values)
        self._values = np.where(self._known, values, 0.0)
        self._lead, self._review, self._told = max(0, length - review), review, told
        periods = len(values)
        count = max(0, min(PAST, periods - START) // review)
        self.reviews = [periods - review * back for back in range(count, 0, -1)]
        levels = followed(values)[self.reviews]
        self._begun = np.isfinite(levels) & (np.cumsum(self._known, 0)[self.reviews] >= START)
        self._means = np.nan_to_num(levels) * length

    def kept(self, probability: float) -> tuple[float, int]:
        """The share of cycles without a lost unit, and of how many that is."""
        upto = self._told.at(self._means, probability, np.zeros_like(self._means))
        shelf, coming = upto[0].copy(), dict[int, Floats]()
        good = counted = 0
        for turn, now in enumerate(self.reviews):
            position = shelf + sum(coming.values(), np.zeros_like(shelf))
            coming[now + self._lead] = np.maximum(0.0, upto[turn] - position)
            full = np.ones(len(shelf), dtype=bool)
            for period in range(now, now + self._review):
                shelf = shelf + coming.pop(period, 0.0)
                full &= self._values[period] <= shelf + 1e-9
                shelf = np.maximum(0.0, shelf - self._values[period])
            told = self._begun[turn] & self._known[now : now + self._review].all(0)
            if turn >= SETTLING:
                good, counted = good + int((full & told).sum()), counted + int(told.sum())
        return good / max(counted, 1), counted


def _some(series: int) -> NDArray[np.intp]:
    return np.linspace(0, series - 1, min(series, MOST_SERIES)).round().astype(np.intp)
