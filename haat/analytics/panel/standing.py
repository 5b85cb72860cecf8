"""The standing combination: what is used for each series without trying anything out first."""

from collections.abc import Callable

import numpy as np

from haat.analytics.panel.demand import foretell_demand
from haat.analytics.panel.foretold import PROBABILITIES, Foretold
from haat.analytics.panel.kinds import Flags, smooth
from haat.analytics.panel.panel import Panel
from haat.analytics.panel.rhythm import RHYTHMS
from haat.analytics.panel.smooth import foretell_smooth

NOT_ENOUGH = "not_enough_history:"


def foretell(panel: Panel, horizon: int) -> Foretold:
    """Means and quantiles of the `horizon` periods after the last one.

    A series that is shorter than its level is long is foretold all the same, and its model's name
    begins with `not_enough_history:`.
    """
    calm = smooth(panel)
    parts: tuple[tuple[Flags, Callable[[Panel, int], Foretold]], ...] = (
        (~calm, foretell_demand),
        (calm, foretell_smooth),
    )
    shape = horizon, len(panel.ids)
    means, quantiles = np.zeros(shape), np.zeros((len(PROBABILITIES), *shape))
    models = [""] * len(panel.ids)
    for chosen, method in parts:
        columns = np.flatnonzero(chosen)
        if len(columns):
            told = method(panel.only(columns), horizon)
            means[:, columns], quantiles[:, :, columns] = told.means, told.quantiles
            for column, model in zip(columns, told.models, strict=True):
                models[column] = model
    return Foretold(means, quantiles, tuple(named(panel, models)))


def named(panel: Panel, models: list[str]) -> list[str]:
    """The models' names, those of series of which too little is known with a word of warning."""
    least = RHYTHMS[panel.frequency].level // 2
    known = np.isfinite(panel.values).sum(axis=0)
    sold = np.nansum(np.abs(panel.values), axis=0) > 0
    return [
        model if enough and any_ else NOT_ENOUGH + model
        for model, enough, any_ in zip(models, known >= least, sold, strict=True)
    ]
