"""What the markets say of goods lately: whether their price moves more than it usually does in these weeks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, median
from typing import Literal

from haat.analytics.market import PricePoint, change_percent

YEARS = 5
LEAST_YEARS = 2  # that what is usual is known from
ANCHOR_DAYS = 7  # around the same day of another year
DAYS, TOLERANCE = 30, 5
STRONG = 10.0  # percent beyond what is usual
WEEKS_DAYS = 28
LEAST_REPORTS = 5  # days with arrivals in four weeks

Direction = Literal["rising", "falling", "usual"]


@dataclass(frozen=True, slots=True)
class Arrivals:
    """By how many percent the mean of the days with reports changed in four weeks, and the last such day."""

    change: float
    day: date


def usual_change(points: Sequence[PricePoint], day: date) -> float | None:
    """The middle of the changes in the thirty days before this day of other years; None of too few."""
    changes = [
        change
        for year in range(1, YEARS + 1)
        if (anchor := _near(points, day - timedelta(days=365 * year))) is not None
        and (change := change_percent(points, anchor, DAYS, TOLERANCE)) is not None
    ]
    return round(median(changes), 1) if len(changes) >= LEAST_YEARS else None


def direction(change: float, usual: float | None) -> Direction:
    """Whether a price moved clearly more than it usually does in these weeks."""
    beyond = change - (usual or 0.0)
    if change > 0 and beyond >= STRONG:
        return "rising"
    return "falling" if change < 0 and beyond <= -STRONG else "usual"


def arrivals(tonnes: Mapping[date, float], today: date) -> Arrivals | None:
    """What came to the markets in the last four weeks beside the four before; None of too few reports."""
    start, middle = today - timedelta(days=2 * WEEKS_DAYS), today - timedelta(days=WEEKS_DAYS)
    before = [told for day, told in tonnes.items() if start < day <= middle]
    now = [told for day, told in tonnes.items() if middle < day <= today]
    if min(len(before), len(now)) < LEAST_REPORTS or not fmean(before):
        return None
    last = max(day for day in tonnes if day <= today)
    return Arrivals(round((fmean(now) / fmean(before) - 1) * 100, 1), last)


def _near(points: Iterable[PricePoint], day: date) -> date | None:
    """The day with a price that is nearest to one."""
    days = {p.date for p in points if abs((p.date - day).days) <= ANCHOR_DAYS}
    return min(days, key=lambda one: (abs((one - day).days), one), default=None)
