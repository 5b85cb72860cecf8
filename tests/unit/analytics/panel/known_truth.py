"""Panels to forecast in tests, with a truth that is known."""

import numpy as np

from haat.analytics.panel.panel import Floats, Panel

FIRST = np.datetime64("2024-01-01")  # a Monday
WEEK = np.array([0.6, 0.7, 0.8, 0.9, 1.1, 1.5, 1.4])


def days(values: Floats, **covariates: tuple[Floats, Floats]) -> Panel:
    """A panel of days; each covariate with its known and its planned part."""
    return Panel(
        ids=tuple(f"s{n}" for n in range(values.shape[1])),
        periods=FIRST + np.arange(len(values)),
        frequency="D",
        values=values.astype(np.float64),
        covariates={name: known for name, (known, _) in covariates.items()},
        planned={name: ahead for name, (_, ahead) in covariates.items()},
    )


def weeks(values: Floats) -> Panel:
    """A panel of weeks that begin on Mondays."""
    ids = tuple(f"s{n}" for n in range(values.shape[1]))
    return Panel(ids, FIRST + 7 * np.arange(len(values)), "W", values.astype(np.float64))


def numbered(values: Floats) -> Panel:
    """A panel whose periods are mere numbers."""
    ids = tuple(f"s{n}" for n in range(values.shape[1]))
    return Panel(ids, np.arange(len(values)), "none", values.astype(np.float64))


def sales(length: int, width: int, seed: int = 3) -> tuple[Floats, Floats]:
    """Counts with a weekly pattern, and the means they were drawn from."""
    random = np.random.default_rng(seed)
    level = np.exp(random.normal(1.0, 0.7, width))
    means = level * WEEK[np.arange(length) % 7][:, None]
    return random.poisson(means).astype(np.float64), means
