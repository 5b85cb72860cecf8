"""Regression around a prior: the pull decides between the outcomes and what was thought before."""

import numpy as np
import pytest

from haat.analytics.matching.logistic import Prior, fitted, unseen
from haat.analytics.matching.market import Flags, Floats


def drawn(slopes: tuple[float, float]) -> tuple[Floats, Flags]:
    """Outcomes of two values with these slopes."""
    rng = np.random.default_rng(3)
    values = rng.normal(size=(4000, 2))
    return values, rng.random(4000) < 1 / (1 + np.exp(1 - values @ slopes))


def test_slopes_are_found_again_where_nothing_pulls() -> None:
    found = fitted(*drawn((2.0, 0.5)), Prior(np.ones(2), 1e-9))
    assert found.tolist() == pytest.approx([-1, 2, 0.5], abs=0.15)


def test_an_infinite_pull_leaves_the_prior_but_for_a_factor() -> None:
    found = fitted(*drawn((2.0, 0.5)), Prior(np.array([1.0, 3.0]), np.inf))
    assert found[2] == pytest.approx(3 * found[1])


def test_no_slope_falls() -> None:
    found = fitted(*drawn((2.0, -1.0)), Prior(np.ones(2), 0.001))
    assert found[2] >= 0


def test_the_truth_loses_least_on_what_was_not_seen() -> None:
    values, won = drawn((2.0, 0.5))
    free, bound = (unseen(values, won, Prior(np.ones(2), pull)).mean() for pull in (1e-4, np.inf))
    assert free < bound
