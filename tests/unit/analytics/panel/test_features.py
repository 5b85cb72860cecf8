"""What a model sees: never the future, and the same of a spice as of a sack of rice."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.panel.features import Rows, Seen, table
from haat.analytics.panel.panel import Panel
from tests.unit.analytics.panel.making import days, numbered, sales, weeks

VALUES, _ = sales(460, 4)
OFFER = (np.random.default_rng(1).random((470, 4)) < 0.2).astype(float)
PRICE = 20 + np.random.default_rng(2).random((470, 4))


def _rows(panel: Panel, target: int, lag: int) -> Rows:
    seen = Seen(panel, 10)
    known = {"offer": OFFER, "price": PRICE}
    found: Rows = table(seen, panel, np.array([target]), lag, known).rows[0]
    return found


@given(st.integers(400, 459), st.integers(1, 28), st.integers(0, 60))
def test_nothing_after_what_is_known_changes_what_is_seen(
    target: int, lag: int, further: int
) -> None:
    changed = VALUES.copy()
    changed[min(target - lag + 1 + further, 459) :] += 7
    if target - lag + 1 + further > 459:
        return
    before, after = _rows(days(VALUES), target, lag), _rows(days(changed), target, lag)
    np.testing.assert_array_equal(before, after)


def test_what_is_known_last_is_seen() -> None:
    changed = VALUES.copy()
    changed[449] += 7
    assert (_rows(days(VALUES), 450, 1) != _rows(days(changed), 450, 1)).any()


def test_ten_times_the_sales_look_alike_but_for_the_level() -> None:
    plain = table(Seen(days(VALUES), 1), days(VALUES), np.array([459]), 1, {})
    tenfold = table(Seen(days(VALUES * 10), 1), days(VALUES * 10), np.array([459]), 1, {})
    other = np.abs(tenfold.rows - plain.rows).max(axis=(0, 1)) > 1e-3
    assert other.sum() == 1
    np.testing.assert_allclose(tenfold.levels, plain.levels * 10)


@pytest.mark.parametrize("panel", [weeks(VALUES), numbered(VALUES)])
def test_each_frequency_has_columns_that_are_named(panel: Panel) -> None:
    found = table(Seen(panel, 4), panel, np.arange(455, 464), 4, {})
    assert found.rows.shape == (9, 4, len(found.parts))


def test_a_month_has_its_own_calendar() -> None:
    months = np.arange("2020-01", "2024-01", dtype="datetime64[M]").astype("datetime64[D]")
    panel = Panel(("a",), months, "MS", np.arange(48.0)[:, None])
    found = table(Seen(panel, 3), panel, np.array([47, 50]), 3, {})
    assert np.isfinite(found.rows[:, 0]).all()


def test_values_put_in_are_as_if_they_had_been_known() -> None:
    seen = Seen(days(VALUES[:450]), 10)
    for period in range(450, 455):
        seen.put(period, VALUES[period])
    known = Seen(days(VALUES[:455]), 5)
    found = table(seen, days(VALUES[:450]), np.array([455]), 1, {}).rows
    expected = table(known, days(VALUES[:455]), np.array([455]), 1, {}).rows
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_a_gap_is_no_zero() -> None:
    gaps = VALUES.copy()
    gaps[430:440, 0] = np.nan
    seen = Seen(days(gaps), 1)
    (mean, *_) = seen.mean(np.array([445]), 20)
    assert mean[0] == pytest.approx(np.nanmean(gaps[425:445, 0]))


def test_a_series_without_anything_known_has_the_least_level() -> None:
    nothing = VALUES.copy()
    nothing[:, 1] = np.nan
    assert Seen(days(nothing), 1).level(np.array([460]))[0, 1] == pytest.approx(0.02)


def test_what_was_known_at_an_origin_is_all_that_a_past_panel_has() -> None:
    known = (OFFER[:460], OFFER[460:])
    panel = replace(days(VALUES, offer=known), ids=("a", "b", "c", "d"))
    past = panel.until(400, 28)
    assert past.length == 400
    np.testing.assert_array_equal(past.values, VALUES[:400])
    np.testing.assert_array_equal(past.planned["offer"], OFFER[400:428])
    assert past.only(np.array([2])).ids == ("c",)
