"""Measures of lists against sums by hand, and duels that neither side can bend."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.recommend.clicks import drafted, duel
from eval.recommend.scoring import scores

LISTS = {"a": ["rice", "soap", "salt"], "b": ["tea"]}
TRUTH = {"a": frozenset({"soap", "oil"}), "b": frozenset({"tea"})}
OWN = {"a": frozenset({"soap"}), "b": frozenset[str]()}
NAMES = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True)


def test_measures_are_as_counted_by_hand() -> None:
    found = scores(LISTS, TRUTH, OWN, 8, new=False)
    assert found.precision == pytest.approx((1 / 10 + 1 / 10) / 2)
    assert found.recall == pytest.approx((1 / 2 + 1) / 2)
    ideal = 1 + 1 / np.log2(3)
    assert found.ndcg == pytest.approx((1 / np.log2(3) / ideal + 1) / 2)
    assert (found.hit, found.users) == (1, 2)
    assert found.repeat == 1  # of a's soap; b had nothing before
    assert found.explore == pytest.approx((0 + 1) / 2)
    assert found.covered == 4 / 8


def test_of_what_is_new_only_those_count_who_began_something() -> None:
    found = scores(
        LISTS, {**TRUTH, "c": frozenset({"x"})}, {**OWN, "c": frozenset({"x"})}, 8, new=True
    )
    assert found.users == 2
    assert found.recall == pytest.approx((0 + 1) / 2)


@given(NAMES, NAMES, st.integers(0, 99))
def test_a_drawn_list_holds_each_once_and_both_alike(
    ours: list[str], theirs: list[str], seed: int
) -> None:
    mixed = drafted(ours, theirs, np.random.default_rng(seed), 4)
    items = [item for item, _ in mixed]
    assert len(set(items)) == len(items) == min(4, len({*ours, *theirs}))
    assert all(item in (ours if mine else theirs) for item, mine in mixed)
    if min(len(ours), len(theirs)) >= 4:
        assert sum(mine for _, mine in mixed) == 2


def test_the_better_list_wins_both_ways() -> None:
    truth = {f"u{n}": frozenset({"good"}) for n in range(400)}
    good, bad = ({user: [name, "other"] for user in truth} for name in ("good", "bad"))
    found = duel(good, bad, truth, 7)
    assert found.ours > found.theirs
    assert found.p_value < 0.001
    assert found.won > 5 * found.lost
    same = duel(good, good, truth, 7)
    assert same.p_value > 0.01
