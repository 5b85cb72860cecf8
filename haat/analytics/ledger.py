"""Cleans a ledger: caps outliers outside promotions, and finds a price where none was written."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

PERCENTILE = 0.99
FEWEST = 30  # selling days; with fewer, the 99th percentile is only the largest day again


def cap(units: Sequence[float]) -> float | None:
    """The 99th percentile (linear between ranks: Hyndman & Fan 1996, type 7) of days with sales.

    None where fewer than 30 such days are known. Days without sales are left out, so that a product
    that sells once a month does not lose its only sales.
    """
    sold = sorted(u for u in units if u > 0)
    if len(sold) < FEWEST:
        return None
    place = (len(sold) - 1) * PERCENTILE
    below = int(place)
    above = min(below + 1, len(sold) - 1)
    return sold[below] + (sold[above] - sold[below]) * (place - below)


def winsorised(units: Sequence[float], promo: Sequence[bool]) -> list[float]:
    """Units of one product in one store, capped at the 99th percentile; promotion days stay as they are."""
    limit = cap([u for u, promoted in zip(units, promo, strict=True) if not promoted])
    if limit is None:
        return list(units)
    return [u if promoted else min(u, limit) for u, promoted in zip(units, promo, strict=True)]


def last_known_price(
    day: date, points: Sequence[tuple[date, int]], list_price: int | None
) -> int | None:
    """The price (paise) last seen by that day, else the list price, else None.

    `points` are days and prices sorted by day; what is dated later is not used.
    """
    upto = bisect_right(points, day, key=lambda point: point[0])
    return points[upto - 1][1] if upto else list_price
