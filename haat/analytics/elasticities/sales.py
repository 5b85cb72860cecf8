"""Sales of many units, each one product in one shop: what was asked, and what was sold."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Sales:
    """Rows ordered by unit, then period; a unit's code is its place among the units.

    `product` and `store` are the codes of each unit (of length units), `period` numbers an even grid,
    `price` is above zero (NaN where it isn't known), `sold` NaN in what is to be foretold. `year` is
    how many periods one has, where the grid tells. `exposure` is the share of its period that a row is
    of, where it is not all of it; a period may then have several rows of a unit.
    """

    unit: Integers
    period: Integers
    price: Floats
    sold: Floats
    product: Integers
    store: Integers
    covariates: Mapping[str, Floats] = field(default_factory=dict)
    year: float | None = None
    exposure: Floats | None = None

    @property
    def units(self) -> int:
        """How many units there are, rows or not."""
        return len(self.product)

    def only(self, rows: Flags) -> "Sales":
        """Some of the rows."""
        return replace(
            self,
            unit=self.unit[rows],
            period=self.period[rows],
            price=self.price[rows],
            sold=self.sold[rows],
            covariates={name: column[rows] for name, column in self.covariates.items()},
            exposure=None if self.exposure is None else self.exposure[rows],
        )


def medians(values: Floats, unit: Integers, units: int) -> Floats:
    """The median of each unit's rows, NaN left out; NaN for a unit without any."""
    known = ~np.isnan(values)
    values, unit = values[known], unit[known]
    order = np.lexsort((values, unit))
    values, counts = values[order], np.bincount(unit, minlength=units)
    first = np.cumsum(counts) - counts
    found = np.full(units, np.nan)
    some = counts > 0
    low = first[some] + (counts[some] - 1) // 2
    high = first[some] + counts[some] // 2
    found[some] = (values[low] + values[high]) / 2
    return found
