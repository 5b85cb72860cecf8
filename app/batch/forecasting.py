"""Foretells a chunk of series: its panels one by one, as rows of a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from app.batch import accuracy
from app.batch.panels import Part
from app.batch.progress import Tell, tell
from haat.analytics.panel import ensemble, standing
from haat.analytics.panel.foretold import ONE_SIDED, PROBABILITIES, Foretold, bounds
from haat.analytics.panel.panel import Floats, Panel
from haat.core.errors import InvalidInput

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Choose = Callable[[Panel, int, Tell], tuple[Foretold, Sequence["DataclassInstance"]]]

METHODS: Mapping[str, Callable[[Panel, int], Foretold]] = {
    "standing": standing.foretell,
    "ensemble": ensemble.ensemble,
}
TOLD = tuple(n for n in range(len(PROBABILITIES)) if n != ONE_SIDED)  # it serves the bounds alone
QUANTILES = tuple(f"q{PROBABILITIES[n]:g}" for n in TOLD)
LEAST_KNOWN = 8  # periods; with fewer not even a week is seen twice
NOT_ENOUGH = "not_enough_history:"


@dataclass(frozen=True, slots=True)
class How:
    """What is to be done with each chunk.

    With `choose` the way is chosen on the past, else it is the method of this name; with `floored`
    nothing below zero is foretold.
    """

    horizon: int
    method: str
    floored: bool
    choose: Choose | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Some of the series, by its number among the chunks."""

    number: int
    parts: tuple[Part, ...]
    how: How


def check(method: str) -> None:
    """InvalidInput where there is no such method; NotConfigured, with what to install, where it isn't there."""
    if method not in METHODS:
        raise InvalidInput(f"--method {method}: is none of {', '.join(METHODS)}")
    if method == "ensemble":
        ensemble.check()


def forecast(chunk: Chunk) -> tuple[int, pa.Table]:
    """The chunk's number and its rows: `series, period, yhat`, bounds, quantiles, and `model`.

    `series` is its place in the file, `period` a number on the calendar. Where the way is chosen on
    the past, the table carries how well each did.
    """
    bodies, figures = zip(*(_part(part, chunk) for part in chunk.parts), strict=True)
    return chunk.number, accuracy.noted(pa.concat_tables(bodies), list(chain(*figures)))


def _part(part: Part, chunk: Chunk) -> tuple[pa.Table, accuracy.Figures]:
    how = chunk.how
    if how.choose is None:
        return _rows(part, METHODS[how.method](part.panel, how.horizon), how), []
    told, found = how.choose(part.panel, how.horizon, tell)
    return _rows(part, told, how), accuracy.figures(chunk.number, len(part.places), found)


def _rows(part: Part, told: Foretold, how: How) -> pa.Table:
    steps = np.arange(1, how.horizon + 1)
    models = [_named(m, v) for m, v in zip(told.models, part.panel.values.T, strict=True)]
    lower, upper = bounds(told.quantiles)
    columns = {
        "series": np.repeat(part.places, how.horizon),
        "period": (part.ends[:, None] + steps).ravel(),
        "yhat": _column(told.means, how),
        "yhat_lower": _column(lower, how),
        "yhat_upper": _column(upper, how),
        **{n: _column(told.quantiles[k], how) for n, k in zip(QUANTILES, TOLD, strict=True)},
    }
    model = pa.array(np.repeat(models, how.horizon), pa.string())
    return pa.table(columns).append_column("model", model)


def _column(grid: Floats, how: How) -> Floats:
    """Horizon x series as one column, series after series."""
    column = grid.T.ravel()
    return np.maximum(column, 0.0) if how.floored else column


def _named(model: str, values: Floats) -> str:
    """The model's name, with a word of warning where next to nothing is known of the series."""
    known = np.isfinite(values).sum()
    if model.startswith(NOT_ENOUGH) or (known >= LEAST_KNOWN and np.nan_to_num(values).any()):
        return model
    return f"{NOT_ENOUGH}{model}"
