"""No tool shows or touches what belongs to another tenant."""

from dataclasses import replace
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from haat.core.errors import Conflict, HaatError, InvalidInput, NotFound
from haat.core.finding import Missing
from haat.store import entries, tables
from tests.integration.tools.shops import NOW, OTHER_SKU, OTHER_STORE, Shops
from tools import TOOLS
from tools.context import ToolContext

THEIR_NUMBERS = ("123456", "777", "999", "7700")
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
    "find_products": [{"query": OTHER_SKU}, {"query": "secret mix"}, {"query": "red onion"}],
}  # fmt: skip


@pytest.fixture
def shops(both_shops: Shops) -> Shops:
    return both_shops


def test_the_walk_visits_every_tool() -> None:
    assert set(WALK) == {t.name for t in TOOLS}


@pytest.mark.parametrize("name", WALK)
def test_their_ids_show_nothing(shops: Shops, name: str) -> None:
    context = replace(shops.context, effect_key="yes")
    for arguments in WALK[name]:
        shown = _shown(shops, name, context, arguments)
        assert not any(number in shown for number in THEIR_NUMBERS), (arguments, shown)
        assert OTHER_SKU not in shown


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
            sorted(map(str, db.execute(select(t).where(t.c.tenant_id == "theirs"))))
            for t in (tables.sales, tables.inventory, tables.products, tables.entries)
        ]
