"""Parquet files, with Arrow; their columns are brought into the form those of CSV have."""

from pathlib import Path

import pyarrow as pa
from pyarrow import compute, parquet

from app.batch.columns import Columns, joined
from haat.core.errors import InvalidInput

_NUMERIC = (
    pa.types.is_integer,
    pa.types.is_floating,
    pa.types.is_decimal,
    pa.types.is_null,
)


def read(path: Path, columns: Columns) -> pa.Table:
    """The wanted columns, as text or numbers."""
    try:
        with (
            path.open("rb") as file,
            parquet.ParquetFile(file, read_dictionary=list(columns.text)) as source,
        ):
            flat = [f.name for f in source.schema_arrow if not pa.types.is_nested(f.type)]
            body = source.read(columns=columns.of(path, flat), use_threads=False)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise InvalidInput(f"{path}: is no Parquet file that can be read") from error
    for place, name in enumerate(body.column_names):
        body = body.set_column(place, name, _plain(body[name], as_text=name in columns.text))
    return body


def write(path: Path, body: pa.Table) -> None:
    """Write all columns as they are."""
    parquet.write_table(body, path)


def kind_of_dates(path: Path, column: str) -> pa.DataType:
    """How a file writes its dates, so that others can be written alike; moments, for pandas, else."""
    if path.suffix.lower() == ".parquet":
        kind = parquet.read_schema(path).field(column).type
        if pa.types.is_date(kind) or (pa.types.is_timestamp(kind) and kind.tz is None):
            return kind
    return pa.timestamp("us")


def _plain(column: pa.ChunkedArray, *, as_text: bool) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        column = compute.local_timestamp(column)
    if not as_text and pa.types.is_boolean(kind):
        return column.cast(pa.uint8()).cast(pa.float64())
    if not as_text and any(says(kind) for says in _NUMERIC):
        return column.cast(pa.float64())
    if not pa.types.is_dictionary(kind):
        column = column.dictionary_encode()
    whole = joined(column)
    names = whole.dictionary.cast(pa.string())
    return pa.chunked_array([pa.DictionaryArray.from_arrays(whole.indices, names)])
