"""How much festivals lift demand: near the truth of a made-up shop, near 1 where little is known."""

from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from haat.analytics.calendar import occasions
from haat.analytics.festival_lift import Lift, festival_lift

Floats = NDArray[np.float64]
DAYS = [date(2024, 1, 1) + timedelta(days=n) for n in range(730)]
TRUE = {"diwali": 1.8, "chhath": 1.4, "holi": 1.5, "navratri": 0.8}


def _means(series: int) -> Floats:
    """With a week, a year and the pay week; `TRUE` in Bihar."""
    day = np.arange(len(DAYS))
    mean = 20 * (1 + 0.3 * np.cos(2 * np.pi * day / 365.25))
    mean *= np.array([0.8, 0.9, 1, 1, 1, 1.1, 1.2])[[d.weekday() for d in DAYS]]
    mean *= np.where([d.day <= 7 for d in DAYS], 1.15, 1)
    for one in occasions(DAYS[0], DAYS[-1], "Bihar"):
        rows = [one.begins <= d <= one.ends for d in DAYS]
        mean[rows] *= TRUE.get(one.name, 1.0)
    return np.tile(mean[:, None], (1, series))


def _drawn(series: int, seed: int = 3) -> Floats:
    return np.random.default_rng(seed).poisson(_means(series)).astype(float)


@pytest.mark.parametrize("name", TRUE)
def test_without_noise_the_truth_is_found_even_where_festivals_overlap(name: str) -> None:
    found = festival_lift(_means(30), DAYS, "Bihar")
    assert found[name].raw == pytest.approx(TRUE[name], abs=0.05)


def test_the_truth_lies_within_three_standard_errors() -> None:
    found = festival_lift(_drawn(40), DAYS, "Bihar")
    for name, lift in found.items():
        assert abs(lift.ratio - TRUE.get(name, 1.0)) < 3 * lift.standard_error + 0.03, name


def test_ratios_are_drawn_to_one_the_more_the_less_is_known() -> None:
    one, many = _diwali(_drawn(1)), _diwali(_drawn(40))
    for lift in (one, many):
        assert 1 < lift.ratio < lift.raw
    assert _trust(one) < _trust(many)
    assert one.standard_error > many.standard_error


def _diwali(values: Floats) -> Lift:
    return festival_lift(values, DAYS, "Bihar")["diwali"]


def _trust(lift: Lift) -> float:
    return (lift.ratio - 1) / (lift.raw - 1)


def test_what_is_not_known_is_not_taken_for_nothing_sold() -> None:
    values = _drawn(20)
    values[np.random.default_rng(5).random(values.shape) < 0.3] = np.nan
    assert _diwali(values).ratio == pytest.approx(TRUE["diwali"], abs=0.1)


def test_a_series_that_differs_keeps_its_own_ratio() -> None:
    values = _means(20)
    told = [o for o in occasions(DAYS[0], DAYS[-1], "Bihar") if o.name == "diwali"]
    for one in told:
        values[[one.begins <= d <= one.ends for d in DAYS], 0] *= 2
    found = _diwali(values)
    assert found.comings == 2
    assert found.by_series[0] > 1.5 * found.by_series[1]


def test_only_what_came_and_is_kept_there_is_told() -> None:
    found = festival_lift(_drawn(2)[:60], DAYS[:60], "Bihar")
    assert set(found) == {"sankranti"}
    assert "chhath" not in festival_lift(_drawn(2), DAYS, "Kerala")


def test_nothing_sold_at_all_is_no_lift() -> None:
    found = festival_lift(np.zeros((730, 3)), DAYS, "Bihar")
    assert all(np.isfinite(lift.ratio) for lift in found.values())
