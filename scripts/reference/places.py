"""Districts and markets under one canonical id each, with coordinates and their names in Indian scripts."""

import csv
import gzip
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz, process

OWN = Path(__file__).parent / "own"
STATES = {
    "andaman and nicobar": "Andaman and Nicobar Islands",
    "chattisgarh": "Chhattisgarh",
    "nct of delhi": "Delhi",
    "pondicherry": "Puducherry",
    "uttrakhand": "Uttarakhand",
    "jammu and kashmir": "Jammu and Kashmir",
}
# What a bracket says about the kind of yard, not about where it stands.
YARD = re.compile(
    r"^(f\s?&?\s?v|fv|f and v|grain.*|grain/fruit|uc|eec|sub ?yard|veg.*|naveen mandi sthal|subji mandi|main"
    r"|new veg market|.*\bveg( |\b).*|frui & veg\. market|uzhavar santhai|station road|dist\..*"
    r"|phale.*|india|phase.*|new mandi|subzi mandi|sadar bazar)$",
    re.IGNORECASE,
)
RYTHU = re.compile(r"^(rythu bazar|rbz)$", re.IGNORECASE)
TAIL = re.compile(r",\s*(?:RBZ|Rbz)\b")
# Which yard comes first, the town last: `New Grain Market(main), Karnal`.
YARD_OF = re.compile(
    r"^(?:new grain market|fish.*market|flower market)[^,]*,\s*(.+)$", re.IGNORECASE
)
GENERIC = re.compile(r"^(?:fruit|flower|grain) market$", re.IGNORECASE)
COMMITTEE_IN_BRACKETS = {"West Bengal"}  # there the bracket names the committee, not the sub-market
SCRIPTS = {
    "Deva": "DEVANAGARI",
    "Beng": "BENGALI",
    "Gujr": "GUJARATI",
    "Guru": "GURMUKHI",
    "Taml": "TAMIL",
    "Telu": "TELUGU",
    "Knda": "KANNADA",
    "Mlym": "MALAYALAM",
    "Orya": "ORIYA",
    "Arab": "ARABIC",
}
NEAR_KM = 60.0
STRAY_KM = 110.0  # a market farther than this from its district's centre has a wrong coordinate


@dataclass(slots=True)
class Place:
    """A district or a market; `district_id` of a district is its own id."""

    id: str
    kind: str
    name: str
    district_id: str
    state: str
    lat: float
    lon: float
    located: bool = False
    aliases: list[str] = field(default_factory=list)


def key(text: str) -> str:
    """Letters and figures only, lower case, without accents."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())


def state_name(raw: str) -> str:
    """The canonical name of a state as the price lists spell it."""
    return STATES.get(raw.lower(), raw.title().replace(" And ", " and ").replace(" Of ", " of "))


def distance_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Great-circle distance (haversine)."""
    a, b, c, d = map(radians, (lat_a, lon_a, lat_b, lon_b))
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(h))


def tidy(raw: str) -> str:
    """A market's name with sane spaces, in title case where it came in capitals."""
    text = re.sub(r"\s+", " ", raw.replace(" ,", ",")).strip(" ,.")
    text = re.sub(r"(?<=\w)\(", " (", text)
    return text.title() if text.isupper() else text


