"""What is told of a candidate: the numbers that its chance is learned from, and the part each belongs to."""

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from haat.analytics.recommending.candidates import Pairs
from haat.analytics.recommending.lift import lift
from haat.analytics.recommending.lines import Codes, Floats
from haat.analytics.recommending.past import Past

Part = Literal["habit", "goods", "crowd", "content", "trend", "user"]
PARTS: Mapping[str, Part] = {
    "repeat": "habit",
    "repeat_of_best": "habit",
    "share": "habit",
    "times": "habit",
    "steady": "habit",
    "orders_since": "habit",
    "days_since": "habit",
    "due_orders": "habit",
    "due_days": "habit",
    "last_quantity": "habit",
    "quantity": "habit",
    "again": "habit",
    "ease": "goods",
    "ease_of_best": "goods",
    "ease_recent": "goods",
    "like_items": "goods",
    "lift": "goods",
    "neighbours": "crowd",
    "neighbours_of_best": "crowd",
    "neighbours_begun": "crowd",
    "content": "content",
    "price": "content",
    "price_gap": "content",
    "popular": "trend",
    "trending": "trend",
    "trend": "trend",
    "begun": "trend",
    "age": "trend",
    "unsold": "trend",
    "begun_share": "trend",
    "orders": "user",
    "distinct": "user",
    "basket": "user",
    "explores": "user",
    "pace": "user",
    "away": "user",
    "away_pace": "user",
}
NAMES = tuple(PARTS)


def features(past: Past, pairs: Pairs) -> Floats:
    """Pairs x `NAMES`; NaN where something is not known or has no sense."""
    found = {
        **_of_habit(past, pairs),
        **_of_item(past, pairs.items),
        **{name: told[pairs.users] for name, told in past.about.items()},
        **pairs.scores,
    }
    found |= _of_time(past, pairs) | {"lift": lift(past, pairs)}
    found["price_gap"] = found["price"] - found["usual_price"]
    for name in ("ease", "neighbours", "repeat"):
        found[f"{name}_of_best"] = _of_best(found[name], pairs)
    table = np.empty((len(pairs.rows), len(NAMES)), dtype=np.float32)
    for column, name in enumerate(NAMES):
        table[:, column] = found[name]
    return table


def _of_habit(past: Past, pairs: Pairs) -> dict[str, Floats]:
    """What she did with the item herself; NaN where she never bought it."""
    place, known = pairs.place[pairs.owned], past.habits
    times, since = known.times[place], known.orders_since[place]
    users = known.users[place]
    more = np.where(times > 1, times - 1, np.nan)
    days = past.now[users] - known.last_day[place]
    gap_orders = (known.orders_from[place] - since - 1) / more
    gap_days = (known.last_day - known.first_day)[place] / more
    told = {
        "repeat": past.repeat[place],
        "share": times / past.orders[users],
        "times": times,
        "steady": times / known.orders_from[place],
        "orders_since": since,
        "days_since": days,
        "due_orders": (since + 1) / gap_orders,
        "due_days": days / np.maximum(gap_days, 1),
        "last_quantity": known.last_quantity[place],
        "quantity": known.quantity[place],
    }
    return {name: _spread(values, pairs) for name, values in told.items()}


def _spread(values: NDArray[Any], pairs: Pairs) -> Floats:
    found = np.full(len(pairs.rows), np.nan, dtype=np.float32)
    found[pairs.owned] = values
    return found


def _of_item(past: Past, items: Codes) -> dict[str, Floats]:
    told = {
        "again": past.again,
        "popular": past.popular,
        "trending": past.trending,
        "trend": past.trend,
        "begun": past.begun,
        "price": past.told.prices,
    }
    return {name: values[items] for name, values in told.items()}


def _of_time(past: Past, pairs: Pairs) -> dict[str, Floats]:
    """How long an item is on sale, since when nobody bought it, and how many of its buyers are new."""
    now = past.now[pairs.users].astype(np.float32)
    return {
        "age": now - past.first_sold[pairs.items],
        "unsold": now - past.last_sold[pairs.items],
        "begun_share": (past.begun / np.maximum(past.popular, 1))[pairs.items],
    }


def _of_best(values: Floats, pairs: Pairs) -> Floats:
    """As a share of the user's best of the same shelf; NaN where that is nothing."""
    shelf = 2 * pairs.rows + pairs.owned
    best = np.zeros(int(shelf.max(initial=0)) + 1, dtype=np.float32)
    np.maximum.at(best, shelf, np.nan_to_num(values))
    best[best <= 0] = np.nan
    found: Floats = values / best[shelf]
    return found
