"""Tables and records: CSV with a header, JSON lines, a JSON list."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from haat.core.errors import InvalidInput
from haat.documents.writings.overlaps import parted
from haat.documents.writings.section import Section

TEXTS = (
    "text",
    "content",
    "contents",
    "passage",
    "paragraph",
    "context",
    "body",
    "chunk",
    "document",
)
TITLES = ("title", "heading", "name", "subject")
PLACES = ("section", "locator", "page", "id", "chunk_id")
KNOWN = (
    "source",
    "as_of",
    "valid_from",
    "valid_to",
    "certainty",
    "licence",
    "license",
    "language",
    "url",
)
LONG = 1000  # rows: a longer table is one of codes, each row by itself
ROWS_TOGETHER = 1200  # letters


def csv_sections(text: str) -> Iterator[Section]:
    """The rows of a short table in groups, those of a table of codes one by one; texts as records."""
    reader = csv.DictReader(io.StringIO(text, newline=""))
    names = [name for name in reader.fieldnames or () if name]
    if not names:
        raise InvalidInput("is empty, or has no header")
    try:
        rows = [{n: (row.get(n) or "").strip() for n in names} for row in reader]
    except csv.Error as error:
        raise InvalidInput(f"is not CSV: {error}") from error
    if _named(names, TEXTS):
        yield from (s for n, row in enumerate(rows, 2) for s in _record(row, f"line {n}"))
    elif len(rows) >= LONG:
        yield from (Section(_line(row), (), f"line {n}", row=True) for n, row in enumerate(rows, 2))
    else:
        yield from _grouped(rows)


def jsonl_sections(text: str) -> Iterator[Section]:
    """One piece for each line; InvalidInput names a line that is no record."""
    return parted(_lines(text))


def json_sections(text: str) -> Iterator[Section]:
    """One piece for each record of a list; a record by itself is a list of one."""
    try:
        told = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise InvalidInput(f"is no JSON: {error}") from error
    records = told if isinstance(told, list) else [told]
    return parted(s for n, one in enumerate(records, 1) for s in _of(one, f"record {n}"))


def _lines(text: str) -> Iterator[Section]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            told = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise InvalidInput(f"line {number}: is no JSON: {error}") from error
        yield from _of(told, f"line {number}")


def _of(told: Any, place: str) -> Iterator[Section]:
    if isinstance(told, str):
        yield Section(told, (), place)
    elif isinstance(told, dict):
        yield from _record({str(k): _plain(v) for k, v in told.items()}, place)
    else:
        raise InvalidInput(f"{place}: is no record of a text")


def _record(told: Mapping[str, str], place: str) -> Iterator[Section]:
    low = {key.lower(): value for key, value in told.items() if value}
    text = _first(low, TEXTS) or _line(told)
    title, where = _first(low, TITLES), _named(low, PLACES)
    known = {"licence" if k == "license" else k: low[k] for k in KNOWN if k in low}
    if text.strip():
        locator = (
            f"{where} {low[where]}" if where and where != "locator" else low.get("locator", place)
        )
        yield Section(text.strip(), (title,) if title else (), locator, known)


def _grouped(rows: list[dict[str, str]]) -> Iterator[Section]:
    lines: list[str] = []
    first = 2
    for number, row in enumerate(rows, 2):
        lines.append(_line(row))
        if sum(map(len, lines)) >= ROWS_TOGETHER or number == len(rows) + 1:
            yield Section("\n".join(lines), (), f"lines {first}-{number}")
            lines, first = [], number + 1


def _line(row: Mapping[str, str]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in row.items() if value)


def _plain(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return str(value) if isinstance(value, int | float) else orjson.dumps(value).decode()


def _named(told: Any, names: tuple[str, ...]) -> str | None:
    low = {name.lower() for name in told}
    return next((name for name in names if name in low), None)


def _first(told: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((told[name] for name in names if name in told), "")
