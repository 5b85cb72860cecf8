"""What an action is worth in rupees: impact on margin + service level - risk."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, exp, log

from haat.analytics.alerts import Daily
from haat.analytics.price_response import Elasticity
from haat.analytics.tails import enough, shortage

AHEAD_DAYS = 7  # an order should last so long after it came
RUN_OUT = 0.05  # the chance of running out that an order leaves
PRICE_DAYS = 7  # what another price would change is told for a week


@dataclass(frozen=True, slots=True)
class Worth:
    """Rupees that an action brings and may cost.

    `margin`: profit gained. `service`: sales of a day times the fall in the chance of an empty shelf,
    what a kept customer is worth to us here. `risk`: what may be lost by it; below 0 where it takes a
    risk away.
    """

    margin: float = 0.0
    service: float = 0.0
    risk: float = 0.0

    @property
    def score(self) -> float:
        """What actions are ranked by."""
        return self.margin + self.service - self.risk


@dataclass(frozen=True, slots=True)
class Goods:
    """What one product is sold and bought for, in rupees a unit, and how long it keeps."""

    price: float
    cost: float | None
    shelf_life_days: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What an order would change: units, and the chance of an empty shelf in the days it is for."""

    quantity: float
    risk_before: float
    risk_after: float
    sales_kept: float  # rupees
    worth: Worth


@dataclass(frozen=True, slots=True)
class NewPrice:
    """What a price would change in a week, with bounds where the elasticity is in doubt."""

    price: float
    units_percent: float
    margin: float
    margin_bounds: tuple[float, float]
    worth: Worth


def order(
    daily: Daily, left: float, coming: float, lead_time_days: float, goods: Goods, *, thin: bool
) -> Order | None:
    """The order that lasts for the lead time and a week after; None where nothing need be ordered.

    What keeps less than a week is ordered for as long as it keeps. What is missed before the delivery comes can't be saved by it, and counts for nothing.
    """
    days = lead_time_days + min(AHEAD_DAYS, goods.shelf_life_days or AHEAD_DAYS)
    there = (max(0.0, left) + coming) / daily.grain
    quantity = enough(*daily.over(days), RUN_OUT) - there
    if quantity <= 0:
        return None
    units = ceil(quantity) * daily.grain
    without = shortage(there, *daily.over(days))
    with_it = shortage(there + ceil(quantity), *daily.over(days))
    before_it_comes = shortage(there, *daily.over(lead_time_days))
    saved = max(0.0, without.expected - with_it.expected - before_it_comes.expected) * daily.grain
    per_day = daily.mean * daily.grain
    margin = 0.0 if goods.cost is None else saved * (goods.price - goods.cost)
    service = (without.risk - with_it.risk) * per_day * goods.price
    worth = Worth(
        margin, service, _unsold(goods, units + left, per_day) + (margin / 2 if thin else 0)
    )
    return Order(units, without.risk, with_it.risk, saved * goods.price, worth)


def new_price(
    price: float, goods: Goods, per_day: float, elasticity: Elasticity
) -> NewPrice | None:
    """What a week at another price would change; None without a cost or without sales.

    The risk is half of what the likely gain lies above the worst within the elasticity's bounds.
    """
    if goods.cost is None or per_day <= 0 or price <= 0:
        return None
    cost, units = goods.cost, per_day * PRICE_DAYS
    now = (goods.price - cost) * units

    def gained(response: float) -> float:
        return (price - cost) * units * exp(response * log(price / goods.price)) - now

    bounds = sorted(map(gained, (elasticity.lower, elasticity.upper)))
    margin = gained(elasticity.value)
    change = (exp(elasticity.value * log(price / goods.price)) - 1) * 100
    worth = Worth(margin=margin, risk=max(0.0, margin - bounds[0]) / 2)
    return NewPrice(price, change, margin, (bounds[0], bounds[1]), worth)


def fitting_price(
    wanted: float, mrp: float | None, cost: float | None, least_margin: float
) -> float:
    """The wanted price, not above the MRP and not below the cost with its least margin (percent)."""
    floor = 0.0 if cost is None else cost * (1 + least_margin / 100)
    price = max(wanted, floor)
    return price if mrp is None else min(price, mrp)


def ranked(actions: Sequence[tuple[bool, Worth]]) -> list[int]:
    """Places of the actions, the law's first (True), then by what they are worth."""
    places = range(len(actions))
    return sorted(places, key=lambda n: (not actions[n][0], -actions[n][1].score, n))


def _unsold(goods: Goods, units: float, per_day: float) -> float:
    """Rupees of what an order would leave unsold when it spoils."""
    if goods.shelf_life_days is None:
        return 0.0
    left_over = max(0.0, units - per_day * goods.shelf_life_days)
    return left_over * (goods.price if goods.cost is None else goods.cost)
