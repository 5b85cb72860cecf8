"""Orders from all marketplaces, counted a second way."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from haat.core.errors import InvalidInput
from haat.core.finding import Finding
from haat.store import tables
from tests.integration.tools.shops import TODAY, Shops, value
from tools.list_orders import ListOrders, list_orders, orders_page

PLACES = ("amazon", "flipkart", "indiamart", "gem", "ondc", "website")
STATES = ("new", "accepted", "shipped", "delivered", "cancelled", "returned")


def lines() -> list[dict[str, Any]]:
    """Three lines for every two orders, one order a day."""
    made = []
    for n in range(45):
        order = n - n % 3 // 2  # the third line of three belongs to the second's order
        day = TODAY - timedelta(days=order)
        made.append(
            {
                "tenant_id": "ours",
                "marketplace": PLACES[order % 6],
                "order_id": f"O{order}",
                "date": day,
                "sku_id": "onion.loose" if n == order else "soap.bar",
                "quantity": 1.5 + n,
                "price_paise": 3000,
                "amount_paise": round((1.5 + n) * 3000),
                "status": STATES[order % 5],
                "place": "Patna, Bihar" if n % 2 else None,
                "source": "ingest",
            }
        )
    return made


@pytest.fixture
def shops(both_shops: Shops) -> Shops:
    theirs = {**lines()[0], "tenant_id": "theirs", "order_id": "secret", "amount_paise": 77_777_00}
    future = {**lines()[0], "order_id": "later", "date": TODAY + timedelta(days=1)}
    with both_shops.engine.begin() as db:
        db.execute(insert(tables.orders), [*lines(), theirs, future])
    return both_shops


def ask(shops: Shops, **arguments: Any) -> Finding:
    found = list_orders(shops.context, ListOrders.model_validate(arguments))
    assert isinstance(found, Finding)
    return found


def test_all_orders_until_today(shops: Shops) -> None:
    found = ask(shops)
    assert value(found, "orders") == len({r["order_id"] for r in lines()}) == 30
    assert value(found, "amount") == sum(r["amount_paise"] for r in lines()) / 100
    fallen = [r["amount_paise"] for r in lines() if r["status"] in {"cancelled", "returned"}]
    assert value(found, "amount_cancelled") == sum(fallen) / 100
    assert found.notes == ("cancelled_included",)
    assert found.sources[0].as_of == TODAY
    assert len(found.rows) == 20
    assert found.rows[0] == {
        "order": "O0", "marketplace": "amazon", "date": TODAY, "product": "onion.loose",
        "quantity": 1.5, "amount": 45, "status": "new", "unit": "kg", "price": 30,
    }  # fmt: skip


def test_pages_join_to_the_whole(shops: Shops) -> None:
    seen: list[Any] = []
    cursor = None
    while True:
        page = orders_page(shops.context, ListOrders(), limit=7, cursor=cursor)
        seen += page.rows
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(seen) == 45
    assert len({(r["order"], r["product"]) for r in seen}) == 45
    days = [r["date"] for r in seen]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("marketplace", [None, "amazon", "ondc"])
@pytest.mark.parametrize("status", [None, "new", "shipped", "returned"])
@pytest.mark.parametrize("period", [None, "last_7_days", "2026-11-01/2026-11-15"])
def test_filters(
    shops: Shops, marketplace: str | None, status: str | None, period: str | None
) -> None:
    spans = {
        None: (date.min, TODAY),
        "last_7_days": (TODAY - timedelta(days=7), TODAY - timedelta(days=1)),
        "2026-11-01/2026-11-15": (date(2026, 11, 1), date(2026, 11, 15)),
    }
    start, end = spans[period]
    meant = [
        r
        for r in lines()
        if marketplace in {None, r["marketplace"]}
        and status in {None, r["status"]}
        and start <= r["date"] <= end
    ]
    found = ask(shops, marketplace=marketplace, status=status, period=period)
    assert value(found, "orders") == len({r["order_id"] for r in meant})
    assert value(found, "amount") == sum(r["amount_paise"] for r in meant) / 100
    assert ("no_orders" in found.notes) == (not meant)


def test_a_tenant_without_orders_is_told_so(shops: Shops) -> None:
    with shops.engine.begin() as db:
        db.execute(tables.orders.delete())
    found = ask(shops)
    assert found.empty
    assert found.notes == ("no_orders_yet",)


def test_nobody_elses_and_nothing_later(shops: Shops) -> None:
    shown = str(ask(shops).as_json())
    assert "secret" not in shown
    assert "later" not in shown
    earlier = replace(shops.context, today=TODAY - timedelta(days=10))
    found = list_orders(earlier, ListOrders())
    assert isinstance(found, Finding)
    known = {r["order_id"] for r in lines() if r["date"] <= earlier.today}
    assert value(found, "orders") == len(known) < 30


def test_a_period_that_is_none_is_refused(shops: Shops) -> None:
    with pytest.raises(InvalidInput):
        ask(shops, period="soon")