class Districts:
    """Finds the canonical district for the many spellings of the price lists."""

    def __init__(self, source: Path) -> None:
        self.places: dict[str, Place] = {}
        self._names: dict[str, dict[str, str]] = {}
        own = {r["place"]: r["aliases"] for r in rows_of(OWN / "district_names.csv")}
        for row in rows_of(source / "districts.csv"):
            aliases = f"{row['aliases']};{own.get(row['place'], '')}"
            self._add(row, [a for a in aliases.split(";") if a])
        for row in rows_of(OWN / "district_spellings.csv"):
            self._names[row["state"]][key(row["spelling"])] = row["place"]

    def _add(self, row: dict[str, str], aliases: list[str]) -> None:
        place, district, state = row["place"], row["district"], row["state"]
        # "West" alone is no name of a place: Delhi's districts are called by the city too.
        called = f"{district} Delhi"
        name = called if called in aliases else district
        names = list(dict.fromkeys(a for a in aliases if a != name))
        self.places[place] = Place(
            id=place,
            kind="district",
            name=name,
            district_id=place,
            state=state,
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            located=True,
            aliases=names,
        )
        known = self._names.setdefault(state, {})
        for form in (district, name, *names):
            known.setdefault(key(form), place)

    def exact(self, state: str, name: str) -> str | None:
        """The district of exactly this name or alias, if there is one."""
        return self._names.get(state, {}).get(key(name))

    def find(self, state: str, name: str, cutoff: float = 85) -> str | None:
        """The district meant by a name of the price lists, also when misspelt."""
        if not name:
            return None
        bare = re.sub(r"\(.*", "", name).strip()
        exact = self.exact(state, name) or self.exact(state, bare)
        if exact or len(key(name)) < 5:
            return exact
        known = self._names[state]
        best = process.extractOne(key(bare), list(known), scorer=fuzz.ratio, score_cutoff=cutoff)
        return known[best[0]] if best else None

    def names(self, place: str) -> set[str]:
        """All keys under which a district is known."""
        found = self.places[place]
        return {k for k, v in self._names[found.state].items() if v == place}


class Postal:
    """The nearest post office's district, for markets that came with a coordinate only."""

    def __init__(self, source: Path, districts: Districts) -> None:
        states = {p.state for p in districts.places.values()}
        offices = [
            (
                float(r["lat"]),
                float(r["lon"]),
                districts.find(state_name(r["state"]), r["district"].title()),
            )
            for r in rows_of(source / "pincodes.csv.gz")
            if r["lat"] and state_name(r["state"]) in states
        ]
        self._offices = [(lat, lon, place) for lat, lon, place in offices if place]

    def district(self, lat: float, lon: float) -> str:
        """The district of the nearest office."""
        narrow = cos(radians(lat))
        return min(self._offices, key=lambda o: (o[0] - lat) ** 2 + ((o[1] - lon) * narrow) ** 2)[2]


class Towns:
    """GeoNames' towns: where a name lies, and how it is written."""

    def __init__(self, source: Path) -> None:
        self._by_id: dict[str, list[dict[str, str]]] = {}
        self._ids: dict[str, set[str]] = {}
        for row in rows_of(source / "lexicon" / "place_names_geonames.csv.gz"):
            town = row["geonameid"]
            self._by_id.setdefault(town, []).append(row)
            latin = [row["form"]] if row["script"] == "Latn" else []
            for form in (row["name"], *latin):
                self._ids.setdefault(key(form), set()).add(town)

    def near(self, names: Iterable[str], lat: float, lon: float) -> str | None:
        """The largest town of one of these names within 60 km."""
        ids = {i for name in names if len(key(name)) > 2 for i in self._ids.get(key(name), ())}
        close = [i for i in ids if distance_km(lat, lon, *self.where(i)) <= NEAR_KM]
        return max(close, key=lambda i: int(self._by_id[i][0]["population"]), default=None)

    def where(self, town: str) -> tuple[float, float]:
        """Latitude and longitude."""
        row = self._by_id[town][0]
        return float(row["lat"]), float(row["lon"])

    def forms(self, town: str) -> Iterator[tuple[str, str]]:
        """Script and form of each name in an Indian script or Urdu."""
        for row in self._by_id[town]:
            if row["script"] in SCRIPTS and written_in(row["form"], row["script"]):
                yield row["script"], unicodedata.normalize("NFC", row["form"])


def written_in(form: str, script: str) -> bool:
    """True where every letter belongs to the script."""
    letters = [c for c in form if c.isalpha()]
    return bool(letters) and all(
        unicodedata.name(c, "").startswith(SCRIPTS[script]) for c in letters
    )


