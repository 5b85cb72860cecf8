"""Orders from any marketplace's export; the same order sent again corrects its status."""

import re
from decimal import Decimal

from haat.core import money
from haat.store.ingestion.kind import Column, Kind, Line, Refused
from haat.store.ingestion.shop import Shop
from haat.store.ingestion.values import day, price, quantity, text
from haat.store.tables import orders

MARKETPLACES = {
    "amazon": ("amazon", "amazonin", "amzn", "amazonsellercentral"),
    "flipkart": ("flipkart", "fk", "flipkartsellerhub"),
    "indiamart": ("indiamart",),
    "gem": ("gem", "governmentemarketplace", "gemgovin"),
    "ondc": ("ondc",),
    "website": ("website", "web", "ownwebsite", "shopify", "woocommerce", "onlinestore"),
}
STATUSES = {
    "new": ("new", "pending", "unshipped", "placed", "created", "received", "open", "unfulfilled"),
    "accepted": ("accepted", "approved", "confirmed", "packed", "processing", "readytodispatch",
                 "readytoship", "inprogress"),
    "shipped": ("shipped", "dispatched", "intransit", "outfordelivery", "handedover",
                "partiallyshipped", "orderpickedup"),
    "delivered": ("delivered", "completed", "fulfilled", "complete"),
    "cancelled": ("cancelled", "canceled", "rejected", "declined"),
    "returned": ("returned", "return", "rto", "refunded", "returntoorigin"),
}  # fmt: skip
_NOT_LETTERS = re.compile(r"[\W_]+")


def _settle(line: Line, shop: Shop) -> None:
    row = line.row
    row["marketplace"] = _canonical(MARKETPLACES, row["marketplace"], "marketplace")
    row["status"] = _canonical(STATUSES, row["status"], "status")
    written = row["sku_id"]
    row["sku_id"] = shop.sku(written)
    row["amount_paise"] = money.paise(
        Decimal(str(row["quantity"])) * money.from_paise(row["price_paise"])
    )
    if row["sku_id"] not in shop.known:
        line.remark("sku_id", f"{written} was not in your catalogue")


def _canonical(known: dict[str, tuple[str, ...]], written: str, column: str) -> str:
    """Our word for it; marketplaces write the same thing in many ways."""
    key = _NOT_LETTERS.sub("", written.casefold())
    found = next((word for word, spellings in known.items() if key in spellings), None)
    if found is None:
        raise Refused(f"{written} is not known here: write {', '.join(known)}", column)
    return found


ORDERS = Kind(
    name="orders",
    table=orders,
    key=("marketplace", "order_id", "sku_id"),
    columns=(
        Column("marketplace", text(32), "marketplace", "value"),
        Column("order_id", text(128), "order_id", "value"),
        Column("date", day, "date", "value"),
        Column("sku_id", text(128), "sku_id", "value"),
        Column(
            "quantity",
            quantity(least=Decimal("0.000001"), below="write what was ordered as a number above 0"),
            "quantity",
            "value",
        ),
        Column("price", price, "price_paise", "value"),
        Column("status", text(32), "status", "value"),
        Column("place", text(200), "place"),
    ),
    constants={"source": "ingest"},
    settle=_settle,
    revises=True,
)
