"""Tables on disk: CSV or Parquet by the ending, read by named columns and written whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pyarrow as pa

from app.batch import csv_file, lines, parquet_file
from app.batch.atomic import replacing
from app.batch.columns import Columns, Floats, Labels, labels, numbers
from haat.core.errors import InvalidInput

FORMS: Mapping[str, ModuleType] = {".csv": csv_file, ".parquet": parquet_file}


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """What was read: columns of text and of numbers (NaN where empty), all of the same length."""

    path: Path
    rows: int
    text: Mapping[str, Labels]
    numbers: Mapping[str, Floats]
    left_out: tuple[str, ...] = ()  # further columns, which hold words

    def refusal(self, row: int, column: str, why: str) -> InvalidInput:
        """The error for a cell, with the place where it stands in the file; `row` counts from 0."""
        return lines.refusal(self.path, row, column, why)


def check_ending(path: Path) -> None:
    """InvalidInput where the ending tells of no form that is known."""
    if path.suffix.lower() not in FORMS:
        raise InvalidInput(f"{path}: neither a .csv nor a .parquet file")


def read(path: Path, columns: Columns) -> Table:
    """The named columns of a file; InvalidInput, with line and column, where it can't be used."""
    check_ending(path)
    try:
        found = _table(path, FORMS[path.suffix.lower()].read(path, columns), columns)
    except OSError as error:
        raise InvalidInput(f"{path}: {error.strerror or 'cannot be read'}") from error
    pa.default_memory_pool().release_unused()  # a third of what reading took
    return found


def write(path: Path, body: pa.Table) -> None:
    """Write a table in the form its ending tells; what stood there before is replaced at the end."""
    check_ending(path)
    try:
        with replacing(path) as half:
            FORMS[path.suffix.lower()].write(half, body)
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be written: {error.strerror or error}") from error


def _table(path: Path, body: pa.Table, columns: Columns) -> Table:
    rows = body.num_rows
    if not rows:
        raise InvalidInput(f"{path}: holds no rows")
    text: dict[str, Labels] = {}
    figures: dict[str, Floats] = {}
    left_out: list[str] = []
    for name in body.column_names:
        column = body[name]
        body = body.drop_columns([name])  # one after the other, for the memory's sake
        if name in columns.text:
            text[name] = _said(path, name, labels(column), blank=name in columns.blank)
        elif (found := numbers(path, name, column)) is not None:
            figures[name] = found
        elif name in columns.numbers:
            raise lines.refusal(path, 0, name, "is not a number, nor is any below it")
        else:
            left_out.append(name)
    return Table(path, rows, text, figures, tuple(left_out))


def _said(path: Path, name: str, found: Labels, *, blank: bool) -> Labels:
    if not blank and (found.codes < 0).any():
        raise lines.refusal(path, int((found.codes < 0).argmax()), name, "is empty")
    return found