def market_names(raw: str, state: str, known: set[str]) -> tuple[str, list[str]]:
    """The market's own name and its aliases, from names such as `Pune(Moshi)` and `Jodhpur(F&V)(Paota)`.

    A bracket that only says which yard it is falls away, one that repeats the district too; a bracket
    that names the place of a sub-market becomes the name, and the whole an alias.
    """
    text = TAIL.sub(" (Rythu Bazar)", tidy(raw))
    if "," in text and "(" not in text:
        head, _, tail = text.partition(",")
        text = head if key(tail) in known | {"bangalore"} else f"{head} {tail.strip()}"
    outer = re.sub(r"\(.*", "", text).strip(" ,")
    outer = outer.title() if outer.isupper() and "." not in outer else outer
    inner = [b.strip(" )") for b in re.findall(r"\(([^()]*)", text)]
    inner = [b for b in inner if b and not YARD.match(b) and key(b) != key(outer)]
    if any(RYTHU.match(b) for b in inner):
        return f"{outer} Rythu Bazar", []
    inner = [b for b in inner if not _names_district(b, known)]
    if not inner or state in COMMITTEE_IN_BRACKETS:
        return outer, []
    return inner[-1], [f"{outer} {inner[-1]}"]


def _names_district(bracket: str, known: set[str]) -> bool:
    text = key(bracket)
    return any(text == k or (len(text) > 4 and fuzz.ratio(text, k) >= 85) for k in known)


class Markets:
    """Collects every market once, however it is spelt."""

    def __init__(self, source: Path, districts: Districts) -> None:
        self.districts = districts
        self.places: dict[str, Place] = {}
        self.unplaced: set[tuple[str, str]] = set()
        self.merged: set[tuple[str, str]] = set()
        self._ids: dict[tuple[str, str], str] = {}
        self._by_raw: dict[tuple[str, str], tuple[str, str]] = {}
        self._fixed = {
            (r["state"], key(r["market"])): r["place"]
            for r in rows_of(OWN / "market_districts.csv")
        }
        self._postal = Postal(source, districts)
        self._towns = Towns(source)

    def resolve(
        self, state: str, raw: str, district: str = "", at: tuple[float, float] | None = None
    ) -> tuple[str, str] | None:
        """(district id, market name) of a line of the price lists; None where no district fits."""
        raw = YARD_OF.sub(r"\1", raw)
        seen = (state, key(raw))
        if seen not in self._by_raw:
            home = self._home(state, raw, district, at)
            if home is None:
                self.unplaced.add((state, raw))
                return None
            self._by_raw[seen] = self._place(home, raw, at)
        return self._by_raw[seen]

    def _home(
        self, state: str, raw: str, district: str, at: tuple[float, float] | None
    ) -> str | None:
        outer = re.sub(r"\(.*", "", tidy(raw)).strip()
        fixed = self._fixed.get((state, key(raw))) or self._fixed.get((state, key(outer)))
        said = self.districts.find(state, district)
        bracket = re.search(r"\((.+?)\)", raw)
        named = self.districts.exact(state, outer) or (
            self.districts.exact(state, bracket[1]) if bracket else None
        )
        # A district that was carved out keeps its chief market's name: Shamli lies no longer in Muzaffarnagar.
        if not fixed and named and said and named != said and self._close(named, said):
            return named
        return fixed or said or named or (self._postal.district(*at) if at else None)

    def _close(self, a: str, b: str) -> bool:
        first, second = self.districts.places[a], self.districts.places[b]
        return distance_km(first.lat, first.lon, second.lat, second.lon) < 120

    def _place(self, home: str, raw: str, at: tuple[float, float] | None) -> tuple[str, str]:
        district = self.districts.places[home]
        known = self.districts.names(home)
        name, aliases = market_names(raw, district.state, known)
        if GENERIC.match(name):
            name = f"{district.name} {name}"
        if key(name) in known or any(fuzz.ratio(key(name), k) >= 91 for k in known if len(k) > 5):
            return home, district.name
        spot = self._spot(home, name)
        if spot not in self._ids:
            self._ids[spot] = self._new(name, district)
        place = self.places[self._ids[spot]]
        aliases = [*aliases, name]
        place.aliases += [
            a for a in aliases if a not in place.aliases and key(a) != key(place.name)
        ]
        self._locate(place, district, at)
        return home, place.name

    def _spot(self, home: str, name: str) -> tuple[str, str]:
        """The place of this name in the district, also where the lists spell it in two ways."""
        mine = key(name)
        if (home, mine) not in self._ids and len(mine) > 5:
            for place, theirs in self._ids:
                if place == home and theirs[0] == mine[0] and fuzz.ratio(mine, theirs) >= 91:
                    self.merged.add((name, self._ids[place, theirs]))
                    return place, theirs
        return home, mine

    def _new(self, name: str, district: Place) -> str:
        label = "Delhi" if district.state == "Delhi" else district.id.rpartition(", ")[0]
        id_ = f"{name}, {label}"
        if id_ in self.places or id_ in self.districts.places:
            id_ = f"{name}, {label}, {district.state}"
        self.places[id_] = Place(
            id_, "market", name, district.id, district.state, district.lat, district.lon
        )
        return id_

    def _locate(self, place: Place, district: Place, at: tuple[float, float] | None) -> None:
        if place.located:
            return
        if at is None or distance_km(district.lat, district.lon, *at) > STRAY_KM:
            town = self._towns.near([place.name], district.lat, district.lon)
            at = self._towns.where(town) if town is not None else None
        if at is not None:
            place.lat, place.lon = round(at[0], 4), round(at[1], 4)
            place.located = True


