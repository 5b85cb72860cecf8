"""Goods that came back, by day, product and store."""

from decimal import Decimal

from haat.store.ingestion.kind import Column, Kind
from haat.store.ingestion.ledger_rows import settle_in_store
from haat.store.ingestion.values import day, quantity, text
from haat.store.tables import returns

RETURNS = Kind(
    name="returns",
    table=returns,
    key=("date", "sku_id", "store_id", "source_event_id"),
    columns=(
        Column("date", day, "date", "value"),
        Column("sku_id", text(128), "sku_id", "value"),
        Column("store_id", text(64), "store_id", "value"),
        Column(
            "units_returned",
            quantity(least=Decimal("0.000001"), below="write what came back as a number above 0"),
            "units",
            "value",
        ),
        Column("reason", text(500), "reason"),
        Column(
            "source_event_id", text(128), "source_event_id", default=""
        ),  # several returns in one day
    ),
    constants={"source": "ingest"},
    settle=settle_in_store,
)
