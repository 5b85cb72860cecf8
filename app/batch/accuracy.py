"""How well each way of foretelling did on the past: kept with its chunk, written and printed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_KEY = b"accuracy"

Figures = list[dict[str, Any]]  # of each row its columns: words and numbers


def figures(part: int, series: int, found: Sequence["DataclassInstance"]) -> Figures:
    """The rows of one panel, with its number and of how many series they speak."""
    return [{**asdict(row), "series": series, "part": part} for row in found]


def noted(body: pa.Table, rows: Figures) -> pa.Table:
    """A table that carries these rows along, into the file it is written to."""
    return body.replace_schema_metadata({_KEY: json.dumps(rows)})


def carried(schemas: Iterable[pa.Schema]) -> pa.Table:
    """The rows that tables carry, one under the other, as a table of their own."""
    rows: Figures = []
    for schema in schemas:
        rows += json.loads((schema.metadata or {}).get(_KEY, b"[]"))
    return pa.Table.from_pylist(rows)


def printed(body: pa.Table) -> str:
    """The table as lines of text, numbers to three places."""
    rows = [body.column_names, *([_cell(v) for v in row.values()] for row in body.to_pylist())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return "".join(f"{line}\n" for line in lines)


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
