"""The standing combination on odd panels: each series keeps its place, and nothing is made up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from haat.analytics.panel.panel import Floats, Panel
from haat.analytics.panel.standing import NOT_ENOUGH, foretell
from tests.unit.analytics.panel.making import days, numbered, sales, weeks


def test_each_series_keeps_its_place() -> None:
    walks = 1000 + np.cumsum(np.random.default_rng(1).normal(0, 5, (150, 6)), axis=0)
    counts, _ = sales(150, 4)
    mixed = np.hstack([walks[:, :3], counts, walks[:, 3:]])
    told = foretell(weeks(mixed), 4)
    np.testing.assert_allclose(told.means[:, [0, 9]], mixed[[-1] * 4][:, [0, 9]], rtol=0.05)
    assert (told.means[:, 3:7] < 100).all()
    assert [m.startswith("changes") for m in told.models] == [True] * 3 + [False] * 4 + [True] * 3


@pytest.mark.parametrize("length", [1, 2, 9, 60])
@pytest.mark.parametrize("make", [days, weeks, numbered])
def test_little_is_told_to_be_little(make: object, length: int) -> None:
    panel: Panel = make(np.full((length, 1), 7.0))  # type: ignore[operator]  # a panel of values
    told = foretell(panel, 5)
    np.testing.assert_allclose(told.means, 7, rtol=0.02)
    assert told.models[0].startswith(NOT_ENOUGH) == (length <= 2 or (length == 9 and make is days))


def test_what_never_sold_is_not_expected_to() -> None:
    told = foretell(days(np.zeros((100, 2))), 10)
    assert told.means.max() == 0
    assert told.quantiles.max() == 0
    assert all(model.startswith(NOT_ENOUGH) for model in told.models)


def test_a_horizon_may_be_longer_than_the_past() -> None:
    values, _ = sales(40, 12)
    assert np.isfinite(foretell(days(values), 90).means).all()


VALUES = arrays(
    np.float64,
    st.tuples(st.integers(1, 40), st.integers(1, 4)),
    elements=st.one_of(st.just(np.nan), st.just(0.0), st.floats(0, 1e9)),
)


@settings(max_examples=30)
@given(VALUES, st.integers(1, 9))
def test_no_panel_breaks_it(values: Floats, horizon: int) -> None:
    values[0] = np.where(np.isnan(values).all(axis=0), 1.0, values[0])
    for make in (days, weeks, numbered):
        told = foretell(make(values), horizon)
        assert np.isfinite(told.means).all()
        assert np.isfinite(told.quantiles).all()
        assert min(told.means.min(), told.quantiles.min()) >= 0
