"""What the Indian year means for demand: how far each festival is, pay week, weddings, fairs.

A lunar date moves by weeks from year to year, so each day is told by its distance to the festival.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from haat.language.festivals import Festival, festivals, telling_state

Floats = NDArray[np.float64]

FAR = 28  # days from which a festival is no nearer than any other day
PAY_DAYS = 7  # wages and pensions come in the first week of a month
# Vaishakha shukla tritiya as Madhya Pradesh's list of holidays has it (`holidays`, 2015 to 2030).
AKSHAYA_TRITIYA = tuple(date(*day) for day in (
    (2015, 4, 20), (2016, 5, 8), (2017, 4, 28), (2018, 4, 18),
    (2019, 5, 7), (2020, 4, 25), (2021, 5, 14), (2022, 5, 3),
    (2023, 4, 22), (2024, 5, 10), (2025, 4, 29), (2026, 4, 19),
    (2027, 5, 8), (2028, 4, 27), (2029, 5, 16), (2030, 5, 5),
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """A festival as shops feel it: `ids` of those that are one in different States.

    People buy from `lead` days before its first day to `last` days after that day.
    """

    ids: tuple[str, ...]
    lead: int
    last: int = 0


# Navratri and Durga Puja are bought for while they last; Dhanteras stands two days before Diwali.
MOMENTS: Mapping[str, Moment] = {
    "diwali": Moment(("diwali",), 7),
    "dhanteras": Moment(("dhanteras",), 1),
    "holi": Moment(("holi",), 4),
    "eid_ul_fitr": Moment(("eid_ul_fitr",), 4),
    "eid_ul_zuha": Moment(("eid_ul_zuha",), 4),
    "raksha_bandhan": Moment(("raksha_bandhan",), 3),
    "ganesh_chaturthi": Moment(("ganesh_chaturthi",), 5),
    "navratri": Moment(("navratri",), 0, 8),
    "durga_puja": Moment(("durga_puja",), 5, 4),
    "dussehra": Moment(("dussehra",), 1),
    "onam": Moment(("onam",), 7, 1),
    "sankranti": Moment(("pongal", "makar_sankranti", "lohri"), 3),
    "bihu": Moment(("magh_bihu", "bohag_bihu"), 4),
    "lunar_new_year": Moment(("ugadi", "gudi_padwa"), 3),
    "chhath": Moment(("chhath",), 2, 2),
    "christmas": Moment(("christmas",), 3),
    "baisakhi": Moment(("baisakhi",), 3),
    "rath_yatra": Moment(("rath_yatra",), 3),
    "akshaya_tritiya": Moment((), 3),
}
SEASONS = ("pay_week", "wedding_season", "fair")
COLUMNS = (*(f"{name}_{side}" for name in MOMENTS for side in ("until", "since")), *SEASONS)

# Days without weddings where the lunisolar almanac rules, as month and day: the sun in Sagittarius
# and in Pisces (kharmas), and the four months between the Ekadashis on which Vishnu falls asleep
# (Ashadha shukla 11, nine days after Rath Yatra) and wakes (Kartika shukla 11, eleven days after
# Diwali). Dates so found are within a day of those of Varanasi's almanac (2016, 2021 to 2024).
KHARMAS = (((12, 16), (1, 13)), ((3, 14), (4, 13)))
ASLEEP, AWAKE = 9, 11
# The solar calendars of the south leave out Aadi (Karkidakam) and Margazhi (Dhanu) instead.
SOUTHERN = frozenset(["Tamil Nadu", "Puducherry", "Kerala"])
SOUTHERN_CLOSED = (((12, 16), (1, 13)), ((7, 17), (8, 16)))


@dataclass(frozen=True, slots=True)
class Fair:
    """A fair of a State, from `begins` to `ends` days off a festival."""

    state: str
    festival: str
    begins: int
    ends: int


# Fairs whose days follow a rule: Sonepur and Baliyatra from Kartika full moon, Pushkar up to it,
# Gangasagar and Magh Mela about Makar Sankranti. Their first days are sure, their lengths usual ones.
FAIRS = (
    Fair("Bihar", "gurpurab", 0, 29),
    Fair("Rajasthan", "gurpurab", -7, 0),
    Fair("Odisha", "gurpurab", 0, 7),
    Fair("West Bengal", "makar_sankranti", -5, 1),
    Fair("Uttar Pradesh", "makar_sankranti", 0, 30),
)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One coming of a festival; `begins` and `ends` bound the days on which demand moves."""

    name: str
    starts: date
    begins: date
    ends: date


