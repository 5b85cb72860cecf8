"""Which rung is taken, what it says of itself, and that its parts make its number."""

from datetime import date, timedelta
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.forecast.cold_start import Kind, kind, shrunk
from haat.analytics.forecast.demand import Demand
from haat.analytics.forecast.ladder import Ahead, foretold
from haat.analytics.forecast.outlook import Outlook
from tests.unit.analytics.forecast.making import MONDAY, of_units

KIND = Kind(4.0, 6.0)


def ahead(known: Demand | None, days: int = 14, *offers: int) -> Ahead:
    first = MONDAY if known is None else known.end + timedelta(days=1)
    return Ahead(first, days, frozenset(first + timedelta(days=n) for n in offers))


def told(known: Demand | None, like: Kind | None = None, days: int = 14) -> Outlook:
    found = foretold(known, ahead(known, days), like)
    assert found is not None
    return found


def test_without_any_sale_nothing_is_foretold() -> None:
    assert foretold(None, ahead(None)) is None


def test_without_own_sales_as_its_kind_sells() -> None:
    found = told(None, KIND)
    assert found.method == "cold_start"
    assert found.notes == ("not_enough_history", "cold_start")
    assert found.bounded().mean == pytest.approx(4 * 14)
    assert found.bounded().lower < 20
    assert found.bounded().upper > 110
    assert found.backtest is None
    assert found.drivers == {}


@pytest.mark.parametrize("days", [1, 7, 27])
def test_young_products_say_so_and_are_unsure(days: int) -> None:
    found = told(of_units([3.0] * days))
    assert found.method == "moving_average"
    assert found.notes == ("not_enough_history", "fallback:moving_average")
    assert found.bounded().mean == pytest.approx(42)
    assert found.backtest is None
    width = found.bounded().upper - found.bounded().lower
    assert width > told(of_units([3.0] * 200)).bounded().upper - 42


def test_one_day_of_large_sales_says_hardly_more_than_one_of_small_ones() -> None:
    """Sixty eggs sold on one day do not mean that just as many go every day."""
    for units in (3.0, 60.0):
        found = told(of_units([units])).bounded()
        assert found.lower < found.mean / 4
        assert found.upper > 2 * found.mean


def test_bounds_narrow_with_the_days() -> None:
    widths = [told(of_units([2.0, 4.0] * n)).bounded() for n in (1, 4, 13, 60)]
    assert sorted(w.upper - w.lower for w in widths)[::-1] == [w.upper - w.lower for w in widths]


def test_a_few_days_are_drawn_to_the_kind() -> None:
    few = told(of_units([12.0] * 2), KIND).bounded().mean / 14
    more = told(of_units([12.0] * 20), KIND).bounded().mean / 14
    assert 4 < few < more < 12
    assert "cold_start" in told(of_units([12.0] * 2), KIND).notes


def test_a_day_without_a_sale_does_not_prove_there_are_none() -> None:
    found = told(of_units([0.0] * 3))
    assert found.bounded().mean == pytest.approx(14 / 8)
    assert found.bounded().lower == 0
    assert found.bounded().upper > 5


def test_a_month_has_a_method_and_still_says_it_is_little() -> None:
    found = told(of_units([3.0, 5.0] * 15), days=7)
    assert found.method in {"tsb", "moving_average"}
    assert "not_enough_history" in found.notes
    assert found.backtest is not None
    assert found.backtest.origins == 2


def test_grown_products_are_judged_from_eight_origins() -> None:
    found = told(of_units([3.0, 5.0, 4.0] * 60), days=7)
    assert "not_enough_history" not in found.notes
    assert found.backtest is not None
    assert (found.backtest.origins, found.backtest.horizon_days) == (8, 7)
    assert found.backtest.wape == pytest.approx(0.17, abs=0.05)
    assert abs(found.backtest.bias) < 0.03
    assert found.backtest.wape_total <= found.backtest.wape


def test_days_with_an_empty_shelf_are_said_and_not_counted() -> None:
    units, short = [5.0] * 80, set(range(60, 80))
    for n in short:
        units[n] = 0.0
    found = told(of_units(units, short))
    assert "stockout_days" in found.notes
    assert found.history_days == 60
    assert found.bounded().mean == pytest.approx(70, rel=0.02)
    assert told(of_units(units)).bounded().mean < 40


def test_weekdays_and_offers_are_in_the_days_and_in_the_drivers() -> None:
    week = [10.0, 10, 10, 10, 10, 20, 30]
    offers = {n for n in range(112) if n % 30 < 5}
    units = [week[n % 7] * (2 if n in offers else 1) for n in range(112)]
    known = of_units(units, promo=offers)
    found = foretold(known, ahead(known, 7, 0, 1))
    assert found is not None
    assert found.means[0] > 1.5 * found.means[2]
    assert found.means[6] > 2 * found.means[2]
    assert found.drivers["promotion"] > 1.1
    assert found.drivers["weekday"] == pytest.approx(1, abs=0.01)
    sunday = foretold(known, Ahead(known.end + timedelta(days=7), 1))
    assert sunday is not None
    assert sunday.drivers["weekday"] > 1.5


def test_an_offer_without_any_before_is_said_to_be_assumed() -> None:
    known = of_units([10.0] * 80)
    found = foretold(known, ahead(known, 7, 3))
    assert found is not None
    assert "assumed_promotion_lift" in found.notes
    assert found.means[3] == pytest.approx(13, abs=0.1)


@given(
    st.lists(st.sampled_from([0.0, 0.0, 1.0, 2.0, 2.5, 9.0]), min_size=0, max_size=130),
    st.sets(st.integers(0, 129), max_size=20),
    st.sets(st.integers(0, 20)),
    st.integers(1, 20),
)
def test_the_drivers_make_the_mean_of_a_day(
    units: list[float], short: set[int], offers: set[int], days: int
) -> None:
    known = of_units(units, {n for n in short if n < len(units)}) if units else None
    found = foretold(known, ahead(known, days, *offers), KIND)
    assert found is not None
    assert all(mean >= 0 for mean in found.means)
    mean = sum(found.means) / days
    assert found.usual * prod(found.drivers.values()) == pytest.approx(mean, abs=1e-9)
    for n in range(days):
        day = found.bounded(n, 1)
        assert 0 <= day.lower <= day.upper
        assert day.mean <= day.upper + 1
    said = found.overridden({found.day(0): 50.0})
    mean = sum(said.means) / days
    assert said.usual * prod(said.drivers.values()) == pytest.approx(mean, abs=1e-9)
    assert said.means[0] == 50
    assert said.notes[-1] == "override"


def test_a_word_on_another_day_changes_nothing() -> None:
    found = told(of_units([3.0] * 60))
    assert found.overridden({date(2030, 1, 1): 5.0}) is found


def test_kinds() -> None:
    assert kind([1.0, 2.0]) is None
    assert kind([0.0, 0.0, 0.0]) is None
    assert kind([1.0, 2.0, 3.0]) == Kind(2.0, 1.0)
    assert shrunk(0.0, 0, 2.0, None) is None
