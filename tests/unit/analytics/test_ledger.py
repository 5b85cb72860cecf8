"""The ledger is capped outside promotions only, and a missing price comes from the past only."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.ledger import FEWEST, cap, last_known_price, winsorised

UNITS = st.floats(min_value=0, max_value=1e6)


@given(st.lists(st.floats(min_value=0.001, max_value=1e6), min_size=FEWEST, max_size=300))
def test_cap_is_the_percentile_that_numpy_gives(units: list[float]) -> None:
    assert cap(units) == pytest.approx(float(np.percentile(units, 99)))


@given(st.lists(st.tuples(UNITS, st.booleans()), max_size=120))
def test_winsorising_never_raises_a_day_nor_touches_a_promotion(
    rows: list[tuple[float, bool]],
) -> None:
    units, promo = [r[0] for r in rows], [r[1] for r in rows]
    clean = winsorised(units, promo)
    assert len(clean) == len(units)
    for before, after, promoted in zip(units, clean, promo, strict=True):
        assert after == before if promoted else after <= before


def test_one_wild_day_is_capped() -> None:
    clean = winsorised([10.0] * 199 + [5000.0], [False] * 200)
    assert max(clean) == 10.0


def test_a_wild_promotion_day_stays_and_does_not_lift_the_cap() -> None:
    clean = winsorised([10.0] * 100 + [5000.0, 5000.0], [False] * 100 + [True, False])
    assert clean[-2] == 5000.0
    assert clean[-1] < 5000.0


def test_a_short_ledger_is_left_as_it_is() -> None:
    units = [1.0] * (FEWEST - 2) + [90.0]
    assert winsorised(units, [False] * len(units)) == units


def test_a_product_that_sells_once_a_month_keeps_its_sales() -> None:
    units = ([0.0] * 29 + [1.0]) * 24
    assert winsorised(units, [False] * len(units)) == units


POINTS = [(date(2026, 1, 5), 1000), (date(2026, 1, 9), 1200)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 4), 900),
        (date(2026, 1, 5), 1000),
        (date(2026, 1, 8), 1000),
        (date(2026, 2, 1), 1200),
    ],
)
def test_missing_price_is_the_last_one_seen_by_that_day(day: date, expected: int) -> None:
    assert last_known_price(day, POINTS, list_price=900) == expected


def test_missing_price_stays_unknown_where_nothing_is_known() -> None:
    assert last_known_price(date(2026, 1, 4), POINTS, list_price=None) is None
