"""Prices and totals: what goes on, how sure that is, and which series are of that kind."""

import numpy as np
import pytest

from haat.analytics.panel import changes
from haat.analytics.panel.changes import pooled_changes
from haat.analytics.panel.foretold import LOWER, UPPER
from haat.analytics.panel.kinds import smooth
from haat.analytics.panel.panel import Floats, Panel
from haat.analytics.panel.smooth import foretell_smooth
from tests.unit.analytics.panel.making import days, numbered, sales, weeks

HORIZON = 8


def _walks(length: int, width: int, seed: int = 2) -> Floats:
    random = np.random.default_rng(seed)
    found: Floats = 1000 * np.exp(np.cumsum(random.normal(0, 0.02, (length, width)), axis=0))
    return found


def _seasons(length: int, width: int) -> Floats:
    random = np.random.default_rng(5)
    turn = 2 * np.pi * (np.arange(length)[:, None] / 52 + random.random(width))
    noise = np.exp(random.normal(0, 0.01, (length, width)))
    found: Floats = 500 * np.exp(0.3 * np.sin(turn)) * noise
    return found


def test_the_bounds_of_random_walks_cover_what_comes() -> None:
    values = _walks(220, 120)
    told = foretell_smooth(numbered(values[:-HORIZON]), HORIZON)
    came = values[-HORIZON:]
    within = (came >= told.quantiles[LOWER]) & (came <= told.quantiles[UPPER])
    assert 0.9 < within.mean() < 0.99
    width = told.quantiles[UPPER] - told.quantiles[LOWER]
    assert (width[-1] > 1.8 * width[0]).mean() > 0.9
    assert np.abs(told.means / values[-HORIZON - 1] - 1).mean() < 0.02  # it stays


@pytest.mark.parametrize("make", [weeks, numbered])
def test_a_year_goes_on_as_it_did(make: object) -> None:
    values = _seasons(230, 40)
    panel: Panel = make(values[:-HORIZON])  # type: ignore[operator]  # both make a panel of values
    told, came = foretell_smooth(panel, HORIZON).means, values[-HORIZON:]
    naive = np.abs(values[-HORIZON - 1] - came).sum()
    assert np.abs(told - came).sum() < 0.5 * naive


def test_a_trend_goes_on() -> None:
    random = np.random.default_rng(3)
    slope = random.normal(0, 0.01, 60)
    noise = random.normal(0, 0.004, (160, 60))
    values = 200 * np.exp(np.arange(160)[:, None] * slope + noise)
    told, came = foretell_smooth(numbered(values[:-HORIZON]), HORIZON).means, values[-HORIZON:]
    assert np.abs(told - came).sum() < 0.5 * np.abs(values[-HORIZON - 1] - came).sum()


def test_without_a_season_none_is_seen() -> None:
    assert changes._season(numbered(_walks(220, 50))) == 1
    assert changes._season(numbered(_seasons(220, 50))) == 52


def test_too_little_to_learn_from_leaves_the_trend() -> None:
    few = numbered(_walks(30, 2))
    assert pooled_changes(few, HORIZON, logarithmic=True) is None
    told = foretell_smooth(few, HORIZON)
    assert set(told.models) == {"damped_trend"}
    assert (np.diff(told.quantiles, axis=0) >= 0).all()


def test_one_value_is_told_with_a_guessed_spread() -> None:
    told = foretell_smooth(numbered(np.array([[50.0]])), 3)
    np.testing.assert_allclose(told.means, 50)
    assert (told.quantiles[UPPER] > 59).all()
    assert (told.quantiles[LOWER] < 41).all()


def test_losses_may_be_foretold_below_zero() -> None:
    values = _walks(200, 30) - 1000
    told = foretell_smooth(numbered(values), HORIZON)
    assert told.quantiles.min() < 0
    assert np.isfinite(told.quantiles).all()


def test_no_bound_is_unthinkable() -> None:
    random = np.random.default_rng(9)
    wild = np.exp(random.normal(3, 1.5, (200, 40)))
    told = foretell_smooth(numbered(wild), HORIZON)
    assert (told.quantiles <= np.maximum(3 * wild.max(axis=0), told.means)).all()


def test_gaps_and_late_beginnings_break_nothing() -> None:
    values = _walks(200, 30)
    values[50:53, 0] = np.nan
    values[:150, 1] = np.nan
    assert np.isfinite(foretell_smooth(weeks(values), HORIZON).means).all()


def test_what_is_smooth() -> None:
    walks, (counts, _) = _walks(120, 5), sales(120, 5)
    assert smooth(weeks(walks)).all()
    assert not smooth(weeks(counts)).any()
    assert not smooth(days(walks)).any()  # days have weekdays
    assert smooth(days(walks - 1000)).any()
    mixed = np.hstack([walks, counts[:, :4]])
    np.testing.assert_array_equal(smooth(weeks(mixed)), [True] * 5 + [False] * 4)
    mostly = np.hstack([walks[:, :1], counts])
    assert not smooth(weeks(mostly)).any()
