"""The table of who bought what, and what is told of the items."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.batch.columns import Columns, Floats, Integers
from app.batch.periods import COLUMN, calendar
from app.batch.tables import Table, read
from haat.analytics.recommending.lines import Goods, Lines, lines_of
from haat.core.errors import InvalidInput

USER, ITEM, QUANTITY = "user", "item", "quantity"
NAME, CATEGORY, PRICE = "name", "category", "price"


@dataclass(frozen=True, slots=True, eq=False)
class Bought:
    """Lines of numbered users and items; items of which nothing was bought come last."""

    users: tuple[str, ...]
    items: tuple[str, ...]
    lines: Lines
    goods: Goods
    notes: tuple[str, ...]


def read_bought(path: Path, items: Path | None) -> Bought:
    """Both files; InvalidInput, with line and column, where one can't be used."""
    columns = Columns((USER, ITEM, COLUMN), (QUANTITY,), optional=frozenset({QUANTITY}))
    table = read(path, columns)
    told = None if items is None else _read_items(items)
    quantities = _quantities(table)
    kept = quantities > 0
    if not kept.any():
        raise InvalidInput(f"{path}: no line has a {QUANTITY} above 0")
    users, names = table.text[USER], table.text[ITEM]
    known = names.names if told is None else tuple(dict.fromkeys((*names.names, *_ids(told))))
    lines = lines_of(
        users.codes[kept].astype(np.int64),
        _days(table)[kept],
        names.codes[kept].astype(np.int64),
        quantities[kept],
        (len(users.names), len(known)),
    )
    notes = tuple(_notes(kept, names.names, told))
    return Bought(users.names, known, lines, _goods(known, told), notes)


def read_users(path: Path) -> tuple[str, ...]:
    """The users that are asked for, each once, in the file's order."""
    return read(path, Columns((USER,))).text[USER].names


def _read_items(path: Path) -> Table:
    text = (ITEM, NAME, CATEGORY)
    rest = frozenset({NAME, CATEGORY, PRICE})
    table = read(path, Columns(text, (PRICE,), optional=rest, blank=frozenset({NAME, CATEGORY})))
    codes = table.text[ITEM].codes
    again = np.ones(table.rows, dtype=bool)
    again[np.unique(codes, return_index=True)[1]] = False
    if again.any():
        row = int(again.argmax())
        raise table.refusal(row, ITEM, f"{table.text[ITEM].names[codes[row]]} is there already")
    return table


def _ids(items: Table) -> tuple[str, ...]:
    return items.text[ITEM].names


def _quantities(table: Table) -> Floats:
    """One where nothing is told."""
    told = table.numbers.get(QUANTITY)
    return np.ones(table.rows) if told is None else np.where(np.isnan(told), 1.0, told)


def _days(table: Table) -> Integers:
    """Days since 1970, or whole numbers."""
    grid, numbers = calendar(table, None)
    return np.asarray(grid.periods(numbers)).astype(np.int64)


def _goods(known: tuple[str, ...], told: Table | None) -> Goods:
    names, categories = [""] * len(known), [""] * len(known)
    prices = np.full(len(known), np.nan)
    if told is not None:
        place = {item: number for number, item in enumerate(known)}
        at = np.array([place[item] for item in _ids(told)])
        for column, filled in ((NAME, names), (CATEGORY, categories)):
            for number, text in zip(at, _texts(told, column), strict=True):
                filled[number] = text
        if PRICE in told.numbers:
            prices[at] = told.numbers[PRICE]
    return Goods(names, categories, prices)


def _texts(table: Table, column: str) -> list[str]:
    """Each row's text; empty where nothing stands."""
    if column not in table.text:
        return [""] * table.rows
    words = (*table.text[column].names, "")
    return [words[code] for code in table.text[column].codes]


def _notes(kept: NDArray[np.bool_], names: tuple[str, ...], told: Table | None) -> Iterator[str]:
    if not kept.all():
        yield f"{(~kept).sum():,} lines without a {QUANTITY} above 0 are left out"
    if told is not None:
        lacking = set(names) - set(_ids(told))
        if lacking:
            yield f"{told.path} lacks {len(lacking):,} items, such as {min(lacking)}"
