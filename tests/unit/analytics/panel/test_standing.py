"""The standing combination on every sort of panel: each series in its place, nothing absurd, no crash."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haat.analytics.panel.foretold import PROBABILITIES, Foretold
from haat.analytics.panel.panel import Floats, Frequency, Panel
from haat.analytics.panel.standing import NOT_ENOUGH, foretell, named
from tests.unit.analytics.panel.making import FREQUENCIES, demand, panel, series, walks


def sane(told: Foretold, known: Panel, horizon: int) -> None:
    """All there, all finite, quantiles in order, nothing below zero that never was."""
    assert told.means.shape == (horizon, len(known.ids))
    assert told.quantiles.shape == (len(PROBABILITIES), horizon, len(known.ids))
    assert len(told.models) == len(known.ids)
    assert np.isfinite(told.means).all()
    assert np.isfinite(told.quantiles).all()
    assert all((low <= high).all() for low, high in pairwise(told.quantiles))
    never = np.fmin.reduce(known.values, axis=0) >= 0
    assert (told.means[:, never] >= 0).all()
    assert (told.quantiles[:, :, never] >= 0).all()


@settings(max_examples=40)
@given(series(most=30), st.sampled_from(FREQUENCIES), st.integers(1, 40))
def test_whatever_was_sold_can_be_foretold(
    values: Floats, frequency: Frequency, horizon: int
) -> None:
    known = panel(values, frequency)
    sane(foretell(known, horizon), known, horizon)


def lone(period: int) -> Floats:
    """Three series of which one period alone is known."""
    found = np.full((150, 3), np.nan)
    found[period] = 4.0
    return found


ODD = {
    "one value": np.array([[5.0]]),
    "one value below zero": np.array([[-5.0]]),
    "all zeros": np.zeros((350, 2)),
    "one known": lone(7),
    "the last known": lone(-1),
    "the last of zeros": np.r_[np.zeros((349, 1)), [[3.0]]],
    "the same for ever": np.full((200, 12), 5.0),
    "one series": demand(0, 350, 1),
    "huge": demand(0, 320, 1) * 1e15,
    "huge and smooth": walks(0, 200, 3) * 1e14,
    "tiny": demand(0, 320, 1) * 1e-9,
    "below zero": walks(0, 150, 3, start=0.0),
    "many, shorter than the horizon": demand(0, 10, 40),
}


@pytest.mark.parametrize("frequency", FREQUENCIES)
@pytest.mark.parametrize("name", ODD)
def test_odd_panels(name: str, frequency: Frequency) -> None:
    known = panel(ODD[name], frequency)
    sane(foretell(known, 12), known, 12)


@pytest.mark.parametrize("frequency", FREQUENCIES)
def test_one_value_goes_on(frequency: Frequency) -> None:
    assert foretell(panel([[5.0]], frequency), 4).means.ravel() == pytest.approx([5] * 4)


def test_what_never_sold_is_foretold_not_to_sell() -> None:
    told = foretell(panel(np.zeros((350, 2))), 5)
    assert not told.means.any()
    assert not told.quantiles.any()
    assert told.models == (NOT_ENOUGH + "tsb",) * 2


@pytest.mark.parametrize("order", [[0, 1, 2, 3], [3, 1, 0, 2], [2, 3, 1, 0]])
def test_both_kinds_keep_their_places(order: list[int]) -> None:
    below, above = walks(0, 25, 1, -5.0), walks(1, 25, 1, 500.0)
    values = np.hstack([below, demand(0, 25, 1), above, demand(1, 25, 1)])
    told = foretell(panel(values[:, order], "W"), 6)  # too short for what all would share
    for place, column in enumerate(order):
        alone = foretell(panel(values[:, [column]], "W"), 6)
        np.testing.assert_allclose(told.means[:, place], alone.means[:, 0])
        assert told.models[place] == alone.models[0]
    assert len(set(told.models)) == 2


def test_a_kind_is_foretold_from_its_own_alone() -> None:
    smooth, sold = walks(0, 200, 4, 0.0), demand(0, 200, 3)
    mixed = foretell(panel(np.hstack([smooth[:, :2], sold, smooth[:, 2:]]), "W"), 5)
    apart = [foretell(panel(v, "W"), 5) for v in (smooth, sold)]
    assert mixed.means[:, [0, 1, 5, 6]].tobytes() == apart[0].means.tobytes()
    assert mixed.quantiles[:, :, 2:5].tobytes() == apart[1].quantiles.tobytes()


def test_what_is_too_short_says_so() -> None:
    values = np.zeros((30, 3))
    values[:, 0], values[-20:, 1] = 2.0, 3.0
    values[:10, 1] = np.nan
    assert named(panel(values), ["a", "b", "c"]) == ["a", NOT_ENOUGH + "b", NOT_ENOUGH + "c"]


@settings(max_examples=3)
@given(st.integers(1, 40), st.sampled_from(["D", "W"]))
def test_what_comes_later_tells_nothing(later: int, frequency: Frequency) -> None:
    rain = {"rain": demand(1, 120, 6), "offer": demand(3, 120, 6)}
    plan = {"offer": demand(2, 5, 6)}
    values = demand(0, 120, 6)
    known = panel(values, frequency, rain, plan)
    values, other = values.copy(), {n: c.copy() for n, c in rain.items()}
    values[80:] += later
    other["rain"][:] += later  # what isn't planned tells nothing at all
    changed = panel(values, frequency, other, plan)
    told = [foretell(p.until(80, 5), 5) for p in (known, changed)]
    assert told[0].means.tobytes() == told[1].means.tobytes()
    assert told[0].quantiles.tobytes() == told[1].quantiles.tobytes()


@pytest.mark.parametrize("frequency", ["D", "W"])
def test_the_same_again_to_the_last_byte(frequency: Frequency) -> None:
    known = panel(np.hstack([demand(0, 150, 4), walks(0, 150, 3, 0.0)]), frequency)
    once, again = foretell(known, 6), foretell(known, 6)
    assert once.means.tobytes() == again.means.tobytes()
    assert once.quantiles.tobytes() == again.quantiles.tobytes()
