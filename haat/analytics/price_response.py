"""What an elasticity is, what is known of it beforehand, and how it is kept below zero."""

from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

NORMAL = NormalDist()
WEAKEST = -0.05  # nearer to zero than this, "no response" and "a little" are the same
NEVER = -3.0  # so many standard deviations above zero, the data contradict the law of demand
TAIL = 0.025  # on either side of a 95 % interval


@dataclass(frozen=True, slots=True)
class Prior:
    """The elasticity of such goods before their own sales are looked at, with its literature."""

    mean: float
    sd: float
    source: str


# Between the -1.76 of Tellis (1988, 367 models) and the -2.62 of Bijmolt et al. (2005, 1,851
# estimates, sales elasticities of brands). The spread covers what they report.
BRANDS = Prior(
    -2.0,
    1.0,
    "Bijmolt, van Heerde & Pieters 2005, Journal of Marketing Research 42(2); "
    "Tellis 1988, Journal of Marketing Research 25(4)",
)
# Demand for a food as such: -0.27 to -0.81 (Andreyeva et al. 2010), cereals -0.61 and meat -0.78 in
# poor countries (Green et al. 2013). A single shop loses customers to its neighbour besides.
STAPLES = Prior(
    -1.0,
    0.6,
    "Green et al. 2013, BMJ 346:f3703; "
    "Andreyeva, Long & Brownell 2010, American Journal of Public Health 100(2)",
)
FOODS = frozenset(
    {
        "animal", "cereal", "dairy", "flour", "fruit", "nut", "oilseed", "pulse", "spice",
        "sweetener", "vegetable",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Elasticity:
    """Percent by which sales change for one percent of price, always below zero, with 95 % bounds.

    `own` is the share that the product's own sales have in it (the rest is the prior's); it is 0
    where there were too few price changes to look at.
    """

    value: float
    lower: float
    upper: float
    own: float
    price_changes: int
    prior: Prior
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class SellingDay:
    """One day of one product: units sold, rupees asked, whether on offer, whether it ran out.

    `rival` is what competitors asked (rupees), None where nobody noted it.
    """

    date: date
    units: float
    price: float
    promo: bool = False
    ran_out: bool = False
    rival: float | None = None


def prior_of(category: str, *, packed: bool) -> Prior:
    """Loose foods are bought wherever; what has a brand or is made by hand competes with its like."""
    return STAPLES if category in FOODS and not packed else BRANDS


def below_zero(
    mean: float, sd: float, prior: Prior, price_changes: int = 0, own: float = 0.0
) -> Elasticity:
    """A normal belief cut off at zero: mean and 2.5 % and 97.5 % points of what is left.

    Where hardly anything is left, something else moved the sales, and the prior is kept.
    """
    if mean / sd > -NEVER:
        kept = below_zero(prior.mean, prior.sd, prior, price_changes)
        return Elasticity(
            kept.value, kept.lower, kept.upper, 0.0, price_changes, prior, contradicted=True
        )
    edge = -mean / sd
    left = NORMAL.cdf(edge)
    middle = mean - sd * NORMAL.pdf(edge) / left
    low, high = (mean + sd * NORMAL.inv_cdf(left * q) for q in (TAIL, 1 - TAIL))
    return Elasticity(
        min(middle, WEAKEST), min(low, WEAKEST), min(high, WEAKEST), own, price_changes, prior
    )


def believed(prior: Prior, price_changes: int = 0) -> Elasticity:
    """The elasticity where the product's own sales tell too little."""
    return below_zero(prior.mean, prior.sd, prior, price_changes)
