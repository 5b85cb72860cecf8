"""Which prices answer for a place: its own, or those of the markets around it."""

from dataclasses import dataclass
from datetime import date, timedelta

from haat.analytics.market import (
    shelf_days,
)
from haat.language.places import Place, distance_km
from haat.store import market
from haat.store.handles import Connection
from haat.store.market import LastQuoted, Level, Quote, Series
from tools.context import ToolContext

NEAR_KM = 150  # a day's trip with goods: within it the fresher price tells more than the nearer one
MUCH_FRESHER_DAYS = (
    30  # by so much a neighbour's price must be newer to replace the place's own old one
)
LOOK_BACK = timedelta(days=35)  # change_30d compares with a day up to 35 days before
NEARBY_LOOK_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Prices of one day at one place, with the days before them."""

    place: str
    day: date
    now: tuple[Quote, ...]
    history: tuple[Quote, ...]
    nearby: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Another market with its newest price."""

    place: str
    distance_km: float
    last: LastQuoted


@dataclass(frozen=True, slots=True)
class Asked:
    """One question for prices of a commodity at one level of trade."""

    context: ToolContext
    db: Connection
    place: Place
    day: date
    commodity: str
    level: Level

    def series(self) -> Series:
        """The prices of the place itself."""
        place = self.place
        if place.kind == "state":
            return Series(self.commodity, self.level, state=place.name)
        named = place.name if place.kind == "market" else None
        return Series(self.commodity, self.level, district=place.district_id, market=named)


def choose(asked: Asked, here: Quoted | None, near: tuple[Near, ...]) -> Quoted | None:
    """The place's own price, unless it is old and one within a day's trip is much fresher."""
    best = _best_near(near)
    if here is not None and (best is None or not _outdone(asked, here, best)):
        return here
    return None if best is None else _there(asked, best)


def _outdone(asked: Asked, here: Quoted, best: Near) -> bool:
    old = (asked.day - here.day).days > shelf_life(asked)
    fresher = (best.last.date - here.day).days >= MUCH_FRESHER_DAYS
    return old and fresher and best.distance_km <= NEAR_KM


def _best_near(near: tuple[Near, ...]) -> Near | None:
    """The newest within a day's trip, else the nearest. `near` comes sorted by distance."""
    close = [one for one in near if one.distance_km <= NEAR_KM]
    if close:
        return max(close, key=lambda one: (one.last.date, -one.distance_km))
    return near[0] if near else None


def here(asked: Asked) -> Quoted | None:
    """Of the market, else of its district."""
    found = _quoted(asked, asked.series(), asked.place.id)
    if found is None and asked.place.kind == "market":
        district = Series(asked.commodity, asked.level, district=asked.place.district_id)
        return _quoted(asked, district, asked.place.district_id)
    return found


def _there(asked: Asked, near: Near) -> Quoted | None:
    series = Series(
        asked.commodity, asked.level, district=near.last.district, market=near.last.market
    )
    found = _quoted(asked, series, near.place)
    return found and Quoted(found.place, found.day, found.now, found.history, nearby=True)


def _quoted(asked: Asked, series: Series, place: str) -> Quoted | None:
    actor, db = asked.context.actor, asked.db
    day = market.newest_day(actor, db, series, asked.day)
    if day is None:
        return None
    history = own_first(market.quotes(actor, db, series, day - LOOK_BACK, day))
    unit = next(quote.unit for quote in history if quote.date == day)
    same = tuple(quote for quote in history if quote.unit == unit)
    return Quoted(place, day, tuple(quote for quote in same if quote.date == day), same)


def own_first(quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """Where the tenant brought a price of its own, the published one of that market and day goes."""
    own = {(q.district, q.market, q.date) for q in quotes if q.own}
    return tuple(q for q in quotes if q.own or (q.district, q.market, q.date) not in own)


def nearby(asked: Asked) -> tuple[Near, ...]:
    """Other markets by distance, each with its newest day; those long silent are left out."""
    actor, db = asked.context.actor, asked.db
    anywhere = Series(asked.commodity, asked.level)
    newest = market.newest_day(actor, db, anywhere, asked.day)
    if newest is None:
        return ()
    start = newest - NEARBY_LOOK_BACK
    told = market.last_quoted(actor, db, anywhere, start, newest)
    near = (_near(asked, last) for last in told if not _inside(asked.place, last))
    return tuple(sorted(filter(None, near), key=lambda one: (one.distance_km, one.place)))


def _near(asked: Asked, last: LastQuoted) -> Near | None:
    gazetteer = asked.context.gazetteer
    place_id = market_id(last.district, last.market)
    place = gazetteer.get(place_id) or gazetteer.get(last.district)
    distance = None if place is None else distance_km(asked.place, place)
    return None if distance is None else Near(place_id, distance, last)


def _inside(place: Place, last: LastQuoted) -> bool:
    if place.kind == "state":
        return last.district.endswith(f", {place.name}")
    same_market = place.kind == "district" or last.market.lower() == place.name.lower()
    return last.district == place.district_id and same_market


def market_id(district: str, name: str) -> str:
    """A market's canonical id: its name and its district's (`Lasalgaon, Nashik`)."""
    short = district.partition(",")[0]
    return district if name.lower() in {"", short.lower()} else f"{name}, {short}"


def shelf_life(asked: Asked) -> int:
    return shelf_days(asked.context.concepts.get(asked.commodity))
