"""What weekdays and offers do, and that little sold says little."""

import pytest

from haat.analytics.forecast.demand import step_of
from haat.analytics.forecast.pattern import PROMO_LIFT, pattern
from tests.unit.analytics.forecast.making import of_units

WEEK = [10, 10, 10, 10, 10, 20, 28]


def test_a_busy_shop_s_weekdays_are_found() -> None:
    found = pattern(of_units(WEEK * 16), 112)
    mean = sum(WEEK) / 7
    assert found.weekdays == pytest.approx([u / mean for u in WEEK], rel=0.12)
    assert sum(found.weekdays) == pytest.approx(7)


def test_a_few_units_make_no_pattern() -> None:
    found = pattern(of_units([0, 0, 0, 0, 0, 0, 1, *[0] * 21]), 28)
    assert found.weekdays == pytest.approx([1.0] * 7, abs=0.15)


def test_empty_shelves_are_no_quiet_weekdays() -> None:
    emptied = [0 if n % 7 == 2 else 10 for n in range(84)]
    short = {n for n in range(84) if n % 7 == 2}
    assert pattern(of_units(emptied, short), 84).weekdays[2] == pytest.approx(1, abs=0.05)
    assert pattern(of_units(emptied), 84).weekdays[2] < 0.7


def test_an_offer_s_lift_is_learnt_and_until_then_assumed() -> None:
    assert pattern(of_units([10] * 60), 60).promo == PROMO_LIFT
    offers = set(range(30, 40))
    lifted = [20 if n in offers else 10 for n in range(60)]
    found = pattern(of_units(lifted, promo=offers), 60)
    assert found.promo_known
    assert found.promo == pytest.approx(2, abs=0.2)
    assert not pattern(of_units(lifted, promo=offers), 30).promo_known


def test_nothing_after_the_day_is_used() -> None:
    early = pattern(of_units(WEEK * 4), 28)
    assert pattern(of_units([*WEEK * 4, *[500] * 28]), 28) == early


@pytest.mark.parametrize(
    ("units", "step"),
    [([1, 2, 7], 1), ([0.5, 2, 2.5], 0.5), ([0.25, 1], 0.25), ([0.37], 0.01), ([], 1),
     ([1.0] * 30 + [9.18], 1)],
)  # fmt: skip
def test_steps(units: list[float], step: float) -> None:
    assert step_of(units) == step
