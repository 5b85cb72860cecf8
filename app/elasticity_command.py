"""`haat elasticity`: how the sales of each unit follow its price, and what it sells at other prices."""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from app.batch.atomic import make_room
from app.batch.parquet_file import kind_of_dates
from app.batch.periods import COLUMN
from app.batch.progress import Tell, tell
from app.batch.selling import ID, PRODUCT, Given, read_asked, read_sales
from app.batch.tables import check_ending, write
from haat.analytics.elasticities.outlook import outlook_of
from haat.analytics.elasticities.response import learned
from haat.core.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for."""

    given: Path
    output: Path
    predict: Path | None = None


def run(wish: Wish, tell: Tell = tell) -> None:
    """Write each unit's elasticity, or what is sold at the prices asked about.

    Progress and notes by `tell`, a summary on stdout. Raises InvalidInput where something can't be
    used; then nothing is written.
    """
    _check(wish)
    known = read_sales(wish.given)
    tell(f"{len(known.ids):,} units, {known.table.rows:,} rows read")
    _tell_notes(known, tell)
    if wish.predict is None:
        body = _elasticities(known)
    else:
        asked, known = read_asked(wish.predict, known)
        _tell_notes(asked, tell)
        body = _foretold(asked, known, wish)
    write(wish.output, body)
    what = "units" if wish.predict is None else "rows"
    sys.stdout.write(f"{body.num_rows:,} {what} written to {wish.output}\n")


def _check(wish: Wish) -> None:
    """What can be known to go wrong before the work begins."""
    files = [wish.given, *([wish.predict] if wish.predict else [])]
    for path in (wish.output, *files):
        check_ending(path)
    if wish.output.resolve() in {path.resolve() for path in files}:
        raise InvalidInput(f"{wish.output}: is read from; name another file as output")
    make_room(wish.output)


def _tell_notes(given: Given, tell: Tell) -> None:
    for text in given.notes:
        tell(f"note: {text}")


def _elasticities(known: Given) -> pa.Table:
    told = learned(known.sales).elasticities()
    return pa.table(
        {
            ID: list(known.ids),
            PRODUCT: list(known.products),
            "elasticity": told.value,
            "lower": told.lower,
            "upper": told.upper,
            "method": list(told.method),
            "n": told.rows,
        }
    )


def _foretold(asked: Given, known: Given, wish: Wish) -> pa.Table:
    """In the order of the file that asks."""
    told = outlook_of(known.sales).foretell(asked.sales)
    back = np.argsort(asked.rows)
    ids = asked.table.text[ID]
    periods = pa.array(asked.calendar.periods(asked.sales.period[back]))
    if asked.calendar.kind == "date" and wish.output.suffix.lower() == ".parquet":
        periods = periods.cast(kind_of_dates(asked.table.path, COLUMN))
    return pa.table(
        {
            ID: [ids.names[code] for code in ids.codes],
            COLUMN: periods,
            "log_units": told.log_units[back],
            "log_units_sd": told.sd[back],
        }
    )
