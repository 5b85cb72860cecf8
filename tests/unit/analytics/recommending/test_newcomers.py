"""What is learned of newcomers is hidden from the past, and their lists are better than what sells."""

import numpy as np

from haat.analytics.recommending.content import described
from haat.analytics.recommending.features import NAMES
from haat.analytics.recommending.lines import Lines
from haat.analytics.recommending.newcomers import TOLD, first_lessons, little_known
from haat.analytics.recommending.past import Shape, Told
from haat.analytics.recommending.ranker import ranker_of_newcomers
from haat.analytics.recommending.shelves import recommender, suggest
from tests.unit.analytics.recommending.market import lines, nameless


def told_of(known: Lines) -> Told:
    goods = nameless(known.item_count)
    return Told(described(goods), np.full(known.item_count, np.nan, dtype=np.float32))


def beginners(users: int = 900, items: int = 80, seed: int = 4) -> Lines:
    """Each comes once and buys 12 of the 40 goods of her kind; a few goods sell to all."""
    draw = np.random.default_rng(seed)
    rows = []
    for user in range(users):
        half = np.arange(40) + 40 * (user % 2)
        chosen = draw.choice(half, 12, replace=False)
        rows += [(user, int(user * 300 // users), int(item)) for item in chosen]
    return lines(rows, users, items)


def test_only_one_small_order_is_little() -> None:
    rows = [(0, 1, item) for item in range(TOLD)] + [(1, 1, item) for item in range(TOLD + 1)]
    known = lines([*rows, (2, 1, 0), (2, 2, 0)], 3, 9)
    assert little_known(known).tolist() == [True, False, False]


def test_a_lesson_is_of_few_told_things_and_of_what_came_with_them() -> None:
    known = beginners()
    found = first_lessons(known, told_of(known), Shape(0.9, 100.0, 28, shelf="new"))
    assert found.users > 100
    distinct = found.features[:, NAMES.index("distinct")]
    assert set(np.unique(distinct)) == {1, 2, 3, 4, 5}
    assert np.isnan(found.features[:, NAMES.index("times")]).all()
    assert (found.features[:, NAMES.index("orders")] == 1).all()
    assert 0.03 < found.came.mean() < 0.6


def test_where_orders_are_counted_users_are_held_out() -> None:
    known = beginners()
    same = lines(
        [(u, 1, i) for u, i in zip(known.users.tolist(), known.items.tolist(), strict=True)],
        900,
        80,
    )
    found = first_lessons(same, told_of(same), Shape(0.9, 100.0, None, shelf="new"))
    assert found.users == 900 // 4


def test_of_too_few_nothing_is_learned() -> None:
    few = lines([(0, 1, 0), (1, 2, 1)], 2, 2)
    lessons = first_lessons(few, told_of(few), Shape(0.9, 100.0, 28, shelf="new"))
    assert lessons.users == 0
    assert ranker_of_newcomers(lessons) is None


def test_one_thing_told_gives_a_list_of_its_kind() -> None:
    known = beginners()
    told = list(zip(known.users.tolist(), known.days.tolist(), known.items.tolist(), strict=True))
    more = lines([*told, *((900 + n, 299, 40 * (n % 2) + n) for n in range(20))], 920, 80)
    learned = recommender(more, nameless(80), "new", lambda _: None)
    assert learned.newcomers.ranker is not None
    found = suggest(learned, np.arange(900, 920), 10)
    right = [item // 40 == row % 2 for row, item in zip(found.rows, found.items, strict=True)]
    assert np.mean(right) > 0.85
