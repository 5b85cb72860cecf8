"""Sales as counts: what a small number, or none, says of the log of what is expected."""

from dataclasses import dataclass

import numpy as np

from haat.analytics.elasticities.sales import Flags, Floats, Integers

FEW = 8.0  # expected: where less is and some rows are zero, a log says too little
MOST_ABOVE = 5.0  # times what is expected
POINTS = 15  # of the integration over the noise
MOST_COUNTED = 400  # a count above it is as good as continuous


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """What was sold of each row in its share of a period; values are of a whole period.

    Where no row is zero, the log is taken as it is. Else rows of which few are expected are linearised
    around that (penalised quasi-likelihood, Breslow & Clayton 1993), so that zeros count.
    """

    sold: Floats
    exposure: Floats

    def begun(self, unit: Integers, units: int) -> Floats:
        """Logs to begin with; of a zero that of its unit's mean."""
        long = np.maximum(np.bincount(unit, self.exposure, units), self.exposure.min())
        mean = np.maximum(np.bincount(unit, self.sold, units) / long, 0.5 / long)
        found: Floats = np.log(np.where(self.sold > 0, self.sold / self.exposure, mean[unit]))
        return found

    def values(self, expected: Floats, noise: Floats) -> tuple[Floats, Floats, Flags]:
        """Value and variance of each row, and which are linearised.

        `expected` is the log of what is, `noise` the variance of what moves a row besides.
        """
        doubt = self.doubt(expected + np.log(self.exposure))
        log = np.log(np.maximum(self.sold, 0.5) / self.exposure)
        if (self.sold > 0).all():
            return log, doubt, np.zeros(len(log), dtype=bool)
        mean = np.exp(np.clip(expected + noise / 2, -7, 30)) * self.exposure
        few: Flags = (mean < FEW) | (self.sold == 0)
        near = expected + np.clip((self.sold - mean) / mean, -1, MOST_ABOVE)
        return np.where(few, near, log), np.where(few, 1 / mean, doubt), few

    @staticmethod
    def doubt(expected: Floats) -> Floats:
        """The variance of the log of a count (Poisson's, by the delta rule)."""
        found: Floats = 1 / (0.5 + np.exp(np.clip(expected, -7, 30)))
        return found


def of_those_sold(log: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation of the log of a count where it is not zero.

    `log` and `spread` are those of a lognormal whose Poisson it is; where much is expected that is the
    same.
    """
    grid = np.linspace(-5, 4, 37)
    widths = np.array([0.1, 0.25, 0.5, 1.0])
    table = np.array([[_moments(middle, width) for width in widths] for middle in grid])
    few = log < grid[-1]
    at, of = np.clip(log[few], grid[0], None), np.clip(spread[few], widths[0], widths[-1])
    mean, sd = log.copy(), spread.copy()
    mean[few], sd[few] = (_between(table[..., k], grid, widths, at, of) for k in (0, 1))
    return mean, sd


def _between(table: Floats, grid: Floats, widths: Floats, at: Floats, of: Floats) -> Floats:
    """Linear in both."""
    rows = np.stack([np.interp(at, grid, column) for column in table.T], axis=1)
    right = np.clip(np.searchsorted(widths, of), 1, len(widths) - 1)
    share = (of - widths[right - 1]) / (widths[right] - widths[right - 1])
    place = np.arange(len(at))
    found: Floats = rows[place, right - 1] * (1 - share) + rows[place, right] * share
    return found


def _moments(middle: float, spread: float) -> tuple[float, float]:
    points, weights = np.polynomial.hermite_e.hermegauss(POINTS)
    rate = np.exp(middle + spread * points)
    count = np.arange(1, MOST_COUNTED)
    factorial = np.cumsum(np.log(count))
    chance = np.exp(np.log(rate)[:, None] * count - rate[:, None] - factorial)
    sold = weights @ chance
    sold /= sold.sum()
    mean = float(sold @ np.log(count))
    return mean, float(np.sqrt(max(sold @ np.log(count) ** 2 - mean**2, 1e-4)))
