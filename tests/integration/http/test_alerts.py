"""Alerts, insights and orders over HTTP."""

from datetime import date, timedelta

import httpx
import pytest
from sqlalchemy import insert, select

from haat.core.actor import Actor, Role
from haat.core.days import shop_day, utc_now
from haat.store import proposals, tables
from haat.store.entries import Draft
from tests.integration.http.conftest import Shop
from tests.integration.http.problems import problem


@pytest.fixture
def today() -> date:
    return shop_day(utc_now())


@pytest.fixture
def needy(shop: Shop, today: date) -> Shop:
    """Soap that ran out, sold above its MRP, and one order."""
    line = {"tenant_id": "one", "store_id": "one-shop", "sku_id": "soap.bar", "source": "ingest"}
    product = {"sku_id": "soap.bar", "concept": "soap", "name": "Soap", "unit": "piece"}
    product |= {"category": "fmcg"}
    prices = {"price_paise": 3500, "mrp_paise": 4000, "unit_cost_paise": 2500, "aliases": []}
    sales = [
        {**line, "date": today - timedelta(days=n), "units": 4, "units_clean": 4,
         "price_paise": 4200 if n == 1 else 3500, "revenue_paise": 14000}
        for n in range(1, 40)
    ]  # fmt: skip
    count = {"date": today - timedelta(days=1), "on_hand": 0, "lead_time_days": 3}
    order = {"marketplace": "gem", "order_id": "G1", "date": today, "sku_id": "soap.bar"}
    order |= {"quantity": 10, "price_paise": 3400, "amount_paise": 34000, "status": "new"}
    with shop.engine.begin() as db:
        db.execute(insert(tables.products).values(tenant_id="one", **product, **prices))
        db.execute(insert(tables.sales), sales)
        db.execute(insert(tables.inventory).values(**line, **count))
        db.execute(insert(tables.orders).values(tenant_id="one", source="ingest", **order))
    return shop


async def test_alerts_are_listed_handled_and_gone(needy: Shop, today: date) -> None:
    async with needy.client("seller") as client:
        found = (await client.get("/api/v1/alerts")).json()
        assert {(r["kind"], r["severity"]) for r in found["rows"]} == {
            ("stockout_risk", "high"),
            ("compliance_failure", "high"),
        }
        asked = {"kind": "stockout_risk", "severity": "high", "limit": "1"}
        (row,) = (await client.get("/api/v1/alerts", params=asked)).json()["rows"]
        assert row["since"] == (today - timedelta(days=1)).isoformat()
        path = f"/api/v1/alerts/{row['alert']}"
        until = (today + timedelta(days=2)).isoformat()
        snoozed = await client.patch(path, json={"status": "snoozed", "until": until})
        assert snoozed.status_code == 200
        assert snoozed.json()["rows"][0]["until"] == until
        left = (await client.get("/api/v1/alerts")).json()
        assert [r["kind"] for r in left["rows"]] == ["compliance_failure"]
        again = await client.patch(path, json={"status": "acknowledged"})
        assert again.json()["rows"][0]["status"] == "acknowledged"
        problem(await client.patch(path, json={"status": "open"}), 422)
        problem(await client.patch(path, json={"status": "resolved", "until": until}), 422)
        problem(await client.patch("/api/v1/alerts/none", json={"status": "resolved"}), 404)
        problem(await client.get("/api/v1/alerts?severity=awful"), 422)
        problem(await client.get("/api/v1/alerts?cursor=nonsense"), 422)
    async with needy.client("other") as client:
        assert (await client.get("/api/v1/alerts")).json()["rows"] == []
        problem(await client.patch(path, json={"status": "resolved"}), 404)


