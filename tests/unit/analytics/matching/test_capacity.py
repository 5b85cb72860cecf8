"""No buyer is sent more than it takes, and the nearest to their own best go first."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.matching.capacity import spread


@given(st.integers(0, 10**6), st.integers(1, 4), st.none() | st.integers(1, 5))
def test_no_buyer_gets_more_than_it_takes(seed: int, wanted: int, most: int | None) -> None:
    rng = np.random.default_rng(seed)
    buyers = np.argsort(rng.random((15, 6)), axis=1)
    scores = -np.sort(-rng.random((15, 6)).astype(np.float32), axis=1)
    takes, needs = rng.choice([np.inf, 3.0, 8.0], 6), rng.choice([0.0, 1.0, 5.0], 15)
    kept = spread(scores, buyers, takes, needs, wanted, most=most)
    assert (kept.sum(axis=1) <= wanted).all()
    for buyer in range(6):
        rows = np.nonzero(kept & (buyers == buyer))[0]
        assert len(rows) <= 1 or needs[rows].sum() <= takes[buyer] + 5
        assert most is None or len(rows) <= most


def test_what_is_not_told_is_no_cap() -> None:
    buyers = np.zeros((50, 1), dtype=np.int64)
    scores = np.ones((50, 1), dtype=np.float32)
    assert spread(scores, buyers, np.array([np.inf]), np.ones(50), 10).all()


def test_who_has_no_better_buyer_goes_first() -> None:
    buyers = np.array([[0, 1], [1, 0]])
    scores = np.array([[0.9, 0.2], [0.5, 0.45]], dtype=np.float32)
    kept = spread(scores, buyers, np.full(2, np.inf), np.zeros(2), 2, most=1)
    assert kept.tolist() == [[True, False], [True, False]]


def test_a_place_without_a_buyer_is_not_kept() -> None:
    kept = spread(
        np.ones((1, 2), np.float32), np.array([[3, -1]]), np.full(4, np.inf), np.ones(1), 2
    )
    assert kept.tolist() == [[True, False]]
