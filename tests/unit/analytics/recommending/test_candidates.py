"""Each shelf judges only what may stand on it."""

from functools import cache

import numpy as np
import pytest

from haat.analytics.recommending.candidates import pairs
from haat.analytics.recommending.content import described
from haat.analytics.recommending.past import Past, Shape, Shelf, Told, past
from tests.unit.analytics.recommending.market import market, nameless

MANY, FEW = 400, 60  # items: only of few all are judged


@cache
def known(items: int, shelf: Shelf, *, compares: bool = True) -> Past:
    told = market(items=items)
    prices = np.full(items, np.nan, dtype=np.float32)
    now = np.full(told.user_count, int(told.days.max()) + 1)
    shape = Shape(0.9, 100.0, 28, compares, shelf)
    return past(told, now, Told(described(nameless(items)), prices), shape)


@pytest.mark.parametrize("items", [MANY, FEW])
def test_what_she_has_is_never_new(items: int) -> None:
    found = pairs(known(items, "new"), np.arange(20), 10)
    assert len(found.items) >= 20 * 10
    assert not found.owned.any()


@pytest.mark.parametrize("count", [10, 500])
@pytest.mark.parametrize("compares", [True, False])
@pytest.mark.parametrize("items", [MANY, FEW])
def test_only_what_she_has_comes_again(items: int, count: int, *, compares: bool) -> None:
    told = known(items, "again", compares=compares)
    found = pairs(told, np.arange(20), count)
    assert found.owned.all()
    assert len(found.items) == np.diff(told.matrix.indptr)[:20].sum()


@pytest.mark.parametrize("items", [MANY, FEW])
def test_one_list_has_both_each_once(items: int) -> None:
    found = pairs(known(items, "all"), np.arange(20), 10)
    assert 0 < found.owned.mean() < 1
    assert len(np.unique(found.rows * items + found.items)) == len(found.items)


def test_what_sells_best_is_always_judged() -> None:
    told = known(MANY, "new")
    best = int(told.popular.argmax())
    without = [u for u in range(20) if told.matrix[u, best] == 0]
    found = pairs(told, np.array(without), 10)
    assert np.count_nonzero(found.items == best) == len(without)


def test_what_like_users_began_with_lately_is_judged_and_counted() -> None:
    told = known(MANY, "new")
    began = told.beginnings.toarray()
    assert (began.sum(axis=0) == told.begun).all()
    old = told.habits.first_day < int(told.now.max()) - 2 * 28
    assert old.any()
    assert not began[told.habits.users[old], told.habits.items[old]].any()
    users = np.arange(20)
    found = pairs(told, users, 10)
    slow = (found.alike.toarray() @ began)[found.rows, found.items]
    assert found.scores["neighbours_begun"] == pytest.approx(slow, abs=1e-5)
    assert slow.max() > 0


def test_the_last_orders_score_by_how_late_they_hold_a_good() -> None:
    told = known(MANY, "all")
    found = pairs(told, np.arange(20), 10)
    slow = told.ease.scores(told.recent[:20])[found.rows, found.items]
    assert found.scores["ease_recent"] == pytest.approx(slow, abs=1e-5)
    assert told.recent.data.min() > 0.04
