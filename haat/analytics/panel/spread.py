"""How far what is asked for in a window may be from what is expected, learned from past windows."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from haat.analytics.forecast.demand import FINEST, NEARLY_ALL, STEPS
from haat.analytics.panel.panel import Floats
from haat.analytics.panel.windows import START, followed, windows

PAST = 182  # periods of which the spread is learned
EVERY = 3  # periods between the ends of past windows: neighbours tell nearly the same
EVEN_PERIODS = 28  # periods of its own that weigh as much as what the panel says of a series' burst
EVEN_WINDOWS = 40  # windows beside each other that weigh as much as the belief that days are apart
USUAL_PERIODS, USUAL_WINDOWS = 0.98, 0.95  # shares; the others count as the farthest of the usual
SUPPOSED = 40  # past windows that weigh as much as the belief that the negative binomial is right
LEAST_MEAN = 0.02  # units a period, of what hardly sells
UNKNOWN_BURST = 2.0  # where no series tells any
# Of windows covered, between which a risk is told: at the low end the scores of all series together
# tell how many of them hardly sell, and nothing of one that does.
SHARES = (0.5, 0.8, 0.9, 0.95, 0.98, 0.99)
STEADIEST = 1.01  # times the mean, the least variance


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Of each series: variance = `burst` x mean of a window, counted in `steps`.

    `scores` (ascending, each worth `weights`) say where past windows of all series lay: the
    probability of less, as the negative binomial told it before.
    """

    burst: Floats
    steps: Floats
    scores: Floats
    weights: Floats

    def nominal(self, service: float) -> float:
        """The probability whose quantiles were enough in that share of the past windows.

        Split conformal prediction with the distribution function as score: Chernozhukov, Wüthrich
        and Zhu (2021), Distributional conformal prediction, PNAS 118(48), over the whole panel.
        """
        reached = np.cumsum(self.weights) / self.weights.sum()
        place = int(np.searchsorted(reached, service - 1e-12))
        return float(self.scores[min(place, len(self.scores) - 1)])

    def only(self, some: NDArray[np.bool_] | NDArray[np.intp]) -> "Spread":
        """That of some of the series."""
        return replace(self, burst=self.burst[some], steps=self.steps[some])

    def quantile(self, mean: Floats, service: float, further: Floats) -> Floats:
        """The least amount of each series that is enough in that share of windows.

        `further` is variance that past windows did not have, such as that of the lead time.
        """
        return self.at(mean, self.nominal(service), further)

    def at(self, mean: Floats, nominal: float, further: Floats) -> Floats:
        """The quantile as the negative binomial tells it, uncorrected."""
        from scipy.stats import nbinom  # noqa: PLC0415  # heavy, and only where orders are planned

        size, share = self._shape(mean, further)
        found: Floats = nbinom.ppf(nominal, size, share) * self.steps
        return found

    def above(self, mean: Floats, amount: Floats, further: Floats) -> Floats:
        """The probability that more than `amount` of each series is asked for."""
        from scipy.stats import nbinom  # noqa: PLC0415  # heavy, and only where orders are planned

        size, share = self._shape(mean, further)
        believed = nbinom.cdf(np.floor(amount / self.steps + 1e-9), size, share)
        told = np.maximum.accumulate([max(self.nominal(share), 1e-6) for share in SHARES])
        found: Floats = 1 - np.interp(believed, [0.0, *told, 1.0], [0.0, *SHARES, 1.0])
        return found

    def _shape(self, mean: Floats, further: Floats) -> tuple[Floats, Floats]:
        burst = self.burst + further / np.maximum(mean, LEAST_MEAN)
        return _negative_binomial(mean / self.steps, burst / self.steps)


def spread(values: Floats, length: int) -> Spread:
    """What the past of a panel (periods x series) tells of windows of `length` periods.

    The variance of a period about the level, shrunken to the panel's, times how much more than
    independent periods its windows vary, which autocorrelation and a moving level do, shrunken to
    one. Rare bulk sales count as less than they were: they would widen the middle of the
    distribution and leave its tail short. Where the windows lay by that then sets all right.
    """
    values = np.maximum(values, 0.0)
    levels = followed(values)
    steps = steps_of(values)
    burst = _burst(values, levels)
    past = windows(values, levels, length, _ends(len(values), length))
    means = np.maximum(past.means, LEAST_MEAN * length)
    burst = np.maximum(burst * _excess(past.sums, means, burst, length), STEADIEST * steps)
    size, share = _negative_binomial(means / steps, burst / steps)
    scores, weights = _weighed(_less(past.sums / steps, size, share))
    return Spread(burst, steps, scores, weights)


