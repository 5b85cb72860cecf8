"""What a market price will be in one, two and four weeks: mostly what it is, and how sure that is.

Each method tells the change of the logarithm of a price. What the price does not do reliably is not
foretold: a method replaces persistence only where it would clearly have done better on this very
series.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean, median
from typing import Literal

from haat.analytics.market import PricePoint, by_market, middle

Direction = Literal["stays", "rises", "falls"]
Method = Literal["persistence", "drift", "damped_trend", "seasonal"]
Days = Sequence[float | None]  # the logarithm of the price, a day each; None where none is known
Told = list[float | None]  # the change foretold from each day asked for; None where it can't be

HORIZONS = (7, 14, 28)
APART_DAYS = 7
MOST_ORIGINS = 104
LEAST_ORIGINS = 26  # half a year of weeks; 19 are the least that can bound 95 of 100
# What replaces persistence must have been better by the margin over a year of weeks. Of 5 to 20 %
# and half a year to two, these were the least that lost nowhere before 2018 (eval.market).
MARGIN, JUDGED_ORIGINS = 0.1, 52
COVERED = 0.95
CARRIED_DAYS = 6  # a price speaks of the days after it, until a week has passed
WRONG_FACTOR = 3.0  # a price so far from those before it is a slip of the pen or of the unit
BEFORE = 7  # prices that a new one is compared with
YEAR = 365
LEAST_YEARS, MOST_YEARS = 2, 5  # that a season is known from
HISTORY_DAYS = 4 * YEAR  # to read: two years to judge by, and two before them to know a season
SEASON_DAYS = (-14, -7, 0, 7, 14)  # around the day of the year
LEVEL, TREND, DAMPING = 0.5, 0.1, 0.97  # a day, of the damped trend
LEARNT_DAYS = 28  # before the damped trend knows its level


@dataclass(frozen=True, slots=True)
class MarketOutlook:
    """A price in `horizon_days` and its 95 % bounds, each as a factor of the last price.

    `relative_mae` is the error of `method` in the back-test, as a share of the error of persistence.
    """

    horizon_days: int
    expected: float
    lower: float
    upper: float
    direction: Direction
    method: Method
    relative_mae: float
    origins: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A method on one series: what it foretells now, and how far off it was from earlier days."""

    method: Method
    expected: float
    errors: tuple[float, ...]
    theirs: tuple[float, ...]  # the errors of persistence from the same days

    @property
    def relative(self) -> float:
        """The error as a share of that of persistence."""
        return _relative(self.errors, self.theirs)

    @property
    def clear(self) -> bool:
        """Whether it wins by the margin in the earlier half of the days and in the later."""
        if len(self.errors) < JUDGED_ORIGINS:
            return False
        half = len(self.errors) // 2
        halves = (slice(None, half), slice(half, None))
        return all(_relative(self.errors[h], self.theirs[h]) < 1 - MARGIN for h in halves)


def daily_middle(points: Sequence[PricePoint], day: date) -> dict[date, int]:
    """The middle of the markets for each day, of those markets that have a price on `day`."""
    now = {point.market for point in points if point.date == day}
    by_day: dict[date, list[PricePoint]] = {}
    for point in points:
        if point.market in now and point.date <= day:
            by_day.setdefault(point.date, []).append(point)
    return {when: middle(by_market(told).values()) for when, told in by_day.items()}


def outlooks(
    prices: Mapping[date, float], horizons: Sequence[int] = HORIZONS
) -> tuple[MarketOutlook, ...]:
    """The outlook from the last day on, for each horizon with enough history to judge it by."""
    known = _without_slips(prices)
    if not known or max(prices) not in known:
        return ()
    days = _by_day(known)
    found = (_outlook(days, horizon) for horizon in horizons)
    return tuple(one for one in found if one is not None)


def _without_slips(prices: Mapping[date, float]) -> dict[date, float]:
    """The prices without those that are many times or a fraction of what came before."""
    kept: dict[date, float] = {}
    told: list[float] = []
    for when in sorted(prices):
        price = prices[when]
        if price <= 0:
            continue
        usual = median(told[-BEFORE:]) if len(told) >= BEFORE else price
        if usual / WRONG_FACTOR <= price <= usual * WRONG_FACTOR:
            kept[when] = price
        told.append(price)
    return kept


def _by_day(prices: Mapping[date, float]) -> list[float | None]:
    """Logarithms from the first day to the last; a price is carried into days without one."""
    first = min(prices)
    at = {(when - first).days: math.log(price) for when, price in prices.items()}
    days: list[float | None] = []
    last = 0
    for n in range(max(at) + 1):
        last = n if n in at else last
        days.append(at[last] if n - last <= CARRIED_DAYS else None)
    return days


def _outlook(days: Days, horizon: int) -> MarketOutlook | None:
    best = _chosen(days, horizon, _origins(days, horizon))
    if best is None:
        return None
    reach = _reach(best.errors)
    return MarketOutlook(
        horizon,
        math.exp(best.expected),
        math.exp(best.expected - reach),
        math.exp(best.expected + reach),
        _direction(best),
        best.method,
        best.relative,
        len(best.errors),
    )


