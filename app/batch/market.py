"""Reads the tables of a market: sellers, buyers, and what was dealt between them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.batch.columns import Columns, Flags, Floats, Integers, Labels
from app.batch.periods import COLUMN, days
from app.batch.tables import Table, read
from haat.analytics.matching.market import Deals, Market, Side

SELLER, BUYER, TEXT, VALUE = "seller", "buyer", "text", "value"
DEGREES = {"lat": 90.0, "lon": 180.0}


def read_market(sellers: Path, buyers: Path, history: Path | None) -> Market:
    """The market of these files; InvalidInput, with line and column, where one can't be used."""
    ones = _side(sellers, SELLER, "capacity", "price")
    others = _side(buyers, BUYER, "volume", "max_price")
    if history is None:
        nothing: Integers = np.zeros(0, dtype=np.int64)
        return Market(ones, others, Deals(nothing, nothing, nothing, nothing, np.zeros(0)), ())
    return _with_history(ones, others, history)


def _side(path: Path, name: str, amount: str, price: str) -> Side:
    columns = ("lat", "lon", amount, price)
    given = Columns(
        (name, TEXT), columns, optional=frozenset({TEXT, *columns}), blank=frozenset({TEXT})
    )
    table = read(path, given)
    _check(table, name, amount, price)
    nothing = np.full(table.rows, np.nan)
    figures = {column: table.numbers.get(column, nothing) for column in columns}
    ids = table.text[name]
    return Side(
        ids=tuple(ids.names[code] for code in ids.codes),
        texts=_texts(table),
        latitude=figures["lat"],
        longitude=figures["lon"],
        amount=figures[amount],
        price=figures[price],
        listed=table.rows,
    )


def _texts(table: Table) -> tuple[str, ...]:
    found = table.text.get(TEXT)
    if found is None:
        return ("",) * table.rows
    names = (*found.names, "")
    return tuple(names[code] for code in found.codes)


def _check(table: Table, name: str, amount: str, price: str) -> None:
    codes = table.text[name].codes
    again = np.ones(table.rows, dtype=bool)
    again[np.unique(codes, return_index=True)[1]] = False
    _refuse(table, name, again, "{} is there already")
    for column, limit in DEGREES.items():
        values = table.numbers.get(column)
        if values is not None:
            _refuse(table, column, np.abs(values) > limit, f"{{}} is beyond {limit:g} degrees")
    for column in (amount, price):
        values = table.numbers.get(column)
        if values is not None:
            _refuse(table, column, values < 0, "{} must be 0 or more")


def _refuse(table: Table, column: str, wrong: Flags, why: str) -> None:
    if wrong.any():
        row = int(wrong.argmax())
        labels = table.text.get(column)
        value = table.numbers[column][row] if labels is None else labels.names[labels.codes[row]]
        shown = f"{value:g}" if labels is None else value
        raise table.refusal(row, column, why.format(shown))


def _with_history(sellers: Side, buyers: Side, path: Path) -> Market:
    given = Columns(
        (SELLER, BUYER, COLUMN, TEXT),
        (VALUE,),
        optional=frozenset({TEXT, VALUE}),
        blank=frozenset({COLUMN, TEXT}),
    )
    table = read(path, given)
    sellers, ones = _placed(sellers, table.text[SELLER])
    buyers, others = _placed(buyers, table.text[BUYER])
    titles = table.text.get(TEXT)
    told: Integers = np.full(table.rows, -1) if titles is None else titles.codes.astype(np.int64)
    value: Floats = table.numbers.get(VALUE, np.full(table.rows, np.nan))
    deals = Deals(ones, others, days(table), told, value)
    return Market(sellers, buyers, deals, () if titles is None else titles.names)


def _placed(side: Side, labels: Labels) -> tuple[Side, Integers]:
    """Where each row's id stands; those that no file lists stand behind the others."""
    place = {name: number for number, name in enumerate(side.ids)}
    more: Sequence[str] = [name for name in labels.names if name not in place]
    place |= {name: len(side.ids) + number for number, name in enumerate(more)}
    places = np.array([place[name] for name in labels.names], dtype=np.int64)
    return side.with_more(more), places[labels.codes]
