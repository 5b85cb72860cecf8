"""What festivals are expected to do to each day of a shop's goods, by what they did before."""

from dataclasses import replace
from datetime import timedelta

import numpy as np

from haat.analytics.calendar import FAR, occasions
from haat.analytics.festival_lift import festival_lift
from haat.analytics.forecast.goods import day_of
from haat.analytics.panel.panel import Panel

FESTIVAL = "festival"


def festive(panel: Panel, state: str | None, days: int) -> Panel:
    """The panel with a covariate of its festivals, over what is known and `days` to come.

    Each day's is the product of the lifts of the festivals it lies about, each series' own, drawn to
    that of all: known from a few comings, it leaves little to learn. 1 is a day like any other.
    """
    dates = [day_of(panel, n) for n in range(panel.length + days)]
    lifts = festival_lift(panel.values, dates[: panel.length], state)
    found = np.ones((len(dates), len(panel.ids)))
    margin = timedelta(days=FAR)
    for one in occasions(dates[0] - margin, dates[-1] + margin, state):
        if one.name in lifts:
            about = [one.begins <= day <= one.ends for day in dates]
            found[about] *= lifts[one.name].by_series
    return replace(
        panel,
        covariates={**panel.covariates, FESTIVAL: found[: panel.length]},
        planned={**panel.planned, FESTIVAL: found[panel.length :]},
    )