def _origins(days: Days, horizon: int) -> list[int]:
    """Days, a week apart, from which and after which the price is known; the latest last."""
    last = len(days) - 1 - horizon
    weeks = range(last, -1, -APART_DAYS)
    known = [n for n in weeks if _change(days, n, horizon) is not None]
    return known[:MOST_ORIGINS][::-1]


def _change(days: Days, start: int, length: int) -> float | None:
    if start < 0 or start + length >= len(days):
        return None
    before, after = days[start], days[start + length]
    return None if before is None or after is None else after - before


def _chosen(days: Days, horizon: int, starts: Sequence[int]) -> Judged | None:
    """The best method, persistence unless another is clearly better; None without enough days."""
    plain = _judged("persistence", days, horizon, starts)
    if plain is None:
        return None
    judged = (_judged(name, days, horizon, starts) for name in METHODS)
    clear = (one for one in judged if one is not None and one.clear)
    return min(clear, key=lambda one: one.relative, default=plain)


def _judged(name: Method, days: Days, horizon: int, starts: Sequence[int]) -> Judged | None:
    """None where it can't tell, or could not from enough days."""
    *before, expected = METHODS[name](days, horizon, [*starts, len(days) - 1])
    happened = [_change(days, start, horizon) for start in starts]
    pairs = [
        (change, ours)
        for change, ours in zip(happened, before, strict=True)
        if change is not None and ours is not None
    ]
    if expected is None or len(pairs) < LEAST_ORIGINS:
        return None
    errors = tuple(abs(change - ours) for change, ours in pairs)
    return Judged(name, expected, errors, tuple(abs(change) for change, _ in pairs))


def _relative(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """1 where the price never moved."""
    persistence = sum(theirs)
    return sum(ours) / persistence if persistence > 0 else 1.0


def _reach(errors: Sequence[float]) -> float:
    """What 95 of 100 errors stay within: split conformal, Vovk, Gammerman and Shafer (2005)."""
    rank = math.ceil(COVERED * (len(errors) + 1))
    return sorted(errors)[min(rank, len(errors)) - 1]


def _direction(found: Judged) -> Direction:
    """A change is told only where it is larger than the error that is usual."""
    if abs(found.expected) <= median(found.errors):
        return "stays"
    return "rises" if found.expected > 0 else "falls"


def _persistence(days: Days, _horizon: int, at: Sequence[int]) -> Told:
    return [None if days[n] is None else 0.0 for n in at]


def _drift(days: Days, horizon: int, at: Sequence[int]) -> Told:
    """As fast as over the year before."""
    changes = (_change(days, n - YEAR, YEAR) for n in at)
    return [None if change is None else change * horizon / YEAR for change in changes]


def _damped_trend(days: Days, horizon: int, at: Sequence[int]) -> Told:
    """Exponential smoothing with a trend that fades (Gardner and McKenzie 1985), a step a day."""
    faded = DAMPING * (1 - DAMPING**horizon) / (1 - DAMPING)
    states = _smoothed(days)
    told: Told = []
    for n in at:
        now, (level, trend) = days[n], states[n]
        told.append(None if now is None or n < LEARNT_DAYS else level + trend * faded - now)
    return told


def _smoothed(days: Days) -> list[tuple[float, float]]:
    """Level and trend after each day; a day without a price leaves them as foretold."""
    level, trend = next((price for price in days if price is not None), 0.0), 0.0
    states = []
    for price in days:
        ahead, fading = level + DAMPING * trend, DAMPING * trend
        if price is None:
            level, trend = ahead, fading
        else:
            risen = ahead + LEVEL * (price - ahead)
            level, trend = risen, TREND * (risen - level) + (1 - TREND) * fading
        states.append((level, trend))
    return states


def _seasonal(days: Days, horizon: int, at: Sequence[int]) -> Told:
    """What the price did in the years before from about this day of the year on, held back.

    Of n years, n / (n + 1) of their mean: few years tell little.
    """
    return [None if days[n] is None else _season(days, n, horizon) for n in at]


def _season(days: Days, day: int, horizon: int) -> float | None:
    years = [_same_season(days, day - n * YEAR, horizon) for n in range(1, MOST_YEARS + 1)]
    known = [change for change in years if change is not None]
    if len(known) < LEAST_YEARS:
        return None
    return fmean(known) * len(known) / (len(known) + 1)


def _same_season(days: Days, day: int, horizon: int) -> float | None:
    near = [_change(days, day + off, horizon) for off in SEASON_DAYS]
    known = [change for change in near if change is not None]
    return fmean(known) if known else None


METHODS: Mapping[Method, Callable[[Days, int, Sequence[int]], Told]] = {
    "persistence": _persistence,
    "drift": _drift,
    "damped_trend": _damped_trend,
    "seasonal": _seasonal,
}
