"""Tests of the wedding season, against the stars and against what was printed."""

from datetime import date, timedelta
from itertools import pairwise

from haat.analytics.weddings import DOUBLE_MONTHS, in_wedding_season
from tests.unit.analytics.sky import new_moons, sign

PRINTED = [  # lucky days of 2024 (mochansamachaar.com), and 2023 (snnewsmedia.com)
    *(date(2024, 11, n) for n in (12, 13, 16, 17, 18, 22, 23, 25, 26, 28, 29)),
    *(date(2024, 12, n) for n in (4, 5, 9, 10, 14, 15)),
    date(2023, 11, 27),
]
NONE_THEN = [  # kharmas, chaturmas, a double month
    date(2024, 12, 20),
    date(2025, 1, 10),
    date(2024, 8, 15),
    date(2023, 7, 20),
    date(2023, 11, 20),
    date(2026, 5, 20),
    date(2026, 6, 10),
    date(2027, 3, 20),
]


def test_printed_wedding_days_are_in_season() -> None:
    assert all(in_wedding_season(PRINTED, "Bihar"))


def test_forbidden_months_are_not() -> None:
    assert not any(in_wedding_season(NONE_THEN, "Bihar"))
    assert not any(in_wedding_season(NONE_THEN, None))


def test_the_south_goes_by_the_sun() -> None:
    days = [date(2026, 8, 1), date(2026, 8, 20), date(2026, 9, 30), date(2026, 12, 31)]
    assert in_wedding_season(days, "Tamil Nadu") == (False, True, False, False)


def test_no_days_have_no_season() -> None:
    assert in_wedding_season((), "Bihar") == ()


def test_double_months_are_those_without_an_entry_of_the_sun() -> None:
    moons = list(new_moons(date(2001, 1, 1), date(2036, 1, 31)))
    double = [(a, b) for a, b in pairwise(moons) if sign(a) == sign(b)]
    assert len(double) == 13  # seven in nineteen years
    within_a_day = timedelta(days=1)
    for first, last in DOUBLE_MONTHS:
        assert any(
            abs(first - (a.date() + within_a_day)) <= within_a_day
            and abs(last - b.date()) <= within_a_day
            for a, b in double
        )


def test_every_double_month_is_out_of_season() -> None:
    moons = list(new_moons(date(2002, 1, 1), date(2035, 1, 31)))
    for a, b in ((a, b) for a, b in pairwise(moons) if sign(a) == sign(b)):
        days = [a.date() + timedelta(days=n) for n in range(2, (b.date() - a.date()).days - 1)]
        assert not any(in_wedding_season(days, "Bihar"))
