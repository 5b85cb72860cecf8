"""The chat's tools over HTTP: the same findings, the same refusals, nobody else's data."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from haat.core.days import shop_day, utc_now
from haat.store import tables
from tests.integration.http.conftest import Shop
from tests.integration.http.problems import pointers, problem


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    """Three products, and yesterday's sale of one."""
    yesterday = shop_day(utc_now()) - timedelta(days=1)
    with shop.engine.begin() as db:
        for sku, price in (("rice", 60), ("sugar", 45), ("wheat_flour.5kg", 250)):
            product: dict[str, object] = {
                "sku_id": sku,
                "concept": sku.split(".")[0],
                "name": sku,
                "unit": "kg",
            }
            product |= {"category": "staple", "price_paise": price * 100, "aliases": []}
            db.execute(insert(tables.products).values(tenant_id="one", **product))
        sale = {"store_id": "one-shop", "date": yesterday, "sku_id": "rice", "units": 2}
        sale |= {"units_clean": 2, "price_paise": 6000, "revenue_paise": 12000, "source": "ingest"}
        db.execute(insert(tables.sales).values(tenant_id="one", **sale))
    return shop


async def test_products_are_found_and_listed_by_pages(stocked: Shop) -> None:
    async with stocked.client("seller") as client:
        found = (await client.get("/api/v1/products", params={"query": "sugar"})).json()
        assert [row["product"] for row in found["rows"]] == ["sugar"]
        assert found["rows"][0]["price"] == 45
        page = (await client.get("/api/v1/products", params={"limit": 2})).json()
        rest = {"limit": 2, "cursor": page["next_cursor"]}
        more = (await client.get("/api/v1/products", params=rest)).json()
    assert [len(p["rows"]) for p in (page, more)] == [2, 1]
    assert "next_cursor" not in more


async def test_a_figure_of_the_shop(stocked: Shop) -> None:
    asked = {"metric": "revenue", "period": "yesterday"}
    async with stocked.client("seller") as client:
        found = (await client.get("/api/v1/kpis", params=asked)).json()
        assert next(f for f in found["figures"] if f["name"] == "value")["value"] == 120
    async with stocked.client("other") as client:
        theirs = (await client.get("/api/v1/kpis", params=asked)).json()
        assert all(f["value"] in {None, 0} for f in theirs["figures"])
        problem(await client.get("/api/v1/kpis", params={**asked, "store_id": "one-shop"}), 404)
        rows = (await client.get("/api/v1/products")).json()["rows"]
        assert rows == []


async def test_a_price_of_the_market(shop: Shop) -> None:
    quote = {"commodity": "onion", "date": shop_day(utc_now()), "state": "Bihar"}
    quote |= {"district": "Patna, Bihar", "market": "Patna", "modal_paise": 150000}
    quote |= {"unit": "quintal", "level": "wholesale", "source": "agmarknet"}
    with shop.engine.begin() as db:
        db.execute(insert(tables.market_prices).values(quote))
    async with shop.client("seller") as client:
        found = (await client.get("/api/v1/prices/onion")).json()
    assert next(f for f in found["figures"] if f["name"] == "price")["value"] == 1500
    assert found["sources"][0]["kind"] == "market"


@pytest.mark.parametrize(
    ("path", "blamed"),
    [
        ("/kpis", "/metric"),
        ("/kpis?metric=glory", "/metric"),
        ("/kpis?metric=revenue&period=soon", "/period"),
        ("/products?limit=0", "/limit"),
        ("/products?max_price=-1", "/max_price"),
        ("/products?in_stock=perhaps", "/in_stock"),
        ("/products?cursor=nonsense", "/cursor"),
        ("/prices/onion?date=tomorrow", "/date"),
        ("/prices/onion?place=Atlantis", "/place"),
        ("/prices/onion?date=1699999999", "/date"),
    ],
)
async def test_what_cannot_be_asked_is_named(shop: Shop, path: str, blamed: str) -> None:
    async with shop.client() as client:
        assert pointers(problem(await client.get(f"/api/v1{path}"), 422)) == [blamed]


async def test_a_commodity_nobody_knows_is_a_404(shop: Shop) -> None:
    async with shop.client() as client:
        problem(await client.get("/api/v1/prices/unobtainium"), 404)


async def test_a_parameter_without_a_value_is_absent(stocked: Shop) -> None:
    async with stocked.client() as client:
        for path in ("/products?cursor=&in_stock=&max_price=", "/kpis?metric=units&period="):
            assert (await client.get(f"/api/v1{path}")).status_code == 200
