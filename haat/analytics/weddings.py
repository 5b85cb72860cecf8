"""When custom allows India's Hindus to wed: by rule, and for the rare double month by a dated table."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from haat.language.festivals import festivals

Span = tuple[date, date]

# Where one goes by the sun there are no weddings in Aadi (Karkidakam), Purattasi (Kanni) and Margazhi
# (Dhanu): tamil.oneindia.com, September 2022, on Purattasi; the months by their usual days.
SOLAR_STATES = frozenset(("Kerala", "Lakshadweep", "Puducherry", "Tamil Nadu"))
SOLAR_BREAKS = (((7, 17), (8, 16)), ((9, 17), (10, 17)), ((12, 16), (1, 13)))
# Elsewhere not while the sun stands in Dhanus or Mina (kharmas, kamurta: mochansamachaar.com,
# November 2024; snnewsmedia.com, June 2023); by the usual days, which move by one.
KHARMAS = (((12, 16), (1, 14)), ((3, 14), (4, 13)))
# Nor in the four months of chaturmas, from Devshayani Ekadashi (the 11th of Ashadha's bright half) to
# Devutthana Ekadashi (the 11th of Karttika's): Deccan Herald, "A period of spiritual renewal", August
# 2024. Rath Yatra is on the 2nd of the one half, Diwali on the last day before the other.
DEVSHAYANI = timedelta(days=9)  # after Rath Yatra, give or take one
DEVUTTHANA = timedelta(days=12)  # after Diwali, give or take two
TELLS_OF_RATH_YATRA = "Odisha"
# Nor in a lunar month that comes twice (adhik): a month of the moon in which the sun enters no sign,
# computed as Meeus, Astronomical Algorithms (1998), chapters 25 and 47, tell; those of 2001 to 2035
# that the rules above do not cover already. 2026 is so told by tarunbharat.net, July 2023.
DOUBLE_MONTHS: tuple[Span, ...] = (
    (date(2007, 5, 17), date(2007, 6, 15)),
    (date(2010, 4, 15), date(2010, 5, 14)),
    (date(2015, 6, 17), date(2015, 7, 16)),
    (date(2018, 5, 16), date(2018, 6, 13)),
    (date(2026, 5, 17), date(2026, 6, 15)),
    (date(2034, 6, 17), date(2034, 7, 15)),
)


def in_wedding_season(days: Sequence[date], state: str | None) -> tuple[bool, ...]:
    """Whether weddings may be held on each day in a State (in most of India where none is named).

    It is the season, not its lucky days: those an almanac picks within it. Months that single
    communities avoid besides (Venus unseen, the week before Holi, Ramadan) are not left out.
    """
    if not days:
        return ()
    years = range(min(days).year, max(days).year + 1)
    breaks = tuple(_breaks(state, years))
    return tuple(not any(first <= day <= last for first, last in breaks) for day in days)


def _breaks(state: str | None, years: range) -> Iterator[Span]:
    """The spans without weddings that touch the years."""
    if state in SOLAR_STATES:
        yield from _yearly(SOLAR_BREAKS, years)
        return
    yield from _yearly(KHARMAS, years)
    yield from DOUBLE_MONTHS
    yield from _chaturmas(years)


def _yearly(
    spans: Sequence[tuple[tuple[int, int], tuple[int, int]]], years: range
) -> Iterator[Span]:
    """Spans by month and day; one that ends in an earlier month ends in the next year."""
    for year in range(years.start - 1, years.stop):
        for first, last in spans:
            yield date(year, *first), date(year + (last < first), *last)


def _chaturmas(years: range) -> Iterator[Span]:
    """From Devshayani Ekadashi to the day before Devutthana Ekadashi."""
    start, end = date(years.start, 1, 1), date(years.stop - 1, 12, 31)
    told = festivals(TELLS_OF_RATH_YATRA, start, end)
    rath_yatras = (f.starts for f in told if f.id == "rath_yatra")
    diwalis = (f.starts for f in told if f.id == "diwali")
    for rath_yatra, diwali in zip(rath_yatras, diwalis, strict=True):
        yield rath_yatra + DEVSHAYANI, diwali + DEVUTTHANA - timedelta(days=1)
