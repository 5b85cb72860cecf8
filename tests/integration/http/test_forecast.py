"""Forecasts and orders over HTTP: the chat's findings, a manager's word, nobody else's data."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import insert

from app.api import forecast
from haat.core.days import shop_day, utc_now
from haat.store import tables
from tests.integration.http.conftest import Shop
from tests.integration.http.problems import pointers, problem

TODAY = shop_day(utc_now())


def _linked(app: FastAPI) -> None:
    """The routes, where the server doesn't have them yet."""
    if not any(getattr(r, "path", "") == "/api/v1/reorder" for r in app.routes):
        app.include_router(forecast.router, prefix="/api/v1")


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    """Two products with ten weeks of sales, and yesterday's count of one."""
    _linked(shop.app)
    own = {"tenant_id": "one", "store_id": "one-shop", "source": "ingest"}
    with shop.engine.begin() as db:
        for sku in ("rice", "sugar"):
            product: dict[str, object] = {"sku_id": sku, "concept": sku, "name": sku, "unit": "kg"}
            product |= {"category": "staple", "price_paise": 6000, "aliases": []}
            db.execute(insert(tables.products).values(tenant_id="one", **product))
            sales = [
                {**own, "sku_id": sku, "date": TODAY - timedelta(days=n), "units": 2 + n % 3,
                 "units_clean": 2 + n % 3, "price_paise": 6000, "revenue_paise": 12000}
                for n in range(1, 71)
            ]  # fmt: skip
            db.execute(insert(tables.sales), sales)
        counted = {"sku_id": "rice", "date": TODAY - timedelta(days=1), "on_hand": 5}
        db.execute(insert(tables.inventory).values(**own, **counted, lead_time_days=2))
    return shop


async def test_a_forecast_by_body_and_by_path(stocked: Shop) -> None:
    async with stocked.client("seller") as client:
        body = {"product": "rice", "horizon_days": 7}
        told = (await client.post("/api/v1/forecast", json=body)).json()
        same = (await client.get("/api/v1/forecast/rice", params={"horizon_days": 7})).json()
    assert told == same
    assert {"total", "per_day", "backtest_wape", "backtest_bias"} <= {
        f["name"] for f in told["figures"]
    }
    assert set(told["rows"][0]) >= {"date", "yhat", "yhat_lower", "yhat_upper"}
    assert {"name": "trend"}.items() <= told["drivers"][0].items()


async def test_a_manager_overrides_a_day(stocked: Shop) -> None:
    day = (TODAY + timedelta(days=20)).isoformat()
    path, body = "/api/v1/forecast/rice/override", {"date": day, "units": 99, "reason": "wedding"}
    async with stocked.client("seller") as client:
        problem(await client.put(path, json=body), 403)
    async with stocked.client("manager") as client:
        told = (await client.put(path, json=body)).json()
        assert next(r for r in told["rows"] if r["date"] == day)["yhat"] == 99
        assert "override" in told["notes"]
        taken_back = (await client.put(path, json={"date": day})).json()
        assert "override" not in taken_back["notes"]
        assert pointers(problem(await client.put(path, json={"units": 1}), 422)) == ["/date"]
        past = {"date": TODAY.isoformat(), "units": 1}
        assert pointers(problem(await client.put(path, json=past), 422)) == ["/date"]
        problem(await client.put("/api/v1/forecast/wheat/override", json=body), 404)
    async with stocked.client("other") as client:
        problem(await client.put(path, json=body), 404)


async def test_what_to_order(stocked: Shop) -> None:
    async with stocked.client("seller") as client:
        one = (await client.post("/api/v1/reorder", json={"product": "rice"})).json()
        assert next(f for f in one["figures"] if f["name"] == "on_hand")["value"] == 5
        many = (await client.post("/api/v1/reorder?limit=1", json={})).json()
        assert [r["product"] for r in many["rows"]] == ["rice"]
        rest = {"limit": 1, "cursor": many["next_cursor"]}
        more = (await client.post("/api/v1/reorder", json={}, params=rest)).json()
        assert [(r["product"], r["order_quantity"]) for r in more["rows"]] == [("sugar", None)]
    async with stocked.client("other") as client:
        theirs = (await client.post("/api/v1/reorder", json={})).json()
        assert theirs["rows"] == []
        problem(await client.post("/api/v1/reorder", json={"store_id": "one-shop"}), 404)


@pytest.mark.parametrize(
    ("path", "body", "blamed"),
    [
        ("forecast", {}, "/product"),
        ("forecast", {"product": "rice", "horizon_days": 0}, "/horizon_days"),
        ("forecast", {"product": "rice", "horizon": 3}, "/horizon"),
        ("reorder", {"horizon_days": 1000}, "/horizon_days"),
    ],
)
async def test_what_cannot_be_asked_is_named(
    stocked: Shop, path: str, body: dict[str, object], blamed: str
) -> None:
    async with stocked.client() as client:
        answer = await client.post(f"/api/v1/{path}", json=body)
        assert pointers(problem(answer, 422)) == [blamed]
