"""What is chosen on the past: clearly better or not at all, and with figures that add up."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.panel.accuracy import Accuracy
from haat.analytics.panel.counts import burst, quantiles
from haat.analytics.panel.foretold import LOWER, UPPER, Foretold
from haat.analytics.panel.members import MEMBERS
from haat.analytics.panel.panel import Floats, Panel
from haat.analytics.panel.selection import CLEARLY, chosen, origins, segments, selected
from haat.analytics.panel.standing import foretell
from tests.unit.analytics.panel.making import demand, panel, walks

Table = tuple[Accuracy, ...]


@given(st.integers(0, 400), st.integers(1, 60))
def test_origins_leave_three_horizons_before_and_one_after(length: int, horizon: int) -> None:
    found = origins(length, horizon)
    assert len(found) <= 3
    assert list(found) == sorted(found)
    assert all(o >= 3 * horizon and (length - o) % horizon == 0 for o in found)
    assert bool(found) == (length >= 4 * horizon)
    assert not found or found[-1] == length - horizon


def told(model: str, wape: float, bias: float = 0.0, level: str = "series") -> Accuracy:
    return Accuracy("steady", level, model, wape, bias, 1.0, 3)


def test_only_what_is_clearly_better_replaces_the_fallback() -> None:
    assert chosen([told("naive", 0.5), told("theta", 0.5 * CLEARLY - 0.001)], "naive") == "theta"
    assert chosen([told("naive", 0.5), told("theta", 0.5 * CLEARLY)], "naive") == "naive"
    assert chosen([told("naive", 0.5), told("theta", 0.4, -0.2)], "naive") == "naive"
    assert chosen([told("naive", 0.5), told("theta", 0.1, level="total")], "naive") == "naive"
    assert chosen([told("theta", 0.1)], "naive") == "naive"
    assert chosen([], "naive") == "naive"


def test_segments_of_demand() -> None:
    rare = np.tile([4.0, 0, 0, 0], 30)
    values = np.column_stack(
        [
            np.tile([4.0, 5.0], 60),
            np.tile([1.0, 1, 1, 30], 30),
            rare,
            rare * np.tile([1, 1, 1, 1, 12, 1, 1, 1], 15),
            np.tile([2.0, 3.0], 60),
            np.zeros(120),
        ]
    )
    found = segments(panel(values), "demand")
    assert {n: c.tolist() for n, c in found.items()} == {
        "steady": [0, 4],
        "erratic": [1],
        "intermittent": [2, 5],
        "lumpy": [3],
    }
    assert list(segments(panel(values[:, :1]), "demand")) == ["steady"]
    assert segments(panel(values), "smooth")["smooth_going"].tolist() == list(range(6))


def test_too_short_a_past_claims_nothing() -> None:
    known = panel(demand(0, 27, 3))
    found, table = selected(known, 7)
    assert table == ()
    plain = foretell(known, 7)
    assert found.models == plain.models
    assert found.means.tobytes() == plain.means.tobytes()


def test_what_repeats_exactly_is_foretold_so() -> None:
    week = np.array([[3.0, 9], [1, 8], [0, 7], [5, 6], [9, 5], [30, 4], [12, 40]])
    known = panel(np.tile(week, (12, 1)))
    found, table = selected(known, 7)
    assert all("seasonal" in model for model in found.models)
    np.testing.assert_allclose(found.means, week)
    best = [t for t in table if t.model == "seasonal_naive"]
    assert best
    assert all(t.wape == t.bias == 0 for t in best)


def test_on_noise_the_fallback_stays() -> None:
    random = np.random.default_rng(0)  # all together sell the same each day: no way leans by chance
    found, table = selected(panel(random.multinomial(160, [1 / 20] * 20, 200)), 10)
    assert set(found.models) == {"moving_average"}
    assert {t.origins for t in table} == {3}


@dataclass(frozen=True, slots=True)
class Past:
    """What was `seen` of the series that had begun at an origin, and the members' means for them."""

    origin: int
    begun: list[int]
    seen: Panel
    members: Mapping[str, Floats]


def pasts(values: Floats, kind: str) -> list[Past]:
    """Of each origin, six weeks ahead."""
    found = []
    for origin in origins(len(values), 6):
        begun = [c for c in range(values.shape[1]) if np.isfinite(values[:origin, c]).any()]
        seen = panel(values, "W").only(np.array(begun)).until(origin, 6)
        found.append(Past(origin, begun, seen, MEMBERS[kind](seen, 6)))
    return found


def pairs_of(
    one: Past, values: Floats, inside: list[int], model: str
) -> list[list[tuple[float, float]]]:
    """Foretold and came, of each period."""
    columns = [c for c in inside if c in one.begun]
    means = one.members[model][:, [one.begun.index(c) for c in columns]]
    came = values[one.origin : one.origin + 6, columns]
    return [
        [(float(m), float(c)) for m, c in zip(*row, strict=True) if c == c]
        for row in zip(means, came, strict=True)
    ]


def coverage(one: Past, values: Floats, inside: list[int], model: str) -> list[bool]:
    """Whether each value lay within the bounds."""
    bounds = quantiles(one.members[model], burst(one.seen))
    return [
        bool(bounds[LOWER, h, place] <= came <= bounds[UPPER, h, place])
        for place, column in enumerate(one.begun)
        for h, came in enumerate(values[one.origin : one.origin + 6, column])
        if column in inside and came == came
    ]


