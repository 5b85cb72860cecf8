"""Reads each row's cells by the kind's columns; what cannot be read is put aside with its reason."""

from collections.abc import Iterable
from datetime import date, timedelta

from haat.core.errors import FieldProblem, InvalidInput
from haat.store.ingestion.kind import Column, Kind, Line, Refused
from haat.store.ingestion.reading import Record, Sheet


def checked(kind: Kind, sheet: Sheet, today: date) -> list[Line]:
    """All rows of a sheet, read or put aside; InvalidInput where a column is missing or there is no row."""
    _require_columns(kind, sheet)
    latest = today + timedelta(days=1)  # a clock may be a little ahead
    lines = [_line(kind, record, latest) for record in sheet.records]
    if not lines:
        raise InvalidInput("there are no rows", FieldProblem("", "no rows"))
    return lines


def _require_columns(kind: Kind, sheet: Sheet) -> None:
    if sheet.columns is None:
        return
    needed = (c.name for c in kind.columns if c.need != "nothing")
    missing = [name for name in needed if name not in sheet.columns]
    if missing:
        at = sheet.header_line
        raise InvalidInput(
            f"line {at}: column {', '.join(missing)} is missing",
            *(FieldProblem(sheet.pointer(at, name), "the column is missing") for name in missing),
        )


def _line(kind: Kind, record: Record, latest: date) -> Line:
    line = Line(record.line, record.payload)
    if record.problem is not None:
        line.refuse(Refused(record.problem))
        return line
    try:
        for column in kind.columns:
            _take(line, column, record.cells.get(column.name), latest)
    except Refused as refused:
        line.refuse(refused)
    return line


def _take(line: Line, column: Column, cell: str | None, latest: date) -> None:
    """Read one cell into the row; a column that the file does not have is left out of the row."""
    if not cell:
        if column.need == "value" or (column.need == "column" and cell is None):
            raise Refused(f"{column.name} is required", column.name)
        if cell is not None:
            line.row[column.into] = column.default
        return
    try:
        value = column.read(cell)
    except Refused as refused:
        raise Refused(refused.detail, column.name) from None
    if type(value) is date and value > latest and not column.future:
        raise Refused(f"{value} is in the future", column.name)
    line.row[column.into] = value


def left(lines: Iterable[Line]) -> list[Line]:
    """The rows that are still good and new."""
    return [line for line in lines if line.status == "accepted"]
