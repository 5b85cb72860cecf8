"""Goods that are described alike are alike, and each description is compared once."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from haat.analytics.recommending.content import described
from haat.analytics.recommending.lines import Goods
from tests.unit.analytics.recommending.market import dense, nameless

NAMES = ["red lunch bag", "blue lunch bag", "cake stand", "red lunch bag", ""]
GOODS = Goods(NAMES, ["bags", "bags", "kitchen", "bags", ""], np.full(5, np.nan))


def test_the_same_words_are_one_kind() -> None:
    kind = described(GOODS).kind
    assert kind[0] == kind[3]
    assert len(set(kind.tolist())) == 4


def test_a_kind_is_most_like_itself_then_like_its_relations() -> None:
    told = described(GOODS)
    lunch, blue, cake = (told.to(item) for item in (0, 1, 2))
    assert lunch[told.kind[0]] == pytest.approx(1, abs=1e-5)
    assert lunch[told.kind[1]] == pytest.approx(blue[told.kind[0]], abs=1e-5)
    assert lunch[told.kind[1]] > cake[told.kind[1]]
    assert not told.to(4).any()


def test_scores_are_of_all_that_a_user_has() -> None:
    told = described(GOODS)
    rows = np.array([[1, 0, 2, 0, 0]], dtype=np.float32)
    shares = told.shares(csr_matrix(rows))
    weights = np.array([1, 2]) / np.sqrt(5)
    slow = weights[0] * told.to(1)[told.kind[0]] + weights[1] * told.to(1)[told.kind[2]]
    assert told.scores(shares)[0, 1] == pytest.approx(slow, abs=1e-5)


def test_of_nothing_nothing_is_told() -> None:
    assert not dense(described(nameless(4)).alike).any()
