"""A price within the guardrails that serves the objective, what a price would change, and what making costs."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from haat.analytics.guardrails import (
    UNBOUNDED,
    Bound,
    Checked,
    Facts,
    band,
    charming,
    checked,
)
from haat.analytics.price_response import Elasticity

STEPS = 200  # prices tried
WIDEST = 0.5  # the wish may lie so far from today's price before the guardrails are asked
WORTH = 0.005  # of today's price: a smaller gain a unit is not worth a new price
FIXED_MARGIN_PCT = 20.0  # of the price, where nothing tells better
KEYSTONE = 2.0  # times the cost: the best markup at an elasticity of -2 (Lerner 1934)


@dataclass(frozen=True, slots=True)
class Ranged:
    """An expected value with the bounds that the elasticity's bounds give."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Change:
    """What another price would change in so many days: units, and paise of revenue and of margin."""

    units: Ranged
    revenue: Ranged
    margin: Ranged | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The price, the band it was chosen from, and how the guardrails stand; paise per unit.

    `wish` is what would have been chosen without them; `unrounded` is before the trade's endings.
    `fallback` says by which plain rule it was found where sales could not tell.
    """

    price: int
    low: int
    high: int | None
    wish: float
    unrounded: int
    rules: tuple[Checked, ...]
    fallback: str | None
    kept: bool


@dataclass(frozen=True, slots=True)
class CostSheet:
    """What making one unit costs, in rupees; labour is hours times rupees an hour."""

    material: float = 0.0
    labour_hours: float = 0.0
    labour_rate: float | None = None
    packing: float = 0.0
    transport: float = 0.0
    fees: float = 0.0

    @property
    def without_labour(self) -> float:
        """What is paid to others."""
        return self.material + self.packing + self.transport + self.fees

    @property
    def unit_cost(self) -> float:
        """All of it; her own hours count where she put a rate on them."""
        return self.without_labour + self.labour_hours * (self.labour_rate or 0.0)

    def earning_per_hour(self, price: float) -> float | None:
        """Rupees left for each hour of work at a price; None where no hours are told."""
        return (price - self.without_labour) / self.labour_hours if self.labour_hours else None


def suggest(facts: Facts, elasticity: Elasticity, days: int) -> Suggestion | None:
    """The best price; None where neither price nor cost nor anybody else's price is known.

    Where the product's own sales tell how they follow the price, it is the one whose worst case
    within the elasticity's bounds is best, and today's where none is clearly better. Else a plain
    rule: what competitors ask, a fixed margin on the cost, or today's price. Clearing stock takes
    the highest price, not above today's, at which it is sold within so many `days`.
    """
    within, given_up = band(facts)
    found = _wish(facts, elasticity, days, within)
    if found is None:
        return None
    wish, best, fallback = found
    kept = best == facts.current
    price = best if kept else charming(best, within)
    high = _highest(facts, within, price)
    rules = checked(facts, wish, given_up)
    return Suggestion(price, within.low, high, wish, best, rules, fallback, kept)


def change(facts: Facts, elasticity: Elasticity, price: int, days: int) -> Change | None:
    """What a price would change against today's; None where today's price or sales are not known."""
    if facts.current is None or facts.per_day is None:
        return None
    now, cost, sold = facts.current, facts.cost, facts.per_day * days
    factors = [
        math.pow(price / now, e) for e in (elasticity.value, elasticity.lower, elasticity.upper)
    ]
    return Change(
        units=_ranged(sold * (f - 1) for f in factors),
        revenue=_ranged(sold * (price * f - now) for f in factors),
        margin=None
        if cost is None
        else _ranged(sold * ((price - cost) * f - (now - cost)) for f in factors),
    )


def _wish(
    facts: Facts, elasticity: Elasticity, days: int, within: Bound
) -> tuple[float, int, str | None] | None:
    """The price without guardrails, the best one within them, and the rule where it was one."""
    if facts.clearing and facts.current is not None:
        wish = _clearing(facts, facts.current, elasticity, days)
        return wish, _into(within, wish), None
    if facts.current is not None and elasticity.own > 0:
        worst = _worst_case(facts, facts.current, elasticity)
        anywhere = Bound(
            max(1, round(facts.current * (1 - WIDEST))), round(facts.current * (1 + WIDEST))
        )
        wish = _best(anywhere, facts, worst)
        return wish, _best(within, facts, worst), None
    plain = _plain(facts)
    return None if plain is None else (plain[0], _into(within, plain[0]), plain[1])


def _plain(facts: Facts) -> tuple[float, str] | None:
    """A price by rule, where there is no own experience to go by."""
    if facts.rivals:
        return median(facts.rivals), "competitor_parity"
    if facts.cost:
        target = max(FIXED_MARGIN_PCT, min(facts.min_margin_pct, 95.0)) / 100
        fixed = facts.cost / (1 - target)
        if facts.current is None or fixed > facts.current:
            return fixed, "fixed_margin"
    if facts.current is not None:
        return float(facts.current), "todays_price"
    if facts.mandi is not None:
        share = 0.0 if facts.mandi.retail else FIXED_MARGIN_PCT / 100
        return facts.mandi.paise / (1 - share), "market_parity"
    return None


def _clearing(facts: Facts, current: int, elasticity: Elasticity, days: int) -> float:
    """The price at which the stock is sold in time, not above today's; half where sales are not known."""
    lowest = current * (1 - WIDEST)
    if facts.on_hand is None or not facts.per_day:
        return lowest
    needed = facts.on_hand / (facts.per_day * days)
    if needed <= 1:
        return float(current)
    return max(lowest, current * math.pow(needed, 1 / elasticity.value))


def _worst_case(facts: Facts, current: int, elasticity: Elasticity) -> Callable[[int], float]:
    """The gain over today's price under the least favourable elasticity within the bounds."""
    cost = (facts.cost or 0.0) if facts.objective == "margin" else 0.0
    beliefs = (elasticity.lower, elasticity.value, elasticity.upper)
    today = current - cost

    def worst(price: int) -> float:
        return min((price - cost) * math.pow(price / current, e) - today for e in beliefs)

    return worst


def _best(within: Bound, facts: Facts, worst: Callable[[int], float]) -> int:
    """The price of the band with the best worst case; today's where none is clearly better."""
    current = facts.current or within.low
    high = min(within.high, max(within.low, round(current * (1 + WIDEST))))
    width = max(1, (high - within.low) // STEPS)
    prices = {*range(within.low, high + 1, width), high}
    best: int = max(sorted(prices), key=worst)
    if within.allows(current) and worst(best) <= current * WORTH:
        return current
    return best


def _highest(facts: Facts, within: Bound, price: int) -> int | None:
    """The upper end of the band; twice the cost where no guardrail sets one."""
    if within.high != UNBOUNDED:
        return within.high
    return max(price, round(KEYSTONE * facts.cost)) if facts.cost else None


def _into(within: Bound, price: float) -> int:
    return round(min(max(price, within.low), within.high))


def _ranged(found: Iterable[float]) -> Ranged:
    value, *others = found
    return Ranged(value, min(value, *others), max(value, *others))
