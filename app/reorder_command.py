"""`haat reorder`: what to order of each product of a file, given what is there and on its way."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from app.batch.atomic import make_room
from app.batch.columns import Columns, Integers
from app.batch.engines import Engine, check, worked
from app.batch.panels import chunks, parts
from app.batch.periods import COLUMN
from app.batch.progress import Tell, tell
from app.batch.reordering import OUTPUT, Chunk, How, reorder
from app.batch.series import ID, VALUE, Series, series_of
from app.batch.stock import Shelves, read_stock, within_budget
from app.batch.tables import check_ending, read, write
from haat.analytics.panel.panel import Frequency
from haat.analytics.panel.replenish import REVIEW_DAYS, SERVICE, periods_needed
from haat.core.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for."""

    given: Path
    stock: Path
    output: Path
    service: float = SERVICE
    review_days: int = REVIEW_DAYS
    budget: float | None = None
    frequency: Frequency | None = None
    filled: bool = False  # gaps are zero
    engine: Engine = Engine.LOCAL
    together: int = 1_000  # products that are planned, and so learned from, at once


def run(wish: Wish, tell: Tell = tell) -> None:
    """Plan the order of each product in the stock file; progress and notes by `tell`, a summary on stdout.

    Raises InvalidInput where something can't be used, NotConfigured where something isn't there;
    then nothing is written.
    """
    _check(wish)
    table = read(wish.given, Columns((ID, COLUMN), (VALUE,), further=True))
    series = series_of(table, wish.frequency)
    shelves = read_stock(wish.stock)
    tell(f"{len(series.ids):,} series and {len(shelves.ids):,} products in stock read")
    for text in _notes(series, shelves, filled=wish.filled):
        tell(f"note: {text}")
    found = _planned(series, shelves, wish, tell)
    if wish.budget is not None:
        found = within_budget(found, shelves, wish.budget)
    write(wish.output, pa.table({ID: list(shelves.ids)} | {name: found[name] for name in OUTPUT}))
    ordered = int((np.nan_to_num(found["order_quantity"].to_numpy()) > 0).sum())
    sys.stdout.write(
        f"{ordered:,} of {len(shelves.ids):,} products to order, written to {wish.output}\n"
    )


def _check(wish: Wish) -> None:
    """What can be known to go wrong before the work begins."""
    if not 0 < wish.service < 1:
        raise InvalidInput(f"--service {wish.service:g}: must be between 0 and 1, such as 0.95")
    if wish.review_days < 1:
        raise InvalidInput(f"--review-days {wish.review_days}: must be 1 or more")
    if wish.budget is not None and not wish.budget >= 0:
        raise InvalidInput(f"--budget {wish.budget:g}: must be 0 or more")
    check(wish.engine)
    for path in (wish.output, wish.given, wish.stock):
        check_ending(path)
    make_room(wish.output)


def _notes(series: Series, shelves: Shelves, *, filled: bool) -> Iterator[str]:
    yield from shelves.notes
    unsold = sorted(set(shelves.ids) - set(series.ids))
    if unsold:
        yield f"of {len(unsold):,} products no sales are known, such as {unsold[0]}: left empty"
    unstocked = len(set(series.ids) - set(shelves.ids))
    if unstocked:
        yield f"{unstocked:,} series are not in the stock file and are not planned"
    ended = int((series.last < series.last.max()).sum())
    if ended and not filled:
        yield (
            f"{ended:,} series end before the last period; what has no row counts as not known, "
            "with --fill 0 as nothing sold"
        )


def _planned(series: Series, shelves: Shelves, wish: Wish, tell: Tell) -> pa.Table:
    """A row for each product of the stock file, in its order; empty where no sales are known."""
    stocks = shelves.of(series.ids)
    horizon = periods_needed(stocks.lead_time_days, wish.review_days, series.calendar.frequency)
    until: Integers = np.full_like(series.last, series.last.max())  # the stock is of today
    how = How(wish.service, wish.review_days, horizon)
    work = (
        Chunk(part, stocks.only(part.places), how)
        for places in chunks(series, until, wish.together)
        for part in parts(series, until, places, horizon, filled=wish.filled)
    )
    rows = []
    for body in worked(wish.engine, reorder, work):
        rows.append(body)
        tell(f"{sum(map(len, rows)):,} of {len(series.ids):,} series planned")
    return shelves.ordered(pa.concat_tables(rows), series.ids)
