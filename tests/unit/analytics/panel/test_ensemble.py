"""The ensemble joins three forecasts by its weights, and says what it needs."""

import os
import sys
from dataclasses import replace

import numpy as np
import pytest

from haat.analytics.panel import ensemble, trees
from haat.analytics.panel.ensemble import NAME, NEEDS, WEIGHTS
from haat.analytics.panel.foretold import LOWER, PROBABILITIES, UPPER, Foretold
from haat.analytics.panel.panel import Floats, Panel
from haat.core.errors import NotConfigured

HORIZON, LENGTH = 7, 140


def daily(values: Floats) -> Panel:
    days = np.datetime64("2024-01-01") + np.arange(len(values))
    return Panel(tuple(f"s{n}" for n in range(values.shape[1])), days, "D", values)


def selling() -> Panel:
    """Four goods, of which twice as much sells on Sundays."""
    weekday = np.arange(LENGTH) % 7
    usual = np.array([2.0, 6.0, 15.0, 40.0]) * np.where(weekday == 6, 2.0, 1.0)[:, None]
    return daily(np.random.default_rng(3).poisson(usual).astype(np.float64))


def test_the_weights_are_those_asked_for_and_add_to_one() -> None:
    assert WEIGHTS == {"lstm": 0.35, "xgboost": 0.35, "prophet": 0.30}
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)
    assert NAME == "lstm+xgboost+prophet"


def test_members_are_joined_by_their_weights() -> None:
    one = np.ones((2, 3))
    found = ensemble.joined({"lstm": one, "xgboost": 10 * one, "prophet": 100 * one})
    assert found == pytest.approx(33.85 * one)


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jax", None)
    with pytest.raises(NotConfigured, match=r"jax.*requirements-deep\.lock"):
        ensemble.ensemble(selling(), HORIZON)


@pytest.fixture(autouse=True)
def extra(request: pytest.FixtureRequest) -> None:
    """Skips what needs the extra where it isn't installed, but not where everything must be tested."""
    if request.node.get_closest_marker("deep") and os.environ.get("CI") != "true":
        for name in NEEDS:
            pytest.importorskip(name)


@pytest.fixture
def told() -> Foretold:
    return ensemble.ensemble(selling(), HORIZON)


@pytest.mark.deep
def test_it_is_between_its_members_and_knows_sundays(told: Foretold) -> None:
    from haat.analytics.panel.lstm import lstm  # noqa: PLC0415  # an extra
    from haat.analytics.panel.prophet import prophet  # noqa: PLC0415  # an extra

    panel = selling()
    members = np.stack(
        [
            lstm(panel, HORIZON, positive=True),
            prophet(panel, HORIZON, positive=True),
            trees.recursive(panel, HORIZON),
        ]
    )
    assert (told.means >= members.min(0) - 1e-9).all()
    assert (told.means <= members.max(0) + 1e-9).all()
    sunday = np.arange(LENGTH, LENGTH + HORIZON) % 7 == 6
    assert (told.means[sunday] > 1.2 * told.means[~sunday].mean(0)).all()
    assert told.models == (NAME,) * 4
    assert (told.quantiles[LOWER] <= told.means).all()
    assert (told.quantiles[UPPER] >= told.means).all()


@pytest.mark.deep
def test_the_same_panel_is_foretold_the_same(told: Foretold) -> None:
    again = ensemble.ensemble(selling(), HORIZON)
    assert np.array_equal(told.means, again.means)


@pytest.mark.deep
def test_what_falls_below_zero_has_bounds_on_both_sides() -> None:
    walk = np.random.default_rng(5).normal(0.0, 1.0, (LENGTH, 4)).cumsum(axis=0)
    found = ensemble.ensemble(daily(walk - walk.mean(axis=0)), HORIZON)
    assert found.models == (NAME,) * 4
    assert (np.diff(found.quantiles, axis=0) >= 0).all()
    assert (found.quantiles[LOWER] < found.means).all()
    assert (found.quantiles[UPPER] > found.means).all()


@pytest.mark.deep
def test_an_offer_that_is_planned_raises_what_is_foretold() -> None:
    offer = (np.random.default_rng(8).random((LENGTH, 4)) < 0.2).astype(np.float64)
    usual = np.array([4.0, 6.0, 9.0, 14.0]) * (1 + 2 * offer)
    panel = daily(np.random.default_rng(9).poisson(usual).astype(np.float64))
    none, all_ = (
        ensemble.ensemble(
            replace(
                panel, covariates={"offer": offer}, planned={"offer": np.full((HORIZON, 4), flag)}
            ),
            HORIZON,
        )
        for flag in (0.0, 1.0)
    )
    assert (all_.means > 1.5 * none.means).all()


@pytest.mark.deep
def test_too_little_is_left_to_the_standing_combination() -> None:
    found = ensemble.ensemble(daily(np.ones((9, 2))), HORIZON)
    assert not any(NAME in model for model in found.models)
    assert found.quantiles.shape == (len(PROBABILITIES), HORIZON, 2)


@pytest.mark.deep
def test_gaps_and_silent_series_do_no_harm() -> None:
    values = selling().values.copy()
    values[30:60, 0], values[:, 1], values[:, 2] = np.nan, 0.0, np.nan
    values[-1, 2] = 4.0
    found = ensemble.ensemble(daily(values), HORIZON)
    assert np.isfinite(found.means).all()
    assert (found.means >= 0).all()
