"""CSV files, with Arrow."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from app.batch import lines
from app.batch.columns import TEXT, Columns
from app.batch.numerals import EMPTY


def read(path: Path, columns: Columns) -> pa.Table:
    """Numbers are read as such; only where one is none, all is read as text to see which."""
    wanted = columns.of(path, lines.header(path))
    try:
        return _parsed(path, {n: TEXT if n in columns.text else pa.float64() for n in wanted})
    except pa.ArrowInvalid as error:
        lines.check_form(path, error)
    return _parsed(path, dict.fromkeys(wanted, TEXT))


def write(path: Path, body: pa.Table) -> None:
    """Text stands in quotes only where one has a comma, a quote or a new line in it."""
    try:
        csv.write_csv(body, path, csv.WriteOptions(quoting_style="none", quoting_header="none"))
    except pa.ArrowInvalid:
        csv.write_csv(body, path)


def _parsed(path: Path, kinds: Mapping[str, pa.DataType]) -> pa.Table:
    return csv.read_csv(
        path,
        read_options=csv.ReadOptions(use_threads=False),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=kinds, include_columns=list(kinds), null_values=EMPTY
        ),
    )
