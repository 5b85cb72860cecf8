"""Partial pooling: each unit's terms lean on its family's and its group's, and these on what is known.

    log sold = x (family + across + own) + shock of family and period + shock of group and period + noise

Deviations are normal, their variances estimated from the same sales (empirical Bayes by EM, Dempster,
Laird & Rubin 1977); noise is Student's t (Lange, Little & Taylor 1989).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from haat.analytics.elasticities.collapsed import along, collapsed, inverse, sums
from haat.analytics.elasticities.counted import Counted
from haat.analytics.elasticities.drift import MIDDLES, OWN_MIDDLES, Left, drift_of, left_of
from haat.analytics.elasticities.families import Cells, Told, cells_of, told, wandering
from haat.analytics.elasticities.groups import Groups
from haat.analytics.elasticities.lasting import lasting
from haat.analytics.elasticities.sales import Floats, Integers

STEPS = 40
FREEDOM = 5.0  # of the noise
INFORMATION = (FREEDOM + 1) / (FREEDOM + 3)  # that such noise leaves, of what its weights say
TAILED = FREEDOM / (FREEDOM - 2)  # the variance of Student's t over its squared scale
# What the spreads of level, price and any other term are taken to be where groups tell little, at each
# step down; and how many groups that is worth.
FAMILIES = (0.5, 0.5, 0.25)
ACROSS = (0.25, 0.25, 0.15)
OWN = (0.35, 0.5, 0.2)
WORTH = 10.0
NOISE = 0.15  # variance, where few rows tell
LEAST = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is to be explained, rows in the order of units; `beforehand` is mean and spread of terms.

    `exposure` is the share of a period that a row is of; `reach` how far elasticities lie apart,
    against what is usual.
    """

    x: Floats
    sold: Floats
    unit: Integers
    period: Integers
    groups: Groups
    beforehand: tuple[Floats, Floats]
    exposure: Floats
    reach: float


@dataclass(frozen=True, slots=True, eq=False)
class Variances:
    """Of the terms' deviations at each step down, of both kinds of shocks, and of each unit's noise."""

    family: Floats
    across: Floats
    own: Floats
    shock: float
    crossed: float
    noise: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """Terms of units with their covariance, and what no term explains.

    `family` and `across` are the terms of those groups, `own` each unit's deviations from both.
    """

    family: Floats
    across: Floats
    own: Floats
    covariance: Floats
    shocks: Floats  # of the families' periods
    cells: Cells
    crossed: Floats  # of the periods of groups across
    crossed_cells: Cells
    groups: Groups
    variances: Variances
    values: Floats  # what each row says of the log of sales
    doubt: Floats  # the variance it has by itself, as a count

    @property
    def terms(self) -> Floats:
        """Units x terms."""
        found: Floats = self.family[self.groups.family] + self.across[self.groups.across] + self.own
        return found


def pool(known: Known) -> Pooled:
    """The terms of each unit."""
    rounds = _Rounds(known)
    for _ in range(STEPS):
        rounds.go()
    return rounds.pooled()