async def test_orders_are_listed(needy: Shop) -> None:
    async with needy.client("seller") as client:
        found = (await client.get("/api/v1/orders", params={"marketplace": "gem"})).json()
        assert {f["name"]: f["value"] for f in found["figures"]} == {"orders": 1, "amount": 340}
        assert found["rows"][0]["order"] == "G1"
        none = (await client.get("/api/v1/orders", params={"status": "shipped"})).json()
        assert none["rows"] == []
        problem(await client.get("/api/v1/orders?period=soon"), 422)
        problem(await client.get("/api/v1/orders?marketplace=ebay"), 422)
    async with needy.client("other") as client:
        assert (await client.get("/api/v1/orders")).json()["rows"] == []


async def test_insights_are_shown_and_answered(needy: Shop) -> None:
    async with needy.client("seller") as client:
        rows = (await client.get("/api/v1/insights")).json()["rows"]
        assert [(r["kind"], r["product"]) for r in rows] == [
            ("alert", "soap.bar"),
            ("reorder", "soap.bar"),
        ]
        assert all(r["why"]["reason"] and r["what_if"]["figures"] and r["expires"] for r in rows)
        path = f"/api/v1/insights/{rows[1]['insight']}"
        said = (await client.patch(path, json={"status": "rejected"})).json()
        assert (said["status"], said["shown"]["product"]) == ("rejected", "soap.bar")
        left = (await client.get("/api/v1/insights")).json()["rows"]
        assert [r["insight"] for r in left] == [rows[0]["insight"]]
        problem(await client.patch(path, json={"status": "perhaps"}), 422)
    async with needy.client("other") as client:
        problem(await client.patch(path, json={"status": "accepted"}), 404)
        assert (await client.get("/api/v1/insights")).json()["rows"] == []
    async with needy.client(None) as client:
        problem(await client.get("/api/v1/insights"), 401)


@pytest.fixture
def proposed(needy: Shop, today: date) -> Shop:
    """A seller of `one` wants soap at 38 rupees."""
    seller = Actor("one", "seller", Role.SELLER)
    shown = {"notes": ["needs_yes"], "date": today.isoformat(), "product_unit": "piece"}
    price = {"kind": "price_change", "product": "soap.bar", "price": 38}
    draft = Draft(
        "price_change", "one-shop", "soap.bar", today, None, 3_800, None, shown, live=True
    )
    with needy.engine.begin() as db:
        proposals.propose(seller, db, draft, price, effect_key="k", now=utc_now())
    return needy


async def _insight(client: httpx.AsyncClient) -> str:
    rows = (await client.get("/api/v1/insights")).json()["rows"]
    [row] = [r for r in rows if r["action"] == "approve_price"]
    assert (row["kind"], row["product"]) == ("price", "soap.bar")
    return f"/api/v1/insights/{row['insight']}"


def _soap(shop: Shop) -> int:
    price = select(tables.products.c.price_paise).where(tables.products.c.tenant_id == "one")
    with shop.engine.connect() as db:
        return int(db.execute(price).scalar_one())


@pytest.mark.parametrize(
    ("status", "other", "price"), [("accepted", "rejected", 3_800), ("rejected", "accepted", 3_500)]
)
async def test_a_price_that_waits_is_decided_by_a_manager_once(
    proposed: Shop, status: str, other: str, price: int
) -> None:
    async with proposed.client("manager") as client:
        path = await _insight(client)
        async with proposed.client("seller") as sells:
            assert all(
                r["action"] != "approve_price"
                for r in (await sells.get("/api/v1/insights")).json()["rows"]
            )
            problem(await sells.patch(path, json={"status": status}), 403)
        async with proposed.client("other") as stranger:
            problem(await stranger.patch(path, json={"status": status}), 404)
        assert _soap(proposed) == 3_500
        for _ in range(2):
            said = await client.patch(path, json={"status": status})
            assert (said.status_code, said.json()["status"]) == (200, status)
        problem(await client.patch(path, json={"status": other}), 409)
        assert _soap(proposed) == price
        rows = (await client.get("/api/v1/insights")).json()["rows"]
        assert all(r["action"] != "approve_price" for r in rows)
