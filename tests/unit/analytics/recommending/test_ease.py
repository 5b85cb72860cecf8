"""Item-to-item weights against the plain formula, and what they say to a reader."""

import numpy as np
import pytest

from haat.analytics.recommending.ease import ease
from tests.unit.analytics.recommending.market import dense, market

PENALTY = 20.0
ALL = 100


def test_weights_are_those_of_the_formula() -> None:
    matrix = market().matrix()
    found = ease(matrix, PENALTY, ALL)
    plain = dense(matrix).astype(np.float64)
    inverse = np.linalg.inv(plain.T @ plain + PENALTY * np.eye(plain.shape[1]))
    slow = -inverse / np.diag(inverse)
    np.fill_diagonal(slow, 0)
    assert np.abs(found.weights - slow).max() < 1e-4
    assert np.abs(found.scores(matrix) - plain @ slow).max() < 1e-3


def test_each_pair_is_counted() -> None:
    matrix = market().matrix()
    plain = dense(matrix)
    assert (ease(matrix, PENALTY, ALL).together == plain.T @ plain).all()


def test_only_the_best_selling_are_compared() -> None:
    matrix = market().matrix()
    found = ease(matrix, PENALTY, 10)
    sold = np.asarray(matrix.sum(axis=0)).ravel()
    assert sold[found.head].min() >= np.sort(sold)[-10]
    scores = found.scores(matrix)
    assert scores.shape == matrix.shape
    assert not scores[:, found.place < 0].any()
    assert found.weights.shape == (10, 10)


@pytest.mark.parametrize("most", [10, ALL])
def test_scores_of_some_cells_are_those_of_all(most: int) -> None:
    rows = market().matrix()[:15] * np.float32(0.6)
    found = ease(market().matrix(), PENALTY, most)
    cells = np.random.default_rng(5).random(rows.shape) < 0.3
    cells[4] = False  # one of whom nothing is asked
    at, items = np.nonzero(cells)
    assert found.of_pairs(rows, at, items) == pytest.approx(found.scores(rows)[at, items], abs=1e-5)


def test_what_nobody_bought_is_not_compared() -> None:
    matrix = market().matrix()
    matrix = matrix[:, :59]
    matrix.resize(matrix.shape[0], 70)
    assert (ease(matrix, PENALTY, ALL).place[59:] == -1).all()


@pytest.mark.parametrize("penalty", [1.0, 1000.0])
def test_goods_of_the_same_buyers_go_together(penalty: float) -> None:
    found = ease(market().matrix(), penalty, ALL)
    half = len(found.head) // 2
    same, apart = found.weights[:half, :half].mean(), found.weights[:half, half:].mean()
    assert same > apart
