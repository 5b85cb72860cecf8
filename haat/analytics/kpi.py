"""What a shop's figures mean: change, turns, and how well a plain forecast would have done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

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
    errors, total, judged = 0.0, 0.0, 0
    first = min(map(min, sold.values()), default=end)
    days = [first + timedelta(days=n) for n in range((end - first).days + 1)]
    asked = (end - start).days + 1
    for units in sold.values():
        daily = [units.get(day, 0.0) for day in days[(min(units) - first).days :]]
        told = min(asked, len(daily) - LEAST_DAYS)  # the last so many days are judged
        if told > 0:
            errors += sum(_errors(daily)[-told:])
            total += sum(daily[-told:])
            judged = max(judged, told)
    return Accuracy(errors / total, judged) if total > 0 else None


def _errors(daily: Sequence[float]) -> list[float]:
    """|sold - mean of the days before| of each day with enough days before it."""
    until = [0.0, *accumulate(daily)]
    early = [until[day] / day for day in range(LEAST_DAYS, min(len(daily), WINDOW_DAYS))]
    late = [(b - a) / WINDOW_DAYS for a, b in zip(until, until[WINDOW_DAYS:-1], strict=False)]
    return [abs(a - b) for a, b in zip(daily[LEAST_DAYS:], early + late, strict=True)]
