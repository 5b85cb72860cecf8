"""Which prices answer for a place: its own, or those of the markets around it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from haat.analytics.market import OTHER_FORMS, shelf_days
from haat.language.places import Place, distance_km
from haat.store import market
from haat.store.handles import Connection
from haat.store.market import LastQuoted, Level, Quote, Series
from tools.around import districts_around, market_id, spot_of
from tools.context import ToolContext

NEARBY_ROWS = 5
NEAR_KM = 150  # a day's trip with goods: within it the fresher price tells more than the nearer one
FARTHER_KM = 400  # looked at before the whole country
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
    series: Series
    distance_km: float | None = None  # where it is not the place's own

    @property
    def nearby(self) -> bool:
        """Whether it is a neighbour's."""
        return self.distance_km is not None

    @property
    def variety(self) -> str:
        """The varieties or forms of the goods, where all prices are of such."""
        told = sorted({quote.variety for quote in self.now})
        return "" if "" in told else ", ".join(told)


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
    level: Level = "wholesale"

    def own(self) -> tuple[tuple[str, Series], ...]:
        """The prices of the place itself, the nearest first: a market's, then its district's."""
        place = self.place
        if place.kind == "state":
            return ((place.id, Series(self.commodity, self.level, state=place.name)),)
        district = Series(self.commodity, self.level, district=place.district_id)
        if place.kind == "district":
            return ((place.id, district),)
        return (place.id, replace(district, market=place.name)), (place.district_id, district)

    def anywhere(self) -> Series:
        """The prices of all places."""
        return Series(self.commodity, self.level)


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest days with a price: of each of the place's own series, and anywhere."""

    own: tuple[date | None, ...]
    anywhere: date | None


def newest(asked: Asked) -> Newest:
    """When prices were last told, of days not after the one asked about."""
    series = (*(one for _, one in asked.own()), asked.anywhere())
    *own, anywhere = market.newest_days(asked.context.actor, asked.db, series, asked.day)
    return Newest(tuple(own), anywhere)


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


def here(asked: Asked, days: Newest) -> Quoted | None:
    """Of the market, else of its district."""
    for (place, series), day in zip(asked.own(), days.own, strict=True):
        if day is not None:
            return _quoted(asked, series, place, day)
    return None


def _there(asked: Asked, near: Near) -> Quoted:
    series = replace(asked.anywhere(), district=near.last.district, market=near.last.market)
    found = _quoted(asked, series, near.place, near.last.date)
    return replace(found, distance_km=near.distance_km)


def _quoted(asked: Asked, series: Series, place: str, day: date) -> Quoted:
    actor, db = asked.context.actor, asked.db
    history = own_first(market.quotes(actor, db, series, day - LOOK_BACK, day))
    unit = next(quote.unit for quote in history if quote.date == day)
    same = tuple(quote for quote in history if quote.unit == unit)
    now = plain(tuple(quote for quote in same if quote.date == day))
    varieties = {quote.variety for quote in now}
    past = tuple(quote for quote in same if quote.variety in varieties)
    return Quoted(place, day, now, past, series)


def plain(quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """Where the goods are quoted plainly, without the prices of other forms of them."""
    if all(quote.variety for quote in quotes):
        return quotes
    return tuple(quote for quote in quotes if quote.variety not in OTHER_FORMS)


def own_first(quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """Where the tenant brought a price of its own, the published one of that market and day goes."""
    own = {(q.district, q.market, q.date) for q in quotes if q.own}
    return tuple(q for q in quotes if q.own or (q.district, q.market, q.date) not in own)


def nearby(asked: Asked, days: Newest) -> tuple[Near, ...]:
    """Other markets by distance, each with its newest day: all within a day's trip, and a few more.

    Those long silent are left out.
    """
    if days.anywhere is None:
        return ()
    for km in (NEAR_KM, FARTHER_KM):
        near = _within(asked, days.anywhere, km)
        if len(near) >= NEARBY_ROWS:
            return near
    return _within(asked, days.anywhere, None)


def _within(asked: Asked, newest: date, km: float | None) -> tuple[Near, ...]:
    """All other markets so near, or all there are."""
    place, gazetteer = asked.place, asked.context.gazetteer
    districts = None if km is None else districts_around(gazetteer, place.id, km)
    start = newest - NEARBY_LOOK_BACK
    told = market.last_quoted(
        asked.context.actor, asked.db, asked.anywhere(), start, newest, districts=districts
    )
    near = filter(None, (_near(asked, last) for last in told if not _inside(place, last)))
    close = (one for one in near if km is None or one.distance_km <= km)
    return tuple(sorted(close, key=lambda one: (one.distance_km, one.place)))


def _near(asked: Asked, last: LastQuoted) -> Near | None:
    spot = spot_of(asked.context.gazetteer, last.district, last.market)
    distance = None if spot is None else distance_km(asked.place, spot)
    place = market_id(last.district, last.market)
    return None if distance is None else Near(place, distance, last)


def _inside(place: Place, last: LastQuoted) -> bool:
    if place.kind == "state":
        return last.district.endswith(f", {place.name}")
    same_market = place.kind == "district" or last.market.lower() == place.name.lower()
    return last.district == place.district_id and same_market


def shelf_life(asked: Asked) -> int:
    return shelf_days(asked.context.concepts.get(asked.commodity))
