"""When to begin."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.readiness import Readiness, lead_days, readiness

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("category", "days"),
    [("shg_craft", 45), ("shg_food", 21), ("vegetable", 3), ("unheard of", 14), (None, 14)],
)
def test_what_is_made_by_hand_takes_longest(category: str | None, days: int) -> None:
    assert lead_days(category) == days
    day = TODAY + timedelta(days=60)
    assert readiness(day, category, TODAY) == Readiness(day - timedelta(days=days), late=False)


def test_too_late_is_today_and_is_said() -> None:
    assert readiness(TODAY + timedelta(days=5), "shg_craft", TODAY) == Readiness(TODAY, late=True)


def test_the_day_to_apply_goes_before() -> None:
    day, apply_by = TODAY + timedelta(days=60), TODAY + timedelta(days=4)
    assert readiness(day, "vegetable", TODAY, apply_by) == Readiness(apply_by, late=False)
    soon = TODAY + timedelta(days=10)
    assert readiness(soon, "shg_craft", TODAY, apply_by) == Readiness(apply_by, late=False)


@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from(["shg_craft", "dairy", None]))
def test_never_before_today_nor_after_the_day(until: int, apply: int, category: str | None) -> None:
    day = TODAY + timedelta(days=until)
    apply_by = TODAY + timedelta(days=min(until, apply))
    assert TODAY <= readiness(day, category, TODAY, apply_by).prepare_by <= day
