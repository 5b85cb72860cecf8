"""The festivals that move demand most, by State, and when the buying for them is done."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from haat.language.festivals import CODES, Festival, festivals

Span = tuple[date, date]

EAST = frozenset(("Assam", "Bihar", "Jharkhand", "Odisha", "Tripura", "West Bengal"))
SOUTH = frozenset(
    ("Andhra Pradesh", "Karnataka", "Kerala", "Puducherry", "Tamil Nadu", "Telangana")
)
HILLS = frozenset(("Arunachal Pradesh", "Manipur", "Meghalaya", "Mizoram", "Nagaland"))
ISLES_AND_LADAKH = frozenset(("Ladakh", "Lakshadweep"))
GANESH = SOUTH - {"Kerala"} | {
    "Chhattisgarh",
    "Goa",
    "Gujarat",
    "Madhya Pradesh",
    "Maharashtra",
    "Odisha",
}
OTHER_HARVEST = frozenset(("Assam", "Kerala", "Puducherry", "Tamil Nadu"))  # Bihu, Onam, Pongal
FASTS = frozenset(CODES) - EAST - SOUTH - HILLS - ISLES_AND_LADAKH
HINDU = frozenset(CODES) - HILLS - ISLES_AND_LADAKH
HINDU_NORTH = HINDU - SOUTH

AKSHAYA_TRITIYA = "akshaya_tritiya"
# The 3rd of Vaishakha's bright half: the day on which it still lasts 2.4 hours after sunrise, else the
# day before (the forenoon rule of the almanacs), computed as Meeus, Astronomical Algorithms (1998),
# chapters 25 and 47, tell. 2025 is so told by newsable.asianetnews.com; `holidays` has the eve then,
# since it takes the day from Parshuram's birth, which was in the evening.
FORENOONS = """
2001-04-26 2002-05-15 2003-05-04 2004-04-22 2005-05-11 2006-04-30 2007-04-19 2008-05-07 2009-04-27
2010-05-16 2011-05-06 2012-04-24 2013-05-13 2014-05-02 2015-04-21 2016-05-09 2017-04-28 2018-04-18
2019-05-07 2020-04-26 2021-05-14 2022-05-03 2023-04-22 2024-05-10 2025-04-30 2026-04-19 2027-05-09
2028-04-27 2029-05-16 2030-05-05 2031-04-24 2032-05-12 2033-05-01 2034-04-21 2035-05-10
"""
AKSHAYA_TRITIYAS = tuple(date.fromisoformat(day) for day in FORENOONS.split())


@dataclass(frozen=True, slots=True)
class Occasion:
    """A festival that moves demand: its goods are bought from `before` days before it begins.

    The buying goes on for `during` days after the first. `states` are those that keep it in a way
    that moves demand (None: wherever the calendar has it); where no State is named it counts if
    `national`.
    """

    id: str
    before: int
    during: int = 0
    states: frozenset[str] | None = None
    national: bool = True


# Which States, and how many days: what the trade commonly says, not measured here. A State of the list
# that the calendar of festivals does not have does not count.
OCCASIONS = (
    Occasion("makar_sankranti", 3, 0, HINDU - OTHER_HARVEST),
    Occasion("pongal", 4, 1),
    Occasion("magh_bihu", 4),
    Occasion("shivaratri", 1, 0, HINDU),
    Occasion("holi", 4, 0, HINDU_NORTH),
    Occasion("eid_ul_fitr", 5),
    Occasion("gudi_padwa", 2),
    Occasion("ugadi", 2),
    Occasion("baisakhi", 2),
    Occasion("bohag_bihu", 4),
    Occasion(AKSHAYA_TRITIYA, 1, 0, HINDU),
    Occasion("eid_ul_zuha", 4),
    Occasion("rath_yatra", 2),
    Occasion("raksha_bandhan", 3, 0, HINDU_NORTH),
    Occasion("janmashtami", 2, 0, HINDU_NORTH),
    Occasion("ganesh_chaturthi", 5, 0, GANESH, national=False),
    Occasion("onam", 7),
    Occasion("navratri", 1, 8, FASTS),
    Occasion("durga_puja", 6, 3),
    Occasion("dussehra", 1, 0, HINDU - EAST),
    Occasion("dhanteras", 1, 0, HINDU_NORTH),
    Occasion("diwali", 7, 0, HINDU),
    Occasion("chhath", 2, 2),
    Occasion("christmas", 4),
)


def kept(state: str | None, first: date, last: date) -> dict[Occasion, tuple[Span, ...]]:
    """First and last day of each main festival of a State between two days, earliest first.

    A State is named as in `haat.language.festivals.CODES`; for any other name, or none, the national
    ones count. A festival that is not held in that time is not in the answer. The calendar knows the
    years 2001 to 2035.
    """
    state = state if state in CODES else None
    found: dict[str, list[Span]] = {}
    for festival in _told(state, first, last):
        found.setdefault(festival.id, []).append((festival.starts, festival.ends))
    found[AKSHAYA_TRITIYA] = [(day, day) for day in AKSHAYA_TRITIYAS if first <= day <= last]
    return {o: tuple(found[o.id]) for o in OCCASIONS if found.get(o.id) and _counts(o, state)}


def buying_days(occasion: Occasion, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """First and last day of the buying for each time it is held."""
    before, during = timedelta(days=occasion.before), timedelta(days=occasion.during)
    return tuple((starts - before, starts + during) for starts, _ in spans)


def _counts(occasion: Occasion, state: str | None) -> bool:
    if state is None:
        return occasion.national
    return occasion.states is None or state in occasion.states


@lru_cache(maxsize=64)
def _told(state: str | None, first: date, last: date) -> tuple[Festival, ...]:
    return festivals(state, first, last)
