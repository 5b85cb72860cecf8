"""The measure of market outlooks: what is known on a day, what came after, and how they compare."""

import argparse
from datetime import date, timedelta

import pandas as pd
import pytest

from eval.market import Case, cases_of, happened, table

FIRST, DAYS = date(2018, 1, 1), 300
SAID = argparse.Namespace(first=date(2018, 3, 1), until=date(2018, 9, 1), seed=1, series=2)


def _told(**prices: float) -> pd.DataFrame:
    days = [FIRST + timedelta(days=n) for n in range(DAYS)]
    rows = [("Onion", place, day, price) for place, price in prices.items() for day in days]
    return pd.DataFrame(rows, columns=["commodity", "place", "date", "price"])


def test_nothing_is_known_of_the_days_after_the_origin_nor_from_the_end_on() -> None:
    for case in cases_of(_told(a=20.0), SAID):
        assert max(case.known) <= case.origin < min(case.after)
        assert max(case.after) < SAID.until


def test_at_most_so_many_places_are_drawn_and_the_seed_tells_which() -> None:
    told = _told(a=20.0, b=30.0, c=40.0)
    drawn = {case.id for case in cases_of(told, SAID)}
    assert len({name.split("|")[1] for name in drawn}) == 2
    assert drawn == {case.id for case in cases_of(told, SAID)}


def test_what_happened_is_a_day_off_at_most() -> None:
    day = date(2018, 5, 1)
    after = {day + timedelta(days=8): 22.0, day + timedelta(days=30): 25.0}
    case = Case("x", "Onion", day, {day: 20.0}, after)
    assert happened(case, 7) == 22.0
    assert happened(case, 28) is None


def test_the_table_compares_with_persistence() -> None:
    row = {"commodity": "Onion", "horizon": 7, "name": "ours", "method": "drift", "width": 0.1}
    row |= {"direction": "rises", "moved": 0.1, "persistence": 0.1, "covered": True}
    scored = pd.DataFrame({**row, "origin": [date(2018, n, 1) for n in (3, 4)], "error": 0.05})
    told = table(scored, seed=1)
    assert "| Onion | 7 | 2 | 10.00% | ours | 0.500 | 0.500..0.500 | 1.000 | 10.0% |" in told
    assert "7 days: drift 100.0%; rises told 2 times, right 100%, falls told 0 times" in told


@pytest.mark.parametrize("price", [0.0, 100_000.0])
def test_a_slip_is_no_price_that_happened(price: float) -> None:
    told = _told(a=20.0)
    told.loc[200, "price"] = price
    slipped = FIRST + timedelta(days=200)
    assert all(slipped not in case.after for case in cases_of(told, SAID))
