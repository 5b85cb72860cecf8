"""Made-up sales of a chain that lives by deep offers: a shelf of eleven brands, four price zones.

As `simulated`, but elasticities lie farther from zero, brands steal from one another, flags tell only
most of the offers, and levels of brands, shops and both come and go.
"""

import numpy as np
import pandas as pd

from eval.pricing.simulated import Floats, long

SHOPS, BRANDS, WEEKS, ZONES = 83, 11, 121, 4
NOISE, LASTING = 0.38, 0.97  # in logs; of a level, from a week to the next
OFTEN, DEPTH, MOST_WEEKS = (0.1, 0.3), (0.05, 0.5), 3  # of offers
EVERY = 9  # shop of the chain stands for a single one


def weekly(seed: int) -> pd.DataFrame:
    """The columns of `simulated.weekly`."""
    chance = np.random.default_rng(seed)
    cut, feature = _offers(chance)
    taken = chance.random((WEEKS, SHOPS, BRANDS)) < 0.95
    offer = (cut > 0)[:, None] * (chance.random(taken.shape) < 0.9) * taken
    shown = feature[:, None] * (chance.random(taken.shape) < 0.93) * taken
    price = _prices(chance, cut[:, None] * taken)
    true = _elasticities(chance)
    moved = price - np.median(price, axis=0)
    cross = np.abs(chance.normal(0, 0.09, (BRANDS, BRANDS))) * (1 - np.eye(BRANDS))
    log = _levels(chance) + true * moved + moved @ cross
    log += chance.normal(0.2, 0.15, BRANDS) * offer + chance.normal(0.4, 0.25, BRANDS) * shown
    log += NOISE * chance.standard_t(5, log.shape) / np.sqrt(5 / 3)
    return long(log, price, offer.astype(float), shown.astype(float), true)


def single_shops(seed: int) -> list[pd.DataFrame]:
    """Some of the shops, each by itself."""
    panel = weekly(seed)
    return [panel[panel.store == shop] for shop in range(0, SHOPS, EVERY)]


def _elasticities(chance: np.random.Generator) -> Floats:
    """Shops x brands."""
    found: Floats = chance.normal(-2.9, 0.5, BRANDS) + chance.normal(0, 0.35, (SHOPS, 1))
    return found + chance.normal(0, 0.35, (SHOPS, BRANDS))


def _offers(chance: np.random.Generator) -> tuple[Floats, Floats]:
    """Weeks x brands: how deep the cut of the log price is, and whether it is in the leaflet."""
    cut, feature = np.zeros((2, WEEKS, BRANDS))
    for brand in range(BRANDS):
        often, week = chance.uniform(*OFTEN), 0
        while week < WEEKS:
            if chance.random() < often:
                end = week + int(chance.integers(1, MOST_WEEKS + 1))
                cut[week:end, brand] = chance.uniform(*DEPTH)
                feature[week, brand] = chance.random() < 0.6
                week = end
            week += 1
    return cut, feature


def _prices(chance: np.random.Generator, cut: Floats) -> Floats:
    """Log prices, weeks x shops x brands."""
    steps = chance.normal(0, 0.08, (WEEKS, BRANDS)) * (chance.random((WEEKS, BRANDS)) < 0.03)
    usual = np.log(chance.uniform(1.2, 3.2, BRANDS)) + np.cumsum(steps, axis=0)
    zone = chance.normal(0, 0.05, (ZONES, BRANDS))[chance.integers(0, ZONES, SHOPS)]
    depth = cut * (1 + 0.1 * chance.standard_normal(cut.shape))
    found: Floats = usual[:, None] + zone - depth + chance.normal(0, 0.01, cut.shape)
    return found


def _levels(chance: np.random.Generator) -> Floats:
    """What moves sales besides price and offers, weeks x shops x brands."""
    level = chance.normal(8.5, 0.7, BRANDS) + chance.normal(0, 0.4, (SHOPS, 1))
    level = level + chance.normal(0, 0.35, (SHOPS, BRANDS))
    turn = 2 * np.pi * (np.arange(WEEKS) / 52 + chance.random())
    season = 0.1 * np.sin(turn)[:, None, None]
    lasting = (
        _lasting(chance, (1, BRANDS), 0.04)
        + _lasting(chance, (SHOPS, BRANDS), 0.03)
        + _lasting(chance, (SHOPS, 1), 0.03)
    )
    shock = (
        chance.normal(0, 0.3, (WEEKS, 1, BRANDS))
        + chance.normal(0, 0.12, (WEEKS, SHOPS, 1))
        + chance.normal(0, 0.08, (WEEKS, 1, 1))
    )
    found: Floats = level + season + lasting + shock
    return found


def _lasting(chance: np.random.Generator, shape: tuple[int, int], step: float) -> Floats:
    """Levels that wear off."""
    found = np.empty((WEEKS, *shape))
    state = chance.normal(0, step / np.sqrt(1 - LASTING**2), shape)
    for week in range(WEEKS):
        found[week] = state
        state = LASTING * state + chance.normal(0, step, shape)
    return found
