"""What is asked for a product on each day: as it was paid, else as it stood or was announced."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median


@dataclass(frozen=True, slots=True)
class Asked:
    """Rupees of each day (None: not known), those without an offer at last, and what offers left of them.

    `share` is the usual part of the price that was asked on offer; None where no such price is known.
    `last_paid` is the last day on which the price was paid.
    """

    days: tuple[float | None, ...]
    usual: float | None
    share: float | None
    last_paid: date | None


def asked(
    paid: Mapping[date, float], offers: Mapping[date, float | None], start: date, end: date
) -> Asked:
    """From `start` to `end` inclusive, by what was `paid` and the days of `offers` with their prices.

    A day without a sale has the price of its offer, or what was last paid without one: nothing that
    came later is looked at.
    """
    found: list[float | None] = []
    usual, shares = None, []
    for n in range((end - start).days + 1):
        day = start + timedelta(days=n)
        if day not in offers:
            usual = paid.get(day, usual)
            found.append(usual)
            continue
        price = paid.get(day, offers[day])
        found.append(price)
        if price is not None and usual:
            shares.append(price / usual)
    last = max((day for day in paid if day <= end), default=None)
    return Asked(tuple(found), usual, median(shares) if shares else None, last)


def on_offer(told: float | None, usual: float | None, share: float | None) -> float | None:
    """The price on a day with an offer: as announced, else as offers left it before."""
    if told is not None or usual is None or share is None:
        return told
    return usual * share
