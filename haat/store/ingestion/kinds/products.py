"""The catalogue: what the shop sells, in which unit and at what price."""

from decimal import Decimal

from haat.core import money
from haat.store.ingestion.kind import Column, Kind, Line, Refused
from haat.store.ingestion.shop import Shop
from haat.store.ingestion.values import names, price, quantity, text, whole
from haat.store.tables import products


def _settle(line: Line, shop: Shop) -> None:
    row = line.row
    row["sku_id"] = shop.sku(row["sku_id"])
    row["concept"] = shop.concept(row["sku_id"], row["name"])
    row["category"] = row["category"].casefold()
    row["unit"] = _unit(row["unit"], shop)
    _check_mrp(line)


def _unit(written: str, shop: Shop) -> str:
    unit = shop.words.unit(written)
    if unit is None:
        raise Refused(
            f"{written} is not a known unit: write kg, g, l, ml, piece, packet, dozen …", "unit"
        )
    return unit


def _check_mrp(line: Line) -> None:
    """Selling above the MRP is not lawful, so a list price above it is a slip."""
    paise, mrp = line.row["price_paise"], line.row.get("mrp_paise")
    if mrp is not None and paise > mrp:
        raise Refused(f"above the MRP of {money.from_paise(mrp)}", "price")
    least = line.row.get("map_paise")
    if mrp is not None and least is not None and least > mrp:
        raise Refused(f"above the MRP of {money.from_paise(mrp)}", "map")


PRODUCTS = Kind(
    name="products",
    table=products,
    key=("sku_id",),
    columns=(
        Column("sku_id", text(128), "sku_id", "value"),
        Column("name", text(200), "name", "value"),
        Column("category", text(64), "category", "value"),
        Column("unit", text(32), "unit", "value"),
        Column("price", price, "price_paise", "value"),
        Column("mrp", price, "mrp_paise"),
        Column("map", price, "map_paise"),
        Column("unit_cost", price, "unit_cost_paise"),
        Column("brand", text(100), "brand"),
        Column("pack_size", text(64), "pack_size"),
        Column("min_margin_pct", quantity(most=Decimal(100)), "min_margin_pct"),
        Column("shelf_life_days", whole(1, 36500), "shelf_life_days"),
        Column("aliases", names, "aliases", default=[]),
    ),
    settle=_settle,
    revises=True,
)
