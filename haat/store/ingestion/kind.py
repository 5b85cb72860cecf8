"""What a kind of ingestion is: its columns, where its rows go, and when two rows are the same."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from sqlalchemy import Table

from haat.core.errors import InvalidInput
from haat.store.ingestion.shop import Shop

Value = str | int | float | bool | date | list[str] | None
Row = dict[str, Any]  # read values by the table's columns; each kind knows their types
Status = Literal["accepted", "duplicate", "quarantined"]
Need = Literal[
    "value", "column", "nothing"
]  # a value in each row, a column in the file, or neither


class Refused(InvalidInput):
    """A row that cannot be used, for the reason given; `column` where one is to blame."""

    def __init__(self, reason: str, column: str | None = None) -> None:
        super().__init__(reason)
        self.column = column


@dataclass(slots=True)
class Line:
    """One row on its way: as it came, as it was read, and what became of it."""

    number: int
    payload: Mapping[str, Any]  # as it came
    row: Row = field(default_factory=dict)  # by the table's columns
    status: Status = "accepted"
    column: str | None = None
    reason: str | None = None

    def refuse(self, refused: Refused) -> None:
        """Put the row aside."""
        self.status, self.column, self.reason = "quarantined", refused.column, refused.detail

    def remark(self, column: str, reason: str) -> None:
        """Keep the row, and say beside it what is odd."""
        self.column, self.reason = column, reason


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file; `read` raises Refused, `into` is the column of the table it fills."""

    name: str
    read: Callable[[str], Value]
    into: str
    need: Need = "nothing"
    default: Value = None
    future: bool = False  # a day after tomorrow makes sense


def _as_it_is(_line: Line, _shop: Shop) -> None:
    """Nothing is looked up."""


def _complete(_lines: Sequence[Line], _shop: Shop) -> None:
    """Nothing is missing."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file.

    `settle` looks one row up in the shop (stores, products, places) and raises Refused; `complete`
    sees all rows that are left and fills what they lack. With `revises` a later file corrects what
    is there; without, what is there stays and the later row is a duplicate.
    """

    name: str
    columns: tuple[Column, ...]
    table: Table
    key: tuple[str, ...]
    settle: Callable[[Line, Shop], None] = _as_it_is
    complete: Callable[[Sequence[Line], Shop], None] = _complete
    constants: Mapping[str, Value] = field(default_factory=dict)
    revises: bool = False

    @property
    def blank(self) -> Row:
        """What a new row holds where the file says nothing."""
        return {c.into: c.default for c in self.columns} | dict(self.constants)
