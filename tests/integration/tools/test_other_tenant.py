"""No tool shows or touches what belongs to another tenant."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import insert, select

from haat.core.errors import Conflict, HaatError, InvalidInput, NotFound
from haat.core.finding import Missing
from haat.store import entries, tables
from tests.integration.tools.shops import NOW, OTHER_SKU, OTHER_STORE, TODAY, Shops
from tools import TOOLS
from tools.context import ToolContext

OTHER_BUYER = "their-buyer"
OTHER_ORDER, OTHER_FAIR = "their-order", "Their own fair"
OTHER_DOCUMENT = "doc_theirs"
KEPT = (
    tables.sales, tables.inventory, tables.products, tables.entries, tables.enquiries,
    tables.alert_rules, tables.alerts, tables.orders, tables.opportunities, tables.documents,
)  # fmt: skip
THEIR_NUMBERS = ("123456", "777", "999", "7700")
ABOUT_THEIRS: list[dict[str, Any]] = [
    {"product": "onion", "store_id": OTHER_STORE},
    {"product": OTHER_SKU},
    {"product": "onion.red"},
]
WALK: dict[str, list[dict[str, Any]]] = {
    "market_price": [{"commodity": OTHER_SKU}, {"commodity": "onion"}],
    "query_kpi": [
        {"metric": metric, **about}
        for metric in (
            "revenue", "units", "margin", "stock_on_hand", "stockout_rate", "inventory_turns",
            "forecast_accuracy", "top_products", "slow_products",
        )
        for about in ({"store_id": OTHER_STORE}, {"product": OTHER_SKU}, {"product": "onion.red"})
    ],
    "record_entry": [
        {"kind": kind, "quantity": 1, "unit": "kg", "price": 10, **about}
        for kind in ("sale", "purchase", "stock_count", "price_change")
        for about in ({"product": "onion", "store_id": OTHER_STORE}, {"product": OTHER_SKU})
    ],
    "forecast_demand": ABOUT_THEIRS,
    "plan_reorder": ABOUT_THEIRS,
    "suggest_price": ABOUT_THEIRS,
    "recommend_products": [
        {"mode": mode, **about}
        for mode in ("discover", "restock", "trending", "bought_together")
        for about in ABOUT_THEIRS
    ],
    "match_buyers": [{"product": OTHER_SKU}, {"product": "onion.red"}, {"product": "onion"}],
    "contact_buyer": [
        {"buyer": buyer, "product": product, "quantity": 1, "unit": "kg", "price": 10}
        for buyer in (OTHER_BUYER, "Their buyer")
        for product in ("onion", OTHER_SKU)
    ],
    "find_products": [{"query": OTHER_SKU}, {"query": "secret mix"}, {"query": "red onion"}],
    "list_alerts": [
        {}, {"severity": "high"}, {"kind": "stockout_risk"}, {"kind": "demand_spike"},
        {"kind": "price_anomaly"}, {"kind": "compliance_failure"},
    ],
    "set_alert": [
        *(
            {"kind": kind, "product": product, "threshold": 5}
            for kind in ("stockout_risk", "demand_spike")
            for product in (OTHER_SKU, "onion.red", "onion")
        ),
        *(
            {"kind": "price_anomaly", "product": product, "threshold": 5, "direction": "above",
             "unit": "kg", "place": place}
            for product in ("onion.red", "onion")
            for place in ("Nashik, Maharashtra", "Chennai, Tamil Nadu")
        ),
        {"kind": "price_anomaly", "product": OTHER_SKU},
    ],
    "list_orders": [{}, {"marketplace": "gem"}, {"status": "new"}, {"period": "today"}],
    "search_rules": [{"question": q} for q in ("Secret mix", OTHER_SKU, OTHER_ORDER, OTHER_FAIR)],
    "check_identifier": [
        {"kind": kind, "value": value}
        for kind in ("gstin", "hsn", "barcode")
        for value in (OTHER_SKU, OTHER_BUYER)
    ],
    "find_opportunities": [
        {}, {"kind": "fair"}, {"product": OTHER_SKU}, {"product": "onion.red"},
        {"place": "Chennai, Tamil Nadu"}, {"place": "Chennai, Tamil Nadu", "kind": "fair"},
    ],
    "check_document": [{}, {"document_id": OTHER_DOCUMENT}],
}  # fmt: skip


@pytest.fixture
def shops(both_shops: Shops) -> Shops:
    buyer: dict[str, Any] = {"buyer_id": OTHER_BUYER, "name": "Their buyer"}
    buyer |= {"tenant_id": "theirs", "agreed_to_contact": True}
    buyer |= {"place": "Chennai, Tamil Nadu", "wants": ["onion", OTHER_SKU], "contact": "999"}
    order: dict[str, Any] = {"marketplace": "gem", "order_id": OTHER_ORDER, "date": TODAY}
    order |= {"sku_id": OTHER_SKU, "quantity": 777, "price_paise": 100, "amount_paise": 77700}
    order |= {"status": "new", "source": "ingest", "tenant_id": "theirs"}
    fair: dict[str, Any] = {"kind": "fair", "title": OTHER_FAIR, "place": "", "source": "ingest"}
    fair |= {"starts": TODAY, "ends": TODAY + timedelta(days=30), "tenant_id": "theirs"}
    rule: dict[str, Any] = {"id": "their-rule", "subject": "person-of-theirs", "at": NOW}
    rule |= {"kind": "stockout_risk", "product": "onion", "threshold": 123456, "unit": "kg"}
    rule |= {"direction": "below", "effect_key": "their rule", "tenant_id": "theirs"}
    with both_shops.engine.begin() as db:
        db.execute(insert(tables.buyers).values(buyer))
        db.execute(insert(tables.orders).values(order))
        db.execute(insert(tables.opportunities).values(fair))
        db.execute(insert(tables.alert_rules).values(rule))
        db.execute(insert(tables.documents).values(_their_document()))
    return both_shops


def _their_document() -> dict[str, Any]:
    body = {"kind": "gst_invoice", "confidence": 1, "lines": [], "boxes": [], "rules": []}
    body |= {"fields": {"number": OTHER_ORDER, "total": 123456}}
    row: dict[str, Any] = {
        "id": OTHER_DOCUMENT,
        "tenant_id": "theirs",
        "subject": "person-of-theirs",
    }
    row |= {"name": "b", "media_type": "x", "digest": "d", "status": "done", "body": body}
    return row | {"corrections": {}, "at": NOW}


def test_the_walk_visits_every_tool() -> None:
    assert set(WALK) == {t.name for t in TOOLS}


@pytest.mark.parametrize("name", WALK)
def test_their_ids_show_nothing(shops: Shops, name: str) -> None:
    for n, arguments in enumerate(WALK[name]):
        context = replace(shops.context, effect_key=f"yes-{n}")
        shown = _shown(shops, name, context, arguments)
        assert not any(number in shown for number in THEIR_NUMBERS), (arguments, shown)
        for theirs in (OTHER_SKU, OTHER_BUYER, OTHER_ORDER, OTHER_FAIR):
            assert theirs not in shown, (arguments, shown)


@pytest.mark.parametrize("name", ["list_orders", "find_opportunities"])
def test_the_walk_would_see_data(shops: Shops, name: str) -> None:
    shown = _shown(shops, name, shops.other, {})
    assert OTHER_ORDER in shown or OTHER_FAIR in shown


def _shown(shops: Shops, name: str, context: ToolContext, arguments: dict[str, Any]) -> str:
    """The figures and rows of a call; nothing where it is refused as unknown."""
    try:
        found = shops.call(name, context, **arguments)
    except (NotFound, InvalidInput):
        return ""
    if isinstance(found, Missing):
        return str(found)
    shown = found.as_json()
    return orjson.dumps([shown["figures"], shown["rows"]]).decode()


def test_their_store_is_not_found_where_the_conversation_names_it(shops: Shops) -> None:
    context = replace(shops.context, store_id=OTHER_STORE)
    with pytest.raises(NotFound):
        shops.ask("query_kpi", context, metric="revenue")
    with pytest.raises(NotFound):
        shops.ask("market_price", context, commodity="onion")


def test_their_ledger_stays_as_it_was(shops: Shops) -> None:
    before = _theirs(shops)
    for name, calls in WALK.items():
        for n, arguments in enumerate(calls):
            context = replace(shops.context, effect_key=f"{name}-{n}")
            try:
                shops.call(name, context, **arguments)
            except HaatError:
                continue
    assert _theirs(shops) == before


def test_their_entry_can_be_neither_seen_nor_undone_nor_repeated(shops: Shops) -> None:
    told: dict[str, Any] = {"kind": "sale", "product": "onion.red", "quantity": 1, "price": 77}
    entry = str(shops.record("their yes", shops.other, **told).parameters["entry"])
    before = _theirs(shops)
    actor = shops.context.actor
    with shops.engine.begin() as db:
        with pytest.raises(NotFound):
            entries.undo(actor, db, entry, NOW)
        assert entries.by_effect(actor, db, "their yes") is None
        assert entries.latest(actor, db) is None
    with pytest.raises(Conflict):
        shops.record("their yes", kind="sale", product="onion", quantity=1, price=30)
    assert _theirs(shops) == before


def _theirs(shops: Shops) -> list[Any]:
    with shops.engine.begin() as db:
        return [
            sorted(map(str, db.execute(select(t).where(t.c.tenant_id == "theirs")))) for t in KEPT
        ]
