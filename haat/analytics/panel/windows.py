"""What was asked for in past windows of many series, against what was expected at their start."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from haat.analytics.panel.panel import Floats

SMOOTHING = 0.05  # of the level: slower than a forecast's, whose horizon is shorter
START = 28  # periods that show the level of the start
MOST_UNKNOWN = 0.25  # of a window's periods; with more it tells nothing of its sum


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Windows of one length, one a row; `sums` (NaN where not known) and the `means` expected."""

    sums: Floats
    means: Floats


def followed(values: Floats, smoothing: float = SMOOTHING) -> Floats:
    """The level known before each period and after the last: periods + 1 x series.

    Chance of a sale times its size: Teunter, Syntetos and Babai (2011), European Journal of
    Operational Research 214(3). NaN before the first value of a series. What is not known later
    changes nothing. Each series begins with the mean of its first `START` values.
    """
    chance, size = _beginnings(values)
    begun = np.zeros(values.shape[1], dtype=bool)
    levels = np.full((len(values) + 1, values.shape[1]), np.nan)
    for now, row in enumerate(values):
        told, sells = np.isfinite(row), np.nan_to_num(row) > 0
        size = np.where(sells, np.where(size > 0, size + smoothing * (row - size), row), size)
        chance = np.where(told, chance + smoothing * (sells - chance), chance)
        begun |= told
        levels[now + 1] = np.where(begun, chance * size, np.nan)
    return levels


def windows(values: Floats, levels: Floats, length: int, ends: NDArray[np.intp]) -> Windows:
    """The windows of `length` periods that end before the periods `ends`.

    A few unknown periods count as the others of their window; nothing is told of a window that has
    more, or that begins before the series has shown its level.
    """
    known = np.isfinite(values)
    total, count = _running(np.where(known, values, 0.0)), _running(known.astype(float))
    starts = ends - length
    told = count[ends] - count[starts]
    sums = (total[ends] - total[starts]) * length / np.maximum(told, 1)
    unknown = (told < (1 - MOST_UNKNOWN) * length) | (count[starts] < START)
    return Windows(np.where(unknown, np.nan, sums), levels[starts] * length)


def _running(values: Floats) -> Floats:
    return np.vstack([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])


def _beginnings(values: Floats) -> tuple[Floats, Floats]:
    """The chance of a sale in a period and its size, in the first known periods of each series."""
    known = np.isfinite(values)
    first = known & (np.cumsum(known, axis=0) <= START)
    sold = first & (np.nan_to_num(values) > 0)
    chance = sold.sum(0) / np.maximum(first.sum(0), 1)
    size = np.where(sold, values, 0.0).sum(0) / np.maximum(sold.sum(0), 1)
    return chance, size
