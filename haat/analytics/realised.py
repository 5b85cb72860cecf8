"""What a new price did: sales before and after it, against goods of the same kind whose price stood."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log, sqrt

from haat.analytics.price_response import SellingDay

MOVED = 0.01  # a price that differs by less is the same price
LASTING_DAYS = 14  # so long a price has to stand to be told of
RECENT_DAYS = 91  # older changes are no news
MOST_DAYS = 56  # before and after
LEAST_SOLD = 8.0  # units, on either side: fewer say nothing
LEAST_GOODS = 3
WEEK = 7


@dataclass(frozen=True, slots=True)
class Repriced:
    """A change of the price asked (rupees) that lasts; `until` is the last day that was looked at."""

    on: date
    before: float
    after: float
    until: date

    @property
    def days(self) -> int:
        """For how long it has been so."""
        return (self.until - self.on).days + 1


@dataclass(frozen=True, slots=True)
class Effect:
    """The factor on units sold, with 95 % bounds, and how many goods it was compared with."""

    units: float
    lower: float
    upper: float
    goods: int

    def percent(self, worth: float) -> tuple[float, float, float]:
        """The change in percent of what is worth so many times as much a unit: value and bounds."""
        value, one, other = (
            (factor * worth - 1) * 100 for factor in (self.units, self.lower, self.upper)
        )
        return value, min(one, other), max(one, other)


@dataclass(frozen=True, slots=True)
class _Side:
    """Days of one side of the change: units of each week, and days told."""

    weeks: tuple[float, ...]
    days: int

    @property
    def sold(self) -> float:
        return sum(self.weeks)


def repriced(days: Sequence[SellingDay], said_on: date | None = None) -> Repriced | None:
    """The last change of the price asked, if it is no older than a quarter; None where there is none.

    Offers are no change. Where a person set the price `said_on`, that day counts; else a price
    counts as changed once it stood for a fortnight, after another that did.
    """
    usual = _usual(days)
    if not usual:
        return None
    until, after = usual[-1]
    begins = said_on or next((d for d, _ in _spells(usual)[-1:]), until)
    earlier = [price for day, price in usual if day < begins]
    if not earlier or (until - begins).days >= RECENT_DAYS:
        return None
    found = Repriced(begins, earlier[-1], after, until)
    if abs(found.after / found.before - 1) <= MOVED:
        return None
    stood = _standing(usual, begins)
    if said_on is None and min(found.days, stood) < LASTING_DAYS:
        return None
    return found


def effect(
    days: Sequence[SellingDay], change: Repriced, others: Sequence[Sequence[SellingDay]]
) -> Effect | None:
    """Difference in differences of log units (Angrist & Pischke 2009, ch. 5); None where too little tells it.

    Goods drift apart by themselves: the spread of the others' changes beyond what their counts explain
    (DerSimonian & Laird 1986) is part of the doubt, with Student's t for few goods.
    """
    own = _change(days, change, change.before)
    compared = [found for other in others if (found := _unchanged(other, change)) is not None]
    if own is None or len(compared) < LEAST_GOODS:
        return None
    usual, doubt, spread = _pooled(compared)
    middle = own[0] - usual
    wide = _student(len(compared) - 1) * sqrt(own[1] + spread + doubt)
    return Effect(exp(middle), exp(middle - wide), exp(middle + wide), len(compared))


def _usual(days: Sequence[SellingDay]) -> list[tuple[date, float]]:
    """The price without offers, day by day."""
    found: list[tuple[date, float]] = []
    for d in days:
        if d.promo and found:
            found.append((d.date, found[-1][1]))
        elif d.price > 0 and not d.promo:
            found.append((d.date, d.price))
    return found


def _spells(usual: Sequence[tuple[date, float]]) -> list[tuple[date, float]]:
    """The first day of each price that stood for a while."""
    found: list[tuple[date, float]] = []
    for day, price in usual:
        if not found or abs(price / found[-1][1] - 1) > MOVED:
            found.append((day, price))
    return found


def _standing(usual: Sequence[tuple[date, float]], begins: date) -> int:
    """For how many days the price before stood."""
    starts = [day for day, _ in _spells([one for one in usual if one[0] < begins])]
    return (begins - starts[-1]).days


def _unchanged(days: Sequence[SellingDay], change: Repriced) -> tuple[float, float] | None:
    """The change of goods whose price stood meanwhile."""
    first = change.on - timedelta(days=MOST_DAYS)
    prices = [price for day, price in _usual(days) if first <= day <= change.until]
    if not prices or max(prices) / min(prices) - 1 > MOVED:
        return None
    return _change(days, change, prices[0])


def _change(
    days: Sequence[SellingDay], change: Repriced, price: float
) -> tuple[float, float] | None:
    """Log ratio of units a day after and before, and its variance; whole weeks on either side."""
    told = [d for d in days if not d.ran_out and not d.promo and d.price > 0]
    before = [d for d in told if 0 < (change.on - d.date).days <= MOST_DAYS]
    before = [d for d in before if abs(d.price / price - 1) <= MOVED]
    after = [
        d for d in told if 0 <= (d.date - change.on).days < min(MOST_DAYS, _whole(change.days))
    ]
    sides = (_side(before, change.on), _side(after, change.on))
    if any(s.days < LASTING_DAYS or s.sold < LEAST_SOLD for s in sides):
        return None
    then, now = sides
    scatter = max(1.0, (_scatter(then) + _scatter(now)) / 2)
    return log(now.sold / now.days) - log(then.sold / then.days), scatter * (
        1 / then.sold + 1 / now.sold
    )


def _whole(days: int) -> int:
    return days // WEEK * WEEK


def _side(days: Sequence[SellingDay], on: date) -> _Side:
    weeks: dict[int, float] = {}
    for d in days:
        week = (d.date - on).days // WEEK
        weeks[week] = weeks.get(week, 0.0) + d.units
    return _Side(tuple(weeks.values()), len(days))


def _scatter(side: _Side) -> float:
    """How much more weeks differ than counts of a steady rate would (Pearson's statistic)."""
    mean = side.sold / len(side.weeks)
    freedom = len(side.weeks) - 1
    return sum((w - mean) ** 2 for w in side.weeks) / mean / freedom if freedom else 1.0


def _pooled(changes: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """The mean change, its variance, and the variance between goods."""
    weights = [1 / variance for _, variance in changes]
    mean = _mean(changes, weights)
    odd = sum(w * (c - mean) ** 2 for w, (c, _) in zip(weights, changes, strict=True))
    whole = sum(weights)
    scale = whole - sum(w**2 for w in weights) / whole
    spread = max(0.0, (odd - len(changes) + 1) / scale) if scale > 0 else 0.0
    weights = [1 / (variance + spread) for _, variance in changes]
    return _mean(changes, weights), 1 / sum(weights), spread


def _mean(changes: Sequence[tuple[float, float]], weights: Sequence[float]) -> float:
    return sum(w * c for w, (c, _) in zip(weights, changes, strict=True)) / sum(weights)


def _student(freedom: int) -> float:
    """The 97.5 % point of Student's t (Cornish & Fisher 1937, to the third order; 3 % off at 2)."""
    z = 1.959964
    found = z
    for power, terms in enumerate(
        (
            (z**3 + z) / 4,
            (5 * z**5 + 16 * z**3 + 3 * z) / 96,
            (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        ),
        start=1,
    ):
        found += terms / freedom**power
    return found
