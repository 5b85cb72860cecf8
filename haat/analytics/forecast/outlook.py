"""A forecast: what is asked for each day, how sure that is, and what it is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from haat.analytics.forecast.counts import Counts

LOWER, ONE_SIDED, UPPER = 0.025, 0.95, 0.975
DriverName = Literal["trend", "weekday", "promotion", "festival", "override"]


@dataclass(frozen=True, slots=True)
class Backtest:
    """How the method did on days that have passed, from several origins; shares of what was sold.

    `wape` and `bias` are of single days, `wape_total` of each origin's whole horizon.
    """

    wape: float
    bias: float
    wape_total: float
    origins: int
    horizon_days: int


@dataclass(frozen=True, slots=True)
class Bounded:
    """A mean with the bounds between which 95 of 100 outcomes should lie."""

    mean: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """Means of the days from `start` on, and their spread.

    `burst` is a day's variance divided by its mean; `level_variance` is the variance of the level
    itself, which all days share. Where a person said better (`overrides`), her number stands in
    `means` and the method's own in `foretold`.
    """

    start: date
    means: tuple[float, ...]
    burst: float
    level_variance: float
    step: float
    method: str
    history_days: int
    factors: tuple[float, ...]  # of the days, by which the level is multiplied
    drivers: Mapping[DriverName, float]  # factors; usual x all of them = mean of a day
    usual: float
    weekdays: tuple[float, ...] = ()  # the part of `factors` that the weekdays have
    festivals: tuple[
        float, ...
    ] = ()  # the part that the festivals have, where the method knows them
    notes: tuple[str, ...] = ()
    backtest: Backtest | None = None
    foretold: Mapping[date, float] | None = None

    def day(self, position: int) -> date:
        """The day at a position."""
        return self.start + timedelta(days=position)

    def within(self, first: int = 0, days: int | None = None) -> Counts:
        """What is asked for on `days` days from position `first` on, together."""
        last = len(self.means) if days is None else first + days
        mean = sum(self.means[first:last])
        shared = sum(self.factors[first:last]) ** 2 * self.level_variance
        return Counts(mean, self.burst * mean + shared, self.step)

    def bounded(self, first: int = 0, days: int | None = None) -> Bounded:
        """The same as a mean with its 95 % bounds; all 5 % lie above where nothing can lie below."""
        counts = self.within(first, days)
        lower = counts.quantile(LOWER)
        return Bounded(counts.mean, lower, counts.quantile(UPPER if lower > 0 else ONE_SIDED))

    def overridden(self, said: Mapping[date, float]) -> "Outlook":
        """The outlook with a person's own numbers for some days."""
        ours = {self.day(n): mean for n, mean in enumerate(self.means) if self.day(n) in said}
        if not ours:
            return self
        means = tuple(said.get(self.day(n), mean) for n, mean in enumerate(self.means))
        drivers = dict(self.drivers)
        before = sum(self.means)
        usual = self.usual
        if before > 0:
            drivers["override"] = sum(means) / before
        else:
            usual, drivers = sum(means) / len(means), {}
        return replace(
            self,
            means=means,
            drivers=drivers,
            usual=usual,
            foretold=ours,
            notes=(*self.notes, "override"),
        )
