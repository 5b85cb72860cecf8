"""The lift of the few things told, beside a slower way of counting it."""

from math import isnan, log

import numpy as np

from haat.analytics.recommending.candidates import pairs
from haat.analytics.recommending.content import described
from haat.analytics.recommending.lift import DAMPED, MOST_TOLD, PRIOR, lift
from haat.analytics.recommending.lines import Lines
from haat.analytics.recommending.past import Past, Shape, Told, past
from tests.unit.analytics.recommending.market import dense, lines, market, nameless


def known(told: Lines) -> Past:
    goods = described(nameless(told.item_count))
    prices = np.full(told.item_count, np.nan, dtype=np.float32)
    now = np.full(told.user_count, int(told.days.max()) + 1)
    return past(told, now, Told(goods, prices), Shape(0.9, 100.0, 28, shelf="new"))


def with_a_beginner(*items: int) -> Lines:
    old = market()
    rows = list(zip(old.users.tolist(), old.days.tolist(), old.items.tolist(), strict=True))
    return lines([*rows, *((120, 119, item) for item in items)], 121, 60)


def test_it_is_what_counting_by_hand_gives() -> None:
    found = known(with_a_beginner(2, 40))
    told = pairs(found, np.array([120]))
    had = dense(found.matrix) > 0
    share = (had.sum(axis=0) + 0.5) / (121 + 1)
    for item, value in zip(told.items, lift(found, told), strict=True):
        by_hand = 0.0
        for own in (2, 40):
            both = (had[:, own] & had[:, item]).sum()
            chance = (both + PRIOR * share[item]) / (had[:, own].sum() + PRIOR)
            by_hand += DAMPED * log(chance / share[item])
        assert abs(value - by_hand) < 1e-4


def test_goods_of_the_same_kind_are_lifted_more() -> None:
    found = known(with_a_beginner(3, 7))
    told = pairs(found, np.array([120]))
    lifted = lift(found, told)
    assert lifted[told.items < 30].mean() > lifted[told.items >= 30].mean()


def test_of_one_who_told_much_nothing_is_said() -> None:
    found = known(with_a_beginner(*range(MOST_TOLD + 1)))
    assert all(isnan(value) for value in lift(found, pairs(found, np.array([120]))))
