"""What a product may sell that has hardly sold yet: as its kind does in this shop."""

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 3  # products of a kind, to speak of the kind
ASSUMED_BURST = 2.0


@dataclass(frozen=True, slots=True)
class Kind:
    """Units a day of a kind's products: their mean, and the variance from product to product."""

    mean: float
    variance: float


@dataclass(frozen=True, slots=True)
class Level:
    """Units on a usual day, and how unsure that is."""

    mean: float
    variance: float


def kind(rates: Sequence[float]) -> Kind | None:
    """The kind that products with these units a day make; None where they are too few."""
    if len(rates) < FEWEST:
        return None
    mean = sum(rates) / len(rates)
    variance = sum((r - mean) ** 2 for r in rates) / (len(rates) - 1)
    return Kind(mean, variance) if mean > 0 and variance > 0 else None


def shrunk(own_mean: float, days: int, burst: float, like: Kind | None) -> Level | None:
    """The product's own mean of `days` days drawn to its kind's; None where neither is known.

    Weights are the inverse variances (a normal prior; Gelman et al., Bayesian Data Analysis, §2.5).
    """
    if days == 0 and like is None:
        return None
    if like is None:
        # A few days without a sale don't prove there are none: as if half a unit had been sold.
        mean = own_mean or 0.5 / (days + 1)
        return Level(mean, burst * mean / days)
    if days == 0:
        return Level(like.mean, like.variance)
    # A few days say little of their own spread, so the kind's level speaks with them.
    told = days / (burst * max((own_mean + like.mean) / 2, 1 / days))
    whole = told + 1 / like.variance
    return Level((told * own_mean + like.mean / like.variance) / whole, 1 / whole)
