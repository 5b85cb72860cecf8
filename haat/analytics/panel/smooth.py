"""The standing combination for what goes smoothly on: learned changes, and a damped trend beside them."""

import numpy as np

from haat.analytics.panel.changes import Going, pooled_changes
from haat.analytics.panel.foretold import PROBABILITIES, Foretold
from haat.analytics.panel.levels import damped
from haat.analytics.panel.panel import Floats, Panel

USUAL_SHARE = 0.8  # of the learned changes
LEAST_SHARE, OWN_SHARE = 0.4, 0.5  # whatever a series' own errors say, and what these decide
SHARPNESS = 4
WILDNESSES = 4  # kinds of series by their usual change
BEYOND = 3.0
TRIALS = 4  # horizons of the past in which the damped trend is tried
GUESSED = 0.1  # of the level: a step where none was seen


def foretell_smooth(panel: Panel, horizon: int) -> Foretold:
    """Means and quantiles of series such as prices and totals; below zero where some values are."""
    trend = damped(panel.values, horizon)
    positive = bool(np.nanmin(panel.values) > 0)
    going = pooled_changes(panel, horizon, logarithmic=positive)
    if going is None:
        trend = np.maximum(trend, 0.0) if positive else trend
        around = trend + _steps(panel, horizon)
        around = np.maximum(around, 0.0) if positive else around
        return Foretold(trend, around, ("damped_trend",) * len(panel.ids))
    share = _share_of_changes(panel, horizon, going)
    means = share * going.means + (1 - share) * trend
    means = np.maximum(means, 0.0) if positive else means
    return Foretold(means, bounds(panel, going, means), ("changes+damped_trend",) * len(panel.ids))


def _share_of_changes(panel: Panel, horizon: int, going: Going) -> Floats:
    """How much say the learned changes have in each series: more where they erred less lately.

    Weights go by inverse errors (Bates and Granger, 1969, Operational Research Quarterly 20(4)), drawn
    to what is right for most series, since a year's errors tell little of one.
    """
    learned = going.usual_error(panel.length - (TRIALS + 1) * horizon)
    off, trials = np.zeros(len(panel.ids)), 0
    values = np.log(panel.values) if going.logarithmic else panel.values
    for back in range(1, TRIALS + 1):
        origin = panel.length - back * horizon
        if origin < 2 * horizon:
            break
        told = damped(panel.values[:origin], horizon)
        told = np.log(np.maximum(told, 1e-9)) if going.logarithmic else told
        off += np.abs(told - values[origin : origin + horizon]).mean(axis=0) / going.scale
        trials += 1
    if not trials:
        return np.full(len(panel.ids), USUAL_SHARE)
    with np.errstate(over="ignore"):
        odds = (np.maximum(off / trials, 1e-6) / np.maximum(learned, 1e-6)) ** SHARPNESS
    share = LEAST_SHARE + OWN_SHARE * odds / (1 + odds)
    found: Floats = np.where(np.isfinite(share), share, USUAL_SHARE)
    return found


def bounds(panel: Panel, going: Going, means: Floats) -> Floats:
    """The quantiles of what honest forecasts of as many steps ahead were off, around the means.

    Split conformal residuals (Vovk, Gammerman and Shafer, 2005), in each series' usual change, apart for
    calm and wild series: a wild one soon comes back.
    """
    moved = np.zeros((len(PROBABILITIES), *means.shape))
    edges = np.quantile(going.scale, np.linspace(0, 1, WILDNESSES + 1)[1:-1])
    wildness = np.searchsorted(edges, going.scale)
    for group in np.unique(wildness):
        alike = wildness == group
        for step in range(len(means)):
            off = np.quantile(going.off(step + 1, alike), PROBABILITIES)
            moved[:, step, alike] = off[:, None] * going.scale[None, alike]
    if not going.logarithmic:
        return means[None] + moved
    found: Floats = np.clip(means[None] * np.exp(moved), *_thinkable(panel, means))
    return found


def _thinkable(panel: Panel, means: Floats) -> tuple[Floats, Floats]:
    """What no bound goes beyond: three times the highest ever, a third of the lowest, or the means."""
    highest = np.fmax.reduce(panel.values, axis=0) * BEYOND
    lowest = np.fmin.reduce(panel.values, axis=0) / BEYOND
    return np.minimum(lowest, means), np.maximum(highest, means)


def _steps(panel: Panel, horizon: int) -> Floats:
    """Normal quantiles of a random walk with the series' own steps, where too few lessons are."""
    from scipy.stats import norm  # noqa: PLC0415  # heavy, and only where forecasts are made

    change = np.diff(panel.values, axis=0)
    known = np.isfinite(change)
    squares = np.where(known, change, 0.0) ** 2
    usual = np.abs(np.nansum(panel.values, axis=0)) / np.isfinite(panel.values).sum(axis=0)
    # As if two steps of a tenth had been seen before: one value tells nothing of how it moves.
    step = np.sqrt((squares.sum(axis=0) + 2 * (GUESSED * usual) ** 2) / (known.sum(axis=0) + 2))
    far = np.sqrt(np.arange(1, horizon + 1))
    found: Floats = norm.ppf(PROBABILITIES)[:, None, None] * far[None, :, None] * step
    return found
