"""Change, turns and the accuracy of a plain forecast."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.kpi import change_percent, moving_average_accuracy, turns

START = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("value", "previous", "change"),
    [
        (110, 100, 10.0),
        (50, 100, -50.0),
        (-50, -100, 50.0),
        (1, 0, None),
        (1, None, None),
        (None, 5, None),
    ],
)
def test_change_is_percent_of_the_period_before(
    value: float | None, previous: float | None, change: float | None
) -> None:
    assert change_percent(value, previous) == change


def test_turns_need_stock() -> None:
    assert turns(300, 100) == 3
    assert turns(300, 0) is None


@given(st.lists(st.integers(0, 50), min_size=40, max_size=80))
def test_accuracy_agrees_with_numpy(units: list[int]) -> None:
    days = {START + timedelta(days=n): float(u) for n, u in enumerate(units)}
    first, last = START + timedelta(days=30), START + timedelta(days=len(units) - 1)
    found = moving_average_accuracy({"onion": days}, first, last)
    series = np.array(units, dtype=float)
    forecast = np.array([series[n - 28 : n].mean() for n in range(30, len(units))])
    if series[30:].sum() == 0:
        assert found is None
        return
    assert found is not None
    wape = np.abs(series[30:] - forecast).sum() / series[30:].sum()
    assert found.wape == pytest.approx(wape)
    assert found.accuracy == pytest.approx(max(0, 1 - wape))
    assert found.days == len(units) - 30


def test_a_week_of_history_is_needed() -> None:
    days = {START + timedelta(days=n): 4.0 for n in range(10)}
    assert moving_average_accuracy({"onion": days}, START, START + timedelta(days=6)) is None
    found = moving_average_accuracy({"onion": days}, START, START + timedelta(days=9))
    assert found is not None
    assert (found.accuracy, found.days) == (1.0, 3)


SOLD = st.dictionaries(st.integers(0, 70), st.integers(0, 9), min_size=1)


@given(st.lists(SOLD, min_size=1, max_size=4), st.integers(0, 60), st.integers(1, 30))
def test_accuracy_agrees_with_walking_day_by_day(
    ledgers: list[dict[int, int]], start: int, length: int
) -> None:
    end = start + length - 1
    sold = {
        str(n): {START + timedelta(days=day): float(units) for day, units in ledger.items()}
        for n, ledger in enumerate(ledgers)
    }
    errors, total, judged = 0.0, 0.0, set[int]()
    for ledger in ledgers:
        first = min(ledger)
        for day in range(max(start, first + 7), end + 1):
            before = [ledger.get(d, 0) for d in range(max(first, day - 28), day)]
            errors += abs(ledger.get(day, 0) - sum(before) / len(before))
            total += ledger.get(day, 0)
            judged.add(day)
    found = moving_average_accuracy(
        sold, START + timedelta(days=start), START + timedelta(days=end)
    )
    if total == 0:
        assert found is None
        return
    assert found is not None
    assert found.wape == pytest.approx(errors / total)
    assert found.days == len(judged)


def test_nothing_sold_is_not_judged() -> None:
    assert moving_average_accuracy({}, START, START + timedelta(days=9)) is None
