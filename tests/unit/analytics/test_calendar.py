"""Tests of the distances of days to festivals; dates checked by hand against published almanacs."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.analytics.calendar import FAR, PAST, festival_distances, festival_features
from haat.language.festivals import CODES

YEARS = [date(2024, 1, 1) + timedelta(days=n) for n in range(4 * 365 + 1)]
STATES = st.sampled_from([None, "Assam", "Bihar", "Kerala"])
DAYS = st.dates(date(2023, 1, 1), date(2029, 6, 30))

# The first day of each, 2024 to 2027.
FIRST_DAYS = [
    (None, "diwali", ("2024-10-31", "2025-10-20", "2026-11-08", "2027-10-29")),
    (None, "dhanteras", ("2024-10-29", "2025-10-18", "2026-11-06", "2027-10-27")),
    (None, "akshaya_tritiya", ("2024-05-10", "2025-04-30", "2026-04-19", "2027-05-09")),
    ("Uttar Pradesh", "holi", ("2024-03-25", "2025-03-14", "2026-03-04", "2027-03-22")),
    ("Telangana", "eid_ul_fitr", ("2024-04-11", "2025-03-31", "2026-03-21", "2027-03-10")),
    ("Delhi", "eid_ul_zuha", ("2024-06-17", "2025-06-07", "2026-05-27", "2027-05-17")),
    ("Rajasthan", "raksha_bandhan", ("2024-08-19", "2025-08-09", "2026-08-28", "2027-08-17")),
    ("Maharashtra", "ganesh_chaturthi", ("2024-09-07", "2025-08-27", "2026-09-14", "2027-09-04")),
    ("Maharashtra", "gudi_padwa", ("2024-04-09", "2025-03-30", "2026-03-19", "2027-04-07")),
    ("Karnataka", "ugadi", ("2024-04-09", "2025-03-30", "2026-03-19", "2027-04-07")),
    ("Karnataka", "dussehra", ("2024-10-12", "2025-10-02", "2026-10-20", "2027-10-09")),
    ("Kerala", "onam", ("2024-09-15", "2025-09-05", "2026-08-26", "2027-09-12")),
    ("Punjab", "baisakhi", ("2024-04-13", "2025-04-13", "2026-04-14", "2027-04-14")),
    ("Odisha", "rath_yatra", ("2024-07-07", "2025-06-27", "2026-07-16", "2027-07-05")),
    ("West Bengal", "durga_puja", ("2024-10-09", "2025-09-28", "2026-10-17", "2027-10-05")),
    ("Bihar", "chhath", ("2024-11-05", "2025-10-26", "2026-11-13", "2027-11-02")),
    ("Goa", "christmas", ("2024-12-25", "2025-12-25", "2026-12-25", "2027-12-25")),
]
# The calendar package and the almanacs differ by a day on these.
DAY_OFF = [
    ("Tamil Nadu", "pongal", ("2024-01-15", "2025-01-14", "2026-01-15", "2027-01-15")),
    ("Andhra Pradesh", "pongal", ("2024-01-15", "2025-01-14", "2026-01-14", "2027-01-15")),
    ("Gujarat", "makar_sankranti", ("2024-01-14", "2025-01-14", "2026-01-14", "2027-01-14")),
    ("Assam", "bohag_bihu", ("2024-04-14", "2025-04-14", "2026-04-14", "2027-04-14")),
]


def _first_days(state: str | None, festival: str) -> list[date]:
    told = festival_distances(YEARS, state)[f"days_to_{festival}"]
    return [YEARS[n] for n in range(1, len(YEARS)) if told[n] == 0 and told[n - 1] != 0]


@pytest.mark.parametrize(("state", "festival", "days"), FIRST_DAYS)
def test_festivals_begin_on_the_days_of_the_almanac(
    state: str | None, festival: str, days: tuple[str, ...]
) -> None:
    assert [day.isoformat() for day in _first_days(state, festival)] == list(days)


@pytest.mark.parametrize(("state", "festival", "days"), DAY_OFF)
def test_festivals_of_the_sun_begin_within_a_day_of_the_almanac(
    state: str, festival: str, days: tuple[str, ...]
) -> None:
    for found, told in zip(_first_days(state, festival), days, strict=True):
        assert abs((found - date.fromisoformat(told)).days) <= 1


def test_dhanteras_is_two_days_before_diwali() -> None:
    days = [date(2026, 11, n) for n in range(1, 9)]
    found = festival_distances(days, "Delhi")
    assert (found["days_to_dhanteras"] == [5, 4, 3, 2, 1, 0, -1, -2]).all()
    assert (found["days_to_diwali"] == [7, 6, 5, 4, 3, 2, 1, 0]).all()


def test_a_festival_is_forgotten_a_week_after() -> None:
    days = [date(2026, 11, 8) + timedelta(days=n) for n in (0, 1, 6, 7, 8)]
    assert festival_distances(days, "Delhi")["days_to_diwali"].tolist() == [0, -1, -6, FAR, FAR]


def test_each_state_has_its_own_festivals() -> None:
    told = {state: set(festival_distances(YEARS, state)) for state in (*CODES, None)}
    assert {s for s, names in told.items() if "days_to_onam" in names} == {"Kerala"}
    assert {s for s, names in told.items() if "days_to_magh_bihu" in names} == {"Assam"}
    assert "days_to_holi" not in told["Tamil Nadu"]
    assert "days_to_durga_puja" not in told["Gujarat"]
    assert "days_to_diwali" not in told["Mizoram"]
    assert all("days_to_christmas" in names for names in told.values())
    assert told[None] == set(festival_distances(YEARS, "a State that is none"))


def test_the_first_week_of_a_month_is_the_week_of_salaries() -> None:
    found = festival_features(YEARS, "Bihar")["salary_week"]
    assert {day.day for day, early in zip(YEARS, found, strict=True) if early} == set(range(1, 8))


def test_the_greatest_festival_is_not_the_next_one() -> None:
    found = festival_features([date(2026, 11, 5)], "Delhi")
    assert found["festival_ahead"] == 1  # Dhanteras
    assert found["great_festival_ahead"] == 3  # Diwali


@given(st.lists(DAYS, max_size=6), STATES)
def test_features_have_the_shape_of_the_days_and_stay_in_bounds(
    days: list[date], state: str | None
) -> None:
    found = festival_features(days, state)
    assert len(found) == 5
    for feature in (*found.values(), *festival_distances(days, state).values()):
        assert feature.shape == (len(days),)
        assert feature.dtype == np.float64
        assert ((feature > -PAST) & (feature <= FAR)).all()


@given(DAYS, DAYS, STATES)
def test_a_day_has_the_same_features_whatever_days_are_asked_with_it(
    day: date, other: date, state: str | None
) -> None:
    alone, both = festival_features([day], state), festival_features([day, other], state)
    assert all(alone[name][0] == both[name][0] for name in alone)


@given(DAYS, STATES)
def test_each_day_before_a_festival_is_a_day_nearer(day: date, state: str | None) -> None:
    today, tomorrow = festival_features([day, day + timedelta(days=1)], state)["festival_ahead"]
    assert tomorrow == today - 1 or today in (0, FAR)
