"""Which series are demand, sold by the piece and by chance, and which go smoothly on, as prices and totals do."""

import numpy as np
from numpy.typing import NDArray

from haat.analytics.panel.panel import Floats, Panel

CALM = 0.4  # the mean change from period to period over the mean: above it chance or offers rule
HALF = 0.5  # of the series
Flags = NDArray[np.bool_]


def smooth(panel: Panel) -> Flags:
    """Which series are smooth: never zero and calm, or with values below zero. Of days none are.

    Calm series among many that aren't are demand too: a model learned over many should see them all.
    """
    least = np.fmin.reduce(panel.values, axis=0)
    below: Flags = least < 0
    if panel.frequency == "D":
        return below
    found: Flags = below | (_calm(panel.values) & (least > 0))
    return below if panel.planned or found.mean() < HALF else found


def _calm(values: Floats) -> Flags:
    change = np.abs(np.diff(values, axis=0))
    known = np.isfinite(change)
    mean = np.where(known, change, 0.0).sum(0) / np.maximum(known.sum(0), 1)
    usual = np.abs(np.nansum(values, axis=0)) / np.maximum(np.isfinite(values).sum(0), 1)
    found: Flags = mean <= CALM * np.maximum(usual, 1e-12)
    return found
