"""How much say trees have in demand, and that what is never below zero stays so."""

import numpy as np
import pytest

from haat.analytics.panel import demand as way
from haat.analytics.panel import trees
from haat.analytics.panel.counts import burst, quantiles
from haat.analytics.panel.demand import MANY, SHARES, UNTRIED_SHARE, foretell_demand
from haat.analytics.panel.levels import moving_mean, tsb
from haat.analytics.panel.panel import Floats, Panel
from tests.unit.analytics.panel.making import demand, panel


def plain(values: Floats) -> Floats:
    """Of weeks: the mean of the means of 8 and 26 periods and of TSB."""
    found: Floats = (moving_mean(values, 8) + moving_mean(values, 26) + tsb(values)) / 3
    return found


def test_without_lessons_it_is_tsb() -> None:
    known = panel(demand(0, 50, 3))
    told = foretell_demand(known, 5)
    assert told.models == ("tsb",) * 3
    np.testing.assert_array_equal(told.means, np.tile(tsb(known.values), (5, 1)))
    np.testing.assert_array_equal(told.quantiles, quantiles(told.means, burst(known)))


@pytest.mark.parametrize("values", [np.zeros((400, 2)), demand(0, 20, 100)])
def test_where_trees_learn_nothing_it_is_tsb(values: Floats) -> None:
    told = foretell_demand(panel(values), 28)
    assert set(told.models) == {"tsb"}
    np.testing.assert_array_equal(told.means, np.tile(tsb(values), (28, 1)))


def test_trees_get_their_say_as_lessons_grow() -> None:
    shares = [way._share_of_trees(panel(demand(0, n, 10)), 7) for n in (30, 165, 300, 400)]
    assert shares == pytest.approx([0, 0.4, 0.8, 0.8])


def test_days_are_trees_with_tsb_beside_them() -> None:
    known = panel(demand(0, 165, 10))
    told = foretell_demand(known, 7)
    grown = (trees.recursive(known, 7) + trees.direct(known, 7)) / 2
    np.testing.assert_allclose(told.means, 0.4 * grown + 0.6 * tsb(known.values))
    assert told.models == ("xgboost+tsb",) * 10
    assert (told.quantiles >= 0).all()


@pytest.fixture(scope="module")
def weeks() -> Panel:
    """Thirty series of 110 weeks that sell twice as much in one half of the year."""
    random = np.random.default_rng(0)
    mean = np.where(np.arange(110) % 52 < 26, 10.0, 20.0)[:, None] * np.ones(30)
    return panel(random.poisson(mean), "W")


def test_of_weeks_the_past_chooses_the_share(weeks: Panel) -> None:
    losses = []
    for share in SHARES:
        loss = 0.0
        for origin in (98, 104):
            seen, came = weeks.until(origin, 6), weeks.values[origin : origin + 6]
            means = share * trees.recursive(seen, 6) + (1 - share) * plain(seen.values)
            error = means - came
            loss += (np.abs(error).sum() + abs(error.sum())) / came.sum()
        losses.append(loss)
    assert weeks.values.size > MANY
    assert way._share_of_trees(weeks, 6) == SHARES[int(np.argmin(losses))]


def test_where_the_past_is_too_short_to_choose_trees_have_most_of_the_say(weeks: Panel) -> None:
    told = foretell_demand(weeks, 40)
    grown = (trees.recursive(weeks, 40) + trees.direct(weeks, 40)) / 2
    np.testing.assert_allclose(
        told.means, UNTRIED_SHARE * grown + (1 - UNTRIED_SHARE) * plain(weeks.values)
    )


def test_with_a_plan_of_weeks_trees_alone_speak(weeks: Panel) -> None:
    offer = (np.random.default_rng(1).random((114, 30)) < 0.2).astype(float)
    values = np.round(weeks.values * np.where(offer[:110] > 0, 2, 1))
    planned = panel(values, "W", {"offer": offer[:110]}, {"offer": offer[110:]})
    told = foretell_demand(planned, 4)
    assert told.models == ("xgboost",) * 30
    there = offer[110:] > 0
    assert told.means[there].mean() / told.means[~there].mean() == pytest.approx(2, rel=0.25)


def test_series_that_began_lately_are_foretold_with_the_others(weeks: Panel) -> None:
    values = weeks.values.copy()
    values[:107, 4] = np.nan
    told = foretell_demand(panel(values, "W"), 6)
    assert np.isfinite(told.means).all()
