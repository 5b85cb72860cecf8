"""The table of what is there and on its way of each product, and how more of it comes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from app.batch.columns import Columns, Floats, Integers
from app.batch.reordering import PLACE
from app.batch.series import ID
from app.batch.tables import Table, read
from haat.analytics.budget import Want, shared
from haat.analytics.forecast.counts import Counts
from haat.analytics.inventory import LEAD_TIME_DAYS
from haat.analytics.panel.replenish import Stocks
from haat.core.errors import InvalidInput

NEEDED = ("on_hand", "in_transit", "lead_time_days")
# What is taken where a cell or the whole column is empty.
TAKEN: Mapping[str, float] = {
    "lead_time_sd": 0.0,
    "pack_size": 1.0,
    "shelf_life_days": np.inf,
    "unit_cost": np.nan,
    "order_cost": np.nan,
    "holding_rate": np.nan,
}
ASSUMED: Mapping[str, float] = {"in_transit": 0.0, "lead_time_days": LEAD_TIME_DAYS}
ABOVE_NOTHING = ("pack_size", "shelf_life_days", "unit_cost")


@dataclass(frozen=True, slots=True, eq=False)
class Shelves:
    """The products of a stock file, in its order; `columns` are filled except `on_hand`."""

    ids: tuple[str, ...]
    columns: Mapping[str, Floats]
    notes: tuple[str, ...]

    def of(self, series: Sequence[str]) -> Stocks:
        """The stocks of these series; not known of those that the file lacks."""
        rows = _places(self.ids, series)
        here = rows >= 0
        told = {
            name: np.where(here, column[rows], _absent(name))
            for name, column in self.columns.items()
        }
        return Stocks(
            on_hand=told["on_hand"],
            in_transit=told["in_transit"],
            lead_time_days=told["lead_time_days"],
            lead_time_sd=told["lead_time_sd"],
            pack=told["pack_size"],
            shelf_life_days=told["shelf_life_days"],
            order_cost=told["order_cost"],
            yearly_holding_cost=told["holding_rate"] * told["unit_cost"],
        )

    def ordered(self, body: pa.Table, series: Sequence[str]) -> pa.Table:
        """Rows of series as rows of the file's products; empty where there is no series."""
        body = body.sort_by(PLACE)
        places = _places(series, self.ids)
        return body.take(pa.array(places, mask=places < 0))


def read_stock(path: Path) -> Shelves:
    """The stock file; InvalidInput, with line and column, where it can't be used."""
    numbers = (*NEEDED, *TAKEN)
    table = read(path, Columns((ID,), numbers, optional=frozenset(TAKEN)))
    _check(table)
    nothing = np.full(table.rows, np.nan)
    columns = {name: table.numbers.get(name, nothing) for name in numbers}
    notes = tuple(_notes(columns))
    for name, value in (*TAKEN.items(), *ASSUMED.items()):
        columns[name] = np.where(np.isnan(columns[name]), value, columns[name])
    names = table.text[ID].names
    return Shelves(tuple(names[code] for code in table.text[ID].codes), columns, notes)


def within_budget(body: pa.Table, shelves: Shelves, budget: float) -> pa.Table:
    """The rows with orders that cost no more than `budget` together."""
    costs = shelves.columns["unit_cost"]
    quantities = np.nan_to_num(body["order_quantity"].to_numpy())
    unpriced = (quantities > 0) & np.isnan(costs)
    if unpriced.any():
        name = shelves.ids[int(unpriced.argmax())]
        raise InvalidInput(
            f"--budget needs a unit_cost of what is to be ordered, such as of {name}"
        )
    wanted = np.flatnonzero(quantities > 0)
    orders = shared([_want(body, shelves, int(row)) for row in wanted], budget)
    quantities[wanted] = orders
    kept = pa.array(quantities, mask=body["order_quantity"].is_null().to_numpy())
    place = body.column_names.index("order_quantity")
    return body.set_column(place, "order_quantity", kept)


def _want(body: pa.Table, shelves: Shelves, row: int) -> Want:
    """A product's wish; what a unit is worth is taken to be as its cost, since no price is told."""
    told = {name: body[name][row].as_py() for name in body.column_names}
    demand = Counts(told["covered_demand"], told["covered_variance"], told["step"])
    held = {name: float(column[row]) for name, column in shelves.columns.items()}
    return Want(
        quantity=told["order_quantity"],
        pack=held["pack_size"],
        unit_cost=held["unit_cost"],
        position=max(0.0, held["on_hand"]) + max(0.0, held["in_transit"]),
        above=demand.above,
        unit_gain=held["unit_cost"],
    )


def _places(ids: Sequence[str], wanted: Sequence[str]) -> Integers:
    """Where each of those that are wanted stands among the ids; -1 where nowhere."""
    place = {name: n for n, name in enumerate(ids)}
    return np.array([place.get(name, -1) for name in wanted], dtype=np.int64)


def _absent(name: str) -> float:
    return ASSUMED.get(name, TAKEN.get(name, np.nan))


def _check(table: Table) -> None:
    codes = table.text[ID].codes
    again = np.ones(table.rows, dtype=bool)
    again[np.unique(codes, return_index=True)[1]] = False
    if again.any():
        row = int(again.argmax())
        raise table.refusal(row, ID, f"{table.text[ID].names[codes[row]]} is there already")
    for name, column in table.numbers.items():
        low = column <= 0 if name in ABOVE_NOTHING else (column < 0) & (name != "on_hand")
        if low.any():
            row = int(low.argmax())
            least = "above 0" if name in ABOVE_NOTHING else "0 or more"
            raise table.refusal(row, name, f"{column[row]:g} must be {least}")


def _notes(columns: Mapping[str, Floats]) -> Iterator[str]:
    for count, text in (
        (np.isnan(columns["on_hand"]), "have no on_hand: no order and no risk is told of them"),
        (columns["on_hand"] < 0, "have an on_hand below zero, which counts as zero"),
        (np.isnan(columns["in_transit"]), "have no in_transit, which counts as none"),
        (np.isnan(columns["lead_time_days"]), f"have no lead_time_days: {LEAD_TIME_DAYS:g} taken"),
    ):
        if count.any():
            yield f"{count.sum():,} products {text}"
