"""Every place a person may name: districts, markets and states, by any of their names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Literal

from rapidfuzz import fuzz

from haat.language.scripts import script_of, scripts
from haat.language.shipped import rows
from haat.language.sound import blurred, skeleton, sound_key
from haat.language.tokens import tokenise
from haat.language.transliterate import latin

EARTH_RADIUS_KM = 6371.0
BONES = 3  # consonants from which a name may be known by them
FARTHEST_KM = 250.0  # a person further from every district's middle is not in India
STATES_IN_SHORT = {
    "up": "Uttar Pradesh",
    "mp": "Madhya Pradesh",
    "hp": "Himachal Pradesh",
    "ap": "Andhra Pradesh",
    "wb": "West Bengal",
    "tn": "Tamil Nadu",
    "यूपी": "Uttar Pradesh",
    "एमपी": "Madhya Pradesh",
}
PlaceKind = Literal["state", "district", "market"]


@dataclass(frozen=True, slots=True)
class Place:
    """A state, district or market. `district_id` is a district's own id for a district, empty for a state."""

    id: str
    kind: PlaceKind
    name: str
    district_id: str
    state: str
    lat: float | None
    lon: float | None


def distance_km(one: Place, other: Place) -> float | None:
    """Great-circle distance (haversine), or None where a coordinate is not known."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    lat1, lon1, lat2, lon2 = map(radians, (one.lat, one.lon, other.lat, other.lon))
    a = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(a))


def phrase_key(text: str) -> tuple[str, ...]:
    """The folded words of a name, as it is looked up."""
    return tuple(token.key for token in tokenise(text))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Gazetteer:
    """Places by id and by folded name.

    `forms` maps the words of a name to place ids; `sounds` does the same for Latin names as they sound,
    and `bones` for the consonants of one-word names, each with its own word.
    """

    places: Mapping[str, Place]
    forms: Mapping[tuple[str, ...], tuple[str, ...]]
    sounds: Mapping[tuple[str, ...], tuple[str, ...]]
    bones: Mapping[str, Mapping[str, tuple[str, ...]]]
    labels: Mapping[tuple[str, str], str]
    districts: Mapping[str, tuple[str, ...]]  # one-word names of districts, for misspellings
    longest: int

    def get(self, place_id: str) -> Place | None:
        """The place of that canonical id."""
        return self.places.get(place_id)

    def label(self, place_id: str, script: str) -> str:
        """The place's short name in a script, or in Latin where that is not known."""
        place = self.places.get(place_id)
        return self.labels.get((place_id, script)) or (place.name if place else place_id)

    def named(self, words: tuple[str, ...]) -> tuple[Place, ...]:
        """All places of that name, best kind first: exact spelling before sound."""
        return tuple(self.places[i] for i in self.forms.get(words) or self.heard(words))

    def heard(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The ids of the places whose name sounds so, whatever script it is written in."""
        return self.sounds.get(tuple(sound_key(latin(w)) for w in words)) or ()

    def alike(self, word: str, least: float) -> tuple[str, ...]:
        """The ids of the places whose name has these consonants and, of 100, so much in common.

        For a name of which only the Latin spelling is known: `கோயம்பேடு`, madanapalle.
        """
        said, script = latin(word), script_of(word[0]) or "Latn"
        key = blurred(said, script)
        known = self.bones.get(skeleton(said), {})
        scores = {name: fuzz.ratio(key, blurred(name, script)) for name in known}
        best = max(scores, key=scores.__getitem__, default="")
        return known[best] if best and scores[best] >= least else ()

    def resolve(self, name: str, state: str | None = None) -> tuple[Place, ...]:
        """Places fitting a written name such as `Nashik`, `Lasalgaon, Nashik` or `Aurangabad, Bihar`."""
        written = self.places.get(name)
        if written is not None and written.kind != "state":
            return (written,)
        head, _, tail = name.partition(",")
        found = self.named(phrase_key(head))
        inside = self._names(phrase_key(state or tail))
        narrowed = tuple(p for p in found if p.state in inside or _district_name(p) in inside)
        return narrowed if inside else found

    def _names(self, words: tuple[str, ...]) -> set[str]:
        """The places that a written name means; Delhi is a district and the state around it."""
        meant = self.named(words)
        states = {p.state for p in meant if phrase_key(p.state) == words}
        return {p.name for p in meant} | states


def nearest_district(gazetteer: Gazetteer, lat: float, lon: float) -> Place | None:
    """The district whose middle is nearest to a point, in degrees; None further than FARTHEST_KM from all."""
    here = Place("", "market", "", "", "", lat, lon)
    districts = (p for p in gazetteer.places.values() if p.kind == "district")
    near = [(away, p.id) for p in districts if (away := distance_km(here, p)) is not None]
    away, place_id = min(near, default=(FARTHEST_KM, ""))
    return gazetteer.places[place_id] if away < FARTHEST_KM else None


def _district_name(place: Place) -> str:
    return place.district_id.partition(",")[0]


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """Read the shipped gazetteer (about 2,800 places)."""
    listed = rows("places.csv")
    places = {p.id: p for p in map(_place, listed)}
    places |= _states(places.values())
    forms: dict[tuple[str, ...], list[str]] = {}
    labels: dict[tuple[str, str], str] = {}
    for row in listed:
        for form in (row["name"], *filter(None, row["aliases"].split(";"))):
            forms.setdefault(phrase_key(form), []).append(row["place"])
    for row in rows("place_names.csv"):
        if row["place"] in places:
            forms.setdefault(phrase_key(row["form"]), []).append(row["place"])
            labels.setdefault((row["place"], row["script"]), row["form"])
    for row in rows("more_place_names.csv"):
        forms.setdefault(phrase_key(row["form"]), []).append(row["place"])
    for row in rows("state_names.csv"):
        forms.setdefault(phrase_key(row["form"]), []).append(row["state"])
        labels.setdefault((row["state"], min(scripts(row["form"]), default="Latn")), row["form"])
    for short, state in STATES_IN_SHORT.items():
        forms.setdefault((short,), []).append(state)
    return _index(places, forms, labels)


def _index(
    places: dict[str, Place],
    forms: dict[tuple[str, ...], list[str]],
    labels: dict[tuple[str, str], str],
) -> Gazetteer:
    best = {words: _best(places, ids) for words, ids in forms.items() if words}
    sounds: dict[tuple[str, ...], list[str]] = {}
    bones: dict[str, dict[str, tuple[str, ...]]] = {}
    for words, ids in best.items():
        if all(w.isascii() for w in words):
            sounds.setdefault(tuple(map(sound_key, words)), []).extend(ids)
            if len(words) == 1 and len(skeleton(words[0])) >= BONES:
                bones.setdefault(skeleton(words[0]), {})[words[0]] = ids
    return Gazetteer(
        places=places,
        forms=best,
        sounds={words: _best(places, ids) for words, ids in sounds.items()},
        bones=bones,
        labels=labels,
        districts={
            w[0]: ids
            for w, ids in best.items()
            if len(w) == 1 and places[ids[0]].kind == "district"
        },
        longest=max(map(len, best), default=1),
    )


def _best(places: Mapping[str, Place], ids: Iterable[str]) -> tuple[str, ...]:
    """Without repeats; a district gives its name before a state (Delhi), a state before a market."""
    unique = dict.fromkeys(i for i in ids if i in places)
    for kind in ("district", "state", "market"):
        kept = tuple(i for i in unique if places[i].kind == kind)
        if kept:
            return kept
    return ()


def _place(row: Mapping[str, str]) -> Place:
    kind: PlaceKind = "district" if row["kind"] == "district" else "market"
    lat, lon = row["lat"], row["lon"]
    return Place(
        row["place"],
        kind,
        row["name"],
        row["district"],
        row["state"],
        float(lat) if lat else None,
        float(lon) if lon else None,
    )


def _states(places: Iterable[Place]) -> dict[str, Place]:
    """A state stands in the middle of its districts."""
    spots: dict[str, list[Place]] = {}
    for place in places:
        if place.kind == "district" and place.lat is not None:
            spots.setdefault(place.state, []).append(place)
    return {
        state: Place(
            state,
            "state",
            state,
            "",
            state,
            sum(p.lat or 0.0 for p in inside) / len(inside),
            sum(p.lon or 0.0 for p in inside) / len(inside),
        )
        for state, inside in spots.items()
    }
