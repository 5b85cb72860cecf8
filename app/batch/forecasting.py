"""Foretells a chunk of series: its panels one by one, as rows of a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from app.batch.panels import Part
from haat.analytics.panel import standing
from haat.analytics.panel.foretold import PROBABILITIES, Foretold
from haat.analytics.panel.panel import Floats, Panel
from haat.core.errors import NotConfigured

METHODS: Mapping[str, Callable[[Panel, int], Foretold]] = {"standing": standing.foretell}
QUANTILES = tuple(f"q{probability:g}" for probability in PROBABILITIES)
LEAST_KNOWN = 8  # periods; with fewer not even a week is seen twice
NOT_ENOUGH = "not_enough_history:"


@dataclass(frozen=True, slots=True)
class How:
    """What is to be done with each chunk; with `floored` nothing below zero is foretold."""

    horizon: int
    method: str
    backtest: bool
    floored: bool


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Some of the series, by its number among the chunks."""

    number: int
    parts: tuple[Part, ...]
    how: How


def forecast(chunk: Chunk) -> tuple[int, pa.Table]:
    """The chunk's number and its rows: `series, period, yhat`, the quantiles, and `model`.

    `series` is its place in the file, `period` a number on the calendar.
    """
    return chunk.number, pa.concat_tables(_rows(part, chunk.how) for part in chunk.parts)


def _rows(part: Part, how: How) -> pa.Table:
    told = _told(part.panel, how)
    steps = np.arange(1, how.horizon + 1)
    models = [_named(m, v) for m, v in zip(told.models, part.panel.values.T, strict=True)]
    columns = {
        "series": np.repeat(part.places, how.horizon),
        "period": (part.ends[:, None] + steps).ravel(),
        "yhat": _column(told.means, how),
        **{n: _column(q, how) for n, q in zip(QUANTILES, told.quantiles, strict=True)},
    }
    model = pa.array(np.repeat(models, how.horizon), pa.string())
    return pa.table(columns).append_column("model", model)


def _told(panel: Panel, how: How) -> Foretold:
    if how.backtest:
        raise NotConfigured("--backtest does not work yet")
    return METHODS[how.method](panel, how.horizon)


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
