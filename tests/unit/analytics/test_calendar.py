"""The Indian year: each festival on its day, in the States that keep it."""

from datetime import date

import pytest

from haat.analytics.calendar import (
    AKSHAYA_TRITIYA,
    MOMENTS,
    occasions,
)


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
