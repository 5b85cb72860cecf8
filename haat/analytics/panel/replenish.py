"""How much to order of many products at once: periodic review up to a quantile of the demand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from haat.analytics.lot_size import economic_order
from haat.analytics.panel.foretold import Foretold
from haat.analytics.panel.panel import Floats, Frequency, Panel
from haat.analytics.panel.policy import nominal
from haat.analytics.panel.spread import Spread, spread
from haat.analytics.panel.windows import followed

DAYS = {"D": 1.0, "W": 7.0, "MS": 365.25 / 12, "none": 1.0}  # of a period
SERVICE = 0.95
YEAR_DAYS = 365.0
SLOW = 0.25  # share of the slow level
REVIEW_DAYS = 7


@dataclass(frozen=True, slots=True, eq=False)
class Stocks:
    """What is there of each series and how more of it comes, each an array in the panel's order.

    `on_hand` is NaN where nobody counted. `pack` is what is sold to us at once, `shelf_life_days`
    infinite for what keeps. `order_cost` is paid for each order, `yearly_holding_cost` for a unit
    kept for a year; NaN where not known.
    """

    on_hand: Floats
    in_transit: Floats
    lead_time_days: Floats
    lead_time_sd: Floats
    pack: Floats
    shelf_life_days: Floats
    order_cost: Floats
    yearly_holding_cost: Floats

    @property
    def position(self) -> Floats:
        """What is there and on its way; NaN where nobody counted."""
        return np.maximum(self.on_hand, 0.0) + np.maximum(self.in_transit, 0.0)

    def only(self, columns: NDArray[np.intp]) -> "Stocks":
        """Those of the series at these columns."""
        return Stocks(*(getattr(self, each.name)[columns] for each in fields(self)))


@dataclass(frozen=True, slots=True, eq=False)
class Replenished:
    """What to order of each series, and its parts; NaN where the stock is not known.

    `covered_demand` and its `covered_variance` are of lead time and review together, `step` what
    amounts are multiples of, `least_order` what it pays to order at once.
    """

    lead_time_demand: Floats
    safety_stock: Floats
    reorder_point: Floats
    order_up_to: Floats
    order_quantity: Floats
    stockout_risk: Floats
    review_days: Floats
    covered_demand: Floats
    covered_variance: Floats
    step: Floats
    least_order: Floats


def periods_needed(lead_time_days: Floats, review_days: int, frequency: Frequency) -> int:
    """How many periods must be foretold."""
    longest = float(np.max(np.maximum(lead_time_days, 1.0), initial=1.0)) + review_days
    return int(np.ceil(longest / DAYS[frequency]))


def replenish(
    panel: Panel,
    foretold: Foretold,
    stocks: Stocks,
    service: float = SERVICE,
    review_days: int = REVIEW_DAYS,
) -> Replenished:
    """Order up to the quantile of demand in lead time and review that keeps the `service`.

    Which quantile that is, is tried out on the panel's own past (`policy`); the reorder point is the
    quantile of what is asked for until goods come. The (R, S) policy of Silver, Pyke and Thomas (2017), Inventory and production management in
    supply chains, 4th ed., §6.9, with the panel's own spread of window sums (`spread`) in place of
    the normal distribution; an uncertain lead time adds (demand per day x its standard deviation)²
    to the variance (§6.10). What would not keep until then is not ordered.
    """
    day = DAYS[panel.frequency]
    lead = np.maximum(np.round(stocks.lead_time_days), 1.0)
    review = np.maximum(1.0, np.minimum(review_days, stocks.shelf_life_days))
    means = _blended(panel, foretold)
    before = _demand(panel, means, lead / day, lead, stocks)
    whole = _demand(panel, means, (lead + review) / day, lead + review, stocks)
    turn = max(1, round(review_days / day))
    target = whole.kept(service, np.maximum(panel.values, 0.0), turn)
    point = np.minimum(before.quantile(service), target)
    least = _least(whole.mean / (lead + review), stocks)
    return Replenished(
        lead_time_demand=before.mean,
        safety_stock=np.maximum(0.0, point - before.mean),
        reorder_point=point,
        order_up_to=target,
        order_quantity=ordered(target - stocks.position, least, stocks.pack),
        stockout_risk=whole.above(stocks.position),
        review_days=review,
        covered_demand=whole.mean,
        covered_variance=whole.variance,
        step=whole.steps,
        least_order=least,
    )


def ordered(lacking: Floats, least: Floats, pack: Floats) -> Floats:
    """What is lacking, or what is worth ordering at once, in whole packs; never below nothing."""
    wanted = np.where(lacking <= 0, 0.0, np.maximum(lacking, least))
    return np.ceil(np.round(wanted / pack, 6)) * pack


def _least(rate: Floats, stocks: Stocks) -> Floats:
    """What it pays to order at once: no more than is asked for in a year, or until it spoils."""
    worth = economic_order(YEAR_DAYS * rate, stocks.order_cost, stocks.yearly_holding_cost)
    keeps = np.where(np.isfinite(stocks.shelf_life_days), stocks.shelf_life_days, YEAR_DAYS)
    return np.minimum(worth, rate * keeps)


@dataclass(frozen=True, slots=True, eq=False)
class _Demand:
    """What is asked for of each series until goods come; `lengths` in periods, one spread for each."""

    mean: Floats
    further: Floats
    lengths: NDArray[np.int64]
    spreads: Mapping[int, Spread]

    @property
    def steps(self) -> Floats:
        return next(iter(self.spreads.values())).steps

    @property
    def variance(self) -> Floats:
        burst = np.zeros(len(self.mean))
        for some, told in self._groups():
            burst[some] = told.burst
        return burst * self.mean + self.further

    def quantile(self, service: float) -> Floats:
        found = np.zeros(len(self.mean))
        for some, told in self._groups():
            found[some] = told.quantile(self.mean[some], service, self.further[some])
        return found

    def kept(self, service: float, values: Floats, review: int) -> Floats:
        """Levels that would have kept the service in the past, tried out every `review` periods."""
        found = np.zeros(len(self.mean))
        for length, told in self.spreads.items():
            probability = nominal(values, told, length, review, service)
            some = self.lengths == length
            found[some] = told.only(some).at(self.mean[some], probability, self.further[some])
        return found

    def above(self, amount: Floats) -> Floats:
        found = np.zeros(len(self.mean))
        for some, told in self._groups():
            found[some] = told.above(self.mean[some], amount[some], self.further[some])
        return found

    def _groups(self) -> Iterator[tuple[NDArray[np.bool_], Spread]]:
        for length, told in self.spreads.items():
            some = self.lengths == length
            yield some, told.only(some)


def _demand(panel: Panel, means: Floats, periods: Floats, days: Floats, stocks: Stocks) -> _Demand:
    """The spread is learned of the whole panel for each length."""
    mean = _within(means, periods)
    lengths = np.maximum(1, np.round(periods)).astype(np.int64)
    spreads = {int(n): spread(panel.values, int(n)) for n in np.unique(lengths)}
    return _Demand(mean, (mean / days * stocks.lead_time_sd) ** 2, lengths, spreads)


def _blended(panel: Panel, foretold: Foretold) -> Floats:
    """What is foretold and, by a quarter, the slow level, of which the spread was learned.

    A mean of two is seldom worse than both: Bates and Granger (1969), The combination of forecasts,
    Operational Research Quarterly 20(4).
    """
    slow = followed(np.maximum(panel.values, 0.0))[-1]
    slow = np.where(np.isnan(slow), foretold.means, slow)
    return np.asarray(SLOW * slow + (1 - SLOW) * foretold.means)


def _within(means: Floats, periods: Floats) -> Floats:
    """What is expected of each series in its first `periods` periods, parts of one included."""
    running = np.vstack([np.zeros((1, means.shape[1])), np.cumsum(np.maximum(means, 0.0), axis=0)])
    whole = np.minimum(periods.astype(int), len(means) - 1)
    series = np.arange(means.shape[1])
    begun = running[whole, series]
    found: Floats = begun + (periods - whole) * (running[whole + 1, series] - begun)
    return found
