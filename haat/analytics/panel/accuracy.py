"""How well a forecast did: error, lean and coverage, by level."""

from dataclasses import dataclass

import numpy as np

from haat.analytics.panel.foretold import bounds
from haat.analytics.panel.panel import Floats


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Of one model on the series of a segment, over some origins; `level` says what was added up.

    `wape` and `bias` are shares of what came (Kolassa and Schütz, 2007), `rmsse` is in root mean
    squared changes from period to period (Hyndman and Koehler, 2006), `coverage` the share of periods
    within the 95 % bounds; None where it was not measured.
    """

    segment: str
    level: str
    model: str
    wape: float
    bias: float
    rmsse: float
    origins: int
    coverage: float | None = None

    @property
    def loss(self) -> float:
        """Error and lean together: error alone is least where too little is foretold."""
        return self.wape + abs(self.bias)


def wape(means: Floats, came: Floats) -> float:
    """The sum of absolute errors over the sum of what came; what is unknown is left out."""
    return float(np.nansum(np.abs(means - came))) / _came(means, came)


def bias(means: Floats, came: Floats) -> float:
    """By how much too much was foretold, as a share of what came."""
    return float(np.nansum(means - came)) / _came(means, came)


def _came(means: Floats, came: Floats) -> float:
    """The sum of what came, of what was foretold."""
    return max(float(np.nansum(np.abs(came[np.isfinite(means)]))), 1e-9)


def rmsse(means: Floats, came: Floats, past: Floats) -> float:
    """The mean over series (columns) of the root mean squared error in those of the naive forecast."""
    error, change = (means - came) ** 2, np.diff(past, axis=0) ** 2
    seen, moved = np.isfinite(error), np.isfinite(change)
    usual = np.where(moved, change, 0.0).sum(0) / np.maximum(moved.sum(0), 1)
    told = np.where(seen, error, 0.0).sum(0) / np.maximum(seen.sum(0), 1)
    use = (usual > 0) & seen.any(0)
    return float(np.sqrt(told[use] / usual[use]).mean()) if use.any() else float("nan")


def coverage(quantiles: Floats, came: Floats) -> float:
    """The share of what came within the 95 % bounds."""
    known = np.isfinite(came)
    lower, upper = bounds(quantiles)
    within = (came >= lower) & (came <= upper)
    return float(within[known].mean()) if known.any() else float("nan")
