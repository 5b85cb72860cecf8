"""Which festivals move a forecast, on which days and by how much."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from haat.analytics.forecast.outlook import Outlook
from haat.language.festivals import Festival, festivals

NEAR = timedelta(days=28)  # no festival moves demand from further off


@dataclass(frozen=True, slots=True)
class Festivity:
    """The factor by which a festival moves what sells from `begins` to `ends`, of the days asked."""

    festival: Festival
    begins: date
    ends: date
    factor: float


def festivities(outlook: Outlook, state: str | None) -> tuple[Festivity, ...]:
    """The festivals of a State that move a forecast, in the order of their days.

    A day that lies about several counts to the one that moves most in all.
    """
    lift = {outlook.day(n): f for n, f in enumerate(outlook.festivals) if f != 1}
    means = {outlook.day(n): m for n, m in enumerate(outlook.means)} | dict(outlook.foretold or {})
    more = {day: means[day] * (1 - 1 / factor) for day, factor in lift.items()}
    about = tuple(_about(tuple(lift), state))
    reach = [abs(sum(more[day] for day in days)) for _, days in about]
    found = []
    for n, (festival, days) in enumerate(about):
        own = [d for d in days if n == max(_holding(about, d), key=reach.__getitem__)]
        told, extra = sum(means[d] for d in own), sum(more[d] for d in own)
        if told > 0:
            found.append(Festivity(festival, min(own), max(own), told / (told - extra)))
    return tuple(sorted(found, key=lambda one: one.begins))


def _about(days: Sequence[date], state: str | None) -> Iterator[tuple[Festival, list[date]]]:
    """Each festival near some of the days, with those on which people buy for it."""
    if not days:
        return
    # It brings in numpy, and few forecasts lie about a festival.
    from haat.analytics.calendar import MOMENTS, occasions  # noqa: PLC0415

    first, last = min(days) - NEAR, max(days) + NEAR
    named = {(f.id, f.starts): f for f in festivals(state, first, last)}
    for one in occasions(first, last, state):
        inside = [day for day in days if one.begins <= day <= one.ends]
        of_name = (named.get((known, one.starts)) for known in MOMENTS[one.name].ids)
        festival = next((f for f in of_name if f is not None), None)
        if festival is not None and inside:
            yield festival, inside


def _holding(about: Sequence[tuple[Festival, Sequence[date]]], day: date) -> list[int]:
    return [n for n, (_, days) in enumerate(about) if day in days]
