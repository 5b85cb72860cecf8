"""Market prices: the middle of several markets, their change, and when a price is too old."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

# Days after which a price is only the last known one. Vegetables and fruit are sold within days and
# their prices move by the week; what keeps in a sack or a tin moves by the month.
SHELF_DAYS: Mapping[str, int] = {"vegetable": 7, "fruit": 7}
OTHER_SHELF_DAYS = 30
# What a market lists under a commodity, and is other goods: unsplit pulses, unripe fruit, the green
# of an onion. A cultivar (red, basmati, hybrid) is no other goods.
OTHER_FORMS = frozenset(
    [
        "whole",
        "raw",
        "split",
        "seed",
        "pods",
        "leaves",
        "fresh",
        "green",
        "lime",
        "sweet",
        "chilly",
        "ungarbled",
    ]
) | {"spring onion"}


@dataclass(frozen=True, slots=True)
class PricePoint:
    """One market's price on one day, in whole paise."""

    market: str
    date: date
    paise: int


def shelf_days(category: str | None) -> int:
    """How long a price of this kind of goods speaks of today."""
    return SHELF_DAYS.get(category or "", OTHER_SHELF_DAYS)


def middle(values: Iterable[int]) -> int:
    """The median, in whole paise."""
    exact = Decimal(str(median(values)))
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def by_market(points: Iterable[PricePoint]) -> dict[str, int]:
    """One price for each market: the median of its varieties."""
    told: dict[str, list[int]] = {}
    for point in points:
        told.setdefault(point.market, []).append(point.paise)
    return {market: middle(prices) for market, prices in told.items()}


def change_percent(
    points: Iterable[PricePoint], day: date, days: int, tolerance: int
) -> float | None:
    """Percent by which the markets quoted on `day` moved in `days`; None where none was quoted then.

    Each market is compared with itself, on its day nearest to `days` before (within `tolerance`).
    """
    told = tuple(points)
    now = by_market(p for p in told if p.date == day)
    then = {m: _near(told, m, day, days, tolerance) for m in now}
    both = {m: price for m, price in then.items() if price}
    if not both:
        return None
    before = middle(both.values())
    return round((middle(now[m] for m in both) - before) / before * 100, 1)


def _near(
    points: tuple[PricePoint, ...], market: str, day: date, days: int, tolerance: int
) -> int | None:
    def off(point: PricePoint) -> int:
        return abs((day - point.date).days - days)

    close = [p for p in points if p.market == market and off(p) <= tolerance]
    if not close:
        return None
    nearest = min(close, key=lambda p: (off(p), p.date)).date
    return middle(p.paise for p in close if p.date == nearest)
