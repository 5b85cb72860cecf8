"""How much to order: enough for what may be asked for until the order after the next can be there."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from haat.analytics.forecast.counts import Counts
from haat.analytics.forecast.outlook import Outlook

SERVICE = 0.95  # of the reorder cycles should see nobody sent away
EVEN = 0.5  # where so few days are known that the bounds tell of ignorance, not of demand
KNOWN_DAYS = 7  # from then on the spread is that of real days
REVIEW_DAYS = 7
LEAD_TIME_DAYS = 7.0  # assumed where nobody told it
LONGEST_COVER_DAYS = 365


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is there and what is coming; `on_hand` None where nobody counted.

    `pack` is what the supplier sells at once, in the product's unit.
    """

    on_hand: float | None
    in_transit: float = 0.0
    lead_time_days: float = LEAD_TIME_DAYS
    pack: Decimal = Decimal(1)
    shelf_life_days: int | None = None


@dataclass(frozen=True, slots=True)
class Reorder:
    """What to order now, and why; amounts in the product's unit, `stockout_risk` from 0 to 1."""

    order_quantity: float | None
    reorder_point: float
    order_up_to: float
    safety_stock: float
    lead_time_demand: float
    stockout_risk: float | None
    days_of_cover: float | None
    review_days: int


def days_needed(lead_time_days: float, review_days: int) -> int:
    """How many days an outlook must reach."""
    return max(1, round(lead_time_days)) + review_days


def service_for(history_days: int) -> float:
    """How often the stock should be enough; a beginner is not told to fill her shelf on a guess."""
    return SERVICE if history_days >= KNOWN_DAYS else EVEN


def reorder(
    outlook: Outlook, shelf: Shelf, review_days: int = REVIEW_DAYS, service: float = SERVICE
) -> Reorder:
    """Periodic review: up to the `service` quantile of demand in lead time and review.

    Order-up-to level of the (R, S) policy with backorders, Silver, Pyke and Thomas (2017), §6.9; the
    quantile is the negative binomial's instead of the normal's. What would not keep until then is
    not ordered. Unknown stock gives no quantity. An order is never negative.
    """
    lead = max(1, round(shelf.lead_time_days))
    review = _kept_fresh(review_days, shelf.shelf_life_days)
    waiting, covered = outlook.within(0, lead), outlook.within(0, lead + review)
    point = waiting.quantile(service)
    target = covered.quantile(service)
    there = None if shelf.on_hand is None else max(0.0, shelf.on_hand)
    position = None if there is None else there + max(0.0, shelf.in_transit)
    return Reorder(
        order_quantity=None if position is None else in_packs(target - position, shelf.pack),
        reorder_point=point,
        order_up_to=target,
        safety_stock=max(0.0, point - waiting.mean),
        lead_time_demand=waiting.mean,
        stockout_risk=None if position is None else covered.above(position),
        days_of_cover=None if there is None else _cover(there, covered, lead + review),
        review_days=review,
    )


def in_packs(amount: float, pack: Decimal) -> float:
    """The amount in whole packs, rounded up; nothing where nothing is needed."""
    if amount <= 0:
        return 0.0
    exact = Decimal(str(round(amount, 6)))
    return float((exact / pack).to_integral_value(ROUND_CEILING) * pack)


def _kept_fresh(review_days: int, shelf_life_days: int | None) -> int:
    if shelf_life_days is None:
        return review_days
    return max(1, min(review_days, shelf_life_days))


def _cover(there: float, covered: Counts, days: int) -> float | None:
    """Days that the stock lasts at the rate foretold; None where hardly anything is asked for."""
    rate = covered.mean / days
    lasts = there / rate if rate > 0 else LONGEST_COVER_DAYS
    return lasts if lasts < LONGEST_COVER_DAYS else None
