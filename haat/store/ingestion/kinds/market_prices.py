"""Mandi prices in rupees a quintal: a shop's own, which nobody else sees, or published for everyone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from statistics import median

from sqlalchemy import func, select

from haat.store.ingestion.kind import Column, Kind, Line, Refused
from haat.store.ingestion.shop import Shop
from haat.store.ingestion.values import day, price, quantity, text
from haat.store.tables import market_prices

JUMP = 20  # so many times dearer or cheaper is an error of unit or typing
USUAL_DAYS = timedelta(days=7)  # of the newest prices there are
_m = market_prices.c


def _settle(line: Line, shop: Shop) -> None:
    row = line.row
    concept = shop.words.concept(row["commodity"])
    if concept is None:
        raise Refused(
            f"{row['commodity']} is not a known commodity: write its id, such as onion", "commodity"
        )
    place = shop.district(row["district"], row["state"])
    if place is None:
        raise Refused(f"{row['district']}, {row['state']} is not a known district", "district")
    row |= {"commodity": concept, "district": place.id, "state": place.state}
    _check_range(line)


def _check_range(line: Line) -> None:
    prices = map(line.row.get, ("min_paise", "modal_paise", "max_paise"))
    known = [paise for paise in prices if paise is not None]
    if known != sorted(known):
        raise Refused("min, modal and max do not rise in this order", "modal")


MARKET_PRICES = Kind(
    name="market-prices",
    table=market_prices,
    key=("commodity", "date", "district", "market", "variety", "level"),
    columns=(
        Column("date", day, "date", "value"),
        Column("commodity", text(64), "commodity", "value"),
        Column("state", text(64), "state", "value"),
        Column("district", text(64), "district", "value"),
        Column("market", text(128), "market", "value"),
        Column("modal", price, "modal_paise", "value"),
        Column("min", price, "min_paise"),
        Column("max", price, "max_paise"),
        Column("variety", text(64), "variety", default=""),
        Column("arrival_t", quantity(), "arrival_t"),
    ),
    constants={"unit": "quintal", "level": "wholesale", "source": "ingest"},
    settle=_settle,
    revises=True,  # published prices are corrected later
)


def published(source: str) -> Kind:
    """Market prices for everyone, told as those of `source`; a price far off the usual is put aside."""
    told = {**MARKET_PRICES.constants, "source": source}
    return replace(MARKET_PRICES, constants=told, complete=_refuse_jumps)


def _refuse_jumps(lines: Sequence[Line], shop: Shop) -> None:
    by_commodity: dict[str, list[Line]] = {}
    for line in lines:
        by_commodity.setdefault(line.row["commodity"], []).append(line)
    for commodity, some in by_commodity.items():
        told = [line.row["modal_paise"] for line in some]
        usual = median(_stored(commodity, shop) or told)
        for line in some:
            _compare(line, commodity, usual)


def _compare(line: Line, commodity: str, usual: float) -> None:
    paise = line.row["modal_paise"]
    if not usual / JUMP < paise < usual * JUMP:
        reason = (
            f"Rs {paise / 100:g} a quintal is far off the Rs {usual / 100:g} usual for {commodity}"
        )
        line.refuse(Refused(reason, "modal"))


def _stored(commodity: str, shop: Shop) -> Sequence[int]:
    """The newest published prices of a commodity in the whole country."""
    of_it = (
        _m.tenant_id == shop.actor.tenant_id,
        _m.commodity == commodity,
        _m.level == "wholesale",
        _m.unit == "quintal",
    )
    newest: date | None = shop.db.scalar(select(func.max(_m.date)).where(*of_it))
    if newest is None:
        return ()
    recent = select(_m.modal_paise).where(*of_it, _m.date > newest - USUAL_DAYS)
    return shop.db.scalars(recent).all()
