"""What was known of a panel before a period, and a part of its series."""

import numpy as np
import pytest

from haat.analytics.panel.panel import Panel
from tests.unit.analytics.panel.making import demand, panel


@pytest.fixture
def offers() -> Panel:
    """Twenty days of three series, whose offers are planned for six more and whose weather isn't."""
    told = {"offer": demand(1, 20, 3), "rain": demand(2, 20, 3)}
    return panel(demand(0, 20, 3), covariates=told, planned={"offer": demand(3, 6, 3)})


def test_before_a_period_nothing_later_is_known_but_the_plan(offers: Panel) -> None:
    seen = offers.until(12, 5)
    assert seen.length == len(seen.periods) == 12
    np.testing.assert_array_equal(seen.values, offers.values[:12])
    assert {n: len(c) for n, c in seen.covariates.items()} == {"offer": 12, "rain": 12}
    assert list(seen.planned) == ["offer"]
    np.testing.assert_array_equal(seen.planned["offer"], offers.covariates["offer"][12:17])


def test_a_horizon_that_reaches_beyond_what_is_known_goes_on_with_the_plan(offers: Panel) -> None:
    whole = np.vstack([offers.covariates["offer"], offers.planned["offer"]])
    np.testing.assert_array_equal(offers.until(18, 5).planned["offer"], whole[18:23])


def test_some_series_bring_their_own_covariates(offers: Panel) -> None:
    some = offers.only(np.array([2, 0]))
    assert some.ids == ("s2", "s0")
    assert some.periods is offers.periods
    np.testing.assert_array_equal(some.values, offers.values[:, [2, 0]])
    np.testing.assert_array_equal(some.covariates["rain"], offers.covariates["rain"][:, [2, 0]])
    np.testing.assert_array_equal(some.planned["offer"], offers.planned["offer"][:, [2, 0]])
