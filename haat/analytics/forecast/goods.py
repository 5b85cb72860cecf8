"""A shop's goods as a panel: the units of each day, its offers and prices, and those to come."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from haat.analytics.forecast.demand import Demand
from haat.analytics.panel.panel import Floats, Panel

OFFER, PRICE = "offer", "price"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a shop means to ask: its usual price of each product, and the days ahead with an offer.

    Rupees; None or nothing where a price is not known.
    """

    offers: Mapping[str, Mapping[date, float | None]] = field(default_factory=dict)
    prices: Mapping[str, float] = field(default_factory=dict)


def panel_of(known: Mapping[str, Demand]) -> Panel:
    """All goods on the same days; unknown (NaN) before the first day and where the shelf was empty.

    Prices are told as parts of each product's mean price, so that salt and rice are alike.
    """
    end = max(d.end for d in known.values())
    start = min(d.start for d in known.values())
    shape = ((end - start).days + 1, len(known))
    units, prices, offers = np.full(shape, np.nan), np.full(shape, np.nan), np.zeros(shape)
    for column, d in enumerate(known.values()):
        at = (d.start - start).days
        units[at : at + len(d.units), column] = d.units
        units[[at + n for n in d.short], column] = np.nan
        offers[[at + n for n in d.promo], column] = 1
        if d.prices:
            prices[at : at + len(d.units), column] = np.array(d.prices, dtype=float) / mean_price(d)
    days = np.datetime64(start, "D") + np.arange(shape[0])
    nothing: Floats = np.zeros((0, shape[1]))
    covariates = {OFFER: offers, PRICE: prices}
    return Panel(tuple(known), days, "D", units, covariates, dict.fromkeys(covariates, nothing))


def planned(panel: Panel, known: Mapping[str, Demand], plan: Plan, days: int) -> Panel:
    """The panel of what is `known` with the offers and prices of the `days` after its last one."""
    shape = (days, len(panel.ids))
    offers, prices = np.zeros(shape), np.full(shape, np.nan)
    first = day_of(panel, panel.length)
    for column, sku in enumerate(panel.ids):
        mean = mean_price(known[sku])
        usual = plan.prices.get(sku)
        if usual is not None:
            prices[:, column] = usual / mean
        for day, price in plan.offers.get(sku, {}).items():
            n = (day - first).days
            if 0 <= n < days:
                offers[n, column] = 1
                if price is not None:
                    prices[n, column] = price / mean
    return replace(panel, planned={OFFER: offers, PRICE: prices})


def mean_price(d: Demand) -> float:
    """Rupees, over the days whose price is known; NaN where there is none."""
    told = [price for price in d.prices if price is not None]
    return sum(told) / len(told) if told else float("nan")


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
        d.prices[:n],
    )
