"""What a new price did is told against goods whose price stood, with the doubt that goods drift apart."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.price_response import SellingDay
from haat.analytics.realised import LEAST_GOODS, Effect, Repriced, effect, repriced

FIRST = date(2026, 1, 1)
DAYS, AT = 120, 80
CHANGED = FIRST + timedelta(days=AT)


def _goods(
    chance: np.random.Generator, factor: float = 1.0, after: float = 100.0, drift: float = 0.05
) -> list[SellingDay]:
    """Sales that drift week by week, with the price at 100 before the change."""
    level = np.cumsum(chance.normal(0, drift, DAYS // 7 + 1)) + chance.uniform(0.7, 2.5)
    rates = [np.exp(level[n // 7]) * (factor if n >= AT else 1.0) for n in range(DAYS)]
    return [
        SellingDay(FIRST + timedelta(days=n), float(chance.poisson(r)), after if n >= AT else 100.0)
        for n, r in enumerate(rates)
    ]


def _of(own: Sequence[SellingDay], others: Sequence[Sequence[SellingDay]]) -> Effect | None:
    change = repriced(own)
    assert change is not None
    return effect(own, change, others)


def test_the_truth_lies_in_the_bounds_though_goods_drift() -> None:
    inside = []
    for seed in range(80):
        chance = np.random.default_rng(seed)
        own = _goods(chance, 0.8, 110.0)
        found = _of(own, [_goods(chance) for _ in range(8)])
        assert found is not None
        inside.append(found.lower <= 0.8 <= found.upper)
    assert np.mean(inside) >= 0.9


def test_what_moved_all_goods_is_not_taken_for_the_price() -> None:
    chance = np.random.default_rng(1)
    own = _goods(chance, 0.8 * 1.5, 110.0, 0.0)
    others = [_goods(chance, 1.5, drift=0.0) for _ in range(6)]
    found = _of(own, others)
    assert found is not None
    assert found.units == pytest.approx(0.8, abs=0.12)
    assert found.goods == 6


def test_a_change_is_one_that_lasts_and_no_offer() -> None:
    own = _goods(np.random.default_rng(2), 0.8, 110.0)
    assert repriced(own) == Repriced(CHANGED, 100.0, 110.0, FIRST + timedelta(days=DAYS - 1))
    offered = [replace(d, promo=d.price > 100) for d in own]
    assert repriced(offered) is None
    assert repriced(own[: AT + 13]) is None  # it has to stand for a fortnight
    early = repriced(own[: AT + 5], said_on=CHANGED)  # unless a person set it
    assert early is not None
    assert early.days == 5
    late = [replace(d, date=d.date) for d in own] + [
        SellingDay(FIRST + timedelta(days=DAYS + n), 3.0, 110.0) for n in range(60)
    ]
    assert repriced(late) is None  # no news after a quarter
    assert repriced([]) is None


def test_prices_that_never_stand_have_no_change_to_tell() -> None:
    jumping = [
        replace(d, price=100.0 + 3 * (n % 3))
        for n, d in enumerate(_goods(np.random.default_rng(3)))
    ]
    assert repriced(jumping) is None


def test_goods_whose_price_moved_or_that_hardly_sell_do_not_compare() -> None:
    chance = np.random.default_rng(4)
    own = _goods(chance, 0.8, 110.0)
    steady = [_goods(chance) for _ in range(LEAST_GOODS)]
    moved, dead = _goods(chance, 1.0, 120.0), [replace(d, units=0.0) for d in _goods(chance)]
    found = _of(own, [*steady, moved, dead])
    assert found is not None
    assert found.goods == LEAST_GOODS
    assert _of(own, [*steady[1:], moved, dead]) is None


def test_days_on_which_it_ran_out_are_left_out() -> None:
    chance = np.random.default_rng(5)
    own, others = _goods(chance, 0.8, 110.0), [_goods(chance) for _ in range(6)]
    short = [replace(d, units=0.0, ran_out=True) if d.date.day % 3 == 0 else d for d in own]
    plain, told = _of(own, others), _of(short, others)
    assert plain is not None
    assert told is not None
    assert told.units == pytest.approx(plain.units, rel=0.2)


@given(
    units=st.floats(0.2, 3), wide=st.floats(1.01, 3), worth=st.floats(-2, 3),
)  # fmt: skip
def test_percent_keeps_the_order_of_its_bounds(units: float, wide: float, worth: float) -> None:
    value, lower, upper = Effect(units, units / wide, units * wide, 5).percent(worth)
    assert lower <= value <= upper
    assert value == pytest.approx((units * worth - 1) * 100)


def test_the_point_of_students_t_is_near() -> None:
    from scipy import stats  # noqa: PLC0415  # the oracle alone needs it

    from haat.analytics.realised import _student  # noqa: PLC0415  # no other way to reach it

    for freedom in (2, 3, 5, 11):
        assert _student(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=0.035)