class _Rounds:
    """What is believed after so many rounds."""

    def __init__(self, known: Known) -> None:
        self.known, self.groups = known, known.groups
        self.units, self.width = len(known.groups.family), known.x.shape[1]
        self.family_of = known.groups.family[known.unit]
        self.across_of = known.groups.across[known.unit]
        self.cells = cells_of(self.family_of, known.period)
        self.crossed_cells = cells_of(self.across_of, known.period)
        self.across = np.zeros((known.groups.crossed, self.width))
        self.across_covariance = np.zeros((known.groups.crossed, self.width, self.width))
        self.crossed = np.zeros(len(self.crossed_cells.family))
        self.robust: Floats = np.ones(len(known.sold))
        self.counted = Counted(known.sold, known.exposure)
        self.values = self.counted.begun(known.unit, self.units)
        self.left: Floats = np.zeros(len(known.sold))
        self.doubt = self.counted.doubt(self.values + np.log(known.exposure))
        self.variances = self._begun()

    def _begun(self) -> Variances:
        known = self.known
        counts = np.maximum(np.bincount(known.unit, minlength=self.units), 1)
        level = np.bincount(known.unit, self.values, self.units) / counts
        noise = max(float(np.var(self.values - level[known.unit])) / 2, 1e-3)
        family, across, own = (self._usual(step) for step in (FAMILIES, ACROSS, OWN))
        return Variances(family, across, own, noise / 4, noise / 8, np.full(self.units, noise))

    def _usual(self, step: Sequence[float]) -> Floats:
        """Variances of a step down."""
        level, price, other = step
        return np.array([level, price * self.known.reach, *[other] * (self.width - 2)]) ** 2

    def go(self) -> None:
        """Families, groups across, units, what all rows of a group's period share; then variances."""
        known, variances = self.known, self.variances
        self.shrunk = collapsed(known.x, self._weights(), known.unit, self.units, variances.own)
        self.seen = self._told(self.values - self.crossed[self.crossed_cells.of])
        self.everywhere, self.family, self.family_covariance = _families(
            self.seen, variances.family, known.beforehand
        )
        self.shocks = self.seen.shocks(self.family)
        left = self.values - along(known.x, self.family, self.family_of)
        left -= self.shocks[self.cells.of] + self.crossed[self.crossed_cells.of]
        self._learn_across(left)
        left -= along(known.x, self.across, self.across_of)
        self.own = self.shrunk.deviations(left)
        left -= along(known.x, self.own, known.unit)
        self._learn_crossed(left)
        self._learn_variances()
        self._learn_values(self.values - self.left)

    def _learn_values(self, expected: Floats) -> None:
        """What each row says of the log of sales, now that so much is expected, and how surely."""
        noise = self._noise_of_rows()
        self.values, self.doubt, few = self.counted.values(expected, noise)
        self.left = self.values - expected
        robust = (FREEDOM + 1) / (FREEDOM + self.left**2 / (noise + self.doubt))
        self.robust = np.where(few, 1.0, robust)  # what is far out counts less
        self.few = few

    def _weights(self) -> Floats:
        return self.robust / (self._noise_of_rows() + self.doubt)

    def _wandering(self) -> Floats:
        """Of the families' terms, because levels follow time."""
        shock, count = self.variances.shock, self.groups.families
        noise = self._noise_of_rows() * TAILED + self.doubt
        left = self.left + self.shocks[self.cells.of]
        grid = left_of(left, noise, self.family_of, self.known.period, count)
        drift = drift_of(Left(grid.values, grid.variance + shock, grid.end), shock, MIDDLES)
        return wandering(self.seen, self.family_covariance, shock, drift)

    def _doubt_above(self) -> Floats:
        """The variance that units' deviations have because those of their groups are in doubt."""
        moved = np.eye(self.width) - self.shrunk.own / self.variances.own
        above = self._covariance_above()
        found: Floats = np.einsum("ukl,ulm,ukm->uk", moved, above, moved)
        return found

    def _covariance_above(self) -> Floats:
        """Of the terms that each unit's groups give it."""
        family, across = self.groups.family, self.groups.across
        found: Floats = self.family_covariance[family] + self.across_covariance[across]
        return found

    def _noise_of_rows(self) -> Floats:
        """More where a row is of a part of its period."""
        found: Floats = self.variances.noise[self.known.unit] / self.known.exposure
        return found

    def _told(self, values: Floats) -> Told:
        values = values - along(self.known.x, self.across, self.across_of)
        return told(
            self.shrunk,
            values,
            self.groups.family,
            self.cells,
            self.variances.shock,
        )

    def _learn_across(self, left: Floats) -> None:
        if self.groups.crossed == 1:
            return
        seen = self.shrunk.seen(left)
        aim = sums(self.known.x, seen, self.across_of, self.groups.crossed)
        self.across_covariance = self._across_covariance()
        self.across = np.einsum("gkl,gl->gk", self.across_covariance, aim)

    def _across_covariance(self) -> Floats:
        precision = np.zeros_like(self.across_covariance)
        np.add.at(precision, self.groups.across, self.shrunk.told)
        return inverse(precision + np.diag(1 / self.variances.across))

    def _learn_crossed(self, left: Floats) -> None:
        """Shocks of a group's period; `left` comes without the earlier ones and goes without the new."""
        count = len(self.crossed)
        if self.groups.crossed == 1 and self.groups.families == 1:
            self.left, self.crossed_variance = left, np.zeros(1)
            return
        left = left + self.crossed[self.crossed_cells.of]
        weight = self.shrunk.weight
        held = np.bincount(self.crossed_cells.of, weight, count) + 1 / self.variances.crossed
        self.crossed = np.bincount(self.crossed_cells.of, weight * left, count) / held
        self.crossed_variance = 1 / held
        self.left = left - self.crossed[self.crossed_cells.of]

    def _learn_variances(self) -> None:
        own = self.own**2 + np.einsum("ukk->uk", self.shrunk.own) + self._doubt_above()
        family = (self.family - self.everywhere) ** 2
        family = family + np.einsum("fkk->fk", self.family_covariance)
        across = self.across**2 + np.einsum("gkk->gk", self.across_covariance)
        shocks = self.shocks**2 + self.seen.variance(self.family_covariance)
        self.variances = Variances(
            family=_learned(family, self._usual(FAMILIES)),
            across=_learned(across, self._usual(ACROSS)),
            own=_learned(own, self._usual(OWN)),
            shock=max(float(shocks.mean()), LEAST),
            crossed=max(float((self.crossed**2 + self.crossed_variance).mean()), LEAST),
            noise=self._noise(),
        )

    def _noise(self) -> Floats:
        """Of each unit, drawn to its family's, and that to what is so everywhere."""
        known = self.known
        share = self._noise_of_rows()
        share = share / (share + self.doubt)  # of what is left, the noise's
        doubted = np.einsum("ukl,ulk->u", self.shrunk.own, self.shrunk.gram)  # of terms taken up
        counts = np.bincount(known.unit, minlength=self.units).astype(float)
        own = self.robust * (share * self.left) ** 2 + share * self.doubt
        squares = np.bincount(known.unit, own * known.exposure, self.units)
        squares += doubted * self.variances.noise
        family = self.groups.family
        everywhere = (squares.sum() + WORTH * NOISE) / (counts.sum() + WORTH)
        by_family = (np.bincount(family, squares) + 50 * everywhere) / (
            np.bincount(family, counts) + 50
        )
        found: Floats = (squares + 20 * by_family[family]) / (counts + 20)
        return np.maximum(found, 1e-4)

    def _learn_doubt(self) -> None:
        """How much the terms are in doubt, now that they are known.

        Student's t tells less than its weights say: (f + 1) / (f + 3) of it (Lange, Little & Taylor 1989).
        """
        known, own = self.known, self.variances.own
        told = np.where(self.few, 1.0, INFORMATION) * self._weights()
        self.shrunk = collapsed(known.x, told, known.unit, self.units, own)
        self.seen = self._told(self.values - self.crossed[self.crossed_cells.of])
        _, _, self.family_covariance = _families(self.seen, self.variances.family, known.beforehand)
        if self.groups.crossed > 1:
            self.across_covariance = self._across_covariance()

    def _drifting(self) -> tuple[Floats, Floats, Floats]:
        """What drifting levels of units add to the doubt of families, of groups across, and of units."""
        known, shrunk = self.known, self.shrunk
        noise = self._noise_of_rows() * TAILED + self.doubt
        grid = left_of(self.left, noise, known.unit, known.period, self.units)
        drift = drift_of(grid, float(noise.mean()), OWN_MIDDLES)
        above = lasting(shrunk.seen_terms(), known.unit, known.period, self.units, drift)
        own = lasting(shrunk.weight[:, None] * known.x, known.unit, known.period, self.units, drift)
        family, across = (
            np.zeros_like(self.family_covariance),
            np.zeros_like(self.across_covariance),
        )
        np.add.at(family, self.groups.family, above)
        np.add.at(across, self.groups.across, above)
        return (
            self.family_covariance @ family @ self.family_covariance,
            self.across_covariance @ across @ self.across_covariance,
            shrunk.own @ own @ shrunk.own,
        )

    def pooled(self) -> Pooled:
        """What is believed now."""
        self._learn_doubt()
        left = self.shrunk.own / self.variances.own
        family, across, own = self._drifting()
        self.family_covariance = self.family_covariance + self._wandering() + family
        self.across_covariance = self.across_covariance + across
        covariance = (
            self.shrunk.own + own + left @ self._covariance_above() @ left.transpose(0, 2, 1)
        )
        return Pooled(
            self.family,
            self.across,
            self.own,
            covariance,
            self.shocks,
            self.cells,
            self.crossed,
            self.crossed_cells,
            self.groups,
            self.variances,
            self.values,
            self.doubt,
        )


def _learned(squares: Floats, usual: Floats) -> Floats:
    """The mean of groups' squares, drawn to what is usual."""
    found: Floats = (squares.sum(axis=0) + WORTH * usual) / (len(squares) + WORTH)
    return np.maximum(found, LEAST)


def _families(
    seen: Told, variance: Floats, beforehand: tuple[Floats, Floats]
) -> tuple[Floats, Floats, Floats]:
    """The terms everywhere, those of each family, and their covariance, the doubt above included."""
    middle, spread = beforehand
    deviation = np.diag(1 / variance)
    own = inverse(seen.terms + deviation)
    shrunk = own @ seen.terms
    precision = (seen.terms - seen.terms @ shrunk).sum(axis=0) + np.diag(1 / spread**2)
    aim = (seen.aim - np.einsum("fkl,flm,fm->fk", seen.terms, own, seen.aim)).sum(axis=0)
    covariance = inverse(precision)
    everywhere = covariance @ (aim + middle / spread**2)
    family = np.einsum("fkl,fl->fk", own, seen.aim + everywhere / variance)
    left = own / variance
    return everywhere, family, own + left @ covariance @ left.transpose(0, 2, 1)
