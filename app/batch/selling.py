"""Files of unit sales with prices: the rows of each unit, which is one product in one shop, in order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.batch.columns import Columns, Integers
from app.batch.periods import COLUMN, Calendar, calendar, numbers_on
from app.batch.tables import Table, read
from haat.analytics.elasticities.sales import Sales

ID, PRODUCT, STORE, SOLD, PRICE = "unit_id", "product", "store", "units", "price"
YEAR = {"D": 365.25, "W": 365.25 / 7, "MS": 12.0}  # periods of one


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """What was read: `rows` are the places in the file of the sales' rows."""

    table: Table
    ids: tuple[str, ...]
    products: tuple[str, ...]  # of each unit
    calendar: Calendar
    sales: Sales
    rows: NDArray[np.intp]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    product: str
    store: str


def read_sales(path: Path) -> Given:
    """The sales of a file; InvalidInput, with line and column, where it can't be used."""
    table = _read(path, (SOLD, PRICE))
    grid, periods = calendar(table, None)
    units = _units(table)
    usable = (table.numbers[PRICE] > 0) & (table.numbers[SOLD] >= 0)
    if not usable.any():
        raise table.refusal(0, PRICE, "no row has a price above 0 and units of 0 or more")
    rows = _ordered(table, _unit_of(table, units), periods)
    _check_once(table, rows, periods)
    return _given(table, units, (grid, periods), rows[usable[rows]], tuple(_notes(table)))


def read_asked(path: Path, known: Given) -> tuple[Given, Given]:
    """What is asked of a second file, and the known sales with the units that only it has.

    A row without a price is asked at the unit's middle price.
    """
    table = _read(path, (PRICE,))
    periods = numbers_on(table, known.calendar)
    units = dict(zip(known.ids, _known_units(known), strict=True))
    new = {name: unit for name, unit in _units(table).items() if name not in units}
    everyone = units | new
    rows = _ordered(table, _unit_of(table, everyone), periods)
    notes = tuple(_notes_on_asked(table, known, len(new)))
    asked = _given(table, everyone, (known.calendar, periods), rows, notes)
    sales = replace(known.sales, product=asked.sales.product, store=asked.sales.store)
    return asked, replace(known, ids=asked.ids, products=asked.products, sales=sales)


def _read(path: Path, numbers: tuple[str, ...]) -> Table:
    text = (ID, PRODUCT, STORE, COLUMN)
    return read(path, Columns(text, numbers, optional=frozenset({STORE}), further=True))


def _units(table: Table) -> dict[str, _Unit]:
    """Each unit's product and shop, which must be one."""
    ids = table.text[ID]
    first = np.unique(ids.codes, return_index=True)[1]
    of: dict[str, tuple[str, ...]] = {}
    for column in (PRODUCT, STORE):
        if column not in table.text:
            of[column] = ("",) * len(ids.names)
            continue
        found = table.text[column]
        own = found.codes[first]
        other = own[ids.codes] != found.codes
        if other.any():
            row = int(other.argmax())
            name = ids.names[ids.codes[row]]
            said = found.names[own[ids.codes[row]]]
            raise table.refusal(row, column, f"{name} was of {column} {said} above")
        of[column] = tuple(found.names[code] for code in own)
    pairs = zip(ids.names, of[PRODUCT], of[STORE], strict=True)
    return {name: _Unit(product, store) for name, product, store in pairs}


def _known_units(known: Given) -> Iterator[_Unit]:
    stores = known.table.text.get(STORE)
    for place, product in enumerate(known.products):
        name = "" if stores is None else stores.names[known.sales.store[place]]
        yield _Unit(product, name)


def _given(
    table: Table,
    units: Mapping[str, _Unit],
    timed: tuple[Calendar, Integers],
    rows: NDArray[np.intp],
    notes: tuple[str, ...],
) -> Given:
    grid, periods = timed
    sold = table.numbers.get(SOLD)
    sales = Sales(
        unit=_unit_of(table, units)[rows],
        period=periods[rows],
        price=table.numbers[PRICE][rows],
        sold=np.full(len(rows), np.nan) if sold is None else sold[rows],
        product=_codes(unit.product for unit in units.values()),
        store=_codes(unit.store for unit in units.values()),
        covariates={
            name: column[rows]
            for name, column in table.numbers.items()
            if name not in (SOLD, PRICE)
        },
        year=YEAR.get(grid.frequency),
    )
    products = tuple(unit.product for unit in units.values())
    return Given(table, tuple(units), products, grid, sales, rows, notes)


def _codes(names: Iterator[str]) -> Integers:
    places: dict[str, int] = {}
    return np.array([places.setdefault(name, len(places)) for name in names], dtype=np.int64)


def _unit_of(table: Table, units: Mapping[str, _Unit]) -> Integers:
    """The place of each row's unit."""
    place = {name: n for n, name in enumerate(units)}
    labels = table.text[ID]
    return np.array([place[name] for name in labels.names], dtype=np.int64)[labels.codes]


def _ordered(table: Table, unit: Integers, periods: Integers) -> NDArray[np.intp]:
    """The places of rows by unit and period."""
    return np.lexsort((np.arange(table.rows), periods, unit))


def _check_once(table: Table, rows: NDArray[np.intp], periods: Integers) -> None:
    """InvalidInput where a unit has a period twice; of what is only asked it may, at other prices."""
    ids, ds = table.text[ID], table.text[COLUMN]
    again = (np.diff(ids.codes[rows]) == 0) & (np.diff(periods[rows]) == 0)
    if again.any():
        row = int(rows[np.flatnonzero(again) + 1].min())
        name, period = ids.names[ids.codes[row]], ds.names[ds.codes[row]]
        raise table.refusal(row, COLUMN, f"{name} has {period} already")


def _notes(table: Table) -> Iterator[str]:
    price, sold = table.numbers[PRICE], table.numbers[SOLD]
    for count, text in (
        (~(price > 0), "have no price above 0 and are left out"),
        ((price > 0) & np.isnan(sold), "have no units and are left out"),
        ((price > 0) & (sold < 0), "have units below 0 and are left out"),
    ):
        if count.any():
            yield f"{count.sum():,} rows {text}"
    for name in table.left_out:
        yield f"the column {name} holds words and is not used"


def _notes_on_asked(table: Table, known: Given, new: int) -> Iterator[str]:
    if new:
        yield f"{new:,} units of {table.path} were never sold: told from their like"
    unpriced = ~(table.numbers[PRICE] > 0)
    if unpriced.any():
        yield f"{unpriced.sum():,} rows of {table.path} have no price: their unit's middle is taken"
    for name in sorted(set(known.sales.covariates) - set(table.numbers)):
        yield f"{name} is not in {table.path}: its usual value is taken"
