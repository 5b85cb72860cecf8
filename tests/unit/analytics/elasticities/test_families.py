"""What rows tell of their families is what generalised least squares says, shocks and units' deviations included."""

import numpy as np
import pytest

from haat.analytics.elasticities.collapsed import collapsed
from haat.analytics.elasticities.drift import Drift
from haat.analytics.elasticities.families import cells_of, told, wandering
from haat.analytics.elasticities.sales import Floats, Integers

SHOCK, NOISE = 0.3, 0.2
SPREAD = np.array([0.4, 0.5])


def _rows(units: int, weeks: int) -> tuple[Floats, Floats, Integers, Integers]:
    """Two families of so many units each; terms, values, unit and week of each row."""
    chance = np.random.default_rng(units * 100 + weeks)
    unit = np.repeat(np.arange(2 * units), weeks)
    week = np.tile(np.arange(weeks), 2 * units)
    x = np.stack([np.ones(len(unit)), chance.normal(0, 0.3, len(unit))], axis=1)
    return x, chance.normal(0, 1, len(unit)), unit, week


@pytest.mark.parametrize(("units", "weeks"), [(2, 12), (8, 5)], ids=["narrow", "wide"])
def test_it_is_generalised_least_squares(units: int, weeks: int) -> None:
    x, values, unit, week = _rows(units, weeks)
    family = np.arange(2 * units) % 2
    cells = cells_of(family[unit], week)
    found = collapsed(x, np.full(len(unit), 1 / NOISE), unit, 2 * units, SPREAD)
    seen = told(found, values, family, cells, SHOCK)
    for one in (0, 1):
        mine = family[unit] == one
        rows, y = x[mine], values[mine]
        alike = unit[mine][:, None] == unit[mine]
        cell = week[mine][:, None] == week[mine]
        covariance = NOISE * np.eye(len(y)) + SHOCK * cell + alike * ((rows * SPREAD) @ rows.T)
        precision = np.linalg.inv(covariance)
        assert seen.terms[one] == pytest.approx(rows.T @ precision @ rows)
        assert seen.aim[one] == pytest.approx(rows.T @ precision @ y)
        terms = np.linalg.solve(seen.terms[one], seen.aim[one])
        both = np.tile(terms, (2, 1))
        weeks_of = (week[mine][:, None] == np.arange(weeks)).astype(float)
        shocks = SHOCK * weeks_of.T @ precision @ (y - rows @ terms)
        here = cells.family == one
        assert seen.shocks(both)[here] == pytest.approx(shocks)
        left = SHOCK * np.eye(weeks) - SHOCK**2 * weeks_of.T @ precision @ weeks_of
        assert seen.spread[here] == pytest.approx(np.diagonal(left))


def test_levels_that_last_add_what_the_sandwich_says() -> None:
    x, values, unit, week = _rows(3, 8)
    family = np.arange(6) % 2
    cells = cells_of(family[unit], week)
    found = collapsed(x, np.full(len(unit), 1 / NOISE), unit, 6, SPREAD)
    seen = told(found, values, family, cells, SHOCK)
    covariance = np.linalg.inv(seen.terms).astype(np.float64)
    none = np.zeros(2)
    drift = Drift(0.9, 0.1, 7, none, none, np.zeros((2, 2, 2)))
    more = wandering(seen, covariance, SHOCK, drift)
    chance = np.random.default_rng(1)
    weeks = np.arange(8)
    kernel = 0.1 * 0.9 ** np.abs(weeks[:, None] - weeks)
    states = chance.multivariate_normal(np.zeros(8), kernel, 4_000)
    moved = [
        covariance[0] @ told(found, s[week], family, cells, SHOCK).aim[0] for s in states[:2_000]
    ]
    assert np.cov(np.array(moved).T) == pytest.approx(
        more[0], abs=0.15 * float(np.abs(more[0]).max())
    )
