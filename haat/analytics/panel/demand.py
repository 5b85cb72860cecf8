"""The standing combination for demand: boosted trees, recursive and direct, with TSB beside them."""

from dataclasses import replace

import numpy as np

from haat.analytics.panel import trees
from haat.analytics.panel.counts import burst, quantiles
from haat.analytics.panel.foretold import Foretold
from haat.analytics.panel.levels import moving_mean, tsb
from haat.analytics.panel.panel import Floats, Panel
from haat.analytics.panel.rhythm import RHYTHMS

BASE_SHARE = 0.2  # of TSB beside the trees: it follows a change of level best
FEW, MANY = 300, 3000  # known periods of all series: below no trees, above as they are
SHARES = (0.0, 0.25, 0.5, 0.8)  # of trees, from which the past chooses
UNTRIED_SHARE = 0.65  # where the past is too short to choose
GATES = 2  # origins in the past from which trees must have done better than a mean


def foretell_demand(panel: Panel, horizon: int) -> Foretold:
    """Means and quantiles of series that are never below zero.

    What was not sold before the first sale was not on offer, and is no zero demand.
    """
    panel = replace(panel, values=from_first_sale(panel.values))
    level = tsb(panel.values)
    base = np.tile(level, (horizon, 1))
    share = _share_of_trees(panel, horizon)
    means, model = base, "tsb"
    if share > 0:
        means = share * (trees.recursive(panel, horizon) + trees.direct(panel, horizon)) / 2
        means += (1 - share) * (base if panel.frequency == "D" else _plain(panel, horizon))
        model = "xgboost+tsb" if share < 1 else "xgboost"
    means = np.maximum(means, 0.0)
    return Foretold(means, quantiles(means, burst(panel)), (model,) * len(panel.ids))


def from_first_sale(values: Floats) -> Floats:
    """Values with what is before a series' first sale unknown; of one that never sold all stay zero."""
    sold = np.nan_to_num(values) > 0
    begun = np.logical_or.accumulate(sold, axis=0) | ~sold.any(axis=0)
    found: Floats = np.where(begun, values, np.nan)
    return found


def _share_of_trees(panel: Panel, horizon: int) -> float:
    """How much say trees have: none without lessons, all where a plan is known that a mean can't see."""
    if not trees.learnable(panel, horizon):
        return 0.0
    known = int(np.isfinite(panel.values).sum())
    ramp = float(np.clip((known - FEW) / (MANY - FEW), 0.0, 1.0))
    if panel.planned and panel.frequency != "D":
        return ramp
    most = 1 - BASE_SHARE
    if panel.frequency != "D" and ramp == 1.0:
        most = _gated(panel, horizon)
    return ramp * most


def _gated(panel: Panel, horizon: int) -> float:
    """Of weeks and months, the share with which trees would have done best lately.

    Where offers come and go and nobody told which are planned, trees take the last one for a trend.
    """
    losses = dict.fromkeys(SHARES, 0.0)
    for back in range(1, GATES + 1):
        origin = panel.length - back * horizon
        if origin < RHYTHMS[panel.frequency].level + 2 * horizon:
            break
        begun = np.flatnonzero(np.isfinite(panel.values[:origin]).any(axis=0))
        seen = panel.only(begun)
        past, came = seen.until(origin, horizon), seen.values[origin : origin + horizon]
        grown, plain = trees.recursive(past, horizon), _plain(past, horizon)
        for share in losses:
            error = share * grown + (1 - share) * plain - came
            losses[share] += _loss(error, came)
    if not any(losses.values()):
        return UNTRIED_SHARE
    return min(losses, key=losses.__getitem__)


def _loss(error: Floats, came: Floats) -> float:
    """Error and lean together: error alone is least where too little is foretold."""
    total = max(float(np.nansum(came)), 1e-9)
    return float(np.nansum(np.abs(error)) + abs(np.nansum(error))) / total


def _plain(panel: Panel, horizon: int) -> Floats:
    """Means of a few lengths and TSB, all alike."""
    windows = (RHYTHMS[panel.frequency].level * 2 // 3, RHYTHMS[panel.frequency].level * 2)
    means = [moving_mean(panel.values, window) for window in windows]
    found: Floats = np.tile(np.mean([*means, tsb(panel.values)], axis=0), (horizon, 1))
    return found
