"""The ways among which a back-test chooses: each there where it can be, mixtures true to their parts."""

import numpy as np
import pytest

from haat.analytics.panel.demand import from_first_sale
from haat.analytics.panel.levels import croston_sba, damped, moving_mean, seasonal_naive, theta, tsb
from haat.analytics.panel.members import FALLBACK, MEMBERS, MIXED, demand_members, smooth_members
from haat.analytics.panel.panel import Floats
from tests.unit.analytics.panel.making import demand, gaps, panel, walks

TREES = {
    "xgboost_recursive",
    "xgboost_direct",
    "xgboost",
    "xgboost+tsb",
    "xgboost+tsb+moving_average",
}


def slow_seasonal_mean(values: Floats, horizon: int, season: int) -> Floats:
    """Of the same places of the last eight seasons; of all where none of these is known."""
    found = np.zeros((horizon, values.shape[1]))
    for h in range(horizon):
        for column in range(values.shape[1]):
            back = [
                values[len(values) + h % season - season * n, column]
                for n in range(1, len(values))
                if len(values) + h % season - season * n >= 0
            ]
            told = [v for v in back[:8] if v == v] or [v for v in back if v == v]
            known = [v for v in values[:, column] if v == v]
            told = told or (known if not back else [0.0])
            found[h, column] = sum(told) / len(told)
    return found


@pytest.mark.parametrize("length", [4, 9, 100])
def test_ways_to_foretell_demand(length: int) -> None:
    sold = gaps(demand(0, length, 3), 0)
    found = demand_members(panel(sold), 9)
    values = from_first_sale(sold)
    assert FALLBACK["demand"] in found
    for name, level in (
        ("moving_average", moving_mean(values, 28)),
        ("tsb", tsb(values)),
        ("croston_sba", croston_sba(values)),
    ):
        np.testing.assert_array_equal(found[name], np.tile(level, (9, 1)))
    np.testing.assert_array_equal(found["seasonal_naive"], seasonal_naive(values, 9, 7))
    np.testing.assert_allclose(found["seasonal_mean"], slow_seasonal_mean(values, 9, 7))
    assert (set(found) >= TREES) == (length == 100)
    assert all((means >= 0).all() and means.shape == (9, 3) for means in found.values())


def test_where_nothing_was_sold_no_trees_grow() -> None:
    assert not TREES & set(demand_members(panel(np.zeros((100, 2))), 7))


@pytest.mark.parametrize("start", [0.0, 300.0])
def test_ways_to_foretell_what_is_smooth(start: float) -> None:
    values = walks(0, 120, 4, start)
    found = smooth_members(panel(values, "W"), 5)
    assert FALLBACK["smooth"] in found
    np.testing.assert_array_equal(found["naive"], np.tile(values[-1], (5, 1)))
    np.testing.assert_array_equal(found["damped_trend"], damped(values, 5))
    np.testing.assert_array_equal(found["theta"], theta(values, 5))
    assert np.abs(found["changes"] - values[-1]).max() < 10


def test_a_short_past_has_no_learned_changes() -> None:
    found = smooth_members(panel(walks(0, 15, 4), "W"), 5)
    assert set(found) == {"naive", "damped_trend", "theta", "theta+damped_trend"}


def test_a_falling_price_stays_above_nought() -> None:
    falling = np.linspace(100, 1, 30)[:, None]
    assert all((m >= 0).all() for m in smooth_members(panel(falling, "W"), 20).values())


@pytest.mark.parametrize("kind", MEMBERS)
def test_mixtures_are_means_of_their_parts(kind: str) -> None:
    values = demand(0, 120, 4) if kind == "demand" else walks(0, 120, 4)
    found = MEMBERS[kind](panel(values, "W"), 5)
    mixed = set(MIXED) & set(found)
    assert len(mixed) >= 2
    for name in mixed:
        parts = sum(found[part] for part in MIXED[name]) / len(MIXED[name])
        np.testing.assert_allclose(found[name], parts)
