"""What is expected of each series in each period to come, and how far it may differ."""

from dataclasses import dataclass

import numpy as np

from haat.analytics.panel.panel import Floats

PROBABILITIES = (0.005, 0.025, 0.165, 0.25, 0.5, 0.75, 0.835, 0.95, 0.975, 0.995)
LOWER, ONE_SIDED, UPPER = (PROBABILITIES.index(p) for p in (0.025, 0.95, 0.975))


@dataclass(frozen=True, slots=True, eq=False)
class Foretold:
    """`means` are horizon x series; `quantiles` probabilities (`PROBABILITIES`) x horizon x series.

    `models` names, for each series, what its means come from.
    """

    means: Floats
    quantiles: Floats
    models: tuple[str, ...]


def bounds(quantiles: Floats) -> tuple[Floats, Floats]:
    """The lower and upper 95 % bounds, each horizon x series.

    Where the lower one is zero, and less can't be, all of the 5 % is left for above: the shortest
    interval, since of counts that are often zero the usual two bounds hold many more than 95 %.
    """
    lower = quantiles[LOWER]
    return lower, np.where(lower == 0, quantiles[ONE_SIDED], quantiles[UPPER])
