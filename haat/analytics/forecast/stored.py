"""A forecast that was made ahead of the question, and the part of it that is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from haat.analytics.forecast.outlook import Backtest, DriverName, Outlook

METHOD = "xgboost"
TOTAL, SHOP = "total:", "shop"  # before the name of a category, or of the whole
LEVEL_SHARE = 1 / 28  # the level is known about as well as a mean of four weeks is


@dataclass(frozen=True, slots=True)
class DayParts:
    """The factors of a day; usual x all of them = its mean."""

    trend: float
    weekday: float
    promotion: float
    festival: float = 1.0


@dataclass(frozen=True, slots=True)
class Stored:
    """Means of the days from `first` on with their parts, and how the method did before.

    `burst` is a day's variance for one unit of mean, `shared` the variance that days of a week have in
    common, as a part of the squared mean.
    """

    first: date
    means: tuple[float, ...]
    usual: float
    parts: tuple[DayParts, ...]
    burst: float
    backtest: Backtest
    shared: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """JSON values; `first` is kept beside them."""
        return {
            "means": list(self.means),
            "usual": self.usual,
            "parts": [[p.trend, p.weekday, p.promotion, p.festival] for p in self.parts],
            "burst": self.burst,
            "shared": self.shared,
            "backtest": asdict(self.backtest),
        }

    def part(self, first: date, days: int) -> "Stored | None":
        """The days that are asked for; None where it doesn't reach so far."""
        start = (first - self.first).days
        if start < 0 or start + days > len(self.means):
            return None
        asked = slice(start, start + days)
        return replace(self, first=first, means=self.means[asked], parts=self.parts[asked])


def stored(first: date, body: Mapping[str, Any]) -> Stored:
    """What `as_json` wrote."""
    return Stored(
        first,
        tuple(body["means"]),
        body["usual"],
        tuple(DayParts(*parts) for parts in body["parts"]),
        body["burst"],
        Backtest(**body["backtest"]),
        body.get("shared", 0.0),
    )


def as_outlook(told: Stored, plain: Outlook) -> Outlook:
    """The same as an outlook; what it doesn't know it has from the ladder's."""
    dropped = {"fallback:moving_average", "assumed_promotion_lift"}
    notes = tuple(n for n in plain.notes if n not in dropped)
    return replace(outlook_of(told, plain.step, plain.history_days), notes=notes)


def outlook_of(told: Stored, step: float, history_days: int) -> Outlook:
    """The same as an outlook, in multiples of `step`."""
    level = sum(told.means) / len(told.means)
    factors = tuple(m / level for m in told.means) if level > 0 else (1.0,) * len(told.means)
    burst = max(told.burst, step)
    return Outlook(
        start=told.first,
        means=told.means,
        burst=burst,
        level_variance=max(burst * level * LEVEL_SHARE, told.shared * level**2),
        step=step,
        method=METHOD,
        history_days=history_days,
        factors=factors,
        drivers=_drivers(told.usual, told.parts),
        usual=told.usual,
        weekdays=tuple(p.weekday for p in told.parts),
        festivals=tuple(p.festival for p in told.parts),
        backtest=told.backtest,
    )


def _drivers(usual: float, parts: Sequence[DayParts]) -> dict[DriverName, float]:
    """Each part's factor over all days, one after the other, so that together they give the mean."""
    if usual <= 0:
        return {}
    trend = sum(p.trend for p in parts)
    week = sum(p.trend * p.weekday for p in parts)
    offer = sum(p.trend * p.weekday * p.promotion for p in parts)
    whole = sum(p.trend * p.weekday * p.promotion * p.festival for p in parts)
    told: dict[DriverName, float] = {"trend": trend / len(parts), "weekday": week / trend}
    if offer != week:
        told["promotion"] = offer / week
    return told | {"festival": whole / offer} if whole != offer else told
