"""What past windows tell of the spread, on demand whose truth is known."""

import numpy as np
import pytest
from scipy.stats import nbinom

from haat.analytics.forecast.demand import step_of
from haat.analytics.panel.panel import Floats
from haat.analytics.panel.spread import Spread, spread, steps_of
from haat.analytics.panel.windows import followed

LENGTH = 9


def counts(days: int, means: Floats, burst: float, seed: int = 1) -> Floats:
    chance = np.random.default_rng(seed)
    rates = np.broadcast_to(means, (days, means.shape[-1]))
    return chance.negative_binomial(rates / (burst - 1), 1 / burst).astype(float)


def levels(series: int) -> Floats:
    return np.linspace(1.0, 8.0, series)


def test_days_that_know_nothing_of_one_another_keep_their_own_spread() -> None:
    told = spread(counts(360, levels(200), 3.0), LENGTH)
    assert np.median(told.burst) == pytest.approx(3.0, rel=0.15)


def test_the_true_quantile_is_found_where_the_negative_binomial_is_true() -> None:
    means = levels(200) * LENGTH
    found = spread(counts(360, levels(200), 3.0), LENGTH).quantile(means, 0.95, 0.0 * means)
    true = nbinom.ppf(0.95, means / 2, 1 / 3)
    assert (found / true).mean() == pytest.approx(1.0, abs=0.06)


@pytest.mark.parametrize("service", [0.8, 0.9, 0.95, 0.98])
def test_as_many_new_windows_are_covered_as_asked_for(service: float) -> None:
    """About the level as it can be known; counts are whole, so a little more than asked for."""
    past = counts(360, levels(400), 2.5)
    windows = counts(50 * LENGTH, levels(400), 2.5, seed=9).reshape(50, LENGTH, 400).sum(1)
    level = spread(past, LENGTH).quantile(followed(past)[-1] * LENGTH, service, np.zeros(400))
    assert (windows <= level).mean() == pytest.approx(service, abs=0.02)


def test_a_level_that_wanders_is_covered_too() -> None:
    """Where windows vary more than their days would, the days' own spread is not enough."""
    chance = np.random.default_rng(5)
    steps = chance.normal(0, 0.08, (360 + LENGTH, 400))
    away = np.zeros_like(steps)
    for day in range(1, len(steps)):
        away[day] = 0.98 * away[day - 1] + steps[day]
    demand = counts(len(steps), 10 * np.exp(away), 1.5)
    past, ahead = demand[:360], demand[360:].sum(0)
    level = followed(past)[-1] * LENGTH
    ours = spread(past, LENGTH).quantile(level, 0.95, np.zeros(400))
    naive = nbinom.ppf(0.95, level / 0.5, 1 / 1.5)
    assert (ahead <= naive).mean() < 0.9
    assert (ahead <= ours).mean() == pytest.approx(0.95, abs=0.03)


def test_little_history_leaves_the_distribution_as_it_is_believed() -> None:
    told = spread(np.full((5, 1), 4.0), LENGTH)
    assert told.nominal(0.95) == pytest.approx(0.95, abs=0.002)
    assert told.burst[0] >= 1


def test_nothing_known_is_no_error() -> None:
    told = spread(np.full((40, 2), np.nan), LENGTH)
    assert np.isfinite(told.quantile(np.zeros(2), 0.95, np.zeros(2))).all()


def test_risk_and_quantile_tell_the_same() -> None:
    told = spread(counts(360, levels(50), 3.0), LENGTH)
    means, nothing = levels(50) * LENGTH, np.zeros(50)
    for service in (0.5, 0.8, 0.95):
        level = told.quantile(means, service, nothing)
        assert (told.above(means, level, nothing) <= 1 - service + 1e-6).all()
        assert (told.above(means, level - 1, nothing) >= 1 - service - 0.01).all()


def test_an_empty_shelf_of_what_sells_is_a_certain_risk() -> None:
    slow = counts(360, np.full(99, 0.05), 1.2)
    told = spread(np.hstack([slow, counts(360, np.full(1, 30.0), 1.5)]), LENGTH)
    means = np.append(np.full(99, 0.45), 270.0)
    assert told.above(means, np.zeros(100), np.zeros(100))[-1] == pytest.approx(1)


def test_the_nominal_probability_is_the_quantile_of_where_windows_lay() -> None:
    scores = np.sort(np.random.default_rng(2).random(999))
    one = np.ones(1)
    told = Spread(2 * one, one, scores, np.ones(999))
    assert told.nominal(0.9) == scores[int(np.ceil(0.9 * 999)) - 1]


def test_steps_are_those_of_a_single_product_s_demand() -> None:
    chance = np.random.default_rng(4)
    values = np.stack([chance.integers(0, 9, 50) * step for step in (1, 0.5, 0.25, 0.1, 0.01)], 1)
    values[7] = np.nan
    told = [v[np.isfinite(v)] for v in values.T]
    assert steps_of(values).tolist() == [step_of(v.tolist()) for v in told]
