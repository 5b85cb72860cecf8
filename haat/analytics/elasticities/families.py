"""The terms of each family, whose periods share shocks: an offer everywhere in one week is one event."""

from dataclasses import dataclass

import numpy as np

from haat.analytics.elasticities.collapsed import Collapsed, sums
from haat.analytics.elasticities.sales import Floats, Integers


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """A family's periods: the cell of each row, and the family of each cell."""

    of: Integers
    family: Integers


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What rows tell of their families' terms once the shocks of the cells are integrated out.

    `terms` (families x terms x terms) and `aim` are the precision and precision x mean; `drawn` is how
    much of each term a shock takes up (cells x terms), `level` the shocks where all terms are zero,
    `spread` their variance given the terms.
    """

    cells: Cells
    terms: Floats
    aim: Floats
    drawn: Floats
    level: Floats
    spread: Floats

    def shocks(self, terms: Floats) -> Floats:
        """The likeliest shocks given the families' terms."""
        found: Floats = self.level - (self.drawn * terms[self.cells.family]).sum(axis=1)
        return found

    def variance(self, covariance: Floats) -> Floats:
        """Of each shock, where the families' terms are known with this covariance."""
        moved = np.einsum("ck,ckl->cl", self.drawn, covariance[self.cells.family])
        found: Floats = self.spread + (moved * self.drawn).sum(axis=1)
        return found


def cells_of(family: Integers, period: Integers) -> Cells:
    """The cells of rows with these families and periods."""
    width = int(period.max()) + 1
    names, of = np.unique(family * width + period, return_inverse=True)
    return Cells(of.astype(np.int64), names // width)


def told(found: Collapsed, values: Floats, family: Integers, cells: Cells, shock: float) -> Told:
    """What is told by `values`, where shocks have the variance `shock`; `family` is of each unit.

    What rows tell of shocks counts as if units had no deviations of their own, which takes a little
    less away from the terms than is due: of the order of terms per period.
    """
    families = int(family.max()) + 1
    seen = found.seen_terms()
    own = found.seen(values)
    count = len(cells.family)
    by_cell = sums(seen, np.ones(len(own)), cells.of, count)
    spread = 1 / (np.bincount(cells.of, found.weight, count) + 1 / shock)
    drawn = by_cell * spread[:, None]
    level = np.bincount(cells.of, own, count) * spread
    return Told(
        cells,
        _added(found.told, family, families) - _products(by_cell, drawn, cells.family, families),
        sums(found.x, own, family[found.unit], families)
        - sums(by_cell, level, cells.family, families),
        drawn,
        level,
        spread,
    )


def _added(matrices: Floats, family: Integers, families: int) -> Floats:
    found = np.zeros((families, *matrices.shape[1:]))
    np.add.at(found, family, matrices)
    return found


def _products(left: Floats, right: Floats, family: Integers, families: int) -> Floats:
    """Sums of left'right over the cells of each family."""
    terms = left.shape[1]
    found = np.empty((families, terms, terms))
    for one in range(terms):
        for other in range(terms):
            found[:, one, other] = np.bincount(family, left[:, one] * right[:, other], families)
    return found
