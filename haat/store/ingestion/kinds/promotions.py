"""Offers, past and planned: which product is cheaper in which store from when to when."""

from datetime import timedelta

from haat.store.ingestion.kind import Column, Kind, Line, Refused
from haat.store.ingestion.ledger_rows import settle_in_store
from haat.store.ingestion.shop import Shop
from haat.store.ingestion.values import day, price, text
from haat.store.tables import promotions

LONGEST = timedelta(days=366)  # a longer offer is a new price


def _settle(line: Line, shop: Shop) -> None:
    settle_in_store(line, shop)
    row = line.row
    if row["ends"] < row["starts"]:
        raise Refused("ends before it starts", "ends")
    if row["ends"] - row["starts"] > LONGEST:
        raise Refused("lasts longer than a year: that is a new price, not an offer", "ends")
    _check_mrp(line, shop)


def _check_mrp(line: Line, shop: Shop) -> None:
    """An offer above the MRP on the pack is not lawful, so it is a slip."""
    paise, mrp = (
        line.row.get("price_paise"),
        shop.known.get(line.row["sku_id"], {}).get("mrp_paise"),
    )
    if paise is not None and mrp is not None and paise > mrp:
        raise Refused("above the MRP on the pack", "price")


PROMOTIONS = Kind(
    name="promotions",
    table=promotions,
    key=("sku_id", "store_id", "starts"),
    columns=(
        Column("sku_id", text(128), "sku_id", "value"),
        Column("store_id", text(64), "store_id", "value"),
        Column("starts", day, "starts", "value", future=True),
        Column("ends", day, "ends", "value", future=True),
        Column("price", price, "price_paise"),
    ),
    settle=_settle,
    revises=True,  # an offer that is prolonged or priced anew
)
