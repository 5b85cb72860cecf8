"""What levels that drift add to the doubt of a unit's terms: near rows err together."""

import numpy as np

from haat.analytics.elasticities.drift import Drift
from haat.analytics.elasticities.sales import Floats, Integers


def lasting(pull: Floats, unit: Integers, period: Integers, units: int, drift: Drift) -> Floats:
    """Of each unit the variance of the sum of `pull` (rows x terms) times what lasts of its level.

    Without that of each period by itself, which is in the noise but for what a unit's level takes up:
    a sandwich with the drift's kernel (Newey & West 1987).
    """
    length = np.arange(int(np.ptp(period)) + 1)
    level = float(np.mean(drift.lasting ** np.abs(length[:, None] - length)))
    found = level * _squares(pull, unit, units)
    worn = np.zeros((units, pull.shape[1]))  # what the rows so far pull, as far as it lasts
    order = np.argsort(period, kind="stable")
    counts = np.bincount(period - period.min())
    for rows in np.split(order, np.cumsum(counts)[:-1]):
        worn *= drift.lasting
        code, its = unit[rows], pull[rows]
        both = worn[code][:, :, None] * its[:, None, :]
        np.add.at(found, code, both + both.transpose(0, 2, 1))
        np.add.at(worn, code, its)
    scaled: Floats = found * drift.spread
    return scaled


def _squares(pull: Floats, unit: Integers, units: int) -> Floats:
    """Of each unit the sum of pull'pull."""
    found = np.zeros((units, pull.shape[1], pull.shape[1]))
    np.add.at(found, unit, pull[:, :, None] * pull[:, None, :])
    return found
