"""Mandi prices that the shop collected itself, in rupees a quintal; nobody else sees them."""

from haat.store.ingestion.kind import Column, Kind, Line, Refused
from haat.store.ingestion.shop import Shop
from haat.store.ingestion.values import day, price, quantity, text
from haat.store.tables import market_prices


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
