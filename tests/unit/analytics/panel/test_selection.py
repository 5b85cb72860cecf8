"""What a back-test chooses, and what it says of each way."""

import numpy as np
import pytest

from haat.analytics.panel import accuracy
from haat.analytics.panel.accuracy import Accuracy
from haat.analytics.panel.selection import chosen, origins, segments, selected
from tests.unit.analytics.panel.known_truth import days, numbered, sales


def _row(model: str, wape: float, bias: float = 0.0) -> Accuracy:
    return Accuracy("steady", "series", model, wape, bias, 1.0, 3)


def test_only_what_is_clearly_better_replaces_the_fallback() -> None:
    def of(*rows: Accuracy) -> str:
        return chosen(list(rows), "plain", "standing")

    plain, standing = _row("plain", 0.5), _row("standing", 0.4)
    assert of(plain, _row("trees", 0.495)) == "plain"
    assert of(plain, _row("trees", 0.4)) == "trees"
    assert of(plain, _row("low", 0.4, -0.3)) == "plain"
    assert of(_row("trees", 0.4)) == "plain"
    assert of(plain, standing, _row("trees", 0.395)) == "standing"
    assert of(plain, standing, _row("trees", 0.38)) == "trees"
    assert of(plain, _row("standing", 0.495), _row("trees", 0.494)) == "plain"


def test_origins_lie_a_horizon_apart_and_have_a_past() -> None:
    assert origins(400, 28) == (316, 344, 372)
    assert origins(100, 28) == ()
    assert origins(120, 28) == (92,)


def test_demand_is_told_apart_by_how_it_comes() -> None:
    even = np.tile([4.0, 5.0], 50)
    rare = np.tile([4.0, 0.0, 0.0, 0.0], 25)
    lumpy = np.where(np.arange(100) % 16 == 0, 40.0, rare)
    erratic = np.tile([1.0, 1.0, 1.0, 9.0], 25)
    found = segments(days(np.stack([even, rare, lumpy, erratic], axis=1)), "demand")
    assert {name: list(at) for name, at in found.items()} == {
        "steady": [0], "intermittent": [1], "lumpy": [2], "erratic": [3],
    }  # fmt: skip


def test_a_pattern_of_the_week_is_chosen_where_it_is_one() -> None:
    values = np.tile(np.array([2.0, 9.0, 4.0, 6.0, 3.0, 20.0, 11.0]), 30)[:, None] * np.ones(4)
    said: list[str] = []
    told, table = selected(days(values), 14, said.append)
    assert set(told.models) != {"moving_average"}
    np.testing.assert_allclose(told.means, values[:14], rtol=0.25)
    assert said == [f"back-test {n} of 3, demand" for n in (1, 2, 3)]
    best = {r.model: r for r in table if r.level == "series"}
    assert best["seasonal_naive"].wape == pytest.approx(0)
    assert best["moving_average"].wape > 0.4


def test_the_figures_of_a_back_test_are_those_of_its_origins() -> None:
    values, _ = sales(120, 12)
    _, table = selected(days(values), 14)
    starts = origins(120, 14)
    rows = [r for r in table if r.model == "seasonal_naive"]
    for segment in {r.segment for r in rows}:
        inside = segments(days(values), "demand")[segment]
        came = np.vstack([values[s : s + 14, inside] for s in starts])
        told = np.vstack([np.tile(values[s - 7 : s, inside], (2, 1)) for s in starts])
        row = next(r for r in rows if r.segment == segment and r.level == "series")
        assert row.wape == pytest.approx(np.abs(told - came).sum() / came.sum())
        assert row.bias == pytest.approx((told - came).sum() / came.sum())
        total = next(r for r in rows if r.segment == segment and r.level == "total")
        assert total.wape == pytest.approx(np.abs((told - came).sum(axis=1)).sum() / came.sum())
        assert row.coverage is not None
        assert 0 <= row.coverage <= 1
        assert total.coverage is None
        assert row.loss == row.wape + abs(row.bias)


def test_smooth_series_are_chosen_for_too() -> None:
    walks = 1000 + np.cumsum(np.random.default_rng(1).normal(0, 5, (150, 12)), axis=0)
    told, table = selected(numbered(walks), 8)
    assert {r.segment for r in table} == {"smooth_going"}
    np.testing.assert_allclose(told.means, np.tile(walks[-1], (8, 1)), rtol=0.05)
    assert (told.quantiles >= 0).all()


def test_too_short_a_past_claims_nothing() -> None:
    values, _ = sales(30, 3)
    told, table = selected(days(values), 14)
    assert table == ()
    assert told.means.shape == (14, 3)


def test_measures_leave_out_what_is_unknown() -> None:
    came = np.array([[1.0, np.nan], [3.0, 4.0]])
    means = np.array([[2.0, 9.0], [3.0, 2.0]])
    assert accuracy.wape(means, came) == pytest.approx(3 / 8)
    assert accuracy.bias(means, came) == pytest.approx(-1 / 8)
    past = np.array([[1.0, 5.0], [2.0, 5.0], [4.0, 5.0]])  # the second never changed
    assert accuracy.rmsse(means, came, past) == pytest.approx((0.5 / 2.5) ** 0.5)
    assert np.isnan(accuracy.rmsse(means, came, np.ones((3, 2))))
    assert np.isnan(accuracy.coverage(np.zeros((9, 2, 2)), np.full((2, 2), np.nan)))
