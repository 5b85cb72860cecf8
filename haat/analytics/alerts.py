"""When the ledger says that something is wrong: stock that will not last, demand out of the ordinary, prices out of line."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Literal

from haat.analytics.habit import DAY, LOOK_BACK_DAYS, USUAL_DAYS, begins, grain_of, habit
from haat.analytics.tails import at_least, shortage, spread

Severity = Literal["high", "medium", "low"]
RANK: Mapping[Severity, int] = {"high": 0, "medium": 1, "low": 2}
THIN_DAYS = 7  # with fewer days behind it a rate is a guess
SPIKE_CHANCE = 0.001  # so rarely it happens by chance, for each product and day
SPELLS = ((1, 2.0), (7, 1.5))  # days looked at, and how many times the usual it must be
LEAST_MORE = 3  # grains above the usual
SURE, LIKELY = 0.9, 0.3
FAR = 2.0  # so many times the band is far out of it


@dataclass(frozen=True, slots=True)
class Spike:
    """More than chance explains: `units` in the last `days`, where `expected` were usual."""

    days: int
    units: float
    expected: float
    chance: float
    since: date


@dataclass(frozen=True, slots=True)
class Daily:
    """A day's demand as counts of `grain` units, and how many days told it."""

    grain: float
    mean: float
    variance: float
    told: int

    def over(self, days: float) -> tuple[float, float]:
        """Mean and variance of the demand of so many days; a mean of few days may be off, which widens it."""
        return days * self.mean, days * self.variance + days**2 * self.variance / self.told


@dataclass(frozen=True, slots=True)
class Cover:
    """How long the shelf lasts; `risk` is the chance that it is empty before a delivery comes."""

    per_day: float
    days: float
    risk: float
    short: float  # units missing on average
    thin: bool
    daily: Daily


def spike(daily: Mapping[date, float], empty: AbstractSet[date], today: date) -> Spike | None:
    """Whether yesterday or the last seven days sold more than chance explains, the surer of both."""
    found = [one for days, times in SPELLS if (one := _spike(daily, empty, today, days, times))]
    return min(found, key=lambda one: one.chance, default=None)


def cover(
    daily: Mapping[date, float],
    empty: AbstractSet[date],
    today: date,
    left: float,
    lead_time_days: float,
) -> Cover | None:
    """How long `left` units last at the mean of 28 days (56 where these sold nothing); None where nothing sells.

    The lead time's demand is negative binomial: days differ more than Poisson's (`spread`).
    """
    counts, grain = _days_for_cover(daily, empty, today)
    mean = sum(counts) / len(counts) if counts else 0.0
    if mean == 0:
        return None
    demand = Daily(grain, mean, mean + spread(counts) * mean**2, len(counts))
    short = shortage(left / grain, *demand.over(lead_time_days))
    return Cover(
        per_day=mean * grain,
        days=max(0.0, left) / (mean * grain),
        risk=short.risk,
        short=short.expected * grain,
        thin=len(counts) < THIN_DAYS,
        daily=demand,
    )


def stock_severity(found: Cover, left: float, lead_time_days: float) -> Severity | None:
    """High where it is empty or surely will be before a delivery; low where it may be; None where it lasts."""
    if left <= 0 or (found.risk >= SURE and not found.thin):
        return "high"
    if found.days < lead_time_days:
        return "medium"
    return "low" if found.risk >= LIKELY and not found.thin else None


def spike_severity(found: Spike) -> Severity:
    """High where it is three times the usual."""
    return "high" if found.units >= 3 * found.expected else "medium"


def below_since(levels: Mapping[date, float], need: float, today: date) -> date:
    """The first day of the run up to today on which less than `need` was on the shelf."""
    day = today
    while levels.get(day - DAY, need) < need:
        day -= DAY
    return day


def shelf_levels(
    counts: Mapping[date, float],
    came: Mapping[date, float],
    went: Mapping[date, float],
    days: Sequence[date],
) -> dict[date, float]:
    """The shelf at each day's end: as counted, else what was there before with what came and went."""
    levels: dict[date, float] = {}
    level: float | None = None
    for day in days:
        moved = None if level is None else level + came.get(day, 0.0) - went.get(day, 0.0)
        level = counts.get(day, moved)
        if level is not None:
            levels[day] = level
    return levels


def off_percent(value: float, reference: float) -> float:
    """By how much percent a value lies above (or below: negative) a reference."""
    return (value - reference) / reference * 100


def band_severity(off: float, band: float) -> Severity | None:
    """None within the band (percent, either way), high where it is far out of it."""
    if abs(off) <= band:
        return None
    return "high" if abs(off) > FAR * band else "medium"


def jump_percent(costs: Sequence[int]) -> float | None:
    """How far the last of several costs lies off the middle of those before it; None with fewer than 3 before."""
    return off_percent(costs[-1], median(costs[:-1])) if len(costs) > 3 else None


def outlived(now: float, came_since: float, then: float, went_since: float) -> float:
    """Units that must be older than the shelf life, if the oldest were always sold first.

    `then` was counted a shelf life ago or earlier; what came and went since is known. Two ways to
    bound it, and the smaller is sure.
    """
    return max(0.0, min(now - came_since, then - went_since))


def _spike(
    daily: Mapping[date, float], empty: AbstractSet[date], today: date, days: int, times: float
) -> Spike | None:
    """The exact test of a spell's count against the 28 days before it."""
    units = sum(daily.get(today - n * DAY, 0.0) for n in range(1, days + 1))
    before = sum(daily.get(today - n * DAY, 0.0) for n in range(days + 1, days + USUAL_DAYS + 1))
    if units < times * before * days / USUAL_DAYS:  # spares most goods the test
        return None
    usually = habit(daily, empty, today, days)
    if usually is None:
        return None
    count, usual, n = round(units / usually.grain), sum(usually.usual), len(usually.usual)
    expected = usual / n * days
    if count < times * expected or count - expected < LEAST_MORE:
        return None
    ordinary = sorted(usually.long)[:-1]  # one bulk buyer must not hide the next for two months
    size = 1 / max(spread(ordinary), 1e-6)
    chance = at_least(count, count + usual, (days * size, n * size))
    if chance > SPIKE_CHANCE:
        return None
    grain = usually.grain
    return Spike(days, count * grain, expected * grain, chance, today - days * DAY)


def _days_for_cover(
    daily: Mapping[date, float], empty: AbstractSet[date], today: date
) -> tuple[list[int], float]:
    """Counts of the last 28 days, of all known ones where these sold nothing."""
    first = begins(daily, today)
    if first is None:
        return [], 1.0
    grain = grain_of(daily)
    for back in (USUAL_DAYS, LOOK_BACK_DAYS):
        days = [today - n * DAY for n in range(1, back + 1)]
        told = [d for d in days if d >= first and not (d in empty and not daily.get(d))]
        counts = [round(daily.get(d, 0.0) / grain) for d in told]
        if any(counts):
            break
    return counts, grain
