"""When the demo's festivals fall in each state, from the `holidays` package."""

from collections.abc import Mapping
from datetime import date, timedelta

import holidays

from app.demo.catalogue import Festival

CATEGORIES = ("public", "government", "optional")


def festival_days(
    festivals: tuple[Festival, ...], state: str, years: range
) -> Mapping[str, tuple[date, ...]]:
    """The days of each festival in a state (two-letter code), by festival id."""
    calendar = holidays.country_holidays(
        "IN", subdiv=state, years=years, categories=CATEGORIES, language="en_IN"
    )
    by_name: dict[str, set[date]] = {}
    for day, names in calendar.items():
        for name in names.split(";"):
            by_name.setdefault(name.strip(), set()).add(day)
    return {f.id: _days(f, by_name) for f in festivals if not f.states or state in f.states}


def _days(festival: Festival, by_name: Mapping[str, set[date]]) -> tuple[date, ...]:
    found = {day for name in festival.names for day in by_name.get(name, ())}
    return tuple(sorted(day + timedelta(days=festival.shift) for day in found))
