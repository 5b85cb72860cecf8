"""The published prices that ship with the product: a small dated extract, loaded once per database."""

import csv
import gzip
import io
from collections.abc import Iterator
from importlib.resources import files

from sqlalchemy import Connection, select

from haat.store.bulk import insert_rows
from haat.store.tables import market_prices

COLUMNS = (
    "tenant_id",
    "commodity",
    "date",
    "state",
    "district",
    "market",
    "variety",
    "modal_paise",
    "min_paise",
    "max_paise",
    "arrival_t",
    "unit",
    "level",
    "source",
)


def load(db: Connection) -> int:
    """Insert the published prices where there are none yet; how many rows came in."""
    known = select(market_prices.c.id).where(market_prices.c.tenant_id == "").limit(1)
    if db.execute(known).first() is not None:
        return 0
    return insert_rows(db, market_prices, COLUMNS, published())


def published() -> Iterator[tuple[str | int | float | None, ...]]:
    """The shipped rows in the order of `COLUMNS`; rupees become whole paise."""
    packed = (files("haat.store") / "reference" / "market_prices.csv.gz").read_bytes()
    lines = csv.reader(io.StringIO(gzip.decompress(packed).decode(), newline=""))
    next(lines)
    for commodity, day, district, market, variety, modal, low, high, tonnes, *kind in lines:
        yield (
            "",
            commodity,
            day,
            district.rpartition(", ")[2],
            district,
            market,
            variety,
            _paise(modal),
            _paise(low),
            _paise(high),
            float(tonnes) if tonnes else None,
            *kind,
        )


def _paise(text: str) -> int | None:
    return round(float(text) * 100) if text else None
