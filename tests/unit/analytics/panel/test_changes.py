"""How a smooth series goes on: lines as lines, seasons as seasons, and errors that are honest."""

import numpy as np
import pytest

from haat.analytics.panel import changes
from haat.analytics.panel.changes import ENOUGH, MOST_ROWS, WARM, Going, pooled_changes
from haat.analytics.panel.panel import Floats, Frequency
from tests.unit.analytics.panel.making import gaps, panel, walks


def going(values: Floats, horizon: int, frequency: Frequency = "W", *, log: bool = False) -> Going:
    """How these go on, of which enough is known."""
    found = pooled_changes(panel(values, frequency), horizon, logarithmic=log)
    assert found is not None
    return found


def season(length: int, year: int, seed: int = 0) -> Floats:
    """Six series that turn with the year, each at its own time, with a little noise."""
    turn = 2 * np.pi * (np.arange(length)[:, None] / year + np.arange(6) / 6)
    noise = np.random.default_rng(seed).normal(0, 0.3, (length, 6))
    return 100 + 20 * np.sin(turn) + noise


def test_a_straight_line_goes_on() -> None:
    slopes = np.array([0.5, 1.0, -1.0, 3.0, -0.25])
    line = 1000 + slopes * np.arange(132.0)[:, None]
    found = going(line[:120], 12)
    np.testing.assert_allclose(found.means, line[120:], atol=0.15 * 12 * np.abs(slopes).max())
    moved = (found.means - line[119]) / (line[120:] - line[119])
    assert moved.mean() == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize(("frequency", "year"), [("W", 52), ("MS", 12), ("none", 12), ("none", 24)])
def test_a_season_goes_on(frequency: Frequency, year: int) -> None:
    values = season(5 * year + 8 + 40, year)
    known, came = values[:-8], values[-8:]
    error = np.abs(going(known, 8, frequency).means - came).mean()
    assert error < 0.25 * np.abs(came - known[-1]).mean()


def test_the_days_of_the_week_go_on() -> None:
    values = 50 * np.tile([-1, 0, 1, 2, 1, 0, -3], 40)[:, None] + np.linspace(-9, 9, 4)
    values = values + np.random.default_rng(0).normal(0, 1, values.shape)
    error = np.abs(going(values[:-7], 7, "D").means - values[-7:]).mean()
    assert error < 15


def test_a_season_is_believed_only_where_it_shows() -> None:
    assert changes._season(panel(season(100, 12), "none")) == 12
    assert changes._season(panel(season(200, 52), "none")) == 52
    assert changes._season(panel(walks(0, 200, 5), "none")) == 1
    assert changes._season(panel(walks(0, 8, 2), "none")) == 1


@pytest.mark.parametrize("log", [False, True])
def test_in_another_unit_it_goes_on_alike(*, log: bool) -> None:
    values = gaps(np.round(walks(1, 150, 4), 1), 1)
    found, more = going(values, 6, log=log), going(values * 10, 6, log=log)
    np.testing.assert_allclose(more.means, found.means * 10, rtol=1e-3)


def test_the_same_again_to_the_last_byte() -> None:
    once, again = (going(walks(2, 150, 3), 5) for _ in range(2))
    assert once.means.tobytes() == again.means.tobytes()
    assert once.errors.tobytes() == again.errors.tobytes()


def test_from_too_few_lessons_nothing_is_learned() -> None:
    for values in (walks(0, WARM, 50), walks(0, WARM + 12, 2), walks(0, 1, 1)):
        assert pooled_changes(panel(values, "W"), 4, logarithmic=False) is None


@pytest.mark.parametrize("width", [3, 24])
def test_errors_are_those_of_a_walk(width: int) -> None:
    found = going(walks(3, 200, width), 4)
    assert len(found.errors) > 400
    for step in range(
        1, 5
    ):  # in usual changes: the mean size of a normal step is 0.8 of its deviation
        deviation = np.std(found.errors[found.steps == step]) * np.sqrt(2 / np.pi)
        assert deviation == pytest.approx(np.sqrt(step), rel=0.25)


def test_a_horizon_beyond_all_lessons_is_learned_in_two_halves_of_time() -> None:
    found = going(walks(0, 400, 1), 500)
    assert found.means.shape == (500, 1)
    assert np.isfinite(found.means).all()
    assert (found.errors != 0).all()


def test_halves_of_lessons() -> None:
    origins = np.arange(6)
    assert changes._half(origins, np.array([0, 1, 2, 3, 4, 5])).tolist() == [True, False] * 3
    for groups in (np.zeros(6, dtype=np.intp), np.ones(6, dtype=np.intp)):
        assert changes._half(origins, groups).tolist() == [True] * 3 + [False] * 3


def test_lessons_know_what_came_and_are_not_too_many() -> None:
    values = walks(0, 300, 600)
    values[:200, 7] = np.nan
    told = changes._Told(values, 52)
    origins, columns, steps = changes._lessons(told, 4)
    assert MOST_ROWS * 0.95 < len(origins) <= MOST_ROWS
    assert (origins + steps < 300).all()
    assert origins.min() == WARM
    assert origins[columns == 7].min() >= 200 + WARM
    assert set(steps.tolist()) == {1, 2, 3, 4}


def test_what_is_told_at_an_origin_knows_nothing_later() -> None:
    values = gaps(season(160, 52), 4)
    later = values.copy()
    later[121:] = 1e3
    rows = [
        changes._Told(v, 52).rows(np.full(6, 120), np.arange(6), np.full(6, 9)).tobytes()
        for v in (values, later)
    ]
    assert rows[0] == rows[1]


def test_mean_errors_of_each_series_by_hand() -> None:
    told = Going(
        means=np.zeros((1, 3)),
        errors=np.array([1.0, -3.0, 5.0, 7.0]),
        steps=np.array([1, 1, 2, 2]),
        columns=np.array([0, 0, 1, 0]),
        origins=np.array([10, 11, 11, 3]),
        scale=np.ones(3),
        logarithmic=False,
    )
    np.testing.assert_array_equal(told.usual_error(10), [2, 5, np.nan])
    few = told.off(4, np.ones(3, dtype=bool))  # a step's errors grow with the root of time
    assert few.tolist() == pytest.approx([2, -6, 5 * 2**0.5, 7 * 2**0.5])


def test_of_many_errors_those_of_the_step_itself_speak() -> None:
    found = going(walks(3, 200, 8), 2)
    assert (found.steps == 2).sum() >= ENOUGH
    assert found.off(2, np.ones(8, dtype=bool)).tolist() == found.errors[found.steps == 2].tolist()


def test_logarithms_keep_a_price_above_nought() -> None:
    falling = 50 * np.exp(-0.05 * np.arange(120))[:, None] * np.ones(5)
    falling = falling * np.exp(np.random.default_rng(0).normal(0, 0.01, falling.shape))
    ahead = going(falling, 10, log=True).means
    assert (ahead > 0).all()
    np.testing.assert_allclose(ahead[-1], falling[-1] * np.exp(-0.5), rtol=0.15)
