"""Levels that follow time: what is left of sales lasts for a while, and then less and less.

    left = middle + state + noise,  state = lasting x state before + innovation

a state-space model (Durbin & Koopman 2012, Time Series Analysis by State Space Methods, ch. 4), its two
parameters the likeliest over all series together, the middle of each series unknown.
"""

from dataclasses import dataclass

import numpy as np

from haat.analytics.elasticities.sales import Floats, Integers

LASTING = (0.3, 0.6, 0.8, 0.9, 0.95, 0.975, 0.99)  # from one period to the next
SHARES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6)  # variance of the state, of the noise's
# What is so beforehand, give or take a factor of exp(1 / sqrt(FIRM)): share, and what wears off.
USUAL_SHARE, USUAL_WEAR = 0.15, 0.03
FIRM = 4.0
OWN_MIDDLES = 0.2  # of a unit's
MIDDLES = 0.05  # variance of what is left of a family's or group's middle beforehand
MOST_SERIES = 1_500  # that the parameters are learned from


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """What is left of each series, periods x series, with the variance of each (infinite: not seen)."""

    values: Floats
    variance: Floats
    end: int  # the last period


@dataclass(frozen=True, slots=True, eq=False)
class Drift:
    """Where series stand at the end of what is known, and how that wears off.

    `spread` is the variance of a state of which nothing is known; `doubt` the covariance of each
    series' middle and state (series x 2 x 2).
    """

    lasting: float
    spread: float
    end: int
    middle: Floats
    state: Floats
    doubt: Floats

    def at(self, series: Integers, period: Integers) -> tuple[Floats, Floats]:
        """What is expected of these series in these periods, and its variance."""
        worn = self.lasting ** np.maximum(period - self.end, 0)
        mean: Floats = self.middle[series] + worn * self.state[series]
        doubt = self.doubt[series]
        variance: Floats = (
            doubt[:, 0, 0]
            + 2 * worn * doubt[:, 0, 1]
            + worn**2 * doubt[:, 1, 1]
            + (1 - worn**2) * self.spread
        )
        return mean, variance


def left_of(
    values: Floats, variance: Floats, series: Integers, period: Integers, count: int
) -> Left:
    """Rows as a grid; rows of one period are put together, weighed by their precision."""
    begin, end = int(period.min()), int(period.max())
    cell = (period - begin) * count + series
    size = (end - begin + 1) * count
    precision = np.bincount(cell, 1 / variance, size)
    seen = precision > 0
    mean = np.divide(
        np.bincount(cell, values / variance, size), precision, out=np.zeros(size), where=seen
    )
    spread = np.divide(1.0, precision, out=np.full(size, np.inf), where=seen)
    return Left(mean.reshape(-1, count), spread.reshape(-1, count), end)


def drift_of(left: Left, usual: float, beforehand: float) -> Drift:
    """The likeliest drift; `usual` is the variance of the noise, `beforehand` that of the middles."""
    chosen = slice(None, None, -(-left.values.shape[1] // MOST_SERIES))
    few = Left(left.values[:, chosen], left.variance[:, chosen], left.end)
    share, lasting = (grid.ravel() for grid in np.meshgrid(SHARES, LASTING, indexing="ij"))
    odd = np.log(share / USUAL_SHARE) ** 2 + np.log((1 - lasting) / USUAL_WEAR) ** 2
    likelihood = _run(few, lasting, share * usual, beforehand)[0] - FIRM / 2 * odd
    best = [int(likelihood.argmax())]
    _, (state,), (doubt,) = _run(left, lasting[best], share[best] * usual, beforehand)
    spread = float(share[best[0]] * usual)
    return Drift(float(lasting[best[0]]), spread, left.end, state[:, 0], state[:, 1], doubt)


def _run(
    left: Left, lasting: Floats, spread: Floats, beforehand: float
) -> tuple[Floats, Floats, Floats]:
    """Log-likelihood of all, and the last states with their covariance (Kalman's filter).

    Of each of the drifts side by side, by how long they last and how far they spread.
    """
    count = left.values.shape[1]
    lasting, spread = lasting[:, None], spread[:, None]
    middle, state = np.zeros((len(lasting), count)), np.zeros((len(lasting), count))
    a, b, c = np.full_like(middle, beforehand), np.zeros_like(middle), spread + middle
    likelihood = np.zeros(len(lasting))
    for values, variance in zip(left.values, left.variance, strict=True):
        state *= lasting
        b, c = b * lasting, c * lasting**2 + spread * (1 - lasting**2)
        seen = np.isfinite(variance)
        total = a + 2 * b + c + np.where(seen, variance, 1.0)
        miss = np.where(seen, values - middle - state, 0.0)
        likelihood -= 0.5 * (np.log(total) + miss**2 / total)[:, seen].sum(axis=1)
        one, other = np.where(seen, (a + b) / total, 0.0), np.where(seen, (b + c) / total, 0.0)
        middle += one * miss
        state += other * miss
        a, b, c = a - one * (a + b), b - one * (b + c), c - other * (b + c)
    doubt = np.stack([np.stack([a, b], axis=2), np.stack([b, c], axis=2)], axis=3)
    return likelihood, np.stack([middle, state], axis=2), doubt
