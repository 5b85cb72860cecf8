"""What sells more than before, and what lies in one basket; and how anything recommended is told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Literal

Reason = Literal[
    "bought_again",
    "sold_again",
    "sells_in_like_shops",
    "sells_in_your_category",
    "like_goods",
    "rising",
    "bought_together",
]
DAY = timedelta(days=1)
TREND_DAYS = 14
LEAST_Z = 1.96  # growth that chance brings in one case of forty
LEAST_BASKETS = 5  # that hold both
PLACES = 4


@dataclass(frozen=True, slots=True)
class Suggested:
    """One product with its score (0 to 1), the reason behind it, and how much stands behind that.

    `support` counts days for `trending`; for `restock` buying days with the product, of the last `of`;
    for `discover` shops, or goods like it that are sold, the closest of which is `because`; baskets
    otherwise. `share` is the percent of a new product's score that is lost without the reason.
    """

    product: str
    score: float
    reason: Reason
    support: int
    of: int | None = None
    because: str | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Baskets:
    """Baskets in all, those with the product, and by other product: with it, and with both."""

    total: int
    with_product: int
    with_other: Mapping[str, int]
    with_both: Mapping[str, int]


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
