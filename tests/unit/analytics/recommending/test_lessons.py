"""What is learned from is what was known before, and what came is the order after it."""

import numpy as np

from haat.analytics.recommending.content import described
from haat.analytics.recommending.features import NAMES
from haat.analytics.recommending.lessons import cuts, lessons
from haat.analytics.recommending.lines import Lines
from haat.analytics.recommending.past import Shape, Told
from tests.unit.analytics.recommending.market import lines, market, nameless


def told_of(known: Lines) -> Told:
    goods = nameless(known.item_count)
    return Told(described(goods), np.full(known.item_count, np.nan, dtype=np.float32))


SHAPE = Shape(fade=0.9, penalty=100.0, window=28)


def test_cuts_go_back_in_time_and_leave_a_past() -> None:
    known = market()
    dated = [(int(cut[0]), int(until[0])) for cut, until in cuts(known, counted=False)][:-2]
    assert dated
    assert all(cut < until for cut, until in dated)
    assert [cut for cut, _ in dated] == sorted((cut for cut, _ in dated), reverse=True)
    assert min(cut for cut, _ in dated) > known.days.min()


def test_last_orders_are_cut_off_for_each_user() -> None:
    known = lines([(0, 1, 0), (0, 4, 1), (1, 2, 0)], 2, 2)
    (last, _), (before, _) = cuts(known, counted=True)
    assert last.tolist() == [4, 2]
    assert before[0] == 1


def test_nothing_that_came_later_is_told() -> None:
    """What is bought after the end of the tries changes no lesson's features, only what came."""
    known = market()
    again = lines(
        [
            (u, d, (i + 1) % 60 if d == 119 else i)
            for u, d, i in zip(
                known.users.tolist(), known.days.tolist(), known.items.tolist(), strict=True
            )
        ],
        known.user_count,
        known.item_count,
    )
    cut, until = next(cuts(known, counted=False))
    assert (known.days < cut[known.users]).sum() == (again.days < cut[again.users]).sum()
    before = known.only(known.days < cut[known.users])
    same = again.only(again.days < cut[again.users])
    assert before.items.tolist() == same.items.tolist()
    assert (until > cut).all()


def test_lessons_hold_what_came_and_what_did_not() -> None:
    known = market()
    found = lessons(known, told_of(known), SHAPE)
    assert found.features.shape == (len(found.came), len(NAMES))
    assert 0.02 < found.came.mean() < 0.6
    assert found.users > 100
    assert (found.weights > 0).all()


def test_a_single_order_teaches_nothing() -> None:
    known = lines([(0, 3, 0)], 1, 1)
    found = lessons(known, told_of(known), SHAPE)
    assert (len(found.came), found.users) == (0, 0)
