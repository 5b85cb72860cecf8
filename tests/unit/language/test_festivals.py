"""The festivals' days, by State."""

from datetime import date

import pytest

from haat.language.festivals import (
    CODES,
    festivals,
    festivals_named,
    next_festivals,
    telling_state,
)
from haat.language.shipped import rows
from tests.shipped import gazetteer


def days(state: str | None, start: str, end: str) -> dict[str, tuple[str, str]]:
    found = festivals(state, date.fromisoformat(start), date.fromisoformat(end))
    return {f.id: (str(f.starts), str(f.ends)) for f in found}


def test_those_that_hang_on_another_day_are_reckoned_from_it() -> None:
    found = days("Bihar", "2026-10-01", "2026-11-30")
    assert found["diwali"] == ("2026-11-08", "2026-11-08")
    assert found["dhanteras"] == ("2026-11-06", "2026-11-06")
    assert found["dussehra"] == ("2026-10-20", "2026-10-20")
    assert found["navratri"] == ("2026-10-11", "2026-10-20")
    assert found["chhath"] == ("2026-11-13", "2026-11-16")


@pytest.mark.parametrize(
    ("state", "kept", "not_kept"),
    [
        ("Kerala", {"onam", "vishu"}, {"chhath", "gudi_padwa", "pongal"}),
        ("Tamil Nadu", {"pongal"}, {"onam", "chhath", "karwa_chauth"}),
        ("Maharashtra", {"gudi_padwa", "ganesh_chaturthi"}, {"onam", "ugadi", "durga_puja"}),
        ("West Bengal", {"durga_puja", "pohela_boishakh"}, {"onam", "gudi_padwa"}),
        (None, {"diwali", "holi", "eid_ul_fitr"}, {"onam", "chhath", "pongal"}),
    ],
)
def test_each_state_has_its_own(state: str | None, kept: set[str], not_kept: set[str]) -> None:
    found = set(days(state, "2027-01-01", "2027-12-31"))
    assert kept <= found
    assert not found & not_kept


def test_one_that_is_going_on_is_not_over() -> None:
    assert "navratri" in days("Bihar", "2026-10-20", "2026-10-21")
    assert "navratri" not in days("Bihar", "2026-10-21", "2026-10-30")


def test_the_turn_of_the_year_hides_none() -> None:
    assert {"christmas", "new_year", "lohri"} <= set(days("Punjab", "2026-12-20", "2027-01-20"))


def test_a_day_that_hangs_on_the_moon_is_an_estimate() -> None:
    found = festivals("Bihar", date(2027, 3, 1), date(2027, 3, 31))
    assert {f.id: f.estimated for f in found} == {
        "shivaratri": False,
        "eid_ul_fitr": True,
        "holi": False,
    }


def test_festivals_move_their_own_goods() -> None:
    (rakhi,) = (
        f
        for f in festivals("Bihar", date(2027, 8, 1), date(2027, 8, 20))
        if f.id == "raksha_bandhan"
    )
    assert rakhi.moves("shg_craft")
    assert rakhi.moves(None)
    assert not rakhi.moves("fmcg")


def test_every_state_of_the_gazetteer_has_a_calendar() -> None:
    assert {place.state for place in gazetteer().places.values()} <= set(CODES)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Diwali's date?", {"diwali"}),
        ("chaitra navratri kab hai", {"chaitra_navratri"}),
        ("navratri kab hai", {"chaitra_navratri", "navratri"}),
        ("होली और बकरीद", {"holi", "eid_ul_zuha"}),
        ("", set()),
        ("price of onion", set()),
    ],
)
def test_festivals_are_heard_by_their_longest_name(said: str, found: set[str]) -> None:
    assert festivals_named(said) == found


def test_each_festival_is_heard_by_its_own_titles_and_comes_within_a_year() -> None:
    for row in rows("festivals.csv"):
        title = row["title"].partition(" (")[0]
        assert row["festival"] in festivals_named(f"{title} kab hai")
        assert row["festival"] in festivals_named(row["title_hi"])
        [coming] = next_festivals([row["festival"]], "Bihar", date(2026, 11, 25))
        assert date(2026, 11, 25) <= coming.ends < date(2028, 1, 1)


def test_what_a_state_does_not_keep_is_told_of_one_that_does() -> None:
    assert telling_state("onam", "Bihar") == "Kerala"
    assert telling_state("chhath", "Bihar") == "Bihar"
    assert telling_state("diwali", None) is None
