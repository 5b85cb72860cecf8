"""What is expected of each series in each period to come, and how far it may differ."""

from dataclasses import dataclass

from haat.analytics.panel.panel import Floats

PROBABILITIES = (0.005, 0.025, 0.165, 0.25, 0.5, 0.75, 0.835, 0.975, 0.995)
LOWER, UPPER = 1, 7  # the positions of the 95 % bounds


@dataclass(frozen=True, slots=True, eq=False)
class Foretold:
    """`means` are horizon x series; `quantiles` probabilities (`PROBABILITIES`) x horizon x series.

    `models` names, for each series, what its means come from.
    """

    means: Floats
    quantiles: Floats
    models: tuple[str, ...]
