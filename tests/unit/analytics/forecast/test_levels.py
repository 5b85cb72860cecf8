"""The two ways to follow a level, added up by hand."""

import pytest

from haat.analytics.forecast.levels import moving_average, tsb


def test_the_mean_of_the_last_28_days() -> None:
    units = [float(n % 5) for n in range(60)]
    levels = moving_average(units, [False] * 60)
    assert levels[-1] == pytest.approx(sum(units[-28:]) / 28)
    assert levels[10] == pytest.approx(sum(units[:10]) / 10)
    assert len(levels) == 61


def test_tsb_step_by_step() -> None:
    units = [0.0, 4, 0, 0, 2, 0, 0, 0, 6, 0, 0, 0, 0, 4]
    levels = tsb(units, [False] * 14)
    chance, size = 4 / 14, 4.0
    for n, sold in enumerate(units):
        assert levels[n] == pytest.approx(chance * size)
        if sold:
            size, chance = size + 0.1 * (sold - size), chance + 0.1 * (1 - chance)
        else:
            chance *= 0.9


def test_what_no_longer_sells_fades() -> None:
    levels = tsb([5.0] * 30 + [0.0] * 30, [False] * 60)
    assert levels[30] == pytest.approx(5)
    assert levels[-1] < 0.25


@pytest.mark.parametrize("follow", [moving_average, tsb])
def test_an_empty_shelf_is_no_lack_of_demand(follow: object) -> None:
    assert callable(follow)
    sold, short = [6.0] * 20 + [0.0] * 10, [False] * 20 + [True] * 10
    assert follow(sold, short)[-1] == pytest.approx(6)
    more = follow([6.0] * 20 + [30.0], [False] * 20 + [True])
    assert more[-1] > 6  # at least so many were asked for


@pytest.mark.parametrize("follow", [moving_average, tsb])
def test_shelves_that_were_always_empty(follow: object) -> None:
    assert callable(follow)
    assert follow([0.0] * 5, [True] * 5)[-1] == 0
