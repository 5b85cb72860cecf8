"""Levels agree: sums are sums, nothing falls below zero, and what agrees already is left alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.panel.reconcile import (
    Hierarchy,
    bottom_up,
    hierarchy,
    of_time,
    reconciled,
    shrunk_covariance,
    structural,
)

CATEGORIES = ("oil", "oil", "soap", "soap", "soap")
SHOP = hierarchy(CATEGORIES, ("shop",) * 5)
amounts = st.floats(0, 1e4, allow_nan=False)


def test_groups_are_named_once_and_hold_their_goods() -> None:
    assert SHOP.names == ("oil", "soap", "shop")
    assert SHOP.sums.tolist() == [[1, 1, 0, 0, 0], [0, 0, 1, 1, 1], [1, 1, 1, 1, 1]]


def test_weeks_hold_their_days_and_a_broken_week_is_none() -> None:
    weeks = of_time(16, 7)
    assert weeks.sums.shape == (2, 16)
    assert weeks.sums.sum(axis=1).tolist() == [7, 7]
    assert weeks.sums[:, 14:].sum() == 0


def test_bottom_up_adds_up() -> None:
    days = np.arange(10.0).reshape(5, 2)
    assert bottom_up(days, SHOP).upper.tolist() == [[2, 4], [18, 21], [20, 25]]


@given(st.lists(amounts, min_size=5, max_size=5), st.lists(amounts, min_size=3, max_size=3))
def test_it_adds_up_and_is_never_negative(lowest: list[float], upper: list[float]) -> None:
    told = reconciled(np.array([lowest]).T, np.array([upper]).T, SHOP, structural(SHOP))
    assert (told.lowest >= 0).all()
    oil, soap, shop = told.upper[:, 0]
    assert oil == pytest.approx(told.lowest[:2].sum(), abs=1e-9)
    assert soap == pytest.approx(told.lowest[2:].sum(), abs=1e-9)
    assert shop == pytest.approx(oil + soap, abs=1e-9)


@given(st.lists(amounts, min_size=5, max_size=5))
def test_what_agrees_is_left_alone(lowest: list[float]) -> None:
    days = np.array([lowest]).T
    told = reconciled(days, SHOP.sums @ days, SHOP, structural(SHOP))
    assert told.lowest == pytest.approx(days, abs=1e-6)


def test_it_is_the_regression_on_the_sums() -> None:
    """The oracle is the other form: S (S' W^-1 S)^-1 S' W^-1, by Hyndman and others (2011)."""
    rng = np.random.default_rng(1)
    errors = rng.normal(size=(60, 8)) * np.array([4, 5, 8, 1, 2, 1, 2, 3])
    lowest, upper = 50 + rng.random((5, 4)), 150 + rng.random((3, 4))
    whole = np.vstack([SHOP.sums, np.eye(5)])
    for covariance in (structural(SHOP), shrunk_covariance(errors)):
        weights = np.linalg.inv(covariance)
        solved = np.linalg.solve(whole.T @ weights @ whole, whole.T @ weights)
        expected = solved @ np.vstack([upper, lowest])
        told = reconciled(lowest, upper, SHOP, covariance)
        assert told.lowest == pytest.approx(expected, abs=1e-8)


def test_a_sum_that_never_errs_is_kept() -> None:
    weights = structural(SHOP)
    weights[:3] = 0
    upper = np.array([[10.0], [20.0], [30.0]])
    told = reconciled(np.ones((5, 1)), upper, SHOP, weights)
    assert told.upper == pytest.approx(upper)


def test_below_zero_is_lifted_and_the_whole_stays() -> None:
    pair = Hierarchy(("both",), np.ones((1, 2)))
    told = reconciled(np.array([[1.0], [9.0]]), np.array([[1.0]]), pair, structural(pair))
    assert told.lowest[0, 0] == 0
    assert told.upper[0, 0] == pytest.approx(5.5)  # half way: the sum is trusted as its two parts


def test_nothing_at_all_agrees_too() -> None:
    told = reconciled(np.zeros((5, 2)), np.zeros((3, 2)), SHOP, structural(SHOP))
    assert not told.lowest.any()


def test_independent_errors_lose_their_chance_covariance() -> None:
    errors = np.random.default_rng(2).normal(size=(30, 6))
    plain, drawn = errors.T @ errors / 30, shrunk_covariance(errors)
    off = ~np.eye(6, dtype=bool)
    assert np.diag(drawn) == pytest.approx(np.diag(plain))
    assert np.abs(drawn[off]).max() < 0.3 * np.abs(plain[off]).max()
    shared = np.random.default_rng(3).normal(size=(300, 1)) * np.ones(6)
    assert shrunk_covariance(shared + 0.1 * np.tile(errors, (10, 1)))[0, 1] > 0.8
