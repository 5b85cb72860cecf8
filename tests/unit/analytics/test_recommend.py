"""What rises, and what lies together."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.recommend import (
    Baskets,
    bought_together,
    growth_z,
    trending,
)

TODAY = date(2026, 11, 25)


def _days(now: float, before: float) -> dict[date, float]:
    return {TODAY - timedelta(days=n): now if n <= 14 else before for n in range(1, 29)}


def test_what_grew_is_told_and_what_fell_is_not() -> None:
    found = trending({"up": _days(8, 4), "flat": _days(5, 5), "down": _days(2, 6)}, TODAY)
    assert [(s.product, s.score, s.support) for s in found] == [("up", 0.3333, 28)]


def test_a_handful_more_is_chance() -> None:
    few = {TODAY - timedelta(days=n): 1.0 for n in (1, 2, 3, 20)}
    assert trending({"few": few}, TODAY) == []


def test_one_wedding_is_no_trend() -> None:
    sold = _days(5, 5) | {TODAY - timedelta(days=4): 60.0}
    assert trending({"rice": sold}, TODAY) == []


def test_chance_alone_rarely_makes_a_trend() -> None:
    chance = Random(3)  # noqa: S311 - a ledger, not a secret
    quiet = {
        f"sku{n}": {TODAY - timedelta(days=d): float(chance.randint(0, 9)) for d in range(1, 29)}
        for n in range(400)
    }
    assert len(trending(quiet, TODAY)) < 400 * 0.05


@given(st.lists(st.floats(0, 100), min_size=14, max_size=14))
def test_equal_halves_do_not_grow(sold: list[float]) -> None:
    assert growth_z(sold, sold) == pytest.approx(0, abs=1e-9)


def test_what_lies_in_the_same_baskets() -> None:
    baskets = Baskets(
        100, 20, {"tea": 20, "salt": 90, "ghee": 4}, {"tea": 10, "salt": 17, "ghee": 4}
    )
    found = bought_together(baskets)
    assert [(s.product, s.score, s.support) for s in found] == [("tea", 0.5, 10)]
    # salt lies in nearly every basket, and four baskets with ghee are too few
