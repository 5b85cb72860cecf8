"""What a shop's figures mean: change, turns, and how well a plain forecast would have done."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WINDOW_DAYS = 28  # four whole weeks, so that each weekday counts alike
LEAST_DAYS = 7  # of history before a forecast is judged


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Error of a forecast, walked forward: `wape` is Σ|sold - forecast| / Σ sold."""

    wape: float
    days: int

    @property
    def accuracy(self) -> float:
        """1 - WAPE, and 0 where the errors outweigh what was sold."""
        return max(0.0, 1 - self.wape)


def change_percent(value: float | None, previous: float | None) -> float | None:
    """Percent from `previous` to `value`; None where there is nothing to compare with."""
    if value is None or not previous:
        return None
    return round((value - previous) / abs(previous) * 100, 1)


def turns(cost_of_sales: float, mean_stock_at_cost: float) -> float | None:
    """How often the stock was sold in the period; None without stock."""
    return cost_of_sales / mean_stock_at_cost if mean_stock_at_cost > 0 else None


def moving_average_accuracy(
    sold: Mapping[str, Mapping[date, float]], start: date, end: date
) -> Accuracy | None:
    """How well the mean of the 28 days before would have foretold each day from `start` to `end`.

    `sold` has units by day for each product; a day without a line is a day without a sale, from the
    product's first day on. Products with fewer than 7 days behind them are not judged yet.
    None where no day could be judged or nothing was sold. WAPE: Kolassa and Schütz (2007).
    """
    errors, total, days = 0.0, 0.0, set[date]()
    for units in sold.values():
        for day, actual, forecast in _walk(units, start, end):
            errors += abs(actual - forecast)
            total += actual
            days.add(day)
    return Accuracy(errors / total, len(days)) if total > 0 else None


def _walk(
    units: Mapping[date, float], start: date, end: date
) -> Iterable[tuple[date, float, float]]:
    """(day, sold, mean of the days before) for each day that can be judged."""
    window: deque[float] = deque(maxlen=WINDOW_DAYS)
    for day in _days(min(units), end):
        actual = units.get(day, 0.0)
        if day >= start and len(window) >= LEAST_DAYS:
            yield day, actual, _mean(window)
        window.append(actual)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _days(start: date, end: date) -> Iterable[date]:
    return (start + timedelta(days=n) for n in range((end - start).days + 1))
