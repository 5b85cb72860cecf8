"""The turn of a page, by its words: at the right one most of them stand at the height of others."""

from collections.abc import Sequence
from math import cos, hypot, radians, sin
from statistics import median

import numpy as np
from numpy.typing import NDArray

Corners = Sequence[Sequence[float]]  # of a word, from the upper left one clockwise
Floats = NDArray[np.float64]
FEW = 3  # words: fewer tell no turn
AROUND, COARSE, FINE = radians(1.6), radians(0.1), radians(0.02)
_CLOSE = 0.15  # of a word's height: what stands at one height differs by no more


def turn_of(boxes: Sequence[Corners]) -> float:
    """In radians. The corners tell it roughly, for they stand on whole dots; the lines, exactly."""
    long = [b for b in boxes if _wide(b) > 2 * _high(b)]
    if len(long) < FEW:
        return 0.0
    ends = _ends(boxes)
    close = _CLOSE * median(map(_high, boxes))
    rough = _best(ends, median(map(_slant, long)), AROUND, COARSE, close)
    return _best(ends, rough, COARSE, FINE, close)


def _best(ends: Floats, middle: float, around: float, step: float, close: float) -> float:
    """Of the turns around `middle`; of two that are as good the one nearer to it."""
    steps = round(around / step)
    tries = sorted((n * step for n in range(-steps, steps + 1)), key=abs)
    return middle + max(tries, key=lambda t: _at_one_height(ends, middle + t, close))


def _at_one_height(ends: Floats, turn: float, close: float) -> float:
    """How many ends of words are at the height of how many others."""
    heights = ends[:, 1] * cos(turn) - ends[:, 0] * sin(turn)
    apart = (heights[:, None] - heights[None, :]) / close
    return float(np.exp(-(apart**2)).sum())


def _ends(boxes: Sequence[Corners]) -> Floats:
    """The middles of the left and of the right edges."""
    corners = np.asarray(boxes, dtype=np.float64)
    left, right = corners[:, [0, 3]].mean(axis=1), corners[:, [1, 2]].mean(axis=1)
    return np.concatenate([left, right])


def _slant(box: Corners) -> float:
    return float(np.arctan2(box[1][1] - box[0][1], box[1][0] - box[0][0]))


def _wide(box: Corners) -> float:
    return hypot(box[1][0] - box[0][0], box[1][1] - box[0][1])


def _high(box: Corners) -> float:
    return hypot(box[3][0] - box[0][0], box[3][1] - box[0][1])
