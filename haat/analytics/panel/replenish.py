"""How much to order of many products at once: periodic review up to a quantile of the demand."""

from dataclasses import dataclass

import numpy as np

from haat.analytics.panel.foretold import Foretold
from haat.analytics.panel.panel import Floats, Frequency, Panel
from haat.analytics.panel.spread import Spread, spread

DAYS = {"D": 1.0, "W": 7.0, "MS": 365.25 / 12, "none": 1.0}  # of a period
SERVICE = 0.95
REVIEW_DAYS = 7


@dataclass(frozen=True, slots=True, eq=False)
class Stocks:
    """What is there of each series and how more of it comes, each an array in the panel's order.

    `on_hand` is NaN where nobody counted. `pack` is what is sold to us at once; `least_order` what
    an order is worth placing for (0: any). `shelf_life_days` is infinite for what keeps.
    """

    on_hand: Floats
    in_transit: Floats
    lead_time_days: Floats
    lead_time_sd: Floats
    pack: Floats
    least_order: Floats
    shelf_life_days: Floats

    @property
    def position(self) -> Floats:
        """What is there and on its way; NaN where nobody counted."""
        return np.maximum(self.on_hand, 0.0) + np.maximum(self.in_transit, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Replenished:
    """What to order of each series, and its parts; NaN where the stock is not known."""

    lead_time_demand: Floats
    safety_stock: Floats
    reorder_point: Floats
    order_up_to: Floats
    order_quantity: Floats
    stockout_risk: Floats
    review_days: Floats


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
    """Order up to the `service` quantile of demand in lead time and review.

    The (R, S) policy of Silver, Pyke and Thomas (2017), Inventory and production management in
    supply chains, 4th ed., §6.9, with the panel's own spread of window sums (`spread`) in place of
    the normal distribution; an uncertain lead time adds (demand per day x its standard deviation)²
    to the variance (§6.10). What would not keep until then is not ordered.
    """
    day = DAYS[panel.frequency]
    lead = np.maximum(np.round(stocks.lead_time_days), 1.0)
    review = np.maximum(1.0, np.minimum(review_days, stocks.shelf_life_days))
    waiting, covered = (_within(foretold.means, days / day) for days in (lead, lead + review))
    rate = covered / (lead + review)
    further = (rate * stocks.lead_time_sd) ** 2
    point, target, risk = (np.full(len(panel.ids), np.nan) for _ in range(3))
    learned: dict[int, Spread] = {}
    for days, mean, level in ((lead, waiting, point), (lead + review, covered, target)):
        for length in np.unique(days):
            some = days == length
            told = _learned(learned, panel, float(length) / day).only(some)
            level[some] = told.quantile(mean[some], service, further[some])
            if level is target:
                risk[some] = told.above(mean[some], stocks.position[some], further[some])
    point = np.minimum(point, target)
    return Replenished(
        lead_time_demand=waiting,
        safety_stock=np.maximum(0.0, point - waiting),
        reorder_point=point,
        order_up_to=target,
        order_quantity=ordered(target - stocks.position, stocks.least_order, stocks.pack),
        stockout_risk=risk,
        review_days=review,
    )


def ordered(lacking: Floats, least: Floats, pack: Floats) -> Floats:
    """What is lacking, or what is worth ordering at once, in whole packs; never below nothing."""
    wanted = np.where(
        lacking > 1e-9, np.maximum(lacking, least), np.where(np.isnan(lacking), np.nan, 0.0)
    )
    return np.ceil(np.round(wanted / pack, 6)) * pack


def _learned(known: dict[int, Spread], panel: Panel, periods: float) -> Spread:
    length = max(1, round(periods))
    if length not in known:
        known[length] = spread(panel.values, length)
    return known[length]


def _within(means: Floats, periods: Floats) -> Floats:
    """What is expected of each series in its first `periods` periods, parts of one included."""
    running = np.vstack([np.zeros((1, means.shape[1])), np.cumsum(np.maximum(means, 0.0), axis=0)])
    whole = np.minimum(periods.astype(int), len(means) - 1)
    series = np.arange(means.shape[1])
    begun = running[whole, series]
    found: Floats = begun + (periods - whole) * (running[whole + 1, series] - begun)
    return found
