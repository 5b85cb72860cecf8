"""The elasticity of each unit, and what it will sell at other prices."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from haat.analytics.elasticities.groups import groups_of
from haat.analytics.elasticities.pooling import FREEDOM, Known, Pooled, pool
from haat.analytics.elasticities.sales import Flags, Floats, Integers, Sales
from haat.analytics.elasticities.terms import LEVEL, PRICE, Terms, terms_of
from haat.analytics.price_response import BRANDS, below_zero

MOVED = 0.01  # a price that differs by less is the same price
LEARNED = 0.1  # of the prior's variance must be gone for the sales to have told anything
OWN, LIKE, PRIOR = "partial_pooling", "pooled", "not_enough_price_history"
TAILED = FREEDOM / (FREEDOM - 2)  # the variance of Student's t over its squared scale


@dataclass(frozen=True, slots=True, eq=False)
class Elasticities:
    """Of each unit, with 95 % bounds; `rows` are its sales that were learned from.

    `method` is OWN where its own price moved, LIKE where only that of its like did, PRIOR where the
    sales told nothing and what is known of such goods stands.
    """

    value: Floats
    lower: Floats
    upper: Floats
    method: tuple[str, ...]
    rows: Integers


@dataclass(frozen=True, slots=True, eq=False)
class Foretold:
    """The mean and standard deviation of the log of what is sold, for each row."""

    log_units: Floats
    sd: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """What was learned of some sales."""

    terms: Terms
    pooled: Pooled
    moved: Flags  # units whose own price did
    rows: Integers  # of each unit
    notes: tuple[str, ...]

    def elasticities(self) -> Elasticities:
        """Below zero, each."""
        mean = self.pooled.terms[:, PRICE]
        sd = np.sqrt(self.pooled.covariance[:, PRICE, PRICE])
        found = [below_zero(m, s, BRANDS) for m, s in zip(mean, sd, strict=True)]
        told = sd**2 < (1 - LEARNED) * BRANDS.sd**2
        method = np.where(told, np.where(self.moved, OWN, LIKE), PRIOR)
        return Elasticities(
            np.array([e.value for e in found]),
            np.array([e.lower for e in found]),
            np.array([e.upper for e in found]),
            tuple(method.tolist()),
            self.rows,
        )

    def foretell(self, asked: Sales) -> Foretold:
        """What is sold at the prices asked about."""
        x = self.terms.rows(asked)
        slopes = self.pooled.terms
        slopes[:, PRICE] = np.minimum(slopes[:, PRICE], 0)
        log_units: Floats = (x * slopes[asked.unit]).sum(axis=1)
        doubt = np.einsum("rk,rkl,rl->r", x, self.pooled.covariance[asked.unit], x)
        variances = self.pooled.variances
        noise = variances.noise[asked.unit] * TAILED + variances.shock + variances.crossed
        return Foretold(log_units, np.sqrt(noise + doubt))


def learned(sales: Sales) -> Response:
    """What sales with known prices teach."""
    notes = tuple(_notes(sales))
    sales = sales.only(sales.sold > 0)
    terms = terms_of(sales)
    x = terms.rows(sales)
    values = np.log(sales.sold)
    middle, spread = terms.prior
    middle[LEVEL] = values.mean()
    known = Known(
        x, values, sales.unit, sales.period, groups_of(sales), (middle, spread), 1 / sales.sold
    )
    return Response(
        terms,
        pool(known),
        _moved(sales),
        np.bincount(sales.unit, minlength=sales.units).astype(np.int64),
        notes,
    )


def _moved(sales: Sales) -> Flags:
    """The units whose price was not always the same."""
    asked = np.log(sales.price)
    lowest, highest = np.full(sales.units, np.inf), np.full(sales.units, -np.inf)
    np.minimum.at(lowest, sales.unit, asked)
    np.maximum.at(highest, sales.unit, asked)
    found: Flags = highest - lowest > MOVED
    return found


def _notes(sales: Sales) -> Iterator[str]:
    nothing = int((sales.sold == 0).sum())
    if nothing:
        yield f"{nothing:,} rows without a sale tell nothing of the log of sales and are left out"
