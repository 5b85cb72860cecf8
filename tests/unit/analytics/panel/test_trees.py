"""Trees find the means of simulated shops again, and see nothing that is not known."""

import numpy as np
import pytest

from haat.analytics.panel import trees
from haat.analytics.panel.features import Seen
from haat.analytics.panel.panel import Floats, Panel
from tests.unit.analytics.panel.making import demand, gaps, panel

WEEK = np.array([0.6, 0.8, 0.9, 1.0, 1.2, 1.5, 1.0])
OFFER = 2.5
LENGTH, HORIZON, SERIES = 300, 14, 16


def means(length: int) -> Floats:
    """Periods x series: a level of its own for each, the week's pattern for all."""
    place = np.arange(length) % 7
    return WEEK[place][:, None] * np.geomspace(3, 30, SERIES)[None, :]


@pytest.fixture(scope="module")
def offers() -> Floats:
    """Days x series of which one in eight has an offer, over the past and the horizon."""
    random = np.random.default_rng(5)
    return (random.random((LENGTH + HORIZON, SERIES)) < 0.125).astype(np.float64)


@pytest.fixture(scope="module")
def shop(offers: Floats) -> Panel:
    """Negative binomial sales of twice the variance of Poisson's."""
    mean = means(LENGTH) * np.where(offers[:LENGTH] > 0, OFFER, 1.0)
    values = np.random.default_rng(6).negative_binomial(mean, 0.5)
    return panel(values, "D", {"offer": offers[:LENGTH]}, {"offer": offers[LENGTH:]})


@pytest.fixture(scope="module")
def found(shop: Panel) -> dict[str, Floats]:
    return {
        "recursive": trees.recursive(shop, HORIZON),
        "direct": trees.direct(shop, HORIZON),
    }


@pytest.mark.parametrize("way", ["recursive", "direct"])
def test_the_true_means_are_found_again(found: dict[str, Floats], offers: Floats, way: str) -> None:
    truth = means(LENGTH + HORIZON)[LENGTH:] * np.where(offers[LENGTH:] > 0, OFFER, 1.0)
    assert found[way].shape == truth.shape
    assert np.abs(found[way] - truth).sum() / truth.sum() < 0.12
    assert found[way].sum() / truth.sum() == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("way", ["recursive", "direct"])
def test_an_offer_day_sells_by_nearly_the_true_factor_more(
    found: dict[str, Floats], offers: Floats, way: str
) -> None:
    plain = found[way] / means(LENGTH + HORIZON)[LENGTH:]
    there = offers[LENGTH:] > 0
    factor = plain[there].mean() / plain[~there].mean()
    assert factor == pytest.approx(OFFER, rel=0.15)


@pytest.mark.parametrize("way", ["recursive", "direct"])
def test_the_weeks_pattern_is_found_again(
    found: dict[str, Floats], offers: Floats, way: str
) -> None:
    relative = found[way] / np.geomspace(3, 30, SERIES)
    relative[offers[LENGTH:] > 0] = np.nan
    by_day = [np.nanmean(relative[np.arange(LENGTH, LENGTH + HORIZON) % 7 == d]) for d in range(7)]
    assert by_day == pytest.approx(WEEK.tolist(), rel=0.15)


def test_the_same_again_to_the_last_byte(shop: Panel, found: dict[str, Floats]) -> None:
    assert trees.recursive(shop, HORIZON).tobytes() == found["recursive"].tobytes()
    assert trees.direct(shop, HORIZON).tobytes() == found["direct"].tobytes()


def test_what_is_not_planned_tells_nothing(shop: Panel, found: dict[str, Floats]) -> None:
    rain = {**shop.covariates, "rain": demand(1, LENGTH, SERIES)}
    known = panel(shop.values, "D", rain, shop.planned)
    assert trees.direct(known, HORIZON).tobytes() == found["direct"].tobytes()


def test_what_comes_later_tells_nothing(shop: Panel) -> None:
    later = shop.values.copy()
    later[200:] = 1e4
    other = panel(later, "D", shop.covariates, shop.planned)
    for way in (trees.recursive, trees.direct):
        told = [way(p.until(200, 7), 7).tobytes() for p in (shop, other)]
        assert told[0] == told[1]


def test_gaps_are_no_lack_of_demand() -> None:
    values = np.random.default_rng(0).poisson(means(200))
    there = trees.recursive(panel(gaps(values, 1, 0.4)), 7)
    assert there.sum() / means(207)[200:].sum() == pytest.approx(1, abs=0.08)


def test_many_series_are_thinned_to_what_is_worth_its_time() -> None:
    wide = panel(np.ones((60, 8000)))
    picked = trees._lessons(Seen(wide, 0), wide, 1)
    assert len(picked) == trees.MOST_ROWS // 8000
    assert picked[-1] == 59


@pytest.mark.parametrize(
    ("values", "horizon", "teaches"),
    [
        (np.ones((60, 1)), 7, True),
        (np.ones((60, 1)), 39, True),
        (np.ones((60, 1)), 40, False),  # a third is needed for the level
        (np.ones((60, 1)), 600, False),
        (np.zeros((60, 3)), 7, False),
        (
            np.r_[np.zeros(59), 1.0][:, None],
            1,
            False,
        ),  # sold on the last day: nothing came after it
        (np.full((60, 2), np.nan), 7, False),
        (np.ones((60, 0)), 7, False),
    ],
)
def test_whether_there_is_a_lesson(values: Floats, horizon: int, *, teaches: bool) -> None:
    assert trees.can_learn(panel(values), horizon) == teaches


def test_the_least_lesson_is_enough() -> None:
    least = panel(np.ones((60, 1)))
    for way in (trees.recursive, trees.direct):
        assert way(least, 39) == pytest.approx(np.ones((39, 1)), rel=0.2)
