"""How long before a day a shop begins to prepare, by what it makes or buys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

# Days to make or buy, pack and bring: assumed, by category of goods; crafts are made by hand.
LEAD_DAYS: Mapping[str, int] = {
    "shg_craft": 45,
    "fibre": 45,
    "textile": 45,
    "shg_food": 21,
    "spice": 14,
    "condiment": 14,
    "nut": 14,
    "cereal": 10,
    "pulse": 10,
    "flour": 10,
    "oil": 10,
    "oilseed": 10,
    "sweetener": 10,
    "fmcg": 10,
    "beverage": 7,
    "vegetable": 3,
    "fruit": 3,
    "dairy": 2,
}
USUAL_LEAD_DAYS = 14


@dataclass(frozen=True, slots=True)
class Readiness:
    """The day to begin on, and whether that day is already gone."""

    prepare_by: date
    late: bool


def readiness(
    day: date, category: str | None, today: date, apply_by: date | None = None
) -> Readiness:
    """When to begin for a day; where one must apply, that day if it is sooner. Never before today."""
    begin = day - timedelta(days=lead_days(category))
    if apply_by is not None:
        begin = min(begin, apply_by) if begin >= today else apply_by
    return Readiness(max(begin, today), begin < today)


def lead_days(category: str | None) -> int:
    """Days of preparation for a category of goods."""
    return LEAD_DAYS.get(category or "", USUAL_LEAD_DAYS)
