"""Tests of the festivals' lifts: invented shops whose truth is known."""

from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from haat.analytics.festival_lift import HIGHEST, LOWEST, FestivalLifts, festival_lift

Floats = NDArray[np.float64]
DAYS = [date(2024, 1, 1) + timedelta(days=n) for n in range(730)]
DIWALI = [date(2024, 10, 24) + timedelta(days=n) for n in range(8)] + [
    date(2025, 10, 13) + timedelta(days=n) for n in range(8)
]


def _sold(level: float, lifts: Floats, seed: int = 1) -> Floats:
    """Poisson sales by weekday and salary week, lifted before Diwali."""
    mean = np.array(
        [level * (1.2 if d.weekday() > 4 else 0.92) * (1.3 if d.day <= 7 else 0.93) for d in DAYS]
    )
    lifted = np.array([d in DIWALI for d in DAYS])[:, None]
    means = mean[:, None] * np.where(lifted, lifts, 1.0)
    return np.random.default_rng(seed).poisson(means).astype(np.float64)


def _of(found: FestivalLifts, festival: str) -> int:
    return [o.id for o in found.occasions].index(festival)


def test_lifts_of_fast_sellers_are_found() -> None:
    truth = np.array([1.0, 1.3, 1.6, 2.0, 2.6, 0.8])
    found = festival_lift(_sold(40, truth), DAYS, "Maharashtra")
    diwali = _of(found, "diwali")
    assert found.lifts[diwali] == pytest.approx(truth, rel=0.1)
    assert (found.errors[diwali] < 0.15).all()
    assert found.pooled[_of(found, "holi")] == pytest.approx(1, abs=0.05)


def test_slow_sellers_are_drawn_to_their_group() -> None:
    truth = np.array([2.0] * 12 + [1.0] * 12)
    groups = ["puja"] * 12 + ["soap"] * 12
    sold = _sold(0.3, truth)
    ours = festival_lift(sold, DAYS, "Maharashtra", groups)
    mixed = festival_lift(sold, DAYS, "Maharashtra")
    diwali = _of(ours, "diwali")
    error, alone = (np.abs(f.lifts[diwali] - truth).mean() for f in (ours, mixed))
    assert error < alone
    assert ours.lifts[diwali, :12].mean() > 1.5
    assert ours.lifts[diwali, 12:].mean() < 1.3


def test_the_less_is_sold_the_nearer_a_lift_is_to_that_of_all() -> None:
    truth = np.full(20, 1.6)
    slow, fast = (festival_lift(_sold(level, truth), DAYS, "Bihar") for level in (0.2, 50.0))
    at = _of(slow, "diwali")
    assert np.ptp(slow.lifts[at]) < 1.5
    assert slow.errors[at].mean() > fast.errors[at].mean()
    assert slow.pooled_errors[at] > fast.pooled_errors[at]


def test_the_covariate_is_the_lift_on_days_to_come_and_one_elsewhere() -> None:
    found = festival_lift(_sold(40, np.array([1.0, 2.0])), DAYS, "Maharashtra")
    ahead = [date(2026, 11, 4), date(2026, 11, 30)]
    told = found.on(ahead)
    assert told.shape == (2, 2)
    assert told[0] == pytest.approx(found.lifts[_of(found, "diwali")])
    assert (told[1] == 1).all()
    assert found.on([]).shape == (0, 2)


def test_overlapping_festivals_multiply() -> None:
    found = festival_lift(_sold(40, np.array([1.0, 2.0])), DAYS, "Maharashtra")
    dhanteras = found.lifts[_of(found, "dhanteras")]
    both = found.lifts[_of(found, "diwali")] * dhanteras
    assert found.on([date(2026, 11, 6)])[0] == pytest.approx(both)
    assert dhanteras == pytest.approx(1, abs=0.15)


def test_unknown_days_tell_nothing() -> None:
    sold = _sold(40, np.array([2.0, 2.0, 2.0]))
    sold[:, 1] = np.nan
    sold[[d in DIWALI for d in DAYS], 2] = np.nan
    found = festival_lift(sold, DAYS, "Maharashtra")
    diwali = _of(found, "diwali")
    assert np.isfinite(found.lifts).all()
    assert np.isfinite(found.errors).all()
    assert found.lifts[diwali, 1:] == pytest.approx(found.pooled[diwali], abs=0.05)
    assert (found.errors[diwali, 1:] > found.errors[diwali, 0]).all()


@pytest.mark.parametrize("value", [0.0, np.nan, 5.0])
def test_any_panel_has_lifts_in_bounds(value: float) -> None:
    found = festival_lift(np.full((len(DAYS), 3), value), DAYS, None, ["a", "b", "a"])
    assert ((found.lifts >= LOWEST) & (found.lifts <= HIGHEST)).all()
    if value == 5.0:
        assert found.lifts == pytest.approx(1, abs=0.02)


def test_a_time_without_festivals_has_no_lifts() -> None:
    days = [date(2026, 7, 1) + timedelta(days=n) for n in range(20)]
    found = festival_lift(np.ones((20, 2)), days, None)
    assert found.occasions == ()
    assert (found.on(DAYS) == 1).all()
