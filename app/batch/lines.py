"""Where in a file something stands, and what is wrong with its form; slow, for errors only."""

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from haat.core.errors import InvalidInput

_NO_LETTER = "\N{REPLACEMENT CHARACTER}"  # what stands where bytes are no UTF-8


def refusal(path: Path, row: int, column: str, why: str) -> InvalidInput:
    """The error for a cell of the `row`-th row (from 0) under the header."""
    if path.suffix.lower() != ".csv":
        return InvalidInput(f"{path}: row {row + 1}, column {column}: {why}")
    line = next((line for line, _ in islice(_records(path), row + 1, None)), row + 2)
    return InvalidInput(f"{path}: line {line}, column {column}: {why}")


def header(path: Path) -> list[str]:
    """The names of the columns; InvalidInput where there are none."""
    try:
        found = next(_records(path), None)
    except csv.Error as error:
        raise InvalidInput(f"{path}: is not CSV: {error}") from error
    if found is None:
        raise InvalidInput(f"{path}: is empty")
    names = found[1]
    if _NO_LETTER in "".join(names) or not "".join(names).isprintable():
        raise InvalidInput(f"{path}: line 1: is no line of CSV in UTF-8")
    return names


def check_form(path: Path, error: Exception) -> None:
    """InvalidInput where it isn't a cell that is wrong, but the form of the file."""
    if "UTF8" in str(error):
        raise InvalidInput(f"{path}: is not written in UTF-8") from error
    wide = len(header(path))
    try:
        for line, cells in _records(path):
            if len(cells) != wide:
                raise InvalidInput(f"{path}: line {line}: has {len(cells)} cells, not {wide}")
    except csv.Error as broken:
        raise InvalidInput(f"{path}: is not CSV: {broken}") from broken


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each record with its line, the header among them, blank lines not."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as source:
        reader = csv.reader(source)
        for cells in reader:
            if cells:
                yield reader.line_num, cells
