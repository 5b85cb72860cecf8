"""Neighbours against cosines counted out, and with the same goods first."""

import numpy as np

from haat.analytics.recommending.ease import ease
from haat.analytics.recommending.neighbours import (
    LIKE_ITEMS,
    LIKE_USERS,
    LOCALITY,
    crowd,
    like_items,
)
from tests.unit.analytics.recommending.market import dense, market


def test_like_items_are_cosines() -> None:
    matrix = market().matrix()
    plain = dense(matrix)
    size = np.sqrt(plain.sum(axis=0))
    slow = plain.T @ plain / np.outer(size, size)
    np.fill_diagonal(slow, 0)
    found = dense(like_items(ease(matrix, 100.0, 60)))
    assert (np.count_nonzero(found, axis=1) <= LIKE_ITEMS).all()
    assert np.allclose(found[found > 0], slow[found > 0], atol=1e-5)


def test_users_are_not_their_own_neighbours_and_weights_add_up_to_one() -> None:
    matrix = market().matrix()
    users = np.arange(matrix.shape[0])
    alike = crowd(matrix, matrix).alike(matrix, users)
    plain = dense(alike)
    assert not np.diag(plain).any()
    assert np.allclose(plain.sum(axis=1), 1, atol=1e-4)
    assert (np.count_nonzero(plain, axis=1) <= LIKE_USERS).all()


def test_a_stranger_with_someones_goods_is_most_like_her() -> None:
    matrix = market().matrix()
    alike = crowd(matrix, matrix).alike(matrix[[7]], np.array([-1]))
    assert int(alike.toarray().argmax()) == 7


def test_scores_are_the_habits_of_the_like_users() -> None:
    matrix = market(users=30).matrix()
    told = crowd(matrix, 0.5 * matrix)
    plain = dense(matrix)
    size = np.sqrt(plain.sum(axis=1))
    weights = (plain @ plain.T / np.outer(size, size)) ** LOCALITY
    np.fill_diagonal(weights, 0)
    slow = (weights / weights.sum(axis=1, keepdims=True)) @ (0.5 * plain)
    found = told.scores(told.alike(matrix, np.arange(30)))
    assert np.allclose(found, slow, atol=1e-4)
