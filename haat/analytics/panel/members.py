"""The ways to foretell among which a back-test chooses, each as means of horizon x series."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from haat.analytics.panel import sarimax, trees
from haat.analytics.panel.changes import pooled_changes
from haat.analytics.panel.demand import from_first_sale
from haat.analytics.panel.levels import (
    croston_sba,
    damped,
    moving_mean,
    seasonal_naive,
    theta,
    tsb,
)
from haat.analytics.panel.panel import Floats, Panel
from haat.analytics.panel.rhythm import RHYTHMS

Means = Mapping[str, Floats]
FALLBACK = {"demand": "moving_average", "smooth": "naive"}
STANDING = {"demand": "xgboost+tsb", "smooth": "changes+damped_trend"}  # near what `standing` does
MIXED: Mapping[str, tuple[str, ...]] = {
    "xgboost": ("xgboost_recursive", "xgboost_direct"),
    "xgboost+tsb": ("xgboost_recursive", "xgboost_recursive", "xgboost_direct", "xgboost_direct", "tsb"),
    "xgboost+tsb+moving_average": ("xgboost_recursive", "xgboost_direct", "tsb", "moving_average"),
    "statistical": ("tsb", "moving_average", "seasonal_mean"),
    "changes+damped_trend": ("changes", "changes", "changes", "changes", "damped_trend"),
    "theta+damped_trend": ("theta", "damped_trend"),
}  # fmt: skip


def demand_members(panel: Panel, horizon: int) -> Means:
    """Of series that are never below zero."""
    rhythm = RHYTHMS[panel.frequency]
    values = from_first_sale(panel.values)
    panel = replace(panel, values=values)

    def flat(level: Floats) -> Floats:
        return np.tile(level, (horizon, 1))

    found = {
        "moving_average": flat(moving_mean(values, max(4, rhythm.level // 2))),
        "tsb": flat(tsb(values)),
        "croston_sba": flat(croston_sba(values)),
        "seasonal_naive": seasonal_naive(values, horizon, rhythm.season),
        "seasonal_mean": _seasonal_mean(values, horizon, rhythm.season),
    }
    if trees.can_learn(panel, horizon):
        found["xgboost_recursive"] = np.maximum(trees.recursive(panel, horizon), 0.0)
        found["xgboost_direct"] = np.maximum(trees.direct(panel, horizon), 0.0)
    if sarimax.can_fit(panel):
        found["sarimax"] = np.maximum(sarimax.sarimax(panel, horizon, logarithmic=False), 0.0)
    return _mixed(found)


def smooth_members(panel: Panel, horizon: int) -> Means:
    """Of prices, totals and the like."""
    values = panel.values
    positive = bool(np.fmin.reduce(values, axis=None) > 0)
    found = {
        "naive": seasonal_naive(values, horizon, 1),
        "damped_trend": damped(values, horizon),
        "theta": theta(values, horizon),
    }
    going = [
        told.means
        for logarithmic in ((True, False) if positive else (False,))
        if (told := pooled_changes(panel, horizon, logarithmic=logarithmic))
    ]
    if going:
        found["changes"] = np.mean(going, axis=0)
    if sarimax.can_fit(panel):
        found["sarimax"] = sarimax.sarimax(panel, horizon, logarithmic=positive)
    return _mixed({n: np.maximum(m, 0.0) if positive else m for n, m in found.items()})


MEMBERS: Mapping[str, Callable[[Panel, int], Means]] = {
    "demand": demand_members,
    "smooth": smooth_members,
}


def _mixed(single: Mapping[str, Floats]) -> Means:
    """The single ones, and the means of those that go well together."""
    mixed = {
        name: np.mean([single[part] for part in parts], axis=0)
        for name, parts in MIXED.items()
        if all(part in single for part in parts)
    }
    return {**single, **mixed}


def _seasonal_mean(values: Floats, horizon: int, season: int) -> Floats:
    """The mean of the same place in the last eight seasons."""
    lasts = range(len(values) - season, len(values))
    whole = moving_mean(values, len(values))
    found = np.stack(
        [moving_mean(values[last::-season][:8][::-1], 8) if last >= 0 else whole for last in lasts]
    )
    return found[np.arange(horizon) % season]
