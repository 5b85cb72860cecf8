"""Reads a file into records: CSV of any common dialect, or a JSON list of objects."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

import orjson

from haat.core.errors import FieldProblem, InvalidInput

Form = Literal["csv", "json"]
_DELIMITERS = ",;\t|"
_LONGEST_RECORD = 20  # lines that one quoted record may run over
_UNSTORABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffd\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its line (in JSON its place in the list, from 1), as it came, and its cells by folded name."""

    line: int
    payload: Mapping[str, Any]
    cells: Mapping[str, str]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The records of a file; `columns` are those of a CSV's header, `header_line` where it stands."""

    form: Form
    records: Iterator[Record]
    columns: frozenset[str] | None = None
    header_line: int = 1

    def pointer(self, line: int, column: str | None) -> str:
        """A JSON pointer to a cell: by place in a JSON list (from 0), by line number in a CSV."""
        row = line - 1 if self.form == "json" else line
        return f"/{row}" if column is None else f"/{row}/{column}"


def folded(name: str) -> str:
    """A column's name without case, spaces and dashes."""
    return re.sub(r"[\s\-.]+", "_", name.strip().strip("_").casefold())


def read_sheet(body: bytes, form: Form) -> Sheet:
    """The records of a body; raises InvalidInput where it is no such file at all."""
    return _json_sheet(body) if form == "json" else _csv_sheet(body)


def sheet_of(objects: Iterable[Any]) -> Sheet:
    """The records of a list of objects."""
    return Sheet("json", (_from_object(n, o) for n, o in enumerate(objects, 1)))


def _json_sheet(body: bytes) -> Sheet:
    try:
        found = orjson.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise InvalidInput(
            f"the body is not JSON: line {error.lineno}, column {error.colno}"
        ) from error
    if not isinstance(found, list):
        raise InvalidInput(
            "the body must be a JSON list of objects", FieldProblem("", "not a list")
        )
    return sheet_of(found)


def _from_object(line: int, found: Any) -> Record:
    if not isinstance(found, dict):
        return Record(line, {"value": found}, {}, "not an object with columns")
    cells: dict[str, str] = {}
    for name, value in found.items():
        cell = _cell(value)
        if cell is None:
            return Record(line, found, {}, f"{name[:64]!r} is neither a word nor a number")
        cells[folded(name)] = cell
    broken = any(map(_UNSTORABLE.search, cells.values()))
    return Record(line, found, cells, "holds characters that are not text" if broken else None)


def _cell(value: Any) -> str | None:
    """A JSON value as a cell would hold it; None for what no cell holds."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value).strip()
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return ";".join(value)
    return None


def _csv_sheet(body: bytes) -> Sheet:
    lines = enumerate(io.StringIO(_decoded(body), newline=None), 1)
    first = next(((n, line) for n, line in lines if line.strip(_DELIMITERS + " \r\n")), None)
    if first is None:
        raise InvalidInput("the file is empty", FieldProblem("", "no header and no rows"))
    number, line = first
    delimiter = _delimiter(line)
    header = _split(line, delimiter)
    if header is None:
        raise InvalidInput(
            f"line {number}: the header cannot be read", FieldProblem(f"/{number}", "bad quotes")
        )
    header = [_storable(name) for name in header]
    columns = _columns(header, number)
    return Sheet("csv", _records(lines, header, columns, delimiter), frozenset(columns), number)


def _decoded(body: bytes) -> str:
    """The text of a file; bytes that are no UTF-8 stay as surrogates, so that only their rows are refused."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", errors="replace")
    return body.decode("utf-8-sig", errors="surrogateescape")


def _delimiter(header: str) -> str:
    unquoted = re.sub(r'"[^"]*"', "", header)
    return max(_DELIMITERS, key=unquoted.count)


def _columns(header: list[str], line: int) -> list[str]:
    names = [folded(name) for name in header]
    twice = next((n for n in names if n and names.count(n) > 1), None)
    if twice is not None:
        raise InvalidInput(
            f"line {line}: the column {twice[:64]} stands twice",
            FieldProblem(f"/{line}/{twice[:64]}", "stands twice"),
        )
    return names


def _records(
    lines: Iterator[tuple[int, str]], header: list[str], columns: list[str], delimiter: str
) -> Iterator[Record]:
    waiting: list[tuple[int, str]] = []
    while True:
        start = waiting.pop(0) if waiting else next(lines, None)
        if start is None:
            return
        number, line = start
        values = _split(line, delimiter)
        if values is None:
            values, waiting = _joined(line, waiting, lines, delimiter)
        if values is None:
            yield Record(
                number,
                {"line": _storable(line)},
                {},
                "a quote is opened and not closed, or stands wrongly",
            )
        elif any(values):
            yield _from_values(number, values, header, columns)


def _joined(
    line: str, waiting: list[tuple[int, str]], lines: Iterator[tuple[int, str]], delimiter: str
) -> tuple[list[str] | None, list[tuple[int, str]]]:
    """A record with line breaks inside quotes, and the lines that were read ahead and not used."""
    ahead = [*waiting, *islice(lines, max(0, _LONGEST_RECORD - len(waiting)))]
    for used in range(1, len(ahead) + 1):
        line += ahead[used - 1][1]
        values = _split(line, delimiter)
        if values is not None:
            return values, ahead[used:]
    return None, ahead


def _split(line: str, delimiter: str) -> list[str] | None:
    """The trimmed cells of a line, or None where its quotes do not fit."""
    if '"' not in line:
        return [cell.strip() for cell in line.split(delimiter)]
    try:
        rows = list(
            csv.reader(
                io.StringIO(line, newline=""),
                delimiter=delimiter,
                strict=True,
                skipinitialspace=True,
            )
        )
    except csv.Error:
        return None
    return [cell.strip() for cell in rows[0]] if len(rows) == 1 else None


def _from_values(line: int, values: list[str], header: list[str], columns: list[str]) -> Record:
    while len(values) > len(columns) and not values[-1]:
        values.pop()
    if len(values) > len(columns):
        extra = {f"+{n}": _storable(v) for n, v in enumerate(values[len(columns) :], 1)}
        payload = {h: _storable(v) for h, v in zip(header, values, strict=False)} | extra
        return Record(
            line,
            payload,
            {},
            f"{len(values)} values under {len(columns)} columns: quote values that hold a comma",
        )
    cells = dict(zip(columns, values, strict=False))
    if any(map(_UNSTORABLE.search, values)):
        payload = {h: _storable(v) for h, v in zip(header, values, strict=False)}
        return Record(line, payload, {}, "holds characters that are not UTF-8 text")
    return Record(
        line, cells if header == columns else dict(zip(header, values, strict=False)), cells
    )


def _storable(text: str) -> str:
    """The text with a visible escape for what is no text; a byte that was no UTF-8 shows as itself."""
    escaped = (
        text.rstrip("\r\n").encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    )
    return _UNSTORABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", escaped)
