"""What units will sell at prices that are asked about, and how sure that is."""

from dataclasses import dataclass, replace

import numpy as np

from haat.analytics.elasticities.bend import Bend, bend_of
from haat.analytics.elasticities.counted import Counted, of_those_sold
from haat.analytics.elasticities.families import cells_of
from haat.analytics.elasticities.levels import Levels, levels_of
from haat.analytics.elasticities.pooling import TAILED
from haat.analytics.elasticities.response import Response, learned
from haat.analytics.elasticities.sales import Flags, Floats, Sales
from haat.analytics.elasticities.terms import LEVEL, PRICE

TRIED = 0.35  # of the periods, the last, on which the rest is tried
LEAST_PERIODS = 8
MOST_TRIED = 100_000  # rows
SHIFTED = 0.05  # of the price: farther from the usual one, it is another price
WORTH = 20.0  # cells that a scale of one is worth


@dataclass(frozen=True, slots=True, eq=False)
class Foretold:
    """The mean and standard deviation of the log of what is sold, for each row."""

    log_units: Floats
    sd: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What was learned, with where sales stand, how the response bends, and how wide errors were.

    `scales` multiply the standard deviation at the usual price, and at another one.
    """

    response: Response
    levels: Levels
    bend: Bend | None
    scales: tuple[float, float] = (1.0, 1.0)

    def foretell(self, asked: Sales) -> Foretold:
        """What is sold at the prices asked about."""
        pooled = self.response.pooled
        x = self.response.terms.rows(asked)
        drifted, lasting = self.levels.at(asked.unit, asked.period)
        mean = (x * self.response.slopes[asked.unit]).sum(axis=1) + drifted
        if self.bend is not None:
            mean += self.bend.of(x)
        moved = x.copy()
        moved[:, LEVEL] = 0  # of the level's doubt the drift tells
        doubt = np.einsum("rk,rkl,rl->r", moved, pooled.covariance[asked.unit], moved)
        variances = pooled.variances
        noise = variances.noise[asked.unit] * TAILED + variances.shock + variances.crossed
        scale = np.where(_shifted(x), self.scales[1], self.scales[0])
        sd = scale * np.sqrt(noise + doubt + lasting)
        if (self.response.sales.sold == 0).any():
            return Foretold(*of_those_sold(mean, sd))
        return Foretold(mean, np.sqrt(sd**2 + Counted.doubt(mean)))


def outlook_of(sales: Sales) -> Outlook:
    """What is learned of sales, tried on their last periods to know how far it errs."""
    found = _learned(sales)
    return replace(found, scales=_scales(sales))


def _learned(sales: Sales) -> Outlook:
    response = learned(sales)
    sold, pooled = response.sales, response.pooled
    left = pooled.values - (response.x * response.slopes[sold.unit]).sum(axis=1)
    plain = left - pooled.shocks[pooled.cells.of] - pooled.crossed[pooled.crossed_cells.of]
    bend = bend_of(response.x, plain)
    if bend is not None:
        left = left - bend.of(response.x)
    return Outlook(response, levels_of(sold, pooled, left), bend)


def _scales(sales: Sales) -> tuple[float, float]:
    """How much wider than told the errors on the last periods were, by rows at the usual price or not."""
    few = _some(sales)
    first, last = int(few.period.min()), int(few.period.max())
    cut = last - int((last - first + 1) * TRIED)
    early = few.period <= cut
    if last - first + 1 < LEAST_PERIODS or not early.any():
        return 1.0, 1.0
    before = few.only(early)
    late = few.only(~early & (np.bincount(before.unit, minlength=few.units) > 0)[few.unit])
    if not (late.sold > 0).any():
        return 1.0, 1.0
    tried = _learned(before)
    late = late.only(late.sold > 0)
    told = tried.foretell(late)
    square = ((np.log(late.sold) - told.log_units) / told.sd) ** 2
    shifted = _shifted(tried.response.terms.rows(late))
    return _scale(square[~shifted], late.only(~shifted)), _scale(
        square[shifted], late.only(shifted)
    )


def _some(sales: Sales) -> Sales:
    """Whole units, no more than can be tried in time."""
    step = -(-len(sales.unit) // MOST_TRIED)
    return sales.only(sales.unit % step == 0)


def _scale(square: Floats, late: Sales) -> float:
    """From cells of product and period, each of which errs as one; drawn to 1 where they are few."""
    if not len(square):
        return 1.0
    cells = cells_of(late.product[late.unit], late.period - late.period.min())
    count = len(cells.family)
    mean = np.bincount(cells.of, square, count) / np.bincount(cells.of, minlength=count)
    return float(np.sqrt((mean.sum() + WORTH) / (count + WORTH)))


def _shifted(x: Floats) -> Flags:
    found: Flags = np.abs(x[:, PRICE]) > SHIFTED
    return found
