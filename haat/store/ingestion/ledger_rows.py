"""What sales, returns and stock counts have in common: a store of the tenant's and a product."""

from haat.store.ingestion.kind import Line, Refused
from haat.store.ingestion.shop import Shop


def settle_in_store(line: Line, shop: Shop) -> None:
    """The store must be one of the tenant's (another tenant's is simply not known); the SKU gets its known spelling."""
    if line.row["store_id"] not in shop.stores:
        raise Refused("no such store: use the id of one of your stores", "store_id")
    line.row["sku_id"] = shop.sku(line.row["sku_id"])