def steps_of(values: Floats) -> Floats:
    """The largest usual step of which nearly all amounts of each series are multiples."""
    sold = np.nan_to_num(values) > 0
    found = np.full(values.shape[1], FINEST)
    for step in reversed(STEPS):
        parts = np.where(sold, values / step, 0.0)
        whole = sold & (np.abs(parts - np.round(parts)) < 1e-6)
        found = np.where(whole.sum(0) >= NEARLY_ALL * sold.sum(0), step, found)
    return found


def _ends(periods: int, length: int) -> NDArray[np.intp]:
    earliest = max(START + length, periods - PAST + length)
    return np.arange(periods, earliest - 1, -EVERY)[::-1]


def _burst(values: Floats, levels: Floats) -> Floats:
    """A period's variance about the level in means; that of the panel is its geometric mean."""
    past = slice(max(START, len(values) - PAST), None)
    away, count = _usual((values[past] - levels[:-1][past]) ** 2, USUAL_PERIODS)
    mean = np.where(np.isfinite(away), np.maximum(levels[:-1][past], LEAST_MEAN), 0.0).sum(0)
    own = np.maximum(np.nansum(away, axis=0) / np.where(count > 0, mean, 1.0), 1.0)
    told = own[count > 0]
    usual = float(np.exp(np.log(told).mean())) if len(told) else UNKNOWN_BURST
    return np.asarray((own * count + usual * EVEN_PERIODS) / (count + EVEN_PERIODS))


def _excess(sums: Floats, means: Floats, burst: Floats, length: int) -> Floats:
    """By how much windows vary more than periods that know nothing of one another."""
    apart, count = _usual((sums - means) ** 2 / (means * burst), USUAL_WINDOWS)
    own = np.nansum(apart, axis=0) / np.maximum(count, 1)
    beside = count * min(1.0, EVERY / length)
    return np.asarray((own * beside + EVEN_WINDOWS) / (beside + EVEN_WINDOWS))


def _usual(away: Floats, share: float) -> tuple[Floats, Floats]:
    """Squares, none of a series larger than its own quantile; how many of them are known."""
    known = np.isfinite(away)
    count = known.sum(0)
    if not len(away):
        return away, count.astype(float)
    ascending = np.sort(np.where(known, away, np.inf), axis=0)
    place = np.maximum(np.ceil(share * count).astype(int) - 1, 0)
    return np.minimum(away, ascending[place, np.arange(away.shape[1])]), count.astype(float)


def _less(counts: Floats, size: Floats, share: Floats) -> Floats:
    """The probability of less than each known count."""
    from scipy.stats import nbinom  # noqa: PLC0415  # heavy, and only where orders are planned

    known = np.isfinite(counts)
    sizes, shares = (np.broadcast_to(a, counts.shape)[known] for a in (size, share))
    found: Floats = nbinom.cdf(np.ceil(counts[known] - 1e-6) - 1, sizes, shares)
    return found


def _weighed(scores: Floats) -> tuple[Floats, Floats]:
    """The scores in order with their weights, among them those of the belief that all is as told."""
    believed = np.linspace(0.0, 1.0, 1001)
    both = np.concatenate([scores, believed])
    weights = np.concatenate([np.ones(len(scores)), np.full(len(believed), SUPPOSED / 1001)])
    order = np.argsort(both, kind="stable")
    return both[order], weights[order]


def _negative_binomial(mean: Floats, burst: Floats) -> tuple[Floats, Floats]:
    """Size and share with this mean and `burst` times it as variance.

    Johnson, Kemp and Kotz (2005), Univariate discrete distributions, chapter 5.
    """
    over = np.maximum(burst, STEADIEST)
    return np.maximum(mean, 1e-6) / (over - 1), 1 / over
