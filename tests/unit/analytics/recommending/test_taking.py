"""What is taken is shown more readily; silence says nothing where nobody ever answers."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.recommending.taking import Shown, Takings, explored, takings


def _shown(product: str, category: str, times: int, taken: int) -> list[Shown]:
    return [Shown(product, category, n < taken) for n in range(times)]


def test_nothing_shown_changes_nothing() -> None:
    assert Takings().factor("tea", "fmcg") == 1
    assert Takings().rate is None


def test_what_is_taken_more_than_usual_rises_and_what_is_not_sinks() -> None:
    told = takings([*_shown("tea", "fmcg", 20, 10), *_shown("oil", "oil", 20, 0)])
    assert told.rate == pytest.approx(0.25)
    assert told.factor("tea", "fmcg") > told.factor("soap", "fmcg") > 1
    assert told.factor("oil", "oil") < told.factor("ghee", "oil") < 1
    assert told.factor("salt", "spice") == 1


@given(st.integers(1, 500), st.integers(0, 500))
def test_where_nobody_takes_anything_silence_says_nothing(times: int, others: int) -> None:
    told = takings([*_shown("tea", "fmcg", times, 0), *_shown("oil", "oil", others, 0)])
    assert told.factor("tea", "fmcg") == 1


@given(st.integers(0, 60))
def test_one_more_taken_never_lowers_a_product(taken: int) -> None:
    rest = _shown("oil", "oil", 400, 80)
    fewer, more = (takings([*_shown("tea", "fmcg", 61, n), *rest]) for n in (taken, taken + 1))
    assert more.factor("tea", "fmcg") >= fewer.factor("tea", "fmcg") - 1e-9


@given(st.integers(0, 40), st.integers(1, 10), st.integers(0, 99))
def test_only_the_last_place_is_ever_tried_out(count: int, length: int, seed: int) -> None:
    ranked = list(range(count))
    found = explored(ranked, length, Random(seed))  # noqa: S311 - no secret
    assert found[:-1] == ranked[:length][:-1]
    assert len(found) == min(count, length) == len(set(found))
    assert found == sorted(found)


def test_about_every_second_list_tries_something_out() -> None:
    tried = sum(explored(range(30), 10, Random(n))[-1] > 9 for n in range(400))  # noqa: S311 - no secret
    assert 160 < tried < 240
