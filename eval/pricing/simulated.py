"""Made-up sales of a chain with known elasticities: zones, offers, shocks, levels that drift."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SHOPS, PRODUCTS, WEEKS = 40, 11, 121
NOISE, SHOCK, DRIFT = 0.38, 0.25, 0.015  # standard deviations in logs, of the drift a week


def weekly(seed: int) -> pd.DataFrame:
    """`unit_id, product, store, ds, units, price, promo, feature, competitor_price, true`."""
    chance = np.random.default_rng(seed)
    offer, feature, depth = _offers(chance)
    part = chance.random((WEEKS, SHOPS, PRODUCTS)) < 0.93  # not every shop takes part
    price = _prices(chance, depth[:, None] * part)
    true: Floats = chance.normal(-2.5, 0.5, PRODUCTS) + chance.normal(0, 0.35, (SHOPS, 1))
    true = true + chance.normal(0, 0.35, (SHOPS, PRODUCTS))
    moved = price - np.median(price, axis=0)
    cross = np.abs(chance.normal(0, 0.1, (PRODUCTS, PRODUCTS))) * (1 - np.eye(PRODUCTS))
    log = _levels(chance) + true * moved + moved @ cross
    log += chance.normal(0.3, 0.2, PRODUCTS) * offer[:, None] * part
    log += chance.normal(0.5, 0.3, PRODUCTS) * feature[:, None] * part
    log += NOISE * chance.standard_t(5, log.shape) / np.sqrt(5 / 3)
    return long(log, price, offer[:, None] * part, feature[:, None] * part, true)


def _offers(chance: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Weeks x products: whether on offer, whether featured, how deep."""
    offer, feature, depth = np.zeros((3, WEEKS, PRODUCTS))
    for product in range(PRODUCTS):
        often, week = chance.uniform(0.1, 0.35), 0
        while week < WEEKS:
            if chance.random() < often:
                weeks = slice(week, week + int(chance.integers(1, 4)))
                offer[weeks, product], depth[weeks, product] = 1, chance.uniform(0.05, 0.4)
                feature[week, product] = chance.random() < 0.5
                week = weeks.stop
            week += 1
    return offer, feature, depth


def _prices(chance: np.random.Generator, cut: Floats) -> Floats:
    """Log prices, weeks x shops x products."""
    base = np.log(chance.uniform(1.2, 3.5, PRODUCTS)) + chance.normal(0, 0.04, (SHOPS, PRODUCTS))
    steps = chance.normal(0, 0.07, (WEEKS, PRODUCTS)) * (chance.random((WEEKS, PRODUCTS)) < 0.03)
    found: Floats = base + np.cumsum(steps, axis=0)[:, None] - cut
    return found + chance.normal(0, 0.01, cut.shape)


def _levels(chance: np.random.Generator) -> Floats:
    """What moves sales besides price and offers, weeks x shops x products."""
    whole = (WEEKS, SHOPS, PRODUCTS)
    shock = chance.normal(0, SHOCK, (WEEKS, 1, PRODUCTS)) + chance.normal(
        0, 0.12, (WEEKS, SHOPS, 1)
    )
    drift = np.cumsum(chance.normal(0, DRIFT, (WEEKS, 1, PRODUCTS)), axis=0)
    drift = drift + np.cumsum(chance.normal(0, DRIFT, whole), axis=0)
    level = chance.normal(6, 0.7, PRODUCTS) + chance.normal(0, 0.35, (SHOPS, 1))
    return level + shock + drift


def long(log: Floats, price: Floats, offer: Floats, feature: Floats, true: Floats) -> pd.DataFrame:
    """The columns of `weekly` from logs of sales and prices and flags, weeks x shops x products."""
    week, shop, product = (index.ravel() for index in np.indices(log.shape))
    rupees = np.exp(price)
    others = (rupees.sum(axis=2, keepdims=True) - rupees) / (log.shape[2] - 1)
    return pd.DataFrame(
        {
            "unit_id": [f"{s}_{p}" for s, p in zip(shop, product, strict=True)],
            "product": product,
            "store": shop,
            "ds": week,
            "units": np.exp(log).round().ravel(),
            "price": rupees.ravel(),
            "promo": offer.ravel(),
            "feature": feature.ravel(),
            "competitor_price": others.ravel(),
            "true": np.broadcast_to(true, log.shape).ravel(),
        }
    )
