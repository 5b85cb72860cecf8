"""Habits against a slow count of the same."""

from collections import Counter

import numpy as np
import pytest

from haat.analytics.recommending.habits import (
    again_rates,
    faded_orders,
    habit_scores,
    habits,
    order_counts,
)
from tests.unit.analytics.recommending.market import lines, market


@pytest.mark.parametrize("fade", [0.8, 1.0])
def test_habits_are_as_a_slow_count_finds_them(fade: float) -> None:
    told = market(users=15)
    found = habits(told, fade)
    orders: dict[int, list[int]] = {}
    for user, day in zip(told.order_user.tolist(), told.order_day.tolist(), strict=True):
        orders.setdefault(user, []).append(day)
    for row in range(len(found.users)):
        user, item = int(found.users[row]), int(found.items[row])
        days = told.days[(told.users == user) & (told.items == item)].tolist()
        back = [sum(other > day for other in orders[user]) for day in days]
        assert found.times[row] == len(days)
        assert (found.first_day[row], found.last_day[row]) == (days[0], days[-1])
        assert found.orders_since[row] == back[-1]
        assert found.orders_from[row] == back[0] + 1
        assert found.faded[row] == pytest.approx(sum(fade**b for b in back), rel=1e-5)


def test_rows_are_by_user_then_item_and_each_once() -> None:
    found = habits(market(), 0.9)
    assert (np.diff(found.keys) > 0).all()


def test_what_comes_again_has_the_higher_rate() -> None:
    rows = [(u, d, 0) for u in range(8) for d in range(4)]
    rows += [(u, d, 1 + d) for u in range(8) for d in range(4)]
    told = lines(rows, 8, 5)
    rates = again_rates(habits(told, 1.0), order_counts(told))
    assert rates[0] > 0.5 > rates[1] > 0
    assert rates[1] < rates[4]  # of what was bought last nothing is known, so the mean is believed


def test_a_score_is_a_share_times_a_rate() -> None:
    told = market(users=10)
    found, orders = habits(told, 1.0), order_counts(told)
    again = again_rates(found, orders)
    counts = Counter(zip(told.users.tolist(), told.items.tolist(), strict=True))
    scores = habit_scores(found, faded_orders(told, 1.0), again)
    for row, (user, item) in enumerate(
        zip(found.users.tolist(), found.items.tolist(), strict=True)
    ):
        slow = counts[user, item] / orders[user] * again[item]
        assert scores[row] == pytest.approx(slow, rel=1e-5)