def features(days: Sequence[date], state: str | None = None) -> Floats:
    """Days x `COLUMNS`: days until and since each festival (at most `FAR`), and 0/1 for the seasons.

    A State that doesn't keep a festival is always `FAR` from it. Without a State: all India's.
    """
    if not days:
        return np.empty((0, len(COLUMNS)))
    margin = timedelta(days=FAR)
    found = tuple(occasions(min(days) - margin, max(days) + margin, state))
    asked = np.array([d.toordinal() for d in days])
    columns = [c for name in MOMENTS for c in _distances(asked, name, found)]
    columns += [
        np.array([d.day <= PAY_DAYS for d in days], dtype=float),
        _within(days, _closed_to_weddings(days, state), inside=0.0),
        _within(days, _fair_days(days, state), inside=1.0),
    ]
    return np.stack(columns, axis=1)


def occasions(start: date, end: date, state: str | None = None) -> Iterator[Occasion]:
    """Each coming of each of `MOMENTS` whose festival is not over before `start`, nor after `end`."""
    known = festivals(state, start, end)
    for name, moment in MOMENTS.items():
        first: set[date] = set()
        for one in _days_of(name, moment, known, start, end):
            if one not in first:
                yield Occasion(
                    name,
                    one,
                    one - timedelta(days=moment.lead),
                    one + timedelta(days=moment.last),
                )
            first.add(one)


def _days_of(
    name: str, moment: Moment, known: Sequence[Festival], start: date, end: date
) -> Iterator[date]:
    """The first days of a festival; of those that are one in different States, the nearest name's."""
    if name == "akshaya_tritiya":
        yield from (d for d in AKSHAYA_TRITIYA if start <= d <= end)
        return
    kept = {f.id for f in known}
    wanted = moment.ids if name == "bihu" else [i for i in moment.ids if i in kept][:1]
    yield from (f.starts for f in known if f.id in wanted)


def _distances(
    asked: NDArray[np.int_], name: str, found: Sequence[Occasion]
) -> tuple[Floats, Floats]:
    """Days until the next one's first day and since the last one's end; 0 while it lasts."""
    until = np.full(len(asked), float(FAR))
    since = np.full(len(asked), float(FAR))
    for one in found:
        if one.name == name:
            ahead, behind = one.starts.toordinal() - asked, asked - one.ends.toordinal()
            lasts = (ahead <= 0) & (behind <= 0)
            until = np.where(ahead >= 0, np.minimum(until, ahead), until)
            since = np.where(behind >= 0, np.minimum(since, behind), since)
            until, since = np.where(lasts, 0.0, until), np.where(lasts, 0.0, since)
    return until, since


def _within(days: Sequence[date], spans: Iterator[tuple[date, date]], *, inside: float) -> Floats:
    bounds = tuple(spans)
    return np.array(
        [inside if any(a <= d <= b for a, b in bounds) else 1 - inside for d in days], dtype=float
    )


def _closed_to_weddings(days: Sequence[date], state: str | None) -> Iterator[tuple[date, date]]:
    years = range(min(days).year - 1, max(days).year + 1)
    for year in years:
        for (month, day), last in SOUTHERN_CLOSED if state in SOUTHERN else KHARMAS:
            begins = date(year, month, day)
            yield begins, date(year + (last < (month, day)), *last)
        if state not in SOUTHERN:
            yield from _asleep(year)


def _asleep(year: int) -> Iterator[tuple[date, date]]:
    slept = _day_of("rath_yatra", year) + timedelta(days=ASLEEP)
    yield slept, _day_of("diwali", year) + timedelta(days=AWAKE - 1)


def _fair_days(days: Sequence[date], state: str | None) -> Iterator[tuple[date, date]]:
    for fair in FAIRS:
        if fair.state == state:
            for year in range(min(days).year - 1, max(days).year + 1):
                day = _day_of(fair.festival, year)
                yield day + timedelta(days=fair.begins), day + timedelta(days=fair.ends)


def _day_of(festival_id: str, year: int) -> date:
    """The day of a festival in a year, in the calendar of the first State that keeps it."""
    told = festivals(telling_state(festival_id, ""), date(year, 1, 1), date(year, 12, 31))
    return next(f.starts for f in told if f.id == festival_id and f.starts.year == year)
