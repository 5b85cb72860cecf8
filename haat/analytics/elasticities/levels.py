"""Where sales stand at the end of what is known, besides their terms: families, groups across, units."""

from dataclasses import dataclass

import numpy as np

from haat.analytics.elasticities.drift import MIDDLES, OWN_MIDDLES, Drift, Left, drift_of, left_of
from haat.analytics.elasticities.groups import Groups
from haat.analytics.elasticities.pooling import TAILED, Pooled
from haat.analytics.elasticities.sales import Floats, Integers, Sales


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """The drift of each kind of group, with the codes of the units' groups."""

    drifts: tuple[tuple[Drift, Integers], ...]

    def at(self, unit: Integers, period: Integers) -> tuple[Floats, Floats]:
        """What is expected of units in periods, beside their terms, and its variance."""
        mean, variance = np.zeros(len(unit)), np.zeros(len(unit))
        for drift, group in self.drifts:
            more, doubt = drift.at(group[unit], period)
            mean += more
            variance += doubt
        return mean, variance


def levels_of(sales: Sales, pooled: Pooled, left: Floats) -> Levels:
    """What lasts of what the terms leave of each row."""
    groups, variances = pooled.groups, pooled.variances
    shock, crossed = pooled.shocks[pooled.cells.of], pooled.crossed[pooled.crossed_cells.of]
    noise = variances.noise[sales.unit] * TAILED + pooled.doubt
    own = np.arange(sales.units)
    found = [
        (_grouped(left - crossed, noise, groups.family, variances.shock, sales), groups.family),
        (_units(left - shock - crossed, noise, sales), own),
    ]
    if _lies_across(groups):
        across = _grouped(left - shock, noise, groups.across, variances.crossed, sales)
        found.append((across, groups.across))
    return Levels(tuple(found))


def _grouped(left: Floats, noise: Floats, group: Integers, shock: float, sales: Sales) -> Drift:
    grid = left_of(left, noise, group[sales.unit], sales.period, int(group.max()) + 1)
    return drift_of(Left(grid.values, grid.variance + shock, grid.end), shock, MIDDLES)


def _units(left: Floats, noise: Floats, sales: Sales) -> Drift:
    return drift_of(
        left_of(left, noise, sales.unit, sales.period, sales.units),
        float(noise.mean()),
        OWN_MIDDLES,
    )


def _lies_across(groups: Groups) -> bool:
    return groups.crossed > 1 or groups.families > 1
