"""Demand that we made up, so that its truth is known: counts in bursts about a level that moves."""

from dataclasses import dataclass

import numpy as np

from haat.analytics.panel.panel import Floats

DAYS = 364
WEEKDAYS = np.array([0.85, 0.85, 0.9, 0.95, 1.1, 1.3, 1.05])
SLOWEST, FASTEST = 0.3, 20.0  # units a day
BURSTS = (1.2, 4.0)  # variance of a day in means
DRIFT = 0.02  # the level's standard deviation from day to day, a share of it
PULL = 0.01  # share of the way that it comes back each day


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """Days x series: what is asked for, and the mean it was drawn about. `bursts` are by series."""

    demand: Floats
    means: Floats
    bursts: Floats


def simulated(series: int, seed: int, days: int = DAYS) -> Simulated:
    """Negative binomial days about a level that wanders, with weekdays."""
    chance = np.random.default_rng(seed)
    usual = np.exp(chance.uniform(np.log(SLOWEST), np.log(FASTEST), series))
    bursts = chance.uniform(*BURSTS, series)
    away, levels = np.zeros(series), np.zeros((days, series))
    for day in range(days):
        away = (1 - PULL) * away + DRIFT * chance.standard_normal(series)
        levels[day] = usual * np.exp(away)
    means = levels * WEEKDAYS[np.arange(days) % 7][:, None]
    demand = chance.negative_binomial(means / (bursts - 1), 1 / bursts).astype(float)
    return Simulated(demand, means, bursts)
