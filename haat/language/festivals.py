"""When the festivals fall in which shops sell more, by State."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from haat.language.pack import load_packs
from haat.language.phrases import STAR, Phrase, PhraseIndex, index, phrase
from haat.language.shipped import rows

CATEGORIES = ("public", "government", "optional")
ESTIMATED = " (estimated)"  # a day that hangs on the sight of the moon
SHORTEST_STEM = 3  # letters of a name that takes endings
LUNAR_YEAR = timedelta(days=400)  # by then each festival has come again
CODES = {
    "Andaman and Nicobar Islands": "AN",
    "Andhra Pradesh": "AP",
    "Arunachal Pradesh": "AR",
    "Assam": "AS",
    "Bihar": "BR",
    "Chandigarh": "CH",
    "Chhattisgarh": "CG",
    "Dadra and Nagar Haveli and Daman and Diu": "DH",
    "Delhi": "DL",
    "Goa": "GA",
    "Gujarat": "GJ",
    "Haryana": "HR",
    "Himachal Pradesh": "HP",
    "Jammu and Kashmir": "JK",
    "Jharkhand": "JH",
    "Karnataka": "KA",
    "Kerala": "KL",
    "Ladakh": "LA",
    "Lakshadweep": "LD",
    "Madhya Pradesh": "MP",
    "Maharashtra": "MH",
    "Manipur": "MN",
    "Meghalaya": "ML",
    "Mizoram": "MZ",
    "Nagaland": "NL",
    "Odisha": "OD",
    "Puducherry": "PY",
    "Punjab": "PB",
    "Rajasthan": "RJ",
    "Sikkim": "SK",
    "Tamil Nadu": "TN",
    "Telangana": "TS",
    "Tripura": "TR",
    "Uttar Pradesh": "UP",
    "Uttarakhand": "UK",
    "West Bengal": "WB",
}


@dataclass(frozen=True, slots=True)
class Festival:
    """A festival in one year; `goods` are the categories it moves, or `any`; `titles` by language."""

    id: str
    titles: Mapping[str, str]
    starts: date
    ends: date
    goods: frozenset[str]
    estimated: bool

    def moves(self, category: str | None) -> bool:
        """Whether goods of a category sell more then."""
        return category is None or "any" in self.goods or category in self.goods


def festivals(state: str | None, start: date, end: date) -> tuple[Festival, ...]:
    """The festivals of a State (of all India where none is named) not over before `start`, to `end`."""
    years = range(start.year, end.year + 2)  # one may begin before its name day
    found = (f for year in years for f in _of_year(state, year))
    return tuple(
        sorted((f for f in found if f.ends >= start and f.starts <= end), key=lambda f: f.starts)
    )


def festivals_named(text: str) -> frozenset[str]:
    """The ids of the festivals whose names stand in a text, in any language; the longest name counts."""
    words, found, at = phrase(text), set[str](), 0
    while at < len(words):
        said = max(_names().at(words, at), key=lambda named: len(named[0]), default=None)
        found |= said[1] if said else set()
        at += len(said[0]) if said else 1
    return frozenset(found)


def next_festivals(ids: Iterable[str], state: str | None, start: date) -> tuple[Festival, ...]:
    """The next time of each from `start` on, in the calendar of the State that tells of it."""
    found = (_next(one, telling_state(one, state), start) for one in ids)
    return tuple(sorted((f for f in found if f is not None), key=lambda f: f.starts))


def telling_state(festival_id: str, state: str | None) -> str | None:
    """The State itself where it keeps the festival, else the first that does."""
    row = next(row for row in rows("festivals.csv") if row["festival"] == festival_id)
    return state if _kept_in(row, state) else row["states"].split("|")[0]


def _next(festival_id: str, state: str | None, start: date) -> Festival | None:
    ahead = festivals(state, start, start + LUNAR_YEAR)
    return next((f for f in ahead if f.id == festival_id), None)


@lru_cache(maxsize=1)
def _names() -> PhraseIndex[frozenset[str]]:
    """What each name may mean: `eid` is either of two; outside Latin with whatever ending."""
    found: dict[Phrase, frozenset[str]] = {}
    for festival, name in _said():
        said = phrase(name)
        ends = said[-1:] and not said[-1].isascii() and len(said[-1]) >= SHORTEST_STEM
        words = (*said[:-1], said[-1] + STAR) if ends else said
        found[words] = found.get(words, frozenset()) | {festival}
    return index(found.items())


def _said() -> Iterator[tuple[str, str]]:
    for row in rows("festivals.csv"):
        yield from ((row["festival"], name) for name in row["said"].split("|"))
    for pack in load_packs().values():
        yield from ((one, name) for one, names in pack.festivals.items() for name in names)


@lru_cache(maxsize=128)
def _of_year(state: str | None, year: int) -> tuple[Festival, ...]:
    calendar = _calendar(state, year)
    kept = (row for row in rows("festivals.csv") if _kept_in(row, state))
    named = ((row, _name_in(calendar, row["names"].split("|"))) for row in kept)
    return tuple(_festival(row, calendar[name]) for row, name in named if name is not None)


def _name_in(calendar: Mapping[str, object], names: Iterable[str]) -> str | None:
    """What the calendar calls it: States differ."""
    return next((name for name in names if name in calendar), None)


def _kept_in(row: Mapping[str, str], state: str | None) -> bool:
    return not row["states"] or state in row["states"].split("|")


def _festival(row: Mapping[str, str], found: tuple[date, bool]) -> Festival:
    day, estimated = found
    starts = day + timedelta(days=int(row["shift"]))
    return Festival(
        id=row["festival"],
        titles={"en": row["title"], "hi": row["title_hi"], "hi-Latn": row["title_hi_latn"]},
        starts=starts,
        ends=starts + timedelta(days=int(row["days"]) - 1),
        goods=frozenset(row["goods"].split("|")),
        estimated=estimated,
    )


def _calendar(state: str | None, year: int) -> dict[str, tuple[date, bool]]:
    """The first day of each name in the year's calendar, and whether it is estimated."""
    found: dict[str, tuple[date, bool]] = {}
    for day, name in _named_days(state, year):
        found.setdefault(name.removesuffix(ESTIMATED), (day, name.endswith(ESTIMATED)))
    return found


def _named_days(state: str | None, year: int) -> Iterator[tuple[date, str]]:
    import holidays  # noqa: PLC0415  # a tenth of a second, and only for this question

    code = CODES.get(state or "")
    calendar = holidays.country_holidays(
        "IN", subdiv=code, years=year, categories=CATEGORIES, language="en_IN"
    )
    for day, names in sorted(calendar.items()):
        for name in names.split(";"):
            yield day, name.strip()
