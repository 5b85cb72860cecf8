"""What sells now, for those of whom nothing is known."""

import numpy as np

from haat.analytics.recommending.lines import Floats, Lines

LONG = 4  # windows make what the trend is compared with
PRIOR = 2.0  # sales that are added to both sides, so that few sales make no trend


def sold(lines: Lines, now: int, days: int | None) -> Floats:
    """In how many orders each item was in the days before `now`; in all of them for None."""
    items = lines.items if days is None else lines.items[lines.days >= now - days]
    return np.bincount(items, minlength=lines.item_count).astype(np.float32)


def trend(lines: Lines, now: int, days: int | None) -> Floats:
    """The rate of the last days over that of four times as many, in logs; 0 where days are None."""
    if days is None:
        return np.zeros(lines.item_count, dtype=np.float32)
    span = min(LONG * days, now - int(lines.days.min()))
    share = min(1.0, days / span)
    short, long = sold(lines, now, days), sold(lines, now, span)
    return np.log((short + PRIOR * share) / ((long + PRIOR) * share)).astype(np.float32)
