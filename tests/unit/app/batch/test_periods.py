"""What `ds` says."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.batch.periods import Calendar, calendar, numbers_on
from haat.analytics.panel.panel import Frequency
from haat.core.errors import InvalidInput
from tests.unit.app.batch.making import table

STEPS: dict[Frequency, timedelta] = {"D": timedelta(days=1), "W": timedelta(weeks=1)}


def frequency(*ds: str) -> Frequency:
    return calendar(table([("a", name, 1.0) for name in ds]), None)[0].frequency


def test_the_frequency_is_seen() -> None:
    assert frequency("1", "5") == "none"
    assert frequency("2026-01-01", "2026-03-01") == "MS"
    assert frequency("2026-01-05", "2026-01-26", "2026-01-12") == "W"
    assert frequency("2026-01-05", "2026-01-06") == "D"
    assert frequency("2026-01-01") == "D"


@given(
    st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    st.integers(1, 3000),
    st.sampled_from(["D", "W"]),
)
def test_neighbours_differ_by_one_and_go_back_to_their_day(
    first: date, steps: int, every: Frequency
) -> None:
    days = [first, first + STEPS[every], first + steps * STEPS[every]]
    grid, numbers = calendar(table([("a", f"{day}", 1.0) for day in days]), every)
    assert list(numbers - numbers[0]) == [0, 1, steps]
    assert list(grid.periods(numbers).astype(object)) == days


@given(st.integers(1800, 2200), st.integers(1, 12), st.integers(-500, 500))
def test_months_are_counted(year: int, month: int, ahead: int) -> None:
    grid, numbers = calendar(table([("a", f"{year}-{month}-1", 1.0)]), "MS")
    months = year * 12 + month - 1 + ahead
    there = grid.periods(numbers + ahead)[0]
    assert str(there) == f"{months // 12:04}-{months % 12 + 1:02}-01"


def test_another_table_stands_on_the_same_grid() -> None:
    grid = Calendar("W", offset=4)  # Mondays
    later = table([("a", "2026-01-05", 1.0), ("a", "2026-01-19", 1.0)])
    assert list(np.diff(numbers_on(later, grid))) == [2]
    with pytest.raises(InvalidInput, match="row 1, column ds: 2026-01-06 is another weekday"):
        numbers_on(table([("a", "2026-01-06", 1.0)]), grid)
    with pytest.raises(InvalidInput, match="'7' is a number"):
        numbers_on(table([("a", "7", 1.0)]), grid)


def test_a_slip_in_a_year_is_named() -> None:
    with pytest.raises(InvalidInput, match="from 0026-01-06 to 2026-01-06, but only 2 of"):
        calendar(table([("a", "0026-01-06", 1.0), ("a", "2026-01-06", 1.0)]), None)
