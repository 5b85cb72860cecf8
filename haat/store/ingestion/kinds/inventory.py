"""Stock counted at the end of a day; stock that was not counted stays unknown, it is never 0."""

from decimal import Decimal

from haat.store.ingestion.kind import Column, Kind
from haat.store.ingestion.ledger_rows import settle_in_store
from haat.store.ingestion.values import day, quantity, text
from haat.store.tables import inventory

INVENTORY = Kind(
    name="inventory",
    table=inventory,
    key=("date", "sku_id", "store_id"),
    columns=(
        Column("date", day, "date", "value"),
        Column("sku_id", text(128), "sku_id", "value"),
        Column("store_id", text(64), "store_id", "value"),
        Column("on_hand", quantity(below="count the stock again"), "on_hand", "value"),
        Column("in_transit", quantity(), "in_transit"),
        Column("backorder", quantity(), "backorder"),
        Column("lead_time_days", quantity(most=Decimal(365)), "lead_time_days"),
    ),
    constants={"source": "ingest"},
    settle=settle_in_store,
    revises=True,  # a later count of the same day corrects the earlier one
)
