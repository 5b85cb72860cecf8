"""The Indian year as features: each day by its distance to the festivals, seasons by their rules."""

from datetime import date, timedelta

import numpy as np
import pytest

from haat.analytics.calendar import (
    AKSHAYA_TRITIYA,
    COLUMNS,
    FAR,
    MOMENTS,
    features,
    occasions,
)


def _days(first: str, count: int) -> list[date]:
    return [date.fromisoformat(first) + timedelta(days=n) for n in range(count)]


def _on(day: str, column: str, state: str | None = None) -> float:
    found = features([date.fromisoformat(day)], state)
    return float(found[0, COLUMNS.index(column)])


def _first_days(name: str, state: str | None, year: int) -> list[str]:
    told = occasions(date(year, 1, 1), date(year, 12, 31), state)
    return [str(o.starts) for o in told if o.name == name]


@pytest.mark.parametrize(
    ("name", "state", "day"),
    [
        ("chhath", "Bihar", "2026-11-13"),
        ("rath_yatra", "Odisha", "2026-07-16"),
        ("sankranti", "Andhra Pradesh", "2026-01-14"),
        ("dhanteras", None, "2026-11-06"),
        ("akshaya_tritiya", None, "2026-04-19"),
        ("onam", "Kerala", "2026-08-26"),
        ("lunar_new_year", "Karnataka", "2026-03-19"),
        ("lunar_new_year", "Maharashtra", "2026-03-19"),
        ("eid_ul_fitr", None, "2026-03-21"),
        ("baisakhi", "Punjab", "2026-04-14"),
    ],
)
def test_each_festival_stands_on_its_day(name: str, state: str | None, day: str) -> None:
    assert _first_days(name, state, 2026) == [day]


def test_bihu_comes_twice_a_year_and_only_in_its_state() -> None:
    assert _first_days("bihu", "Assam", 2026) == ["2026-01-14", "2026-04-14"]
    assert _first_days("bihu", "Bihar", 2026) == []


@pytest.mark.parametrize("year", range(2015, 2031))
def test_every_year_has_the_festivals_of_all_india(year: int) -> None:
    told = {o.name for o in occasions(date(year, 1, 1), date(year, 12, 31))}
    kept_in_some = {
        "bihu", "lunar_new_year", "chhath", "onam", "durga_puja", "baisakhi", "rath_yatra",
    }  # fmt: skip
    assert told == set(MOMENTS) - kept_in_some


def test_akshaya_tritiya_is_the_day_that_holidays_has() -> None:
    import holidays  # noqa: PLC0415  # the oracle of this test alone

    calendar = holidays.country_holidays(
        "IN", subdiv="MP", years=range(2015, 2031), categories=("public", "optional")
    )
    assert tuple(sorted(calendar.get_named("Akshay Tritiya"))) == AKSHAYA_TRITIYA


@pytest.mark.parametrize("year", range(2018, 2028))
def test_a_day_is_told_by_its_distance_whatever_the_date(year: int) -> None:
    [day] = _first_days("diwali", None, year)
    week = date.fromisoformat(day) - timedelta(days=7)
    assert _on(str(week), "diwali_until") == 7
    assert _on(str(week), "diwali_since") == FAR
    assert _on(str(week + timedelta(days=10)), "diwali_since") == 3


def test_while_a_festival_lasts_it_is_neither_ahead_nor_past() -> None:
    assert _on("2026-10-19", "durga_puja_until", "West Bengal") == 0
    assert _on("2026-10-19", "durga_puja_since", "West Bengal") == 0


def test_features_are_dense_and_bounded() -> None:
    for state in (None, "Bihar", "Kerala", "Assam"):
        found = features(_days("2024-11-01", 500), state)
        assert found.shape == (500, len(COLUMNS))
        assert np.isfinite(found).all()
        assert found.min() == 0
        assert found.max() == FAR
    assert features([]).shape == (0, len(COLUMNS))


def test_a_day_has_the_same_features_in_whatever_company() -> None:
    days = _days("2025-09-01", 120)
    alone = np.vstack([features([d], "Bihar") for d in days])
    np.testing.assert_array_equal(features(days, "Bihar"), alone)


@pytest.mark.parametrize(
    ("day", "state", "weds"),
    [
        ("2024-11-10", None, 0),  # Devuthani Ekadashi was on 12 November
        ("2024-11-13", None, 1),
        ("2023-11-22", None, 0),  # and on 23 November
        ("2023-11-24", None, 1),
        ("2023-07-01", None, 0),  # Devshayani Ekadashi was on 29 June
        ("2023-06-26", None, 1),
        ("2025-12-20", None, 0),
        ("2026-01-10", None, 0),
        ("2026-01-20", None, 1),
        ("2026-03-20", None, 0),
        ("2026-07-20", "Tamil Nadu", 0),
        ("2026-09-10", "Tamil Nadu", 1),
        ("2026-09-10", "Bihar", 0),
    ],
)
def test_weddings_keep_the_almanac(day: str, state: str | None, weds: int) -> None:
    assert _on(day, "wedding_season", state) == weds


def test_wages_come_in_the_first_week() -> None:
    assert [_on(f"2026-05-{d:02}", "pay_week") for d in (1, 7, 8, 31)] == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("day", "state", "held"),
    [
        ("2026-11-24", "Bihar", 1),
        ("2026-11-23", "Bihar", 0),
        ("2026-11-20", "Rajasthan", 1),
        ("2026-01-13", "West Bengal", 1),
        ("2026-11-24", None, 0),
    ],
)
def test_a_fair_is_held_in_its_state(day: str, state: str | None, held: int) -> None:
    assert _on(day, "fair", state) == held
