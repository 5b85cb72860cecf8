"""What other shops ask for the same goods, noted by the shop or brought by a feed."""

from decimal import Decimal

from haat.store.ingestion.kind import Column, Kind, Line, Refused
from haat.store.ingestion.shop import Shop
from haat.store.ingestion.values import day, price, quantity, text
from haat.store.tables import competitor_prices

WEB = ("http://", "https://")


def _settle(line: Line, shop: Shop) -> None:
    row = line.row
    row["sku_id"] = shop.sku(row["sku_id"])
    url = row.get("url")
    if url is not None and not url.lower().startswith(WEB):
        raise Refused("not a web address: it begins with https://", "url")


COMPETITOR_PRICES = Kind(
    name="competitor-prices",
    table=competitor_prices,
    key=("date", "sku_id", "competitor"),
    columns=(
        Column("date", day, "date", "value"),
        Column("sku_id", text(128), "sku_id", "value"),
        Column("competitor", text(200), "competitor", "value"),
        Column("competitor_price", price, "price_paise", "value"),
        Column("url", text(2000), "url"),
        Column("confidence", quantity(most=Decimal(1)), "confidence"),
    ),
    settle=_settle,
    revises=True,  # what was noted wrongly is corrected the same day
)
