"""How long deliveries take and by how much that varies, as far as a shop's own books tell it."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

LEAST_DELIVERIES = 5  # with fewer the spread is chance
NEARLY = 1e-6  # of a unit
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LeadTime:
    """Mean and standard deviation in days; `deliveries` were followed, 0 where it was only told."""

    mean: float
    sd: float = 0.0
    deliveries: int = 0


def lead_time(took: Iterable[int], told: Mapping[float, int], last: float) -> LeadTime:
    """Of deliveries that were followed; else as it was `told` (days, how often), `last` at the end.

    What was told once, or always the same, has no spread.
    """
    seen = Counter(float(days) for days in took)
    if seen.total() >= LEAST_DELIVERIES:
        return LeadTime(*_mean_and_sd(seen), seen.total())
    return LeadTime(*_mean_and_sd(told)) if len(told) > 1 else LeadTime(last)


def followed(under_way: Mapping[date, float], came: Mapping[date, float]) -> list[int]:
    """Days from each order until all of it had come; what was ordered first comes first.

    `under_way` was counted at the end of days, `came` is what came in by day. What is more under way
    than the day before, with what came, was ordered that day. After a day without a count it isn't
    known when what is under way was ordered, and nothing is told of it.
    """
    waiting: deque[tuple[date | None, float]] = deque()
    found: list[int] = []
    for day in sorted(under_way):
        arrived, now = came.get(day, 0.0), under_way[day]
        before = under_way.get(day - DAY)
        if before is None:
            waiting = deque([(None, now)] if now > NEARLY else ())
            continue
        found += [(day - ordered).days for ordered in _arrive(waiting, arrived)]
        ordered = now - before + arrived
        if ordered > NEARLY:
            waiting.append((day, ordered))
    return found


def _arrive(waiting: deque[tuple[date | None, float]], units: float) -> Iterable[date]:
    """Take what came from what is waited for; the days of the orders that are complete with it."""
    while waiting and units > NEARLY:
        ordered, awaited = waiting.popleft()
        if awaited - units > NEARLY:
            waiting.appendleft((ordered, awaited - units))
        elif ordered is not None:
            yield ordered
        units -= awaited


def _mean_and_sd(values: Mapping[float, int]) -> tuple[float, float]:
    count = sum(values.values())
    mean = sum(value * n for value, n in values.items()) / count
    squares = sum((value - mean) ** 2 * n for value, n in values.items())
    return mean, sqrt(squares / (count - 1))
