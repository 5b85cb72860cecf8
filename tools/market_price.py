"""What a commodity costs in a market: the newest price near a place, dated, with its change."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from haat.analytics.market import PricePoint, by_market, change_percent, middle
from haat.core.actor import Permission
from haat.core.errors import FieldProblem, InvalidInput
from haat.core.finding import Figure, Finding, Missing, Row, Source
from haat.core.message import Option
from haat.core.money import from_paise, number
from haat.language.concepts import concept_of, members
from haat.language.places import Place
from haat.language.units import conversion
from haat.store import market
from haat.store.engine import reading
from haat.store.handles import Connection
from haat.store.market import Quote
from tools.ahead import outlook, outlook_figures, spread
from tools.context import Tool, ToolContext
from tools.nearest import (
    NEARBY_ROWS,
    Asked,
    Near,
    Quoted,
    choose,
    here,
    nearby,
    newest,
    own_first,
    plain,
    shelf_life,
)
from tools.shop import rounded, shop

Day = date  # a field is called `date` too
PUBLISHERS = {
    "agmarknet": "AGMARKNET, Directorate of Marketing and Inspection, Government of India",
    "dca": "Department of Consumer Affairs, Price Monitoring Division, Government of India",
}


class MarketPrice(BaseModel):
    """The market (mandi) price of a commodity at a place on a day.

    Gives the newest wholesale price on or before the day, in that market or district, else in the
    nearest markets, how it changed over 7 and 30 days, and, where its history is long enough, what
    it will be in 7, 14 and 28 days; mostly it stays. `spread` is by how much the best market nearby
    pays more than the nearest. For what other people pay and get: a
    shop's own selling price is `find_products`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    commodity: str | None = Field(
        default=None,
        min_length=1,
        max_length=128,
        description="Concept id, e.g. `onion` or `wheat`.",
    )
    place: str | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        description="Canonical place id: `Nashik, Maharashtra` (district), `Lasalgaon, Nashik` "
        "(market) or a state. Left out: the shop's own place.",
    )
    date: Day | None = Field(
        default=None,
        description="The day asked about, ISO. Left out: today. Never invents a later price.",
    )


def market_price(context: ToolContext, arguments: MarketPrice) -> Finding | Missing:
    """The price at the place, else near it; a finding without figures where nobody quotes one."""
    context.actor.require(Permission.ASK)
    if arguments.commodity is None:
        return Missing("slot", "commodity")
    commodity = concept_of(arguments.commodity)
    day = min(arguments.date or context.today, context.today)
    with reading(context.engine) as db:
        place = _place(context, db, arguments.place)
        if isinstance(place, Missing):
            return place
        asked = Asked(context, db, place, day, commodity)
        found = _quoted(asked) or _of_a_member(asked)
    if found is not None:
        return found
    if commodity not in context.concepts:
        problem = FieldProblem("/commodity", "not a commodity that is known")
        raise InvalidInput(f"{commodity} is not a commodity that is known", problem)
    told = {"commodity": commodity, "place": place.id, "date": day}
    return Finding(parameters=told, notes=("no_price",))


def _quoted(asked: Asked) -> Finding | None:
    """Wholesale, else retail."""
    return _at_level(asked) or _at_level(replace(asked, level="retail"))


def _of_a_member(asked: Asked) -> Finding | Missing | None:
    """A generic concept has the price of the only member that has one; of several one is chosen."""
    others = members(asked.commodity)[1:]
    priced = market.priced(asked.context.actor, asked.db, others, asked.day) if others else ()
    if len(priced) > 1:
        return Missing("choice", "commodity", tuple(Option(kind, kind) for kind in priced))
    return _quoted(replace(asked, commodity=priced[0])) if priced else None


def _place(context: ToolContext, db: Connection, said: str | None) -> Place | Missing:
    place_id = said or context.place or shop(context, db, None).place
    if place_id is None:
        return Missing("slot", "place")
    place = context.gazetteer.get(place_id)
    if place is None:
        problem = FieldProblem("/place", "not a place that is known")
        raise InvalidInput(f"{place_id} is not a place that is known", problem)
    return place


def _at_level(asked: Asked) -> Finding | None:
    days = newest(asked)
    near = nearby(asked, days)
    chosen = choose(asked, here(asked, days), near)
    if chosen is None:
        return None
    return _finding(asked, chosen, _rows(asked, near))


