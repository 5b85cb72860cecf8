"""Whose turn it is: one in five, drawn by the day."""

from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.matching.turns import LEAST_TRIED, SLOTS, with_turns

TRIES = st.lists(st.integers(0, 6), max_size=40)


@given(TRIES, st.text())
def test_nobody_is_lost_and_each_five_hold_somebody_new_while_there_is_one(
    tries: list[int], seed: str
) -> None:
    found = with_turns(range(len(tries)), lambda one: tries[one], seed)
    assert sorted(found) == list(range(len(tries)))
    for start in range(0, len(found) - SLOTS + 1, SLOTS):
        behind = found[start + SLOTS :]
        if any(tries[one] < LEAST_TRIED for one in behind):
            assert any(tries[one] < LEAST_TRIED for one in found[start : start + SLOTS])


@given(TRIES, st.text())
def test_the_best_four_of_five_keep_their_places(tries: list[int], seed: str) -> None:
    found = with_turns(range(len(tries)), lambda one: tries[one], seed)
    assert found[: SLOTS - 1] == list(range(len(tries)))[: SLOTS - 1]


def test_the_same_day_tells_the_same() -> None:
    def tried(one: int) -> int:
        return 9 if one < 5 else 0

    told = [with_turns(range(40), tried, f"2026-01-{day:02d}")[4] for day in range(1, 29)]
    assert told == [with_turns(range(40), tried, f"2026-01-{day:02d}")[4] for day in range(1, 29)]
    assert len(set(told)) > 3
