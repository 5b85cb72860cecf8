"""How much sales follow the price, from a product's own price changes, drawn to what is known of such goods."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from haat.analytics.price_response import Elasticity, Prior, SellingDay, believed, below_zero

Floats = NDArray[np.float64]
LEAST_DAYS = 56  # eight weeks
LEAST_CHANGES = 3
MOVED = 0.01  # a price that differs by less is the same price
BLOCKS = (1, 7, 28)  # days that err together
ROUNDS = 3  # the fit and the dispersion depend on each other
STEPS = 25
PROMO = (0.2, 0.3)  # what the sign on the shelf does besides the price, in logs
OTHERS = 0.3  # weekday, season, trend, beginning of the month: usual size, in logs


@dataclass(frozen=True, slots=True)
class _Beliefs:
    """What each term of the curve is thought to be beforehand: mean and spread."""

    middle: Floats
    spread: Floats


def estimate(days: Sequence[SellingDay], prior: Prior) -> Elasticity:
    """The elasticity of a log-log demand curve, ridge-penalised towards the prior.

    log(mean units) = level + elasticity x log(price) + promotion + weekday + season + trend + month's
    beginning, fitted by quasi-Poisson likelihood (so that days without a sale count; Wedderburn
    1974) with a normal prior on each term. Days on which the shelf ran out are left out: what was
    sold is not what was wanted. The dispersion is the largest of days, weeks and months, since days
    of one week err together. `days` are in order and without gaps; money in rupees.
    """
    told = [d for d in days if not d.ran_out and d.price > 0]
    changes = price_changes(told)
    if len(told) < LEAST_DAYS or changes < LEAST_CHANGES or not any(d.units for d in told):
        return believed(prior, changes)
    mean, sd = _fit(told, prior)
    own = max(0.0, 1 - (sd / prior.sd) ** 2)
    return below_zero(mean, sd, prior, changes, own)


def price_changes(days: Sequence[SellingDay]) -> int:
    """How often the price moved from one day to the next."""
    prices = [d.price for d in days]
    return sum(abs(b / a - 1) > MOVED for a, b in pairwise(prices))


def _fit(days: Sequence[SellingDay], prior: Prior) -> tuple[float, float]:
    """Mean and standard deviation of the elasticity."""
    units = np.array([d.units for d in days])
    x = _terms(days)
    beliefs = _beliefs(x.shape[1], units, prior)
    beta, dispersion = beliefs.middle, float(units.mean())
    covariance = np.diag(beliefs.spread**2)
    for _ in range(ROUNDS):
        beta, covariance = _newton(x, units, beliefs, beta, dispersion)
        dispersion = _dispersion(days, units, _rate(x, beta), x.shape[1])
    return float(beta[1]), float(np.sqrt(covariance[1, 1]))


def _terms(days: Sequence[SellingDay]) -> Floats:
    """One row a day: level, log price, promotion, six weekdays, season, trend, month's beginning."""
    price = np.log([d.price for d in days])
    number = np.array([d.date.toordinal() for d in days], dtype=float)
    year = 2 * np.pi * number / 365.25
    weekday = np.array([d.date.weekday() for d in days])
    columns = [
        np.ones(len(days)),
        price - np.median(price),
        np.array([d.promo for d in days], dtype=float),
        *((weekday == n).astype(float) - 1 / 7 for n in range(6)),
        np.cos(year),
        np.sin(year),
        (number - number.mean()) / max(1.0, float(np.ptp(number))),
        np.array([d.date.day <= 7 for d in days], dtype=float),
    ]
    found: Floats = np.stack(columns, axis=1)
    return found


def _beliefs(width: int, units: Floats, prior: Prior) -> _Beliefs:
    middle, spread = np.zeros(width), np.full(width, OTHERS)
    middle[0], spread[0] = np.log(units.mean()), 10.0
    middle[1], spread[1] = prior.mean, prior.sd
    middle[2], spread[2] = PROMO
    return _Beliefs(middle, spread)


def _newton(
    x: Floats, units: Floats, beliefs: _Beliefs, beta: Floats, dispersion: float
) -> tuple[Floats, Floats]:
    """The most likely terms and their covariance (Laplace's approximation)."""
    ridge = np.diag(beliefs.spread**-2)
    for _ in range(STEPS):
        rate = _rate(x, beta)
        slope = x.T @ (units - rate) / dispersion - ridge @ (beta - beliefs.middle)
        curve = x.T @ (x * rate[:, None]) / dispersion + ridge
        step = np.linalg.solve(curve, slope)
        step *= min(1.0, 2.0 / max(2.0, float(np.abs(step).max())))
        beta = beta + step
        if np.abs(step).max() < 1e-6:
            break
    rate = _rate(x, beta)
    curve = x.T @ (x * rate[:, None]) / dispersion + ridge
    return beta, np.asarray(np.linalg.inv(curve), dtype=np.float64)


def _rate(x: Floats, beta: Floats) -> Floats:
    found: Floats = np.exp(np.clip(x @ beta, -30, 30))
    return found


def _dispersion(days: Sequence[SellingDay], units: Floats, rate: Floats, terms: int) -> float:
    """Pearson's statistic of days, weeks and months, the largest of them."""
    first = days[0].date.toordinal()
    number = np.array([d.date.toordinal() - first for d in days])
    freedom = len(days) / max(1, len(days) - terms)
    found = []
    for length in BLOCKS:
        block = number // length
        error = np.bincount(block, units - rate)
        expected = np.bincount(block, rate)
        told = expected > 0
        found.append(float(np.mean(error[told] ** 2 / expected[told])))
    return max(max(found) * freedom, 1e-6)
