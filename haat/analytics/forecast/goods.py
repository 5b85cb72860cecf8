"""A shop's goods as a panel: the units of each day, the days with an offer, and those to come."""

from collections.abc import Mapping, Set
from datetime import date, timedelta

import numpy as np

from haat.analytics.forecast.demand import Demand
from haat.analytics.panel.panel import Floats, Panel

OFFER = "offer"


def panel_of(known: Mapping[str, Demand]) -> Panel:
    """All goods on the same days; unknown (NaN) before the first day and where the shelf was empty."""
    end = max(d.end for d in known.values())
    start = min(d.start for d in known.values())
    shape = ((end - start).days + 1, len(known))
    units, offers = np.full(shape, np.nan), np.zeros(shape)
    for column, d in enumerate(known.values()):
        at = (d.start - start).days
        units[at : at + len(d.units), column] = d.units
        units[[at + n for n in d.short], column] = np.nan
        offers[[at + n for n in d.promo], column] = 1
    days = np.datetime64(start, "D") + np.arange(shape[0])
    nothing: Floats = np.zeros((0, shape[1]))
    return Panel(tuple(known), days, "D", units, {OFFER: offers}, {OFFER: nothing})


def planned(panel: Panel, offers: Mapping[str, Set[date]], days: int) -> Panel:
    """The same with the offers of the `days` after its last one."""
    found = np.zeros((days, len(panel.ids)))
    first = day_of(panel, panel.length)
    for column, sku in enumerate(panel.ids):
        for day in offers.get(sku, ()):
            n = (day - first).days
            if 0 <= n < days:
                found[n, column] = 1
    return Panel(
        panel.ids, panel.periods, panel.frequency, panel.values, panel.covariates, {OFFER: found}
    )


def day_of(panel: Panel, position: int) -> date:
    """The day at a position, also after the last one."""
    first: date = panel.periods[0].astype("datetime64[D]").item()
    return first + timedelta(days=position)


def days_before(d: Demand, day: date) -> Demand:
    """What was known of a product before that day."""
    n = max(0, (day - d.start).days)
    return Demand(
        d.start,
        d.units[:n],
        frozenset(p for p in d.short if p < n),
        frozenset(p for p in d.promo if p < n),
        d.step,
    )
