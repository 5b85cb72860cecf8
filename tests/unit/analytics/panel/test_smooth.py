"""Prices and totals: bounds that cover, nothing negative where nothing was, a trend beside what is learned."""

import numpy as np
import pytest
from scipy import stats

from haat.analytics.panel import smooth
from haat.analytics.panel.changes import pooled_changes
from haat.analytics.panel.foretold import LOWER, PROBABILITIES, UPPER
from haat.analytics.panel.levels import damped
from haat.analytics.panel.panel import Floats
from haat.analytics.panel.smooth import foretell_smooth
from tests.unit.analytics.panel.making import gaps, panel, walks


@pytest.mark.parametrize("start", [0.0, 300.0])
def test_bounds_cover_random_walks(start: float) -> None:
    values = walks(0, 170, 30, start)
    told = foretell_smooth(panel(values[:160], "W"), 10)
    came = values[160:]
    within = (came >= told.quantiles[LOWER]) & (came <= told.quantiles[UPPER])
    assert 0.90 <= within.mean() <= 0.99
    assert (np.diff(told.quantiles, axis=0) >= 0).all()
    assert told.models == ("changes+damped_trend",) * 30


def test_bounds_of_few_lessons_are_those_of_a_walk_with_its_own_steps() -> None:
    values = np.array([[10.0], [12.0], [np.nan], [11.0], [13.0]])
    told = foretell_smooth(panel(values, "W"), 3)
    step = ((4 + 4 + 2 * 1.15**2) / 4) ** 0.5  # two steps seen, and two of a tenth of the mean
    for n, p in enumerate(PROBABILITIES):
        wide = stats.norm.ppf(p) * step * np.sqrt([1, 2, 3])
        assert told.quantiles[n, :, 0] == pytest.approx(
            np.maximum(damped(values, 3)[:, 0] + wide, 0)
        )
    assert told.models == ("damped_trend",)


def test_few_lessons_cover_too() -> None:
    values = walks(1, 24, 300, 0.0)
    within = []
    for column in range(0, 300, 3):
        told = foretell_smooth(panel(values[:20, column : column + 3], "W"), 4)
        came = values[20:, column : column + 3]
        within.append((came >= told.quantiles[LOWER]) & (came <= told.quantiles[UPPER]))
    assert 0.85 <= np.mean(within) <= 0.99


@pytest.mark.parametrize("length", [12, 150])
def test_what_was_never_below_zero_is_not_foretold_there(length: int) -> None:
    falling = np.linspace(100, 2, length)[:, None] * np.ones(4) + walks(0, length, 4, 0.0) * 0.01
    told = foretell_smooth(panel(np.maximum(falling, 0.5), "W"), 20)
    assert (told.means >= 0).all()
    assert (told.quantiles >= 0).all()


@pytest.mark.parametrize("length", [12, 150])
def test_what_falls_below_zero_goes_on_there(length: int) -> None:
    falling = np.linspace(5, -60, length)[:, None] + walks(0, length, 4, 0.0) * 0.1
    told = foretell_smooth(panel(falling, "W"), 6)
    assert (told.means[-1] < falling[-1]).all()


def test_means_lie_between_what_is_learned_and_the_trend() -> None:
    known = panel(gaps(walks(2, 150, 5, 0.0), 2, 0.1), "W")
    learned = pooled_changes(known, 6, logarithmic=False)
    assert learned is not None
    trend, told = damped(known.values, 6), foretell_smooth(known, 6).means
    share = (told - trend) / (learned.means - trend)
    assert (share >= smooth.LEAST_SHARE - 1e-6).all()
    assert (share <= smooth.LEAST_SHARE + smooth.OWN_SHARE + 1e-6).all()
    np.testing.assert_allclose(share, np.tile(share[0], (6, 1)), rtol=1e-6)


def shares(values: Floats, horizon: int) -> Floats:
    """Of learned changes."""
    known = panel(values, "W")
    learned = pooled_changes(known, horizon, logarithmic=False)
    assert learned is not None
    return smooth._share_of_changes(known, horizon, learned)


def test_a_series_whose_trend_did_badly_lately_leans_on_what_is_learned() -> None:
    turn = 2 * np.pi * np.arange(260)[:, None] / 52
    seasonal = 100 * np.sin(turn + np.arange(4)) + walks(0, 260, 4, 0.0)
    found = shares(np.hstack([seasonal, walks(1, 260, 4, 0.0)]), 8)
    assert found[:4].min() > found[4:].max()
    assert found[:4].mean() > 0.8


def test_where_nothing_could_be_tried_the_usual_share_holds() -> None:
    assert shares(walks(0, 50, 40, 0.0), 20).tolist() == [smooth.USUAL_SHARE] * 40
    late = walks(0, 150, 8, 0.0)
    late[:140, 3] = np.nan
    assert shares(late, 6)[3] == smooth.USUAL_SHARE
