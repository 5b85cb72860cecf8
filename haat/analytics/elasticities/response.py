"""The elasticity of each unit, and what it will sell at other prices."""

from dataclasses import dataclass

import numpy as np

from haat.analytics.elasticities.groups import groups_of
from haat.analytics.elasticities.pooling import Known, Pooled, pool
from haat.analytics.elasticities.sales import Flags, Floats, Integers, Sales
from haat.analytics.elasticities.terms import LEVEL, PRICE, Terms, terms_of
from haat.analytics.price_response import BRANDS, Prior, below_zero

MOVED = 0.01  # a price that differs by less is the same price
LEARNED = 0.1  # of the prior's variance must be gone for the sales to have told anything
OWN, LIKE, PRIOR = "partial_pooling", "pooled", "not_enough_price_history"


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
class Response:
    """What was learned of `sales`."""

    sales: Sales
    terms: Terms
    x: Floats  # of the sales
    pooled: Pooled

    @property
    def slopes(self) -> Floats:
        """Units x terms; no price lifts sales."""
        found = self.pooled.terms
        found[:, PRICE] = np.minimum(found[:, PRICE], 0)
        return found

    def elasticities(self) -> Elasticities:
        """Below zero, each."""
        mean = self.pooled.terms[:, PRICE]
        sd = np.sqrt(self.pooled.covariance[:, PRICE, PRICE])
        found = [below_zero(m, s, BRANDS) for m, s in zip(mean, sd, strict=True)]
        told = sd**2 < (1 - LEARNED) * BRANDS.sd**2
        method = np.where(told, np.where(self._moved(), OWN, LIKE), PRIOR)
        return Elasticities(
            np.array([e.value for e in found]),
            np.array([e.lower for e in found]),
            np.array([e.upper for e in found]),
            tuple(method.tolist()),
            np.bincount(self.sales.unit, minlength=self.sales.units).astype(np.int64),
        )

    def _moved(self) -> Flags:
        """The units whose price was not always the same."""
        found: Flags = self.terms.highest - self.terms.lowest > MOVED
        return found


def learned(sales: Sales, prior: Prior = BRANDS) -> Response:
    """What sales with known prices teach, beside what was known of the elasticity.

    Products lie apart as the prior's spread says.
    """
    terms = terms_of(sales)
    x = terms.rows(sales)
    middle, spread = terms.prior
    middle[PRICE], spread[PRICE] = prior.mean, prior.sd
    exposure = np.ones(len(sales.sold)) if sales.exposure is None else sales.exposure
    middle[LEVEL] = np.log(max(float((sales.sold / exposure).mean()), 1e-3))
    known = Known(
        x,
        sales.sold,
        sales.unit,
        sales.period,
        groups_of(sales),
        (middle, spread),
        exposure,
        prior.sd / BRANDS.sd,
    )
    return Response(sales, terms, x, pool(known))
