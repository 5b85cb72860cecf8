"""Chooses how a product's demand is foretold: as its kind sells, as it sold lately, or by TSB."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from haat.analytics.forecast.backtest import LONGEST, judged, origins
from haat.analytics.forecast.cold_start import ASSUMED_BURST, Kind, Level, shrunk
from haat.analytics.forecast.demand import Demand
from haat.analytics.forecast.levels import FOLLOWING, UNCERTAINTY, Method
from haat.analytics.forecast.outlook import Backtest, DriverName, Outlook
from haat.analytics.forecast.pattern import Pattern, pattern

LOOKBACK_DAYS = 280
LEAST_DAYS = 28  # before them the plain mean, drawn to the kind's
ENOUGH_DAYS = 56  # before them even the weekdays are hardly known
BASE_DAYS = 84  # what "usual" means where a trend is told
CLEARLY = 0.98  # the plain mean replaces TSB only where it did better by so much
SPREAD_DAYS = 112


@dataclass(frozen=True, slots=True)
class Ahead:
    """The days to foretell, and those of them with an offer."""

    first: date
    days: int
    offers: Set[date] = frozenset()


@dataclass(frozen=True, slots=True)
class _Told:
    method: Method
    backtest: Backtest | None


def foretold(known: Demand | None, ahead: Ahead, like: Kind | None = None) -> Outlook | None:
    """The outlook of a product; None where neither it nor its kind has sold anything yet."""
    days = 0 if known is None else len(known.units) - len(known.short)
    if known is None or days < LEAST_DAYS or not any(known.units):
        return _young(known, ahead, like, days)
    return _grown(known, ahead, days)


def _young(known: Demand | None, ahead: Ahead, like: Kind | None, days: int) -> Outlook | None:
    told = [u for n, u in enumerate(known.units) if n not in known.short] if known else []
    mean = sum(told) / days if days else 0.0
    step = known.step if known and any(known.units) else 1.0
    # Before a week is known a day is taken to differ from the next by as much as it sells.
    spread = _burst(told, [mean] * days, step) if days >= 7 else mean
    burst = max(ASSUMED_BURST * step, spread)
    level = shrunk(mean, days, burst, like)
    if level is None:
        return None
    notes = ["not_enough_history"]
    notes += ["fallback:moving_average"] if days else []
    notes += ["cold_start"] if like is not None else []
    parts = _Parts(Pattern(), level, level.mean, burst, step, days)
    method = "moving_average" if days else "cold_start"
    return _outlook(ahead, parts, method, (*notes, *_short(known)))


def _grown(known: Demand, ahead: Ahead, days: int) -> Outlook:
    told = _chosen(known, min(ahead.days, LONGEST))
    week = pattern(known, len(known.units))
    usual = _usual(known, week)
    short = _shortness(known)
    levels = FOLLOWING[told.method](usual, short)
    recent = [n for n in range(len(usual))[-SPREAD_DAYS:] if n not in known.short]
    burst = _burst([usual[n] for n in recent], [levels[n] for n in recent], known.step)
    base_days = [n for n in range(len(usual))[-BASE_DAYS:] if n not in known.short]
    base = sum(usual[n] for n in base_days) / len(base_days) if base_days else levels[-1]
    level = Level(levels[-1], UNCERTAINTY[told.method] * burst * levels[-1])
    notes = ["not_enough_history"] if days < ENOUGH_DAYS else []
    notes += ["fallback:moving_average"] if told.method == "moving_average" else []
    offered = any(ahead.first + timedelta(days=n) in ahead.offers for n in range(ahead.days))
    notes += ["assumed_promotion_lift"] if offered and not week.promo_known else []
    parts = _Parts(week, level, base, burst, known.step, days)
    return _outlook(ahead, parts, told.method, (*notes, *_short(known)), told.backtest)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What an outlook is put together from."""

    week: Pattern
    level: Level
    base: float  # the level as it was over the weeks, where that is known
    burst: float
    step: float
    days: int  # of history


def _outlook(
    ahead: Ahead,
    parts: _Parts,
    method: str,
    notes: tuple[str, ...],
    backtest: Backtest | None = None,
) -> Outlook:
    dates = [ahead.first + timedelta(days=n) for n in range(ahead.days)]
    plain = [parts.week.weekdays[day.weekday()] for day in dates]
    factors = [parts.week.of(day.weekday(), promo=day in ahead.offers) for day in dates]
    drivers: dict[DriverName, float] = {}
    usual = parts.level.mean
    if parts.days >= LEAST_DAYS and parts.base > 0 and usual > 0:
        usual = parts.base
        drivers["trend"] = parts.level.mean / parts.base
        drivers["weekday"] = sum(plain) / len(plain)
    if any(day in ahead.offers for day in dates):
        drivers["promotion"] = sum(factors) / sum(plain)
    return Outlook(
        start=ahead.first,
        means=tuple(parts.level.mean * factor for factor in factors),
        burst=parts.burst,
        level_variance=parts.level.variance,
        step=parts.step,
        method=method,
        history_days=parts.days,
        factors=tuple(factors),
        drivers=drivers,
        usual=usual,
        weekdays=tuple(plain),
        notes=notes,
        backtest=backtest,
    )


def _chosen(known: Demand, horizon: int) -> _Told:
    """TSB, unless the plain mean did clearly better from the origins there are.

    The pattern is that of the first origin, so no origin knows what came after it.
    """
    starts = origins(len(known.units), horizon)
    if not starts:
        return _Told("tsb", None)
    week = pattern(known, starts[0])
    usual, short = _usual(known, week), _shortness(known)
    results = {
        method: judged(known, follow(usual, short), week, starts, horizon)
        for method, follow in FOLLOWING.items()
    }
    plain, smooth = results["moving_average"], results["tsb"]
    better = plain and smooth and _loss(plain) < CLEARLY * _loss(smooth)
    method: Method = "moving_average" if better else "tsb"
    return _Told(method, results[method])


def _loss(result: Backtest) -> float:
    """Error and lean together: error alone is least where too little is foretold."""
    return result.wape + abs(result.bias)


def _usual(known: Demand, week: Pattern) -> list[float]:
    """Units as they would have been on a day like any other."""
    factors = [[week.of(day, promo=promo) for day in range(7)] for promo in (False, True)]
    first = known.start.weekday()
    return [
        units / factors[n in known.promo][(first + n) % 7] for n, units in enumerate(known.units)
    ]


def _shortness(known: Demand) -> list[bool]:
    return [n in known.short for n in range(len(known.units))]


def _burst(sold: Sequence[float], foretold_: Sequence[float], step: float) -> float:
    """Variance for one unit of mean: Pearson's statistic; at least Poisson's in steps."""
    expected = sum(foretold_)
    if expected <= 0:
        return ASSUMED_BURST * step
    errors = sum((a - b) ** 2 for a, b in zip(sold, foretold_, strict=True))
    return max(step, errors / expected)


def _short(known: Demand | None) -> tuple[str, ...]:
    return ("stockout_days",) if known is not None and known.short else ()
