"""The standing combination for what goes smoothly on: learned changes, and a damped trend beside them."""

import numpy as np

from haat.analytics.panel.changes import Going, pooled_changes
from haat.analytics.panel.foretold import PROBABILITIES, Foretold
from haat.analytics.panel.levels import damped
from haat.analytics.panel.panel import Floats, Panel

TREND_SHARE = 0.2


def foretell_smooth(panel: Panel, horizon: int) -> Foretold:
    """Means and quantiles of series such as prices and totals; below zero where some values are."""
    trend = damped(panel.values, horizon)
    positive = bool(np.nanmin(panel.values) > 0)
    kinds = (True, False) if positive else (False,)
    going = [g for log in kinds if (g := pooled_changes(panel, horizon, logarithmic=log))]
    if not going:
        trend = np.maximum(trend, 0.0) if positive else trend
        bounds = trend + _steps(panel, horizon)
        bounds = np.maximum(bounds, 0.0) if positive else bounds
        return Foretold(trend, bounds, ("damped_trend",) * len(panel.ids))
    means = (1 - TREND_SHARE) * np.mean([g.means for g in going], axis=0) + TREND_SHARE * trend
    means = np.maximum(means, 0.0) if positive else means
    return Foretold(means, _bounds(going[0], means), ("changes+damped_trend",) * len(panel.ids))


def _bounds(going: Going, means: Floats) -> Floats:
    """The quantiles of what honest forecasts of as many steps ahead were off, around the means.

    Split conformal residuals (Vovk, Gammerman and Shafer, 2005), in each series' usual change.
    """
    off = np.stack([np.quantile(going.off(h + 1), PROBABILITIES) for h in range(len(means))], 1)
    moved = off[:, :, None] * going.scale[None, None, :]
    if going.logarithmic:
        return np.asarray(means[None] * np.exp(moved))
    return means[None] + moved


def _steps(panel: Panel, horizon: int) -> Floats:
    """Normal quantiles of a random walk with the series' own steps, where too few lessons are."""
    from scipy.stats import norm  # noqa: PLC0415  # heavy, and only where forecasts are made

    step = np.nan_to_num(np.nanstd(np.diff(panel.values, axis=0), axis=0), nan=0.0)
    far = np.sqrt(np.arange(1, horizon + 1))
    found: Floats = norm.ppf(PROBABILITIES)[:, None, None] * far[None, :, None] * step
    return found
