"""What the Indian year means for demand: on which days people buy for each festival, and get their pay."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from haat.language.festivals import Festival, festivals

FAR = 28  # days: no festival moves what is bought from farther away
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


@dataclass(frozen=True, slots=True)
class Occasion:
    """One coming of a festival; `begins` and `ends` bound the days on which demand moves."""

    name: str
    starts: date
    begins: date
    ends: date


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
