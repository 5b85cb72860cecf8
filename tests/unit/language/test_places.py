"""Places by id, by name in any spelling or script, and how far apart they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.language.places import Place, distance_km
from tests.shipped import gazetteer
from tests.unit.language.grammars import table

PLACES = gazetteer().places
DISTRICTS = [p for p in PLACES.values() if p.kind == "district"]
MARKETS = [p for p in PLACES.values() if p.kind == "market"]
STATES = [p for p in PLACES.values() if p.kind == "state"]
ANY_PLACE = st.sampled_from(list(PLACES.values()))


def place(place_id: str) -> Place:
    found = gazetteer().get(place_id)
    assert found is not None, place_id
    return found


def ids(name: str, state: str | None = None) -> list[str]:
    return [p.id for p in gazetteer().resolve(name, state)]


def km(one: Place, other: Place) -> float:
    distance = distance_km(one, other)
    assert distance is not None
    return distance


def test_every_district_and_market_is_found_by_its_id() -> None:
    assert [p.id for p in (*DISTRICTS, *MARKETS) if gazetteer().resolve(p.id) != (p,)] == []


def test_every_district_is_found_by_its_name() -> None:
    assert [p.id for p in DISTRICTS if p not in gazetteer().resolve(p.name)] == []


def test_every_district_is_found_by_its_name_and_state() -> None:
    assert [p.id for p in DISTRICTS if gazetteer().resolve(p.name, p.state) != (p,)] == []


def test_every_district_is_found_by_its_name_and_state_in_small_letters() -> None:
    written = {p.id: f"{p.name}, {p.state}".casefold() for p in DISTRICTS}
    assert [i for i, name in written.items() if ids(name) != [i]] == []


def test_every_district_is_found_by_its_name_in_devanagari() -> None:
    shown = {p: gazetteer().label(p.id, "Deva") for p in DISTRICTS}
    assert [p.id for p, name in shown.items() if p not in gazetteer().resolve(name)] == []


def test_there_are_all_states_and_each_stands_among_its_districts() -> None:
    assert len(STATES) == 36
    for state in STATES:
        inside = [p for p in DISTRICTS if p.state == state.id]
        assert min(km(state, p) for p in inside) <= 200


@pytest.mark.parametrize(
    ("name", "place_id"),
    table("""
        Nashik                | Nashik, Maharashtra
        nasik                 | Nashik, Maharashtra
        नासिक                 | Nashik, Maharashtra
        Lasalgaon             | Lasalgaon, Nashik
        lasalgaon, nashik     | Lasalgaon, Nashik
        Lasalgaon, Maharashtra | Lasalgaon, Nashik
        Ahmednagar            | Ahilyanagar, Maharashtra
        patna                 | Patna, Bihar
        पटना                  | Patna, Bihar
        mujaffarpur           | Muzaffarpur, Bihar
        Aurangabad, Bihar     | Aurangabad, Bihar
        शाहदरा, Delhi          | Shahdara, Delhi
        azadpur, delhi        | Azadpur, Delhi
        Maharashtra           | Maharashtra
        बिहार                  | Bihar
        delhi                 | New Delhi, Delhi
    """),
)
def test_a_written_name_means_one_place(name: str, place_id: str) -> None:
    assert ids(name) == [place_id]


def test_a_name_that_several_bear_means_all_of_them() -> None:
    assert {"Aurangabad, Bihar", "Chhatrapati Sambhajinagar, Maharashtra"} <= set(ids("Aurangabad"))


@pytest.mark.parametrize("name", ["", ",", "Atlantis", "Nashik, Bihar", "5", "प्याज"])
def test_what_is_no_place_is_none(name: str) -> None:
    assert ids(name) == []


def test_a_district_gives_its_name_before_a_market_in_it() -> None:
    assert place("Fatehpur, Sikar").kind == "market"
    assert [p.id for p in gazetteer().named(("fatehpur",))] == ["Fatehpur, Uttar Pradesh"]


def test_places_are_named_in_the_readers_script() -> None:
    assert gazetteer().label("Nashik, Maharashtra", "Deva") == "नासिक"
    assert gazetteer().label("Nashik, Maharashtra", "Latn") == "Nashik"
    assert gazetteer().label("Bihar", "Deva") == "बिहार"
    assert gazetteer().label("Nowhere, Narnia", "Deva") == "Nowhere, Narnia"


def test_a_distance_one_can_look_up() -> None:
    assert km(place("Patna, Bihar"), place("Muzaffarpur, Bihar")) == pytest.approx(70, abs=15)
    assert km(place("Patna, Bihar"), place("Chennai, Tamil Nadu")) == pytest.approx(1480, abs=40)


@given(ANY_PLACE, ANY_PLACE)
def test_a_distance_is_the_same_both_ways(one: Place, other: Place) -> None:
    assert km(one, other) == pytest.approx(km(other, one))
    assert 0 <= km(one, other) < 4000  # from end to end of the country
    assert km(one, one) == 0


@given(ANY_PLACE, ANY_PLACE, ANY_PLACE)
def test_no_detour_is_shorter(one: Place, way: Place, other: Place) -> None:
    assert km(one, other) <= km(one, way) + km(way, other) + 1e-6


def test_a_distance_from_an_unknown_spot_is_unknown() -> None:
    lost = Place("Lost, Bihar", "market", "Lost", "Patna, Bihar", "Bihar", None, None)
    assert distance_km(lost, place("Patna, Bihar")) is None
    assert distance_km(place("Patna, Bihar"), lost) is None


@given(st.text(max_size=40))
def test_any_name_is_looked_up(name: str) -> None:
    assert all(found.id in PLACES for found in gazetteer().resolve(name))


@pytest.mark.parametrize(
    ("said", "least", "ids"),
    [
        ("madanapalle", 88, ("Madanapalli, Chittoor",)),
        ("மதனபள்ளி", 88, ("Madanapalli, Chittoor",)),
        ("କୋଏମ୍ବାଟୁର", 100, ()),
        ("khichdi", 88, ()),
    ],
)
def test_a_place_is_known_by_its_consonants(said: str, least: float, ids: tuple[str, ...]) -> None:
    assert gazetteer().alike(said, least) == ids
