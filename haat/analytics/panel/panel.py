"""Many series on one grid of periods: what was sold, and what is known of each period."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Frequency = Literal["D", "W", "MS", "none"]


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """`values` of `ids` (columns) in `periods` (rows), evenly spaced; NaN where nothing is known.

    A series begins at its first value and ends with the grid. `covariates` have the grid's shape;
    `planned` are the same covariates for the periods to come (rows of the horizon), of which some
    may be missing. Periods are days (datetime64[D]) or whole numbers.
    """

    ids: tuple[str, ...]
    periods: NDArray[np.datetime64] | NDArray[np.int64]
    frequency: Frequency
    values: Floats
    covariates: Mapping[str, Floats] = field(default_factory=dict)
    planned: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """How many periods are known."""
        return len(self.values)

    def until(self, origin: int, horizon: int) -> "Panel":
        """What was known before the period `origin`; the covariates of the horizon count as planned."""
        ahead = slice(origin, origin + horizon)
        whole = {
            n: np.vstack([c, self.planned[n]])
            for n, c in self.covariates.items()
            if n in self.planned
        }
        return replace(
            self,
            periods=self.periods[:origin],
            values=self.values[:origin],
            covariates={n: c[:origin] for n, c in self.covariates.items()},
            planned={n: c[ahead] for n, c in whole.items()},
        )

    def only(self, columns: NDArray[np.intp]) -> "Panel":
        """The series at these columns."""
        return replace(
            self,
            ids=tuple(self.ids[c] for c in columns),
            values=self.values[:, columns],
            covariates={n: c[:, columns] for n, c in self.covariates.items()},
            planned={n: c[:, columns] for n, c in self.planned.items()},
        )
