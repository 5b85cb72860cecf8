"""Columns of a file: which are read, and how Arrow's become those we calculate with."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.batch import lines
from app.batch.numerals import numeral
from haat.core.errors import InvalidInput

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Codes = NDArray[np.int32]
Flags = NDArray[np.bool_]

TEXT = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns a command reads.

    Each must be there but those in `optional`, and each text must say something but in those in
    `blank`; numbers may be empty. With `further`, other columns are read too where they hold
    numbers.
    """

    text: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    optional: frozenset[str] = frozenset()
    blank: frozenset[str] = frozenset()
    further: bool = False

    def of(self, path: Path, names: list[str]) -> list[str]:
        """Those to read of a file with these names; each that is needed must be there, and once."""
        for name in names:
            if names.count(name) > 1:
                raise InvalidInput(f"{path}: line 1: the column {name} is there twice")
        for name in (*self.text, *self.numbers):
            if name not in names and name not in self.optional:
                has = ", ".join(names)[:200]
                raise InvalidInput(f"{path}: line 1: there is no column {name} (there are: {has})")
        asked = {*self.text, *self.numbers}
        return [name for name in names if name in asked or (self.further and name)]


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """A column of text: `codes` point into `names`, which stand in the order they first appear.

    A code is -1 where nothing stands.
    """

    codes: Codes
    names: tuple[str, ...]

    def row_of(self, code: int) -> int:
        """The first row with this name."""
        return int(np.argmax(self.codes == code))


def labels(column: pa.ChunkedArray) -> Labels:
    """A column of text (a dictionary's)."""
    whole = joined(column)
    names = [*whole.dictionary.to_pylist(), None]
    codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    first = np.full(len(names), len(codes))
    first[codes[::-1]] = np.arange(len(codes))[::-1]  # what is written last stays
    empty = [not (name and name.strip()) for name in names]
    order = np.flatnonzero((first < len(codes)) & ~np.array(empty))
    order = order[np.argsort(first[order])]
    place = np.full(len(names), -1, dtype=np.int32)
    place[order] = np.arange(len(order))
    if not np.array_equal(place[:-1], np.arange(len(names) - 1)):
        codes = place[codes]
    return Labels(codes, tuple(names[code] for code in order))


def joined(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """A column of text as one array with one dictionary."""
    whole = column.unify_dictionaries().combine_chunks()
    return whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole


def numbers(path: Path, name: str, column: pa.ChunkedArray) -> Floats | None:
    """A column of numbers, NaN where empty; None where it holds mere words.

    InvalidInput where one is infinite, or only some of them are numbers.
    """
    if pa.types.is_dictionary(column.type):
        values = _spelled(path, name, labels(column))
    else:
        values = column.to_numpy()
    if values is not None and np.isinf(values).any():
        raise lines.refusal(path, int(np.argmax(np.isinf(values))), name, "is infinite")
    return values


def _spelled(path: Path, name: str, words: Labels) -> Floats | None:
    found = [numeral(word) for word in words.names]
    bad = [code for code, value in enumerate(found) if value is None]
    if bad and all(value is None or np.isnan(value) for value in found):
        return None
    if bad:
        why = f"{words.names[bad[0]]!r} is not a number"
        raise lines.refusal(path, words.row_of(bad[0]), name, why)
    return np.array([*found, np.nan], dtype=float)[words.codes]
