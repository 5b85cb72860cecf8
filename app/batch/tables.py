"""Tables on disk: CSV or Parquet by the ending, read by named columns and written whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv, parquet

from app.batch import lines
from app.batch.atomic import replacing
from app.batch.numerals import EMPTY, numeral
from haat.core.errors import InvalidInput

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ENDINGS = (".csv", ".parquet")
_TEXT = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns a command reads; of these only the ones in `optional` may be absent.

    With `further`, every other column is read too where it holds numbers.
    """

    text: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    optional: frozenset[str] = frozenset()
    further: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """A column of text: `codes` point into `names`, which stand in the order they first appear."""

    codes: Integers
    names: tuple[str, ...]

    def row_of(self, code: int) -> int:
        """The first row with this name."""
        return int(np.argmax(self.codes == code))


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """What was read: columns of text and of numbers (NaN where empty), all of the same length."""

    path: Path
    rows: int
    text: Mapping[str, Labels]
    numbers: Mapping[str, Floats]
    left_out: tuple[str, ...] = field(default=())  # further columns that hold words

    def refusal(self, row: int, column: str, why: str) -> InvalidInput:
        """The error for a cell, with the place where it stands in the file; `row` counts from 0."""
        return lines.refusal(self.path, row, column, why)


def check_ending(path: Path) -> None:
    """InvalidInput where the ending tells of no form that is known."""
    if path.suffix.lower() not in ENDINGS:
        raise InvalidInput(f"{path}: neither a .csv nor a .parquet file")


def read(path: Path, columns: Columns) -> Table:
    """The named columns of a file; InvalidInput, with line and column, where it can't be used."""
    check_ending(path)
    try:
        body, left_out = (_csv if path.suffix.lower() == ".csv" else _parquet)(path, columns)
    except OSError as error:
        raise InvalidInput(f"{path}: {error.strerror or 'cannot be read'}") from error
    if not body.num_rows:
        raise InvalidInput(f"{path}: holds no rows")
    text = {n: _labels(path, n, body[n]) for n in columns.text if n in body.column_names}
    names = [name for name in body.column_names if name not in text]
    numbers = {name: _finite(path, name, body[name]) for name in names}
    return Table(path, body.num_rows, text, numbers, left_out)


def write(path: Path, body: pa.Table) -> None:
    """Write a table in the form its ending tells; what stood there before is replaced at the end."""
    check_ending(path)
    try:
        with replacing(path) as half:
            if path.suffix.lower() == ".csv":
                _write_csv(body, half)
            else:
                parquet.write_table(body, half)
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be written: {error.strerror or error}") from error


def _write_csv(body: pa.Table, path: Path) -> None:
    """Text in quotes only where a text has a comma, a quote or a new line in it."""
    try:
        csv.write_csv(body, path, csv.WriteOptions(quoting_style="none", quoting_header="none"))
    except pa.ArrowInvalid:
        csv.write_csv(body, path)


def _csv(path: Path, columns: Columns) -> tuple[pa.Table, tuple[str, ...]]:
    """Numbers are read as such; only where one is none, all is read as text to see which."""
    wanted = _wanted(path, lines.header(path), columns)
    kinds = {n: _TEXT if n in columns.text else pa.float64() for n in wanted}
    try:
        return _parsed(path, kinds), ()
    except pa.ArrowInvalid as error:
        lines.check_shape(path, error)
    body = _parsed(path, dict.fromkeys(wanted, _TEXT))
    return _numbered(path, body, columns)


def _parsed(path: Path, kinds: Mapping[str, pa.DataType]) -> pa.Table:
    return csv.read_csv(
        path,
        read_options=csv.ReadOptions(use_threads=False),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=kinds, include_columns=list(kinds), null_values=EMPTY
        ),
    )


def _parquet(path: Path, columns: Columns) -> tuple[pa.Table, tuple[str, ...]]:
    try:
        with parquet.ParquetFile(path) as source:
            wanted = _wanted(path, source.schema_arrow.names, columns)
            body = source.read(columns=wanted, use_threads=False)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise InvalidInput(f"{path}: is no Parquet file that can be read") from error
    for place, name in enumerate(body.column_names):
        body = body.set_column(place, name, _plain(body[name], as_text=name in columns.text))
    return _numbered(path, body, columns)


def _plain(column: pa.ChunkedArray, *, as_text: bool) -> pa.ChunkedArray:
    """A column of Parquet as one of CSV would come: text, or numbers."""
    kind = column.type
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        column = pa.compute.local_timestamp(column)
    if not as_text and not pa.types.is_dictionary(kind):
        if pa.types.is_boolean(kind):
            return column.cast(pa.uint8()).cast(pa.float64())
        if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
            return column.cast(pa.float64())
        if pa.types.is_null(kind):
            return column.cast(pa.float64())
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
    encoded = column.combine_chunks().dictionary_encode()
    names = encoded.dictionary.cast(pa.string())
    return pa.chunked_array([pa.DictionaryArray.from_arrays(encoded.indices, names)])


def _wanted(path: Path, names: list[str], columns: Columns) -> list[str]:
    """The columns to read; each that is needed must be there, and once."""
    for name in names:
        if names.count(name) > 1:
            raise InvalidInput(f"{path}: line 1: the column {name} is there twice")
    for name in (*columns.text, *columns.numbers):
        if name not in names and name not in columns.optional:
            has = ", ".join(names)
            raise InvalidInput(f"{path}: line 1: there is no column {name} (there are: {has})")
    asked = {*columns.text, *columns.numbers}
    return [name for name in names if name in asked or (columns.further and name)]


def _numbered(path: Path, body: pa.Table, columns: Columns) -> tuple[pa.Table, tuple[str, ...]]:
    """Turn text into numbers where numbers are wanted; further columns of mere words are left out."""
    left_out = []
    for name in body.column_names:
        if name in columns.text or not pa.types.is_dictionary(body[name].type):
            continue
        labels = _coded(body[name])
        found = [numeral(text) for text in labels.names]
        bad = [code for code, value in enumerate(found) if value is None]
        told = [value for value in found if value is not None and not np.isnan(value)]
        if bad and not told and name not in columns.numbers:
            left_out.append(name)
            body = body.drop_columns([name])
        elif bad:
            row = labels.row_of(bad[0])
            raise lines.refusal(path, row, name, f"{labels.names[bad[0]]!r} is not a number")
        else:
            values = np.array([*found, np.nan], dtype=float)[labels.codes]  # -1 is empty
            body = body.set_column(body.column_names.index(name), name, pa.array(values))
    return body, tuple(left_out)


def _coded(column: pa.ChunkedArray) -> Labels:
    """Codes are -1 where nothing stands."""
    whole = column.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0)
    codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return Labels(codes, tuple(whole.dictionary.to_pylist()))


def _labels(path: Path, name: str, column: pa.ChunkedArray) -> Labels:
    """A column of text, each cell of which says something."""
    labels = _coded(column)
    blank = [code for code, text in enumerate(labels.names) if not text.strip()]
    empty = np.isin(labels.codes, [-1, *blank])
    if empty.any():
        raise lines.refusal(path, int(np.argmax(empty)), name, "is empty")
    return labels


def _finite(path: Path, name: str, column: pa.ChunkedArray) -> Floats:
    values: Floats = column.to_numpy()
    endless = np.isinf(values)
    if endless.any():
        raise lines.refusal(path, int(np.argmax(endless)), name, "is infinite")
    return values
