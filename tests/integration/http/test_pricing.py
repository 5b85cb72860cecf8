"""POST /pricing/suggest: the chat's tool, asked over HTTP."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from haat.core.days import shop_day, utc_now
from haat.store import tables
from tests.integration.http.conftest import Shop
from tests.integration.http.problems import pointers, problem

PATH = "/api/v1/pricing/suggest"


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    """A soap with an MRP and a cost, one without, and a competitor's price."""
    soap = {"concept": "soap", "category": "fmcg", "unit": "piece", "price_paise": 3_800}
    soap |= {"tenant_id": "one", "aliases": []}
    with shop.engine.begin() as db:
        for sku, cost in (("soap.100g", 3_200), ("soap.neem", None)):
            row = soap | {"sku_id": sku, "name": sku, "mrp_paise": 4_000, "unit_cost_paise": cost}
            db.execute(insert(tables.products).values(row))
        rival: dict[str, object] = {"tenant_id": "one", "sku_id": "soap.100g", "competitor": "Mart"}
        rival |= {"price_paise": 3_900, "date": shop_day(utc_now()) - timedelta(days=1)}
        db.execute(insert(tables.competitor_prices).values(rival))
    return shop


async def test_a_price_is_suggested(stocked: Shop) -> None:
    async with stocked.client("seller") as client:
        answer = await client.post(PATH, json={"product": "soap.100g"})
    assert answer.status_code == 200
    found = answer.json()
    figures = {f["name"]: f["value"] for f in found["figures"]}
    assert figures["price_recommended"] == 39
    assert figures["competitor_price"] == 39
    assert figures["price_max"] <= 40
    assert "fallback:competitor_parity" in found["notes"]
    assert found["rows"][0]["name"] == "mrp_ceiling"


async def test_what_the_tool_would_ask_is_a_field_that_is_missing(stocked: Shop) -> None:
    async with stocked.client("seller") as client:
        body = problem(await client.post(PATH, json={"product": "soap.neem"}), 422)
        assert pointers(body) == ["/unit_cost"]
        body = problem(await client.post(PATH, json={}), 422)
        assert pointers(body) == ["/product"]
        told = await client.post(PATH, json={"product": "soap.neem", "costs": {"material": 30}})
        assert told.status_code == 200


@pytest.mark.parametrize(
    ("body", "blamed"),
    [
        ({"product": "soap.100g", "objective": "glory"}, "/objective"),
        ({"product": "soap.100g", "candidate_price": -1}, "/candidate_price"),
        ({"product": "soap.100g", "costs": {"material": "much"}}, "/costs/material"),
        ({"product": "soap.100g", "tenant_id": "two"}, "/tenant_id"),
    ],
)
async def test_bad_fields_are_named(stocked: Shop, body: dict[str, object], blamed: str) -> None:
    async with stocked.client("seller") as client:
        assert pointers(problem(await client.post(PATH, json=body), 422)) == [blamed]


async def test_another_tenants_products_are_not_known(stocked: Shop) -> None:
    async with stocked.client("other") as client:
        found = (await client.post(PATH, json={"product": "soap"})).json()
        assert found["notes"] == ["not_sold"]
        asked = {"product": "soap", "store_id": "one-shop"}
        problem(await client.post(PATH, json=asked), 404)
    async with stocked.client(None) as client:
        problem(await client.post(PATH, json={"product": "soap"}), 401)
