"""The pieces of matching many: each beside a slower way of reaching the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from haat.analytics.matching import factors as learned
from haat.analytics.matching.kin import organisations
from haat.analytics.matching.neighbours import NEAREST, SHRINK, likeness
from haat.analytics.matching.tops import firsts, top
from haat.analytics.matching.ways import kilometres, points
from haat.analytics.matching.wide import best_of
from haat.analytics.matching.wording import vocabulary
from haat.language.places import Place, distance_km

LATITUDE, LONGITUDE = st.floats(-90, 90), st.floats(-180, 180)


def _deals(seed: int, sellers: int = 30, buyers: int = 12) -> sparse.csr_array:
    rng = np.random.default_rng(seed)
    return sparse.csr_array(rng.poisson(0.4, (sellers, buyers)).astype(np.float32))


def test_texts_that_say_the_same_are_the_same() -> None:
    rows = vocabulary(["Mango  PICKLE", "mango pickle", "आम का अचार", ""]).rows(slice(None))
    likeness_ = (rows @ rows.T).toarray()
    assert likeness_[0, 1] == pytest.approx(1, abs=1e-5)
    assert np.diag(likeness_)[:3] == pytest.approx([1, 1, 1], abs=1e-5)
    assert likeness_[3].tolist() == [0, 0, 0, 0]


def test_pieces_read_over_a_slip_in_spelling() -> None:
    rows = vocabulary(["mango pickles", "mangoo pickle", "iron rods"]).rows(slice(None))
    likeness_ = (rows @ rows.T).toarray()
    assert likeness_[0, 1] > 0.1 > likeness_[0, 2]


@given(LATITUDE, LONGITUDE, LATITUDE, LONGITUDE)
def test_ways_are_those_of_the_haversine(a: float, b: float, c: float, d: float) -> None:
    one = Place("a", "market", "a", "", "", a, b)
    other = Place("b", "market", "b", "", "", c, d)
    way = kilometres(points(np.array([a]), np.array([b])), points(np.array([c]), np.array([d])))
    assert float(way[0, 0]) == pytest.approx(distance_km(one, other), abs=8, rel=1e-3)


def test_a_place_that_is_not_known_is_no_distance_away() -> None:
    way = kilometres(points(np.array([np.nan]), np.array([80.0])), points(np.zeros(1), np.zeros(1)))
    assert np.isnan(way).all()


def test_neighbours_share_sellers() -> None:
    counts = _deals(3)
    served = counts.toarray() > 0
    rare = 1 / np.log(np.e + served.sum(axis=1))
    found = likeness(counts).toarray()
    for one in range(served.shape[1]):
        for other in range(served.shape[1]):
            common = (rare * served[:, one] * served[:, other]).sum()
            size = np.sqrt(served[:, one].sum() * served[:, other].sum())
            wanted = 0 if one == other else common / (size + SHRINK)
            assert found[one, other] == pytest.approx(wanted, abs=1e-5)
    assert served.shape[1] < NEAREST


def test_points_are_the_best_for_their_row() -> None:
    weights = _deals(4)
    rng = np.random.default_rng(1)
    others = rng.normal(size=(12, learned.SIZE)).astype(np.float32)
    found = np.zeros((30, learned.SIZE), dtype=np.float32)
    learned._solve(weights, others, found)
    for row in range(30):
        value = weights[[row]].toarray()[0]
        trust = 1 + learned.TRUST * value
        left = others.T * np.where(value > 0, trust, 1) @ others
        left += learned.DRAWN * np.eye(learned.SIZE)
        right = others.T @ np.where(value > 0, trust, 0)
        assert found[row] == pytest.approx(np.linalg.solve(left, right), abs=2e-3)


def test_organisations_are_the_beginnings_of_a_name() -> None:
    texts = ["Works || North || Div 1", "works||north||Div 2", "Works || South", "Health", ""]
    top_, second, third, _ = organisations(["a", "b", "c", "d", "Works|x"], texts)
    together = (top_ @ top_.T).toarray()
    assert together[0].tolist() == [1, 1, 1, 0, 1]
    assert (second @ second.T).toarray()[0].tolist() == [1, 1, 0, 0, 0]
    assert (third @ third.T).toarray()[0].tolist() == [1, 0, 0, 0, 0]


@given(st.integers(1, 12), st.integers(1, 300), st.integers(0, 10**6))
def test_the_best_are_found_by_stripes(wanted: int, count: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(3, count)).astype(np.float32)
    wanted = min(wanted, count)
    best = np.sort(np.argsort(-scores, axis=1)[:, :wanted], axis=1)
    assert best_of(scores, wanted).tolist() == best.tolist()
    assert np.sort(top(scores, wanted), axis=1).tolist() == best.tolist()


def test_the_best_of_each_row_stand_in_order() -> None:
    row, column = np.array([0, 0, 0, 1]), np.array([5, 3, 4, 9])
    scores = np.array([0.1, 0.9, 0.9, 0.5], dtype=np.float32)
    assert firsts(row, scores, column, 2).tolist() == [1, 2, 3]
