"""Sales by day, product and store: units, price and what was paid."""

from collections.abc import Sequence
from decimal import Decimal

from haat.core import money
from haat.store.ingestion.kind import Column, Kind, Line, Refused
from haat.store.ingestion.ledger_rows import settle_in_store
from haat.store.ingestion.shop import PricePoint, Shop
from haat.store.ingestion.values import MOST_RUPEES, amount, day, flag, price, quantity, text
from haat.store.tables import sales

MOST_REVENUE = int(MOST_RUPEES * 200)  # paise; twice what one price may be, and still 32 bits


def _complete(lines: Sequence[Line], shop: Shop) -> None:
    """Prices where they are missing, revenue where it is not told, and what the clean ledger starts from."""
    _fill_prices(lines, shop)
    for line in lines:
        if line.status != "accepted":
            continue
        row = line.row
        row["units_clean"] = row["units"]
        if row.get("revenue_paise") is None:
            row["revenue_paise"] = _paid(row["units"], row["price_paise"])
        if row["revenue_paise"] > MOST_REVENUE:
            line.refuse(Refused("units times price is too much for one row", "units_sold"))
        else:
            _compare_with_mrp(line, shop)


def _paid(units: float, paise: int) -> int:
    return money.paise(Decimal(str(units)) * money.from_paise(paise))


def _compare_with_mrp(line: Line, shop: Shop) -> None:
    """A sale above today's MRP is kept, since MRPs change, but it is said."""
    mrp = shop.known.get(line.row["sku_id"], {}).get("mrp_paise")
    if mrp is not None and line.row["price_paise"] > mrp and not line.row.get("price_imputed"):
        line.remark("price", f"above the MRP of {money.from_paise(mrp)}")


def _fill_prices(lines: Sequence[Line], shop: Shop) -> None:
    for line in lines:
        if line.row.get("price_paise") is None:
            _price_from_revenue(line)
    lacking = [line for line in lines if line.row.get("price_paise") is None]
    if not lacking:
        return
    points = _points(lines, shop, {line.row["sku_id"] for line in lacking})
    for line in lacking:
        row, sku_id = line.row, line.row["sku_id"]
        listed = shop.known.get(sku_id, {}).get("price_paise")
        _impute(line, shop.rules.last_known_price(row["date"], points.get(sku_id, []), listed))


def _price_from_revenue(line: Line) -> None:
    revenue, units = line.row.get("revenue_paise"), line.row["units"]
    if revenue and units:
        _impute(line, max(1, round(revenue / units)))


def _impute(line: Line, paise: int | None) -> None:
    if paise is None:
        line.refuse(Refused("no price given, and none known for this product", "price"))
    else:
        line.row |= {"price_paise": paise, "price_imputed": True}


def _points(lines: Sequence[Line], shop: Shop, sku_ids: set[str]) -> dict[str, list[PricePoint]]:
    """Stated prices of these products, those of this file included, by day."""
    points = shop.price_points(sku_ids)
    for line in lines:
        row = line.row
        if row["sku_id"] in sku_ids and row.get("price_paise") and not row.get("price_imputed"):
            points.setdefault(row["sku_id"], []).append((row["date"], row["price_paise"]))
    return {sku_id: sorted(found) for sku_id, found in points.items()}


SALES = Kind(
    name="sales",
    table=sales,
    key=("date", "sku_id", "store_id", "source_event_id"),
    columns=(
        Column("date", day, "date", "value"),
        Column("sku_id", text(128), "sku_id", "value"),
        Column("store_id", text(64), "store_id", "value"),
        Column(
            "units_sold",
            quantity(below="give returned goods as the kind returns"),
            "units",
            "value",
        ),
        Column("price", price, "price_paise", "column"),
        Column("revenue", amount, "revenue_paise"),
        Column("promo_flag", flag, "promo", default=False),
        Column("source_event_id", text(128), "source_event_id", default=""),
    ),
    constants={"source": "ingest", "price_imputed": False},
    settle=settle_in_store,
    complete=_complete,
)