def markets(source: Path, districts: Districts) -> Markets:
    """Every market of the mandi lists."""
    found = Markets(source, districts)
    for row in rows_of(source / "mandi_locations.csv"):
        if not row["mandiname"].startswith("AMO"):  # offices that buy in other states
            at = (float(row["latitude"]), float(row["longitude"]))
            found.resolve(state_name(row["state"]), row["mandiname"], row["district"].title(), at)
    for row in rows_of(source / "mandi_snapshot_2023w30.csv.gz"):
        found.resolve(state_name(row["state"]), row["market"], row["district"])
    return found


def write(found: Markets, source: Path, target: Path) -> None:
    """Write places.csv and place_names.csv."""
    markets_by_id = sorted(found.places.values(), key=lambda p: p.id)
    places = [*found.districts.places.values(), *markets_by_id]
    rows = [
        (p.id, p.kind, p.name, p.district_id, p.state, p.lat, p.lon, ";".join(p.aliases))
        for p in places
    ]
    columns = ["place", "kind", "name", "district", "state", "lat", "lon", "aliases"]
    pd.DataFrame(rows, columns=columns).to_csv(target / "places.csv", index=False)
    names = pd.DataFrame(_names(places, Towns(source)), columns=["place", "script", "form"])
    names.drop_duplicates().to_csv(target / "place_names.csv", index=False)


def _names(places: list[Place], towns: Towns) -> Iterator[tuple[str, str, str]]:
    own = {r["place"]: r["devanagari"] for r in rows_of(OWN / "district_names.csv")}
    for row in rows_of(OWN / "market_names.csv"):
        yield row["market"], row["script"], unicodedata.normalize("NFC", row["form"])
    for place in places:
        for form in own.get(place.id, "").split(";"):
            if form:
                yield place.id, "Deva", unicodedata.normalize("NFC", form)
        for name in (place.name, *place.aliases) if place.kind == "district" else (place.name,):
            town = towns.near([name], place.lat, place.lon)
            if town is not None:
                for script, form in towns.forms(town):
                    yield place.id, script, form


def rows_of(path: Path) -> list[dict[str, str]]:
    """The lines of a CSV file, packed or not."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))
