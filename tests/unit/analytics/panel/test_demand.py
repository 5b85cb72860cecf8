"""Demand foretold: weekdays, offers, gaps and goods that began late."""

import numpy as np
import pytest

from haat.analytics.panel import counts, trees
from haat.analytics.panel.demand import foretell_demand, from_first_sale
from haat.analytics.panel.foretold import LOWER, PROBABILITIES, UPPER
from tests.unit.analytics.panel.making import WEEK, days, sales, weeks

LENGTH, WIDTH, HORIZON = 300, 30, 28
VALUES, MEANS = sales(LENGTH + HORIZON, WIDTH)


def test_means_come_near_the_truth_and_know_the_weekday() -> None:
    told = foretell_demand(days(VALUES[:LENGTH]), HORIZON)
    truth = MEANS[LENGTH:]
    assert np.abs(told.means - truth).sum() < 0.15 * truth.sum()
    assert abs(told.means.sum() / truth.sum() - 1) < 0.05
    assert told.means[6].sum() > 1.9 * told.means[1].sum()  # Saturday and Monday
    assert set(told.models) == {"xgboost+tsb"}


def test_bounds_cover_what_comes_and_lie_in_order() -> None:
    told = foretell_demand(days(VALUES[:LENGTH]), HORIZON)
    came = VALUES[LENGTH:]
    within = (came >= told.quantiles[LOWER]) & (came <= told.quantiles[UPPER])
    assert 0.92 < within.mean() < 0.99
    assert (np.diff(told.quantiles, axis=0) >= 0).all()
    assert told.quantiles.min() >= 0


@pytest.mark.parametrize("way", [trees.recursive, trees.direct])
def test_an_offer_that_is_planned_is_foretold(way: object) -> None:
    random = np.random.default_rng(8)
    offer = (random.random((LENGTH + HORIZON, WIDTH)) < 0.15).astype(float)
    sold = random.poisson(5 * WEEK[np.arange(len(offer)) % 7][:, None] * (1 + offer)).astype(float)
    panel = days(sold[:LENGTH], offer=(offer[:LENGTH], offer[LENGTH:]))
    told = way(panel, HORIZON)  # type: ignore[operator]  # both are functions of a panel
    plain = np.broadcast_to(5 * WEEK[np.arange(LENGTH, len(offer)) % 7][:, None], told.shape)
    lift = (told / plain)[offer[LENGTH:] > 0].mean() / (told / plain)[offer[LENGTH:] == 0].mean()
    assert 1.7 < lift < 2.3


def test_what_was_not_on_offer_yet_is_no_zero_demand() -> None:
    late = VALUES[:LENGTH].copy()
    late[:250, 0] = 0
    late[:, 1] = 0
    begun = from_first_sale(late)
    assert np.isnan(begun[:250, 0]).all()
    np.testing.assert_array_equal(begun[:, 1], 0)
    told = foretell_demand(days(late), HORIZON).means
    assert told[:, 0].sum() == pytest.approx(MEANS[LENGTH:, 0].sum(), rel=0.3)
    assert told[:, 1].sum() < 1


def test_empty_shelves_are_no_zero_demand() -> None:
    random = np.random.default_rng(4)
    gaps = VALUES[:LENGTH].copy()
    gaps[random.random(gaps.shape) < 0.3] = np.nan
    told = foretell_demand(days(gaps), HORIZON).means
    assert abs(told.sum() / MEANS[LENGTH:].sum() - 1) < 0.06


def test_a_handful_of_days_is_told_by_tsb_alone() -> None:
    told = foretell_demand(days(VALUES[:20, :3]), 5)
    assert set(told.models) == {"tsb"}
    assert (told.means == told.means[0]).all()


def test_weeks_choose_how_much_say_trees_have() -> None:
    by_week = np.random.default_rng(2).poisson(20, (120, 40)).astype(float)
    told = foretell_demand(weeks(by_week), 8)
    assert np.abs(told.means - 20).mean() < 2.5


def test_weeks_of_a_short_past_are_foretold_too() -> None:
    by_week = np.random.default_rng(2).poisson(20, (30, 60)).astype(float)
    assert abs(foretell_demand(weeks(by_week), 12).means.mean() - 20) < 1


def test_twice_the_same_gives_the_same() -> None:
    one, two = (foretell_demand(days(VALUES[:200, :8]), 7) for _ in range(2))
    assert one.means.tobytes() == two.means.tobytes()
    assert one.quantiles.tobytes() == two.quantiles.tobytes()


def test_a_burst_is_the_variance_over_the_mean() -> None:
    random = np.random.default_rng(6)
    lumpy = random.negative_binomial(1.0, 1 / 5, (LENGTH, 40)).astype(float)  # mean 4, variance 20
    even = random.poisson(4, (LENGTH, 40)).astype(float)
    assert counts.burst(days(lumpy)).mean() / counts.burst(days(even)).mean() > 3


def test_quantiles_are_those_of_the_negative_binomial() -> None:
    from scipy.stats import nbinom  # noqa: PLC0415  # heavy

    found = counts.quantiles(np.array([[4.0, 0.0]]), np.array([5.0, 1.0]))
    expected = [nbinom.ppf(p, 1.0, 0.2) for p in PROBABILITIES]
    np.testing.assert_array_equal(found[:, 0, 0], expected)
    np.testing.assert_array_equal(found[:, 0, 1], 0)
