"""Shares of deals with a buyer's group, beside the same worked out pair by pair."""

import numpy as np
from scipy import sparse

from haat.analytics.matching.circles import circle, shared


def test_shares_are_those_of_the_group_near_and_far() -> None:
    rng = np.random.default_rng(1)
    deals = rng.random((5, 8)) * (rng.random((5, 8)) < 0.4)
    of = np.array([0, 1, 2, -1, 0, 1, 2, -1])
    members = sparse.csr_array((of[:, None] == np.arange(3)).astype(float))
    near = [one.astype(np.float32) for one in (np.eye(3), rng.random((3, 3)))]
    rows, chosen = np.array([4, 0, 2]), np.array([[0, 3, 7], [1, 2, 5], [6, 4, 3]])
    share = sparse.csr_array(deals)
    alone = shared(circle(share, members), rows, chosen)
    by_reach = shared(circle(share, members, near), rows, chosen)
    for told, reach in zip([*alone, *by_reach], [np.eye(3), *near], strict=True):
        at = deals @ members.toarray() @ reach
        for i, row in enumerate(rows):
            true = [0 if of[b] < 0 else at[row, of[b]] for b in chosen[i]]
            np.testing.assert_allclose(told[i], true, rtol=1e-5)


def test_where_nobody_is_in_a_group_nothing_is_shared() -> None:
    share, nobody = sparse.csr_array(np.ones((2, 3))), sparse.csr_array((3, 1))
    [told] = shared(circle(share, nobody), np.array([1]), np.array([[0, 2]]))
    assert told.tolist() == [[0, 0]]
