"""How much to order: enough for what may be asked for until the order after the next can be there."""

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from itertools import accumulate

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

    `pack` is what the supplier sells at once, in the product's unit; `lead_time_sd` the standard
    deviation of the lead times, in days.
    """

    on_hand: float | None
    in_transit: float = 0.0
    lead_time_days: float = LEAD_TIME_DAYS
    pack: Decimal = Decimal(1)
    shelf_life_days: int | None = None
    lead_time_sd: float = 0.0

    @property
    def there(self) -> float | None:
        """What is on the shelf; a count below nothing is nothing."""
        return None if self.on_hand is None else max(0.0, self.on_hand)

    @property
    def lead_days(self) -> int:
        """Whole days until what is ordered now is there."""
        return max(1, round(self.lead_time_days))

    @property
    def position(self) -> float | None:
        """What is there and on its way."""
        return None if self.there is None else self.there + max(0.0, self.in_transit)


@dataclass(frozen=True, slots=True)
class Reorder:
    """What to order now, and why; amounts in the product's unit, `stockout_risk` from 0 to 1.

    `stockout_by_day` is the risk that all is sold by the end of each day, today the first, if
    nothing is ordered; None where nobody counted.
    """

    order_quantity: float | None
    reorder_point: float
    order_up_to: float
    safety_stock: float
    lead_time_demand: float
    stockout_risk: float | None
    days_of_cover: float | None
    review_days: int
    stockout_by_day: tuple[float, ...] | None


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
    quantile is the negative binomial's instead of the normal's. An uncertain lead time adds (demand
    of a day x its standard deviation)² to the variance (§6.10). What would not keep until then is
    not ordered. Unknown stock gives no quantity. An order is never negative.
    """
    lead = shelf.lead_days
    review = _kept_fresh(review_days, shelf.shelf_life_days)
    waiting, covered = (_until(outlook, shelf, days) for days in (lead, lead + review))
    point = waiting.quantile(service)
    target = covered.quantile(service)
    position = shelf.position
    return Reorder(
        order_quantity=None if position is None else in_packs(target - position, shelf.pack),
        reorder_point=point,
        order_up_to=target,
        safety_stock=max(0.0, point - waiting.mean),
        lead_time_demand=waiting.mean,
        stockout_risk=None if position is None else covered.above(position),
        days_of_cover=None if shelf.there is None else _cover(shelf.there, covered, lead + review),
        review_days=review,
        stockout_by_day=stockout_by_day(outlook, shelf, lead, lead + review),
    )


def stockout_by_day(
    outlook: Outlook, shelf: Shelf, lead: int, days: int
) -> tuple[float, ...] | None:
    """The risk that more is asked for by the end of each day than is there by then.

    What is on its way was ordered at the latest today: it counts from the day after the lead time.
    None where nobody counted.
    """
    if shelf.there is None or shelf.position is None:
        return None
    risks = [
        outlook.within(0, day).above(shelf.there if day <= lead else shelf.position)
        for day in range(1, days + 1)
    ]
    return tuple(accumulate(risks, max))  # once all was sold, some were sent away


def _until(outlook: Outlook, shelf: Shelf, days: int) -> Counts:
    """What is asked for until goods come, which may be earlier or later than `days`.

    The rest of a day is as the days before it.
    """
    counts = outlook.within(0, days)
    whole = shelf.lead_days
    part = 1 + (max(shelf.lead_time_days, 1.0) - whole) / days
    late = counts.mean / days * shelf.lead_time_sd
    return replace(counts, mean=counts.mean * part, variance=counts.variance * part + late**2)


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