def _finding(asked: Asked, quoted: Quoted, rows: tuple[Row, ...]) -> Finding:
    own = any(quote.own for quote in quoted.now)
    ahead = outlook(asked, quoted)
    apart = spread(asked, rows)
    price = number(from_paise(_price(asked, quoted.now)))
    return Finding(
        figures=(
            *price_figures(asked, quoted),
            *outlook_figures(ahead, asked, quoted, price),
            *((apart,) if apart else ()),
        ),
        rows=rows,
        parameters={
            "commodity": asked.commodity,
            "place": asked.place.id,
            "date": asked.day,
            "level": asked.level,
            "shelf_life_days": shelf_life(asked),
            **_whose(quoted),
        },
        sources=price_sources(quoted),
        notes=(*_notes(asked, quoted), *(f"outlook:{one.direction}" for one in ahead[:1])),
        demo=own and asked.context.actor.demo,
    )


def _whose(quoted: Quoted) -> dict[str, object]:
    """What the reply has to say of goods or markets that are not quite those asked about."""
    told: dict[str, object] = {"variety": quoted.variety} if quoted.variety else {}
    if quoted.distance_km is not None:
        told["distance_km"] = round(quoted.distance_km)
    return told


def price_figures(asked: Asked, quoted: Quoted) -> Iterable[Figure]:
    """The price of the day and how it changed."""
    unit = quoted.now[0].unit
    price = _price(asked, quoted.now)
    yield _money(asked, quoted, "price", price, f"INR/{unit}")
    lows = [q.min_paise if q.min_paise is not None else q.modal_paise for q in quoted.now]
    highs = [q.max_paise if q.max_paise is not None else q.modal_paise for q in quoted.now]
    if min(lows) < max(highs) or quoted.now[0].min_paise is not None:
        yield _money(asked, quoted, "price_min", min(lows), f"INR/{unit}")
        yield _money(asked, quoted, "price_max", max(highs), f"INR/{unit}")
    in_kg = conversion(unit, "kg")
    if in_kg is not None:
        yield _figure(asked, quoted, "price_per_kg", rounded(from_paise(price) / in_kg), "INR/kg")
    points = [PricePoint(_key(q), q.date, q.modal_paise) for q in quoted.history]
    for name, days, tolerance in (("change_7d", 7, 2), ("change_30d", 30, 5)):
        change = change_percent(points, quoted.day, days, tolerance)
        if change is not None:
            yield _figure(asked, quoted, name, rounded(change, 1), "percent")


def _price(asked: Asked, quotes: tuple[Quote, ...]) -> int:
    """The middle of the markets; of a state, the middle of its districts."""
    if asked.place.kind != "state":
        return middle(
            by_market(PricePoint(_key(q), q.date, q.modal_paise) for q in quotes).values()
        )
    districts: dict[str, list[PricePoint]] = {}
    for q in quotes:
        districts.setdefault(q.district, []).append(PricePoint(_key(q), q.date, q.modal_paise))
    return middle(middle(by_market(points).values()) for points in districts.values())


def _key(quote: Quote) -> str:
    return f"{quote.district}/{quote.market}"


def _money(asked: Asked, quoted: Quoted, name: str, paise: int, unit: str) -> Figure:
    return _figure(asked, quoted, name, number(from_paise(paise)), unit)


def _figure(asked: Asked, quoted: Quoted, name: str, value: float, unit: str) -> Figure:
    return Figure(
        name, name, value, unit, product=asked.commodity, place=quoted.place, date=quoted.day
    )


def _rows(asked: Asked, near: tuple[Near, ...]) -> tuple[Row, ...]:
    """The nearest other markets, to compare with."""
    nearest = near[:NEARBY_ROWS]
    if not nearest:
        return ()
    lasts = [one.last for one in nearest]
    quotes = own_first(market.quotes_at(asked.context.actor, asked.db, asked.anywhere(), lasts))
    return tuple(_row(one, quotes) for one in nearest)


def _row(near: Near, quotes: tuple[Quote, ...]) -> Row:
    here = (near.last.district, near.last.market)
    told = plain(tuple(q for q in quotes if (q.district, q.market) == here))
    return {
        "market": near.last.market,
        "district": near.last.district,
        "price": number(from_paise(middle(q.modal_paise for q in told))),
        "date": near.last.date,
        "distance_km": round(near.distance_km),
        "unit": f"INR/{told[0].unit}",
    }


def price_sources(quoted: Quoted) -> tuple[Source, ...]:
    """Who published the prices."""
    names = dict.fromkeys((q.source, q.own) for q in quoted.now)
    return tuple(
        Source("market-prices", "own", quoted.day)
        if own
        else Source(PUBLISHERS.get(source, source), "market", quoted.day)
        for source, own in names
    )


def _notes(asked: Asked, quoted: Quoted) -> Iterable[str]:
    if (asked.day - quoted.day).days > shelf_life(asked):
        yield "old_price"
    if quoted.nearby:
        yield "nearby_only"
    elif quoted.place != asked.place.id:
        yield "district_price"
    if asked.level == "retail":
        yield "retail_price"


MARKET_PRICE = Tool("market_price", MarketPrice, market_price, Permission.ASK, quick=True)
