"""What the markets of a place say of goods lately: their price, how it moves, and what comes to market."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from haat.analytics.market import PricePoint
from haat.analytics.market_outlook import HISTORY_DAYS
from haat.analytics.market_signs import WEEKS_DAYS, arrivals, direction, usual_change
from haat.core.finding import Figure, Source
from haat.language.places import Place
from haat.store import market
from haat.store.handles import Connection
from tools.context import ToolContext
from tools.market_price import price_figures, price_sources
from tools.nearest import Asked, Quoted, choose, here, nearby, newest, own_first, shelf_life

SHOWN = frozenset({"price", "change_30d"})


@dataclass(frozen=True, slots=True)
class Signs:
    """Dated figures with their sources, and notes such as `price_rising`."""

    figures: tuple[Figure, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()


def market_signs(context: ToolContext, db: Connection, commodity: str, place: Place) -> Signs:
    """The wholesale price at or near the place and its move; nothing of an old price, or where there is none."""
    asked = Asked(context, db, place, context.today, commodity)
    days = newest(asked)
    quoted = choose(asked, here(asked, days), nearby(asked, days))
    if quoted is None or (asked.day - quoted.day).days > shelf_life(asked):
        return Signs()
    figures = {f.name: f for f in price_figures(asked, quoted) if f.name in SHOWN}
    if "change_30d" not in figures:
        return Signs()
    change, usual, name = figures["change_30d"], _usual(asked, quoted), "usual_change"
    told = () if usual is None else (replace(change, id=name, name=name, value=usual),)
    way = direction(float(change.value or 0), usual)
    notes = () if way == "usual" else (f"price_{way}",)
    came = tuple(_arrivals(asked, quoted))
    return Signs((*figures.values(), *told, *came), price_sources(quoted), notes)


def _usual(asked: Asked, quoted: Quoted) -> float | None:
    start = quoted.day - timedelta(days=HISTORY_DAYS)
    every = market.quotes(asked.context.actor, asked.db, quoted.series, start, quoted.day)
    like = {(quote.variety, quote.unit) for quote in quoted.now}
    points = [
        PricePoint(f"{q.district}/{q.market}", q.date, q.modal_paise)
        for q in own_first(every)
        if (q.variety, q.unit) in like
    ]
    return usual_change(points, quoted.day)


def _arrivals(asked: Asked, quoted: Quoted) -> Iterator[Figure]:
    start = quoted.day - timedelta(days=2 * WEEKS_DAYS)
    tonnes = market.arrivals(asked.context.actor, asked.db, quoted.series, start, quoted.day)
    found = arrivals(tonnes, quoted.day)
    if found is not None:
        name = "arrivals_change"
        yield Figure(
            name,
            name,
            found.change,
            "percent",
            None,
            None,
            asked.commodity,
            quoted.place,
            found.day,
        )
