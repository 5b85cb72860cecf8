"""A shop's categories and its whole, in rupees: foretold by trees of their own, and agreed with the goods.

Kilos and pieces don't add up, what they are worth does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from haat.analytics.forecast.goods import OFFER, PRICE
from haat.analytics.forecast.stored import SHOP
from haat.analytics.panel.features import Integers, Seen
from haat.analytics.panel.panel import Floats, Panel
from haat.analytics.panel.reconcile import Hierarchy, hierarchy, reconciled, structural

FILLED_DAYS = 28  # whose mean stands for a day with an empty shelf


@dataclass(frozen=True, slots=True)
class Shelves:
    """Category, and rupees that a unit is worth, of each product; what has no price is in neither.

    `state` is the one the shop stands in.
    """

    categories: Mapping[str, str]
    rupees: Mapping[str, float]
    state: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """Categories and the shop as a `panel` in rupees, of the goods at `columns`, worth `rupees` each."""

    panel: Panel
    of: Hierarchy
    columns: Integers
    rupees: Floats

    def agreed(self, means: Floats, upper: Floats) -> Floats:
        """Means of goods (days x products, units) moved so that they add up to the same as `upper`."""
        worth = means[:, self.columns] * self.rupees
        told = reconciled(worth.T, upper.T, self.of, structural(self.of))
        found = means.copy()
        found[:, self.columns] = told.lowest.T / self.rupees
        return found

    def added(self, means: Floats) -> Floats:
        """What means of goods come to, for each category and the shop: days x totals, rupees."""
        found: Floats = (means[:, self.columns] * self.rupees) @ self.of.sums.T
        return found


def totals(panel: Panel, shelves: Shelves) -> Totals | None:
    """The categories and the whole of a panel's goods; None where fewer than two have a price."""
    columns = np.flatnonzero([shelves.rupees.get(sku, 0.0) > 0 for sku in panel.ids])
    if len(columns) < 2:  # one alone is its own total
        return None
    goods = panel.only(columns)
    rupees = np.array([shelves.rupees[sku] for sku in goods.ids])
    of = hierarchy([shelves.categories[sku] for sku in goods.ids], [SHOP] * len(columns))
    share = of.sums.T / of.sums.sum(axis=1)
    summed = replace(
        goods,
        ids=of.names,
        values=(_filled(goods) * rupees) @ of.sums.T,
        covariates=_shared(goods.covariates, share),
        planned=_shared(goods.planned, share),
    )
    return Totals(summed, of, columns, rupees)


def _shared(told: Mapping[str, Floats], share: Floats) -> dict[str, Floats]:
    """Offers and prices of totals: the mean of their goods'; an unknown price counts as the usual one."""
    return {OFFER: told[OFFER] @ share, PRICE: np.nan_to_num(told[PRICE], nan=1.0) @ share}


def _filled(goods: Panel) -> Floats:
    """Units with what an empty shelf would have sold: the mean of the days before."""
    usual = Seen(goods, 0).mean(np.arange(goods.length), FILLED_DAYS)
    found: Floats = np.nan_to_num(np.where(np.isnan(goods.values), usual, goods.values))
    return found
