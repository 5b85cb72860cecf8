"""The middle of markets and how it moved."""

from datetime import date, timedelta

import pytest

from haat.analytics.market import PricePoint, by_market, change_percent, middle, shelf_days

DAY = date(2023, 8, 1)


def _point(market: str, days_before: int, paise: int) -> PricePoint:
    return PricePoint(market, DAY - timedelta(days=days_before), paise)


def test_vegetables_are_old_sooner_than_grain() -> None:
    assert shelf_days("vegetable") == shelf_days("fruit") == 7
    assert shelf_days("cereal") == shelf_days(None) == 30


def test_middle_is_whole_paise_half_up() -> None:
    assert middle([100, 101]) == 101
    assert middle([100]) == 100


def test_varieties_of_a_market_count_once() -> None:
    points = [_point("a", 0, 100), _point("a", 0, 300), _point("b", 0, 500)]
    assert by_market(points) == {"a": 200, "b": 500}


def test_change_compares_only_the_same_markets() -> None:
    points = [_point("a", 0, 110), _point("a", 7, 100), _point("b", 0, 500), _point("c", 7, 10)]
    assert change_percent(points, DAY, 7, 2) == 10.0


@pytest.mark.parametrize(("days_before", "change"), [(9, 10.0), (5, 10.0), (10, None), (4, None)])
def test_change_takes_the_nearest_day_within_tolerance(
    days_before: int, change: float | None
) -> None:
    points = [_point("a", 0, 110), _point("a", days_before, 100)]
    assert change_percent(points, DAY, 7, 2) == change


def test_the_nearer_day_wins() -> None:
    points = [_point("a", 0, 110), _point("a", 9, 50), _point("a", 6, 100)]
    assert change_percent(points, DAY, 7, 2) == 10.0
