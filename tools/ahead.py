"""What a market price will be, from the years before it, and where around it is best."""

import math
from collections.abc import Callable, Iterable
from datetime import timedelta

from haat.analytics.market import PricePoint
from haat.analytics.market_outlook import HISTORY_DAYS, MarketOutlook, daily_middle, outlooks
from haat.core.finding import Figure, Row
from haat.store import market
from tools.around import market_id
from tools.nearest import NEAR_KM, Asked, Quoted, own_first, shelf_life
from tools.shop import rounded

DIGITS = 3  # that are told of what is only foretold


def outlook(asked: Asked, quoted: Quoted) -> tuple[MarketOutlook, ...]:
    """The price in one, two and four weeks; nothing of an old price, or without enough history."""
    if (asked.day - quoted.day).days > shelf_life(asked):
        return ()
    start = quoted.day - timedelta(days=HISTORY_DAYS)
    every = market.quotes(asked.context.actor, asked.db, quoted.series, start, quoted.day)
    like = {(quote.variety, quote.unit) for quote in quoted.now}
    points = [
        PricePoint(f"{q.district}/{q.market}", q.date, q.modal_paise)
        for q in own_first(every)
        if (q.variety, q.unit) in like
    ]
    return outlooks(daily_middle(points, quoted.day))


def outlook_figures(
    found: Iterable[MarketOutlook], asked: Asked, quoted: Quoted, price: float
) -> Iterable[Figure]:
    """`outlook_7d` and so on, with bounds unless the price never moved."""
    for one in found:
        name, moves = f"outlook_{one.horizon_days}d", one.lower < one.upper
        yield Figure(
            name,
            name,
            price if one.expected == 1 else _plainly(price * one.expected, round),
            f"INR/{quoted.now[0].unit}",
            _plainly(price * one.lower, math.floor) if moves else None,
            _plainly(price * one.upper, math.ceil) if moves else None,
            product=asked.commodity,
            place=quoted.place,
            date=quoted.day + timedelta(days=one.horizon_days),
        )


def _plainly(price: float, whole: Callable[[float], int]) -> float:
    """The price in its leading digits."""
    step = 10.0 ** (math.floor(math.log10(price)) - DIGITS + 1)
    return rounded(whole(price / step) * step)


def spread(asked: Asked, rows: tuple[Row, ...]) -> Figure | None:
    """By how much the best market within a day's trip pays more than the nearest; None where it is.

    Transport is not in it. Compared are markets with the same unit and prices a shelf life apart at
    most.
    """
    alike = [row for row in rows if _alike(row, rows[0], shelf_life(asked))]
    best = max(alike, key=lambda row: row["price"], default=None)
    if best is None or best["price"] == rows[0]["price"]:
        return None
    return Figure(
        "spread",
        "spread",
        rounded(best["price"] - rows[0]["price"]),
        best["unit"],
        product=asked.commodity,
        place=market_id(best["district"], best["market"]),
        date=best["date"],
    )


def _alike(row: Row, nearest: Row, life: int) -> bool:
    apart = abs((row["date"] - nearest["date"]).days)
    same = row["unit"] == nearest["unit"] and apart <= life
    return bool(same and row["distance_km"] <= NEAR_KM)
