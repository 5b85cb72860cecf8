"""The terms of each family, whose periods share shocks: an offer everywhere in one week is one event."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from haat.analytics.elasticities.collapsed import Collapsed, inverse, sums
from haat.analytics.elasticities.drift import Drift
from haat.analytics.elasticities.sales import Floats, Integers


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """A family's periods: the cell of each row, and the family and the period of each cell."""

    of: Integers
    family: Integers
    period: Integers


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
    return Cells(of.astype(np.int64), names // width, names % width)


def told(found: Collapsed, values: Floats, family: Integers, cells: Cells, shock: float) -> Told:
    """What is told by `values`, where shocks have the variance `shock`; `family` is of each unit."""
    families = int(family.max()) + 1
    seen, own = found.seen_terms(), found.seen(values)
    by_cell = sums(seen, np.ones(len(own)), cells.of, len(cells.family))
    level = np.bincount(cells.of, own, len(cells.family))
    drawn, spread = _settled(found, family, cells, shock, np.column_stack([by_cell, level]))
    return Told(
        cells,
        _added(found.told, family, families)
        - _products(by_cell, drawn[:, :-1], cells.family, families),
        sums(found.x, own, family[found.unit], families)
        - sums(by_cell, drawn[:, -1], cells.family, families),
        drawn[:, :-1],
        drawn[:, -1],
        spread,
    )


def _settled(
    found: Collapsed, family: Integers, cells: Cells, shock: float, asked: Floats
) -> tuple[Floats, Floats]:
    """M^-1 asked and the diagonal of M^-1, with M the precision of the shocks, family by family.

    M = Z'VZ + 1/shock: a unit's deviations take up what its rows have in common with a shock, so the
    weeks of a family hang together.
    """
    weight = (np.bincount(cells.of, found.weight, len(cells.family)) + 1 / shock).astype(np.float64)
    settled, spread = np.empty_like(asked), np.empty(len(weight))
    begins = np.searchsorted(cells.family, np.arange(int(family.max()) + 2))
    units, rows = _grouped(family), _grouped(family[found.unit])
    place = np.empty(len(family), dtype=np.int64)  # of a unit in its family
    for own, its, first, last in zip(units, rows, begins[:-1], begins[1:], strict=True):
        place[own] = np.arange(len(own))
        part = _taken_up(found, its, cells.of[its] - first, place[found.unit[its]], last - first)
        settled[first:last], spread[first:last] = _solved(
            weight[first:last], part, found.own[own], asked[first:last]
        )
    return settled, spread


def wandering(seen: Told, covariance: Floats, shock: float, drift: Drift) -> Floats:
    """What levels that follow time add to the doubt of the families' terms.

    The terms were estimated as if each period's shock stood alone. Their error by the shocks s is
    covariance x drawn's / shock; where the shocks of near periods hang together, that has the variance
    of the sandwich (White 1980; Newey & West 1987, with the drift's own kernel).
    """
    found = np.zeros_like(covariance)
    begins = np.searchsorted(seen.cells.family, np.arange(len(covariance) + 1))
    for family, (first, last) in enumerate(pairwise(begins.tolist())):
        period, drawn = seen.cells.period[first:last], seen.drawn[first:last]
        kernel = drift.spread * drift.lasting ** np.abs(period[:, None] - period)
        pulled = drawn @ covariance[family] / shock
        found[family] = pulled.T @ kernel @ pulled
    return found


def _grouped(codes: Integers) -> list[Integers]:
    """The places of each code."""
    order = np.argsort(codes, kind="stable")
    found: list[Integers] = np.split(order, np.cumsum(np.bincount(codes))[:-1])
    return found


def _taken_up(
    found: Collapsed, rows: Integers, cell: Integers, unit: Integers, cells: int
) -> Floats:
    """Z'Wx of one family: cells x units x terms."""
    units, terms = int(unit.max()) + 1, found.x.shape[1]
    at = cell * units + unit
    weighed = found.x[rows] * found.weight[rows, None]
    part = sums(weighed, np.ones(len(rows)), at, cells * units)
    return part.reshape(cells, units, terms)


def _solved(weight: Floats, part: Floats, own: Floats, asked: Floats) -> tuple[Floats, Floats]:
    """(D - B C B')^-1 asked and its diagonal, D the weights; by Woodbury's identity where B is narrow."""
    cells, units, terms = part.shape
    if cells <= units * terms:
        drawn = np.einsum("cuk,ukl->cul", part, own).reshape(cells, -1)
        covariance = inverse(np.diag(weight) - drawn @ part.reshape(cells, -1).T)
        return covariance @ asked, np.diagonal(covariance).copy()
    flat = part.reshape(cells, -1)
    light = flat / weight[:, None]
    core = -flat.T @ light
    blocks = core.reshape(units, terms, units, terms)
    blocks[np.arange(units), :, np.arange(units), :] += inverse(own)
    more = light @ inverse(core)
    return asked / weight[:, None] + more @ (light.T @ asked), 1 / weight + (more * light).sum(1)


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
