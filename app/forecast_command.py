"""`haat forecast`: what each series of a file will be, period by period."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from app.batch import forecasting
from app.batch.accuracy import carried, printed
from app.batch.atomic import make_room
from app.batch.columns import Columns, Integers
from app.batch.engines import Engine, check, worked
from app.batch.forecasting import QUANTILES, Choose, Chunk, How, forecast
from app.batch.kept import Kept, digest
from app.batch.panels import chunks, ends, parts, planned_rows
from app.batch.parquet_file import kind_of_dates
from app.batch.periods import COLUMN
from app.batch.progress import Tell, tell
from app.batch.series import ID, VALUE, Series, planned_of, series_of
from app.batch.tables import Table, check_ending, read, write
from haat.analytics.panel.panel import Frequency
from haat.analytics.panel.selection import selected
from haat.core.errors import InvalidInput

MOST_PERIODS = 10_000
STANDING = "standing"  # the method unless one is named


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for."""

    given: Path
    output: Path
    horizon: int
    frequency: Frequency | None = None
    future: Path | None = None
    quantiles: bool = False
    backtest: bool = False
    filled: bool = False  # gaps are zero
    engine: Engine = Engine.LOCAL
    method: str = STANDING
    together: int = 1_000  # series that are foretold, and so learned from, at once


def run(wish: Wish, tell: Tell = tell, choose: Choose = selected) -> None:
    """Foretell each series of the input; progress and notes by `tell`, a summary on stdout.

    With a backtest, `choose` finds the way to foretell.

    Raises InvalidInput where something can't be used, NotConfigured where something isn't there;
    then nothing is written.
    """
    _check(wish)
    series = _known(wish, tell)
    if wish.future is not None:
        series = _with_plan(series, wish.future, wish, tell)
    make_room(wish.output)
    kept = Kept(wish.output, _digest(wish))
    how = _how(series, wish, choose if wish.backtest else None)
    count = _foretell(series, wish, how, kept, tell)
    write(wish.output, _ordered(kept.joined(count), series, wish))
    if wish.backtest:
        _tell_accuracy(carried(kept.schemas(count)), wish.output)
    kept.remove()
    sys.stdout.write(
        f"{len(series.ids):,} series x {wish.horizon} periods written to {wish.output}\n"
    )


def _check(wish: Wish) -> None:
    """What can be known to go wrong before the work begins."""
    if not 1 <= wish.horizon <= MOST_PERIODS:
        raise InvalidInput(f"--horizon {wish.horizon}: must be from 1 to {MOST_PERIODS:,}")
    if wish.backtest and wish.method != STANDING:
        raise InvalidInput(
            f"--backtest chooses the method itself: leave out --method {wish.method}"
        )
    forecasting.check(wish.method)
    check(wish.engine)
    check_ending(wish.output)
    check_ending(wish.given)
    if wish.output.resolve() in {path.resolve() for path in _files(wish)}:
        raise InvalidInput(f"{wish.output}: is read from; name another file as output")


def _known(wish: Wish, tell: Tell) -> Series:
    table = read(wish.given, Columns((ID, COLUMN), (VALUE,), further=True))
    series = series_of(table, wish.frequency)
    tell(f"{len(series.ids):,} series, {table.rows:,} rows read")
    for text in _notes(table, series):
        tell(f"note: {text}")
    return series


def _notes(table: Table, series: Series) -> Iterator[str]:
    for name in table.left_out:
        yield f"the column {name} holds words and is not used"
    if np.nanmin(table.numbers[VALUE], initial=0.0) < 0:
        yield "there are values below zero, so forecasts may be too"
    silent = np.add.reduceat(np.isfinite(series.known.columns[VALUE]), series.known.first[:-1]) == 0
    if silent.any():
        yield f"of {silent.sum():,} series no value is known, such as {series.ids[silent.argmax()]}"


def _with_plan(series: Series, path: Path, wish: Wish, tell: Tell) -> Series:
    """The series with what is planned; a note for each thing that a plan should have."""
    table = read(path, Columns((ID, COLUMN), further=True))
    planned = replace(series, planned=planned_of(table, series))
    until = ends(planned, filled=wish.filled)
    for text in _notes_on_plan(table, planned, until, wish.horizon):
        tell(f"note: {text}")
    return planned


def _notes_on_plan(table: Table, series: Series, ends: Integers, horizon: int) -> Iterator[str]:
    known, planned = set(series.known.columns) - {VALUE}, set(table.numbers) - {VALUE}
    for name in sorted(known - planned):
        yield f"{name} is not in {table.path}, so that what is to come of it counts as not known"
    for name in sorted(planned - known):
        yield f"{name} is only in {table.path} and is not used"
    unknown = set(table.text[ID].names) - set(series.ids)
    if unknown:
        yield f"{len(unknown):,} series of {table.path} are unknown, such as {min(unknown)}"
    lacking = len(series.ids) * horizon - planned_rows(series, ends, horizon)
    if lacking:
        yield f"{table.path} lacks {lacking:,} of {len(series.ids) * horizon:,} rows of the horizon"


def _digest(wish: Wish) -> str:
    options = (wish.horizon, wish.frequency, wish.backtest, wish.filled, wish.method, wish.together)
    return digest(_files(wish), options)


def _files(wish: Wish) -> list[Path]:
    return [wish.given, *([wish.future] if wish.future else [])]


def _foretell(series: Series, wish: Wish, how: How, kept: Kept, tell: Tell) -> int:
    """Foretell what is not kept from an earlier try; how many chunks there are."""
    until = ends(series, filled=wish.filled)
    cut = list(chunks(series, until, wish.together))
    missing = [number for number in range(len(cut)) if not kept.has(number)]
    done = len(series.ids) - sum(len(cut[number]) for number in missing)
    if done:
        tell(f"{done:,} of {len(series.ids):,} series were foretold before")
    work = (
        Chunk(
            number, tuple(parts(series, until, cut[number], how.horizon, filled=wish.filled)), how
        )
        for number in missing
    )
    for number, body in worked(wish.engine, forecast, work):
        kept.keep(number, body)
        done += len(cut[number])
        tell(f"{done:,} of {len(series.ids):,} series foretold")
    return len(cut)


def _how(series: Series, wish: Wish, choose: Choose | None) -> How:
    positive = bool(np.nanmin(series.known.columns[VALUE], initial=0.0) >= 0)
    return How(wish.horizon, wish.method, positive, choose)


def _tell_accuracy(body: pa.Table, output: Path) -> None:
    write(output.with_name(f"{output.stem}.accuracy.csv"), body)
    sys.stdout.write(printed(body))


def _ordered(body: pa.Table, series: Series, wish: Wish) -> pa.Table:
    """The rows in the order of the file's ids, with the columns that are asked for."""
    body = body.sort_by([("series", "ascending"), ("period", "ascending")])
    ids = pa.DictionaryArray.from_arrays(body["series"].combine_chunks(), pa.array(series.ids))
    columns = {
        ID: ids.cast(pa.string()),
        COLUMN: _periods(body, series, wish),
        "yhat": body["yhat"],
        "yhat_lower": body["yhat_lower"],
        "yhat_upper": body["yhat_upper"],
        "model": body["model"],
    }
    if wish.quantiles:
        columns |= {name: body[name] for name in QUANTILES}
    return pa.table(columns)


def _periods(body: pa.Table, series: Series, wish: Wish) -> pa.Array:
    found = pa.array(series.calendar.periods(body["period"].to_numpy()))
    if series.calendar.kind == "date" and wish.output.suffix.lower() == ".parquet":
        return found.cast(kind_of_dates(wish.given, COLUMN))
    return found
