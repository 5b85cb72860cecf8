"""How enquiries are spread, counted by hand."""

from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.matching.fairness import Asked, fairness

ASKED = st.builds(
    Asked, st.sampled_from("abc"), st.sampled_from("vwxyz"), st.none() | st.booleans()
)


def test_without_enquiries_there_is_nothing_to_say() -> None:
    assert fairness([], 10) is None


def test_shares_are_those_counted_by_hand() -> None:
    told = [
        Asked("large", "v", won=True),
        *[Asked("large", "v", won=False)] * 3,
        Asked("large", "w", won=None),
        Asked("small", "x", won=True),
        Asked("middle", "v", won=True),
        Asked("middle", "w", won=False),
    ]
    found = fairness(told, 12)
    assert found is not None
    assert (found.enquiries, found.coverage, found.largest_share) == (8, 0.25, 5 / 8)
    assert found.won == {"1": 1, "2_to_4": 0.5, "5_and_more": 0.25}


@given(st.lists(ASKED, min_size=1), st.integers(0, 9))
def test_they_are_shares(told: list[Asked], buyers: int) -> None:
    found = fairness(told, buyers)
    assert found is not None
    assert 0 < found.coverage <= 1
    assert 1 / len(told) <= found.largest_share <= 1
    assert all(0 <= share <= 1 for share in found.won.values())
    ended = [one.won for one in told if one.won is not None]
    assert bool(found.won) == bool(ended)


def test_one_buyer_for_all_is_the_whole() -> None:
    found = fairness([Asked(s, "v", won=None) for s in "abc"], 1)
    assert found is not None
    assert (found.coverage, found.largest_share) == (1, 1)
    assert found.won == {}
