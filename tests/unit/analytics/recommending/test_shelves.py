"""Shelves are never mixed, lists are the same each time, and nobody is left without one."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haat.analytics.recommending.candidates import pairs
from haat.analytics.recommending.lift import lift
from haat.analytics.recommending.lines import Goods
from haat.analytics.recommending.past import Shelf
from haat.analytics.recommending.shelves import (
    LONG,
    STRANGER,
    Recommender,
    Suggested,
    mean_goods,
    recommender,
    suggest,
)
from tests.unit.analytics.recommending.market import lines, market, nameless

USERS = np.arange(120)


@cache
def found(shelf: Shelf) -> Recommender:
    return recommender(market(), nameless(60), shelf, lambda _: None)


@cache
def own(user: int) -> set[int]:
    known = market()
    return set(known.items[known.users == user].tolist())


def listed(told: Suggested, row: int) -> list[int]:
    return [int(item) for item in told.items[told.rows == row]]


@pytest.mark.parametrize("shelf", ["again", "new"])
def test_shelves_are_never_mixed(shelf: Shelf) -> None:
    told = suggest(found(shelf), USERS, 8)
    for user in USERS:
        before = [item in own(int(user)) for item in listed(told, int(user))]
        assert before
        assert all(before) if shelf == "again" else not any(before)


def test_lists_are_full_ranked_and_without_doubles() -> None:
    told = suggest(found("all"), USERS, 10)
    for user in USERS:
        here = told.rows == user
        assert told.ranks[here].tolist() == list(range(1, 11))
        assert len(set(told.items[here].tolist())) == 10
        assert (np.diff(told.scores[here]) <= 0).all()
    assert found("all").ranker is not None


def test_the_best_of_both_beats_what_sells() -> None:
    """Measured on the users' last orders, which were not known."""
    known = market(users=200, days=160)
    last = known.orders_after[known.order] == 0
    before, after = known.only(~last), known.only(last)
    learned = recommender(before, nameless(60), "all", lambda _: None)
    told = suggest(learned, np.arange(200), 10)
    came = {(u, i) for u, i in zip(after.users.tolist(), after.items.tolist(), strict=True)}
    hits = sum((u, i) in came for u, i in zip(told.rows.tolist(), told.items.tolist(), strict=True))
    popular = np.argsort(-learned.past.popular)[:10]
    plain = sum((u, int(i)) in came for u in range(200) for i in popular)
    assert hits > 1.3 * plain


def test_twice_is_the_same() -> None:
    one, other = (
        suggest(recommender(market(), nameless(60), "all", lambda _: None), USERS, 10)
        for _ in range(2)
    )
    assert one.items.tolist() == other.items.tolist()
    assert one.scores.tolist() == other.scores.tolist()
    assert one.reasons == other.reasons


def test_a_list_is_the_same_whoever_else_is_asked_for() -> None:
    alone = suggest(found("new"), np.array([7]), 5)
    among = suggest(found("new"), USERS, 5)
    assert listed(alone, 0) == listed(among, 7)


def test_strangers_get_what_sells_and_nothing_again() -> None:
    told = suggest(found("new"), np.array([STRANGER, 3]), 4)
    now = found("new").selling
    assert set(now[listed(told, 0)]) == set(np.sort(now)[-4:])
    assert not len(suggest(found("again"), np.array([STRANGER]), 4).items)


def test_of_few_goods_of_one_order_what_sells_and_goes_with_them_is_told() -> None:
    known = market()
    rows = [
        (u, d, i)
        for u, d, i in zip(
            known.users.tolist(), known.days.tolist(), known.items.tolist(), strict=True
        )
    ]
    more = lines([*rows, (120, 119, 1), (120, 119, 2), (120, 119, 3)], 121, 60)
    learned = recommender(more, nameless(60), "new", lambda _: None)
    told = suggest(learned, np.array([120]), 6)
    assert learned.newcomers.ranker is None
    judged = pairs(learned.past, np.array([120]))
    scores = np.log(learned.past.popular[judged.items] + 0.5) + lift(learned.past, judged)
    assert listed(told, 0) == judged.items[np.argsort(-scores, kind="stable")[:6]].tolist()
    assert all(item < 30 for item in listed(told, 0))


def test_goods_that_were_never_sold_are_found_by_their_names() -> None:
    names = [f"soap rose {n}" if n < 30 else f"rice basmati {n}" for n in range(62)]
    names[60], names[61] = "soap jasmine", "rice sona"
    goods = Goods(names, [""] * 62, np.full(62, np.nan))
    known = market()
    wider = lines(
        list(zip(known.users.tolist(), known.days.tolist(), known.items.tolist(), strict=True)),
        120,
        62,
    )
    told = suggest(recommender(wider, goods, "new", lambda _: None), USERS, 62)
    right = 0
    for user in range(120):
        places = listed(told, user)
        right += places.index(60 + user % 2) < places.index(61 - user % 2)
    assert right > 0.9 * len(USERS)


def test_where_users_have_many_goods_their_habits_fill_the_lists() -> None:
    """No goods are compared there, and `new` is as elsewhere."""
    draw = np.random.default_rng(6)
    rows = [
        (user, day, int(item))
        for user in range(60)
        for day in range(0, 90, 9)
        for item in draw.choice(200, 30, replace=False) + 150 * (user % 2)
    ]
    known = lines([*rows, (60, 80, 5), (60, 85, 6)], 61, 350)
    learned = recommender(known, nameless(350), "all", lambda _: None)
    assert mean_goods(known) > LONG
    assert learned.ranker is not None
    assert not len(learned.past.ease.head)
    told = suggest(learned, np.arange(61), 10)
    owned = set(zip(known.users.tolist(), known.items.tolist(), strict=True))
    for user in range(60):
        assert all((user, item) in owned for item in listed(told, user))
    assert len(listed(told, 60)) == 10
    assert len(recommender(known, nameless(350), "new", lambda _: None).past.ease.head)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 5), st.integers(0, 2)), min_size=1, max_size=12
    ),
    st.sampled_from(["again", "new", "all"]),
)
def test_little_data_is_enough(rows: list[tuple[int, int, int]], shelf: Shelf) -> None:
    known = lines(rows, 4, 3)
    told = suggest(recommender(known, nameless(3), shelf, lambda _: None), np.arange(4), 5)
    bought = {(user, item) for user, _, item in rows}
    for row, item in zip(told.rows.tolist(), told.items.tolist(), strict=True):
        assert shelf == "all" or ((row, item) in bought) == (shelf == "again")
    if shelf != "new":
        assert set(told.rows.tolist()) >= {user for user, _ in bought}
