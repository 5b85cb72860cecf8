"""What a shop might order again, and what it might begin to sell: two shelves, each with its own score."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import sqrt
from typing import Literal

Reason = Literal[
    "bought_often",
    "bought_again",
    "sold_often",
    "sold_again",
    "sells_in_like_shops",
    "sells_in_your_category",
    "rising",
    "bought_together",
]
DAY = timedelta(days=1)
HALF_LIFE_DAYS = 28.0  # of a purchase, in the frequency
AGAIN_DAYS = 28  # within which a purchase counts as followed by another
LEAST_REPEATS = 2  # a thing bought once has no habit yet
OTHER_KIND = 0.5  # what a shop of another kind tells, where the category is the same
TREND_DAYS = 14
LEAST_Z = 1.96  # growth that chance brings in one case of forty
LEAST_BASKETS = 5  # that hold both
PLACES = 4


@dataclass(frozen=True, slots=True)
class Suggested:
    """One product with its score (0 to 1), the reason behind it, and how much stands behind that.

    `support` counts days for `restock` and `trending`, shops for `discover`, baskets otherwise.
    """

    product: str
    score: float
    reason: Reason
    support: int


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a thing comes: the faded share of days, the share of times it came again, the days."""

    frequency: float
    again: float
    days: int


@dataclass(frozen=True, slots=True)
class ShopSales:
    """What one other shop sold in the window: rupees by product, and whether it is of our kind."""

    store_id: str
    same_kind: bool
    earned: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Baskets:
    """Baskets in all, those with the product, and by other product: with it, and with both."""

    total: int
    with_product: int
    with_other: Mapping[str, int]
    with_both: Mapping[str, int]


def rhythm(days: Iterable[date], today: date, window_days: int) -> Rhythm:
    """The rhythm of days up to yesterday, inside the window.

    The re-buy rate is drawn towards a half by two imagined times; a last time that is too fresh to
    have been followed is not counted against it.
    """
    start = today - window_days * DAY
    told = sorted({day for day in days if start <= day < today})
    fading = [0.5 ** ((n + 0.5) / HALF_LIFE_DAYS) for n in range(window_days)]
    seen = sum(fading[(today - day).days - 1] for day in told)
    followed = sum((later - day).days <= AGAIN_DAYS for day, later in pairwise(told))
    judged = max(0, len(told) - 1)
    if told and (today - told[-1]).days > AGAIN_DAYS:
        judged += 1  # the last time was followed by nothing
    return Rhythm(seen / sum(fading), (followed + 1) / (judged + 2), len(told))


def restock(rhythms: Mapping[str, Rhythm], *, bought: bool) -> list[Suggested]:
    """What comes again and again: frequency times re-buy rate; `bought` tells purchases from sales."""
    known = {sku: r for sku, r in rhythms.items() if r.days >= LEAST_REPEATS}
    most = max((r.frequency for r in known.values()), default=1.0) or 1.0
    best = max((r.again for r in known.values()), default=1.0)

    def reason(r: Rhythm) -> Reason:
        often = r.frequency / most >= r.again / best
        if bought:
            return "bought_often" if often else "bought_again"
        return "sold_often" if often else "sold_again"

    return _ranked(
        Suggested(sku, round(r.frequency * r.again, PLACES), reason(r), r.days)
        for sku, r in known.items()
    )


def discover(
    shops: Sequence[ShopSales], kept: frozenset[str], categories: Mapping[str, str]
) -> list[Suggested]:
    """What sells well elsewhere and is not kept here: the mean rank among each shop's goods.

    A shop of another kind counts half, and only for goods of categories that are kept here.
    """
    ranks = {shop.store_id: percentiles(shop.earned) for shop in shops}
    here = {categories[sku] for sku in kept if sku in categories}
    found: list[Suggested] = []
    for alike, worth in ((True, 1.0), (False, OTHER_KIND)):
        some = [ranks[shop.store_id] for shop in shops if shop.same_kind == alike]
        reason: Reason = "sells_in_like_shops" if alike else "sells_in_your_category"
        for sku in {sku for rank in some for sku in rank} - kept:
            if alike or categories.get(sku) in here:
                mean = sum(rank.get(sku, 0.0) for rank in some) / len(some)
                sellers = sum(sku in rank for rank in some)
                found.append(Suggested(sku, round(worth * mean, PLACES), reason, sellers))
    best: dict[str, Suggested] = {}
    for one in _ranked(found):
        best.setdefault(one.product, one)
    return _ranked(best.values())


def percentiles(earned: Mapping[str, float]) -> dict[str, float]:
    """Each product's place among the shop's goods, above 0 for the least and 1 for the best."""
    order = sorted((value, sku) for sku, value in earned.items() if value > 0)
    return {sku: (n + 1) / len(order) for n, (_, sku) in enumerate(order)}


def trending(daily: Mapping[str, Mapping[date, float]], today: date) -> list[Suggested]:
    """What grew from the 14 days before to the last 14, more than chance would bring.

    Two counts are compared given their sum (Przyborowski and Wilenski 1940), with the variance that
    the days show in place of the mean where it is larger. The score is (now - before) / (now + before).
    """
    found = []
    for sku, sold in daily.items():
        now = [sold.get(today - n * DAY, 0.0) for n in range(1, TREND_DAYS + 1)]
        before = [sold.get(today - n * DAY, 0.0) for n in range(TREND_DAYS + 1, 2 * TREND_DAYS + 1)]
        if growth_z(now, before) >= LEAST_Z:
            rise = (sum(now) - sum(before)) / (sum(now) + sum(before))
            days = sum(units > 0 for units in (*now, *before))
            found.append(Suggested(sku, round(rise, PLACES), "rising", days))
    return _ranked(found)


def growth_z(now: Sequence[float], before: Sequence[float]) -> float:
    """How many standard deviations the sums lie apart; 0 where nothing was sold."""
    total = sum(now) + sum(before)
    if total <= 0:
        return 0.0
    return (sum(now) - sum(before)) / sqrt(dispersion(now, before) * total)


def dispersion(now: Sequence[float], before: Sequence[float]) -> float:
    """Variance over mean inside the two windows; at least 1, as of plain counts."""
    squares = sum((units - sum(part) / len(part)) ** 2 for part in (now, before) for units in part)
    days = len(now) + len(before)
    mean = (sum(now) + sum(before)) / days
    return max(1.0, squares / (days - 2) / mean) if mean > 0 else 1.0


def bought_together(baskets: Baskets) -> list[Suggested]:
    """What lies in the same baskets more often than by chance; the score is the cosine of the two."""
    found = []
    for sku, both in baskets.with_both.items():
        other = baskets.with_other[sku]
        lifted = both * baskets.total > baskets.with_product * other
        if both >= LEAST_BASKETS and lifted:
            cosine = both / sqrt(baskets.with_product * other)
            found.append(Suggested(sku, round(min(1.0, cosine), PLACES), "bought_together", both))
    return _ranked(found)


def _ranked(found: Iterable[Suggested]) -> list[Suggested]:
    return sorted(found, key=lambda s: (-s.score, -s.support, s.product))
