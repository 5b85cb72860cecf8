"""Tables in memory, as they would have been read from a file."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from app.batch.columns import labels
from app.batch.tables import Table

Row = tuple[str, str, float]


def table(rows: Sequence[Row], covariates: Mapping[str, Sequence[float]] | None = None) -> Table:
    """A table of `unique_id, ds, y`; its path is a Parquet file's, so nothing is looked up there."""
    text = {
        name: labels(pa.chunked_array([pa.array([row[place] for row in rows]).dictionary_encode()]))
        for place, name in enumerate(("unique_id", "ds"))
    }
    numbers = {"y": np.array([row[2] for row in rows], dtype=float)}
    numbers |= {n: np.array(c, dtype=float) for n, c in (covariates or {}).items()}
    return Table(Path("in.parquet"), len(rows), text, numbers)
