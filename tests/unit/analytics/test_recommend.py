"""The two shelves, what rises, and what lies together."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.recommend import (
    Baskets,
    ShopSales,
    bought_together,
    discover,
    growth_z,
    percentiles,
    restock,
    rhythm,
    trending,
)

TODAY = date(2026, 11, 25)
WINDOW = 180


def _every(days: int, first: int = 1, last: int = WINDOW) -> list[date]:
    return [TODAY - timedelta(days=n) for n in range(first, last + 1, days)]


def test_what_comes_often_and_again_leads_the_shelf() -> None:
    told = {"weekly": _every(7), "monthly": _every(30), "long_ago": _every(7, first=120)}
    rhythms = {sku: rhythm(days, TODAY, WINDOW) for sku, days in told.items()}
    assert [s.product for s in restock(rhythms, bought=True)] == ["weekly", "monthly", "long_ago"]
    assert rhythms["long_ago"].again < rhythms["weekly"].again
    assert rhythms["weekly"].days == 26


def test_a_thing_bought_once_is_no_habit() -> None:
    assert restock({"once": rhythm([TODAY - timedelta(days=3)], TODAY, WINDOW)}, bought=True) == []


def test_days_outside_the_window_and_today_do_not_count() -> None:
    outside = [TODAY, TODAY + timedelta(days=1), TODAY - timedelta(days=WINDOW + 1)]
    assert rhythm(outside, TODAY, WINDOW) == rhythm([], TODAY, WINDOW)
    assert rhythm([], TODAY, WINDOW).days == 0


def test_every_day_is_a_frequency_of_one() -> None:
    assert rhythm(_every(1), TODAY, WINDOW).frequency == pytest.approx(1)


def test_reasons_say_which_part_is_strong_and_from_which_books() -> None:
    rhythms = {
        "daily": rhythm(_every(1), TODAY, WINDOW),
        "weekly": rhythm(_every(7), TODAY, WINDOW),
    }
    bought, sold = restock(rhythms, bought=True), restock(rhythms, bought=False)
    assert [s.reason for s in bought] == ["bought_often", "bought_again"]
    assert [s.reason for s in sold] == ["sold_often", "sold_again"]


@given(st.sets(st.integers(1, WINDOW)), st.integers(1, WINDOW))
def test_one_more_day_never_lowers_the_frequency(days: set[int], more: int) -> None:
    def of(told: set[int]) -> float:
        return rhythm([TODAY - timedelta(days=n) for n in told], TODAY, WINDOW).frequency

    assert of(days) <= of(days | {more}) + 1e-12


CATEGORIES = {"oil": "oil", "soap": "fmcg", "saree": "shg_craft", "tea": "fmcg", "rice": "cereal"}


def test_what_sells_in_like_shops_and_is_not_kept_here() -> None:
    shops = [
        ShopSales("a", True, {"oil": 900.0, "soap": 100.0, "rice": 500.0}),
        ShopSales("b", True, {"oil": 700.0, "rice": 90.0}),
        ShopSales("c", False, {"saree": 900.0, "tea": 50.0}),
    ]
    found = discover(shops, frozenset({"rice", "soap"}), CATEGORIES)
    assert [(s.product, s.reason, s.support) for s in found] == [
        ("oil", "sells_in_like_shops", 2),
        ("tea", "sells_in_your_category", 1),
    ]  # the saree is of a category that is not kept here


def test_nothing_to_discover_without_other_shops() -> None:
    assert discover([], frozenset({"rice"}), CATEGORIES) == []
    assert discover([ShopSales("a", True, {})], frozenset(), CATEGORIES) == []


def test_the_better_of_two_reasons_is_told_once() -> None:
    shops = [
        ShopSales("a", True, {"tea": 1.0, "rice": 9.0, "oil": 8.0}),
        ShopSales("c", False, {"tea": 900.0}),
    ]
    [tea] = [s for s in discover(shops, frozenset({"soap"}), CATEGORIES) if s.product == "tea"]
    assert (tea.reason, tea.score) == ("sells_in_your_category", 0.5)


def test_percentiles_rank_what_earned_something() -> None:
    assert percentiles({"a": 1.0, "b": 5.0, "c": 0.0}) == {"a": 0.5, "b": 1.0}


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
