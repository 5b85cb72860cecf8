"""A shop that looks at its shelves once a week: what it sells, loses and holds under a rule."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from haat.analytics.panel.panel import Floats

REVIEW_DAYS = 7
HELD, LOST = 1.0, 19.0  # what a unit held for a week and a unit lost cost
# The order-up-to level of each series, given the days (rows) that have passed and the lead time.
Rule = Callable[[Floats, int], Floats]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`fill` is the share of units served, `cycle_service` of review cycles without a lost unit.

    `cost` is per 1,000 units asked for; `cycle_by_volume` from the slowest quarter to the fastest.
    """

    fill: float
    cycle_service: float
    days_of_stock: float
    cost: float
    cycle_by_volume: tuple[float, ...]


def run(rule: Rule, demand: Floats, weeks: int, lead_time_days: int) -> Outcome:
    """The last `weeks` of `demand` (days x series); the rule knows all that was asked for before.

    Each week an order up to the rule's level is placed before the shop opens, and comes
    `lead_time_days` later before it opens. It begins with a full shelf. What is not there is lost.
    """
    begin, series = len(demand) - weeks * REVIEW_DAYS, demand.shape[1]
    shelf = rule(demand[:begin], lead_time_days)
    coming: dict[int, Floats] = {}
    lost, held, served = np.zeros(series), 0.0, []
    for week in range(weeks):
        today = begin + week * REVIEW_DAYS
        position = shelf + sum(coming.values(), np.zeros(series))
        level = rule(demand[:today], lead_time_days)
        coming[today + lead_time_days] = np.maximum(0.0, np.ceil(level - position - 1e-9))
        short = np.zeros(series)
        for day in range(today, today + REVIEW_DAYS):
            shelf = shelf + coming.pop(day, np.zeros(series))
            short += np.maximum(0.0, demand[day] - shelf)
            shelf = np.maximum(0.0, shelf - demand[day])
            held += float(shelf.sum())
        lost += short
        served.append(short == 0)
    return _outcome(demand[begin:], lost, held, np.array(served))


def _outcome(asked: Floats, lost: Floats, held: float, served: np.ndarray) -> Outcome:
    units = float(asked.sum())
    order = np.argsort(asked.sum(0), kind="stable")
    return Outcome(
        fill=1 - float(lost.sum()) / units,
        cycle_service=float(served.mean()),
        days_of_stock=held / units,
        cost=1000 * (HELD * held / REVIEW_DAYS + LOST * float(lost.sum())) / units,
        cycle_by_volume=tuple(float(served[:, c].mean()) for c in np.array_split(order, 4)),
    )
