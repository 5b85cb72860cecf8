"""The festivals' days, by State."""

from datetime import date

import pytest

from haat.language.festivals import CODES, festivals
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
