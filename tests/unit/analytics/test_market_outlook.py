"""The outlook of a market price: that it stays, unless the series itself says more."""

import math
import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haat.analytics.market import PricePoint
from haat.analytics.market_outlook import HORIZONS, daily_middle, outlooks

DAY = date(2026, 11, 24)


def _daily(logs: list[float]) -> dict[date, float]:
    first = DAY - timedelta(days=len(logs) - 1)
    return {first + timedelta(days=n): math.exp(log) for n, log in enumerate(logs)}


def _walk(days: int, seed: int, step: float = 0.02) -> list[float]:
    chance = random.Random(seed)  # noqa: S311  # a simulation, not a secret
    logs = [7.0]
    for _ in range(days - 1):
        logs.append(logs[-1] + chance.gauss(0, step))
    return logs


def _year(days: int) -> list[float]:
    return [7 + 0.5 * math.sin(2 * math.pi * n / 365) for n in range(days)]


def test_a_random_walk_stays_and_its_bounds_widen() -> None:
    found = outlooks(_daily(_walk(900, seed=1)))
    assert [one.horizon_days for one in found] == list(HORIZONS)
    assert {(one.method, one.direction, one.expected) for one in found} == {
        ("persistence", "stays", 1.0)
    }
    widths = [one.upper - one.lower for one in found]
    assert widths == sorted(widths)


def test_bounds_of_a_random_walk_hold_about_as_often_as_they_say() -> None:
    held = total = 0
    for seed in range(60):
        logs = _walk(600, seed)
        prices = _daily(logs[:-7])
        (week,) = outlooks(prices, (7,))
        held += week.lower <= math.exp(logs[-1] - logs[-8]) <= week.upper
        total += 1
    assert 0.85 <= held / total <= 1


def test_a_season_that_returns_each_year_is_foretold() -> None:
    months = outlooks(_daily(_year(4 * 365)), (28,))
    assert months[0].method in {"seasonal", "damped_trend"}
    assert months[0].direction == "rises"
    assert months[0].relative_mae < 0.95


def test_a_season_of_one_past_year_is_not_known() -> None:
    chance = random.Random(3)  # noqa: S311  # a simulation, not a secret
    rough = [log + chance.gauss(0, 0.05) for log in _year(600)]
    assert all(one.method != "seasonal" for one in outlooks(_daily(rough)))


def test_a_steady_fall_is_foretold() -> None:
    (week,) = outlooks(_daily([7 - 0.001 * n for n in range(900)]), (7,))
    assert week.direction == "falls"
    assert week.expected == pytest.approx(math.exp(-0.007), rel=0.003)


def test_a_price_that_never_moves_stays_without_a_doubt() -> None:
    for one in outlooks(_daily([3.0] * 500)):
        assert (one.lower, one.expected, one.upper) == (1, 1, 1)
        assert one.direction == "stays"


@pytest.mark.parametrize("days", [0, 1, 100, 26 * 7])
def test_a_short_history_says_nothing(days: int) -> None:
    assert outlooks(_daily([7.0] * days)) == ()


def test_weekly_quotes_are_enough_and_a_long_silence_is_no_price() -> None:
    weekly = {day: 20.0 for day in _daily([3.0] * 400) if (DAY - day).days % 7 == 0}
    assert len(outlooks(weekly)) == 3
    monthly = {day: 20.0 for day in _daily([3.0] * 900) if (DAY - day).days % 30 == 0}
    assert outlooks(monthly) == ()


def test_a_slip_of_the_unit_moves_nothing_and_as_the_newest_price_silences() -> None:
    prices = _daily([3 + 0.01 * (n % 3) for n in range(500)])
    slipped = {**prices, DAY - timedelta(days=40): 2_000.0}
    usual, found = outlooks(prices)[0], outlooks(slipped)[0]
    assert found.upper == pytest.approx(usual.upper, rel=0.01)
    assert outlooks({**prices, DAY: 2_000.0}) == ()


def test_prices_of_nothing_are_no_prices() -> None:
    assert outlooks({DAY: 0.0}) == ()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.001, 0.1))
def test_the_outlook_lies_within_its_bounds_and_scales_with_the_price(
    seed: int, step: float
) -> None:
    prices = _daily(_walk(400, seed, step))
    found = outlooks(prices)
    for one in found:
        assert 0 < one.lower <= one.expected <= one.upper
    doubled = outlooks({day: 2 * price for day, price in prices.items()})
    assert [one.method for one in doubled] == [one.method for one in found]
    assert [one.upper for one in doubled] == pytest.approx([one.upper for one in found])


def test_a_day_is_the_middle_of_the_markets_that_quote_on_the_last_one() -> None:
    before = DAY - timedelta(days=1)
    points = [
        PricePoint("a", DAY, 100),
        PricePoint("b", DAY, 300),
        PricePoint("a", before, 80),
        PricePoint("c", before, 900),
        PricePoint("a", DAY + timedelta(days=1), 1),
    ]
    assert daily_middle(points, DAY) == {DAY: 200, before: 80}