def agrees(one: Accuracy, told: list[Past], values: Floats, inside: list[int]) -> None:
    """The figures of a row are those of sums by hand."""
    rows = [row for past in told for row in pairs_of(past, values, inside, one.model)]
    pairs = [pair for row in rows for pair in row]
    if one.level == "total":
        pairs = [(sum(m for m, _ in row), sum(c for _, c in row)) for row in rows]
    came = sum(abs(c) for _, c in pairs)
    assert one.wape == pytest.approx(sum(abs(m - c) for m, c in pairs) / came)
    assert one.bias == pytest.approx(sum(m - c for m, c in pairs) / came)
    assert one.origins == 3
    if one.segment == "smooth_going" or one.level == "total":
        assert one.coverage is None
        return
    hits = [h for past in told if (h := coverage(past, values, inside, one.model))]
    assert one.coverage == pytest.approx(np.mean([np.mean(h) for h in hits]))


@pytest.fixture(scope="module")
def weeks() -> Floats:
    """Sixty weeks of three steady products with a gap, and of two that began within the last twelve."""
    values = demand(0, 60, 5, mean=12.0)
    values[50:53, 1] = np.nan
    values[:50, 3] = values[:56, 4] = np.nan
    return values


@pytest.fixture(scope="module")
def found(weeks: Floats) -> tuple[Foretold, Table]:
    return selected(panel(weeks, "W"), 6)


def test_figures_of_demand_by_hand(weeks: Floats, found: tuple[Foretold, Table]) -> None:
    parts = segments(panel(weeks, "W"), "demand")
    assert found[1]
    past = pasts(weeks, "demand")
    for one in found[1]:
        agrees(one, past, weeks, parts[one.segment].tolist())


def test_the_chosen_way_is_what_is_told(weeks: Floats, found: tuple[Foretold, Table]) -> None:
    known = panel(weeks, "W")
    members = MEMBERS["demand"](known, 6)
    models = [m.removeprefix("not_enough_history:") for m in found[0].models]
    for column, model in enumerate(models):
        np.testing.assert_array_equal(found[0].means[:, column], members[model][:, column])
    np.testing.assert_array_equal(found[0].quantiles, quantiles(found[0].means, burst(known)))


@pytest.mark.parametrize("start", [0.0, 300.0])
def test_figures_of_what_is_smooth_by_hand(start: float) -> None:
    values = walks(0, 70, 2, start)
    told, table = selected(panel(values, "W"), 6)
    assert {t.segment for t in table} == {"smooth_going"}
    past = pasts(values, "smooth")
    for one in table:
        agrees(one, past, values, [0, 1])
    best = MEMBERS["smooth"](panel(values, "W"), 6)[told.models[0]]
    np.testing.assert_array_equal(told.means, best)
    np.testing.assert_allclose(told.quantiles[4], told.means)
    assert (np.diff(told.quantiles, axis=0) >= 0).all()


def test_both_kinds_are_judged_apart_and_keep_their_places() -> None:
    values = np.hstack([walks(0, 70, 1, 0.0), demand(0, 70, 1), walks(1, 70, 1, 0.0)])
    seen: list[str] = []
    told, table = selected(panel(values, "W"), 6, seen.append)
    assert len(seen) == 6
    assert {t.segment for t in table if t.coverage is None and t.level == "series"} == {
        "smooth_going"
    }
    apart, _ = selected(panel(values[:, [0, 2]], "W"), 6)
    assert told.means[:, [0, 2]].tobytes() == apart.means.tobytes()
    alone, _ = selected(panel(values[:, [1]], "W"), 6)
    assert told.models[1] == alone.models[0]


def test_a_kind_that_had_not_begun_keeps_the_standing_forecast() -> None:
    late = walks(0, 70, 1, 0.0) - 50
    late[:-5] = np.nan
    known = panel(np.hstack([demand(0, 70, 2), late]), "W")
    told, table = selected(known, 6)
    plain = foretell(known, 6)
    assert "smooth_going" not in {t.segment for t in table}
    assert told.means[:, 2].tobytes() == plain.means[:, 2].tobytes()
    assert told.quantiles[:, :, 2].tobytes() == plain.quantiles[:, :, 2].tobytes()
    assert told.models[2] == plain.models[2]


def test_a_segment_that_had_not_begun_claims_nothing() -> None:
    values = demand(0, 70, 3, mean=12.0)
    values[:-5, 1] = np.nan
    values[-5:, 1] = [0, 0, 9, 0, 0]
    told, table = selected(panel(values, "W"), 6)
    assert {t.segment for t in table} == {"steady"}
    assert told.means[0, 1] == foretell(panel(values, "W"), 6).means[0, 1]
    assert np.isfinite([t.wape for t in table]).all()


def test_the_same_again_to_the_last_byte(weeks: Floats, found: tuple[Foretold, Table]) -> None:
    again, table = selected(panel(weeks, "W"), 6)
    assert again.means.tobytes() == found[0].means.tobytes()
    assert again.quantiles.tobytes() == found[0].quantiles.tobytes()
    assert table == found[1]
