"""Rows of a long table on grids: nothing is lost, nothing moves."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.batch.panels import MANY, Part, chunks, ends, parts
from app.batch.series import Series, planned_of, series_of
from haat.core.errors import InvalidInput
from tests.unit.app.batch.making import Row, table

HORIZON = 3
KNOWN = st.dictionaries(
    st.tuples(st.sampled_from("cab"), st.integers(-5, 12)), st.floats(0, 9), min_size=1
)


def shuffled(known: dict[tuple[str, int], float], seed: int) -> list[Row]:
    rows = [(name, str(period), value) for (name, period), value in known.items()]
    Random(seed).shuffle(rows)  # noqa: S311  # the order of a file
    return rows


def laid_out(series: Series, most: int = 2, *, filled: bool = False) -> list[Part]:
    until = ends(series, filled=filled)
    return [
        part
        for some in chunks(series, until, most)
        for part in parts(series, until, some, HORIZON, filled=filled)
    ]


def told(found: list[Part]) -> dict[tuple[str, int], float]:
    """What stands on the grids, by series and its own period."""
    return {
        (name, int(end) + row - part.panel.length + 1): part.panel.values[row, column]
        for part in found
        for column, (name, end) in enumerate(zip(part.panel.ids, part.ends, strict=True))
        for row in range(part.panel.length)
        if not np.isnan(part.panel.values[row, column])
    }


@given(KNOWN, st.integers(0, 9))
def test_each_row_stands_in_its_place(known: dict[tuple[str, int], float], seed: int) -> None:
    rows = shuffled(known, seed)
    series = series_of(table(rows), None)
    assert series.ids == tuple(dict.fromkeys(name for name, _, _ in rows))
    found = laid_out(series)
    assert told(found) == known
    assert sorted(name for part in found for name in part.panel.ids) == sorted(series.ids)


@given(KNOWN, st.integers(0, 9))
def test_filled_gaps_are_zeros_to_the_common_end(
    known: dict[tuple[str, int], float], seed: int
) -> None:
    series = series_of(table(shuffled(known, seed)), None)
    end = max(period for _, period in known)
    begins = {n: min(p for name, p in known if name == n) for n in series.ids}
    zeros = {(n, p): 0.0 for n in series.ids for p in range(begins[n], end + 1)}
    assert told(laid_out(series, filled=True)) == zeros | known


def test_an_empty_cell_is_not_filled() -> None:
    series = series_of(table([("a", "1", 5.0), ("a", "2", np.nan), ("a", "4", 5.0)]), None)
    (part,) = laid_out(series, filled=True)
    np.testing.assert_array_equal(part.panel.values[:, 0], [5, np.nan, 0, 5])


def test_dates_that_many_end_on_are_a_grid_of_their_own() -> None:
    rows = [(f"{n:02d}", "2026-01-02", 1.0) for n in range(MANY)]
    rows += [("x", "2026-01-03", 1.0), ("y", "2026-01-04", 2.0)]
    shared, rest = laid_out(series_of(table(rows), None), 99)
    assert str(shared.panel.periods[-1]) == "2026-01-02"
    assert rest.panel.ids == ("x", "y")


def test_dates_with_ends_of_their_own_are_aligned_and_numbered() -> None:
    rows = [("a", "2026-01-01", 1.0), ("a", "2026-01-02", 1.0), ("b", "2026-01-03", 2.0)]
    (part,) = laid_out(series_of(table(rows), None))
    np.testing.assert_array_equal(part.panel.values, [[1, np.nan], [1, 2]])
    assert part.panel.periods.tolist() == [0, 1]
    assert (np.diff(part.ends) == 1).all()


def test_what_is_planned_stands_after_the_end_of_each_series() -> None:
    rows = [("a", "1", 1.0), ("a", "2", 1.0), ("b", "1", 1.0)]
    series = series_of(table(rows, {"price": [10.0, 11.0, 20.0]}), None)
    plan = [("b", "4", 0.0), ("zz", "3", 0.0), ("a", "3", 0.0), ("zz", "3", 0.0), ("a", "9", 0.0)]
    with_plan = replace(
        series,
        planned=planned_of(table(plan, {"price": [23, 0, 12, 0, 0], "new": [1] * 5}), series),
    )
    (part,) = laid_out(with_plan)
    assert set(part.panel.planned) == {"price"}
    np.testing.assert_array_equal(part.panel.covariates["price"], [[10, 20], [11, np.nan]])
    nan = np.nan
    np.testing.assert_array_equal(part.panel.planned["price"], [[12, nan], [nan, 23], [nan, nan]])


def test_a_period_may_stand_but_once() -> None:
    rows = [("a", "1", 1.0), ("b", "1", 1.0), ("a", "2", 1.0), ("b", "1", 2.0)]
    with pytest.raises(InvalidInput, match="row 4, column ds: b has 1 already"):
        series_of(table(rows), None)


@given(st.lists(st.text("abc", min_size=1, max_size=3), unique=True, min_size=1), st.integers(1, 4))
def test_the_cut_does_not_depend_on_the_order_of_the_file(names: list[str], most: int) -> None:
    def cut(order: list[str]) -> list[list[str]]:
        series = series_of(table([(name, "1", 1.0) for name in order]), None)
        found = chunks(series, ends(series, filled=False), most)
        return [[series.ids[place] for place in chunk] for chunk in found]

    assert cut(names) == cut(names[::-1])
    assert [name for chunk in cut(names) for name in chunk] == sorted(names)
    assert all(len(chunk) <= most for chunk in cut(names))
