"""Shops and groups over HTTP: registered by who may, told back, and matched by what they make."""

from typing import Any

import pytest

from tests.integration.http.conftest import Shop
from tests.integration.http.problems import pointers, problem

GROUP: dict[str, Any] = {
    "name": "Jeevika group",
    "kind": "shg",
    "place": "Muzaffarpur, Bihar",
    "members": 12,
    "makes": [{"product": "pickle", "quantity": 80.0, "unit": "kg"}],
}
PATH = "/api/v1/store/jeevika-1"


async def test_a_group_is_registered_told_back_and_changed(shop: Shop) -> None:
    async with shop.client() as client:
        made = await client.put(PATH, json=GROUP)
        assert made.status_code == 200, made.text
        assert made.json() == {"id": "jeevika-1", **GROUP}
        told = (await client.get("/api/v1/store/profile")).json()["stores"]
        assert made.json() in told
        fewer = {**GROUP, "members": 11, "makes": []}
        assert (await client.put(PATH, json=fewer)).json() == {"id": "jeevika-1", **fewer}
        actions = [line["action"] for line in (await client.get("/api/v1/audit")).json()["items"]]
    assert actions.count("store.registered") == 2


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"place": "Nowhere, Nowhere"}, "/place"),
        ({"members": 0}, "/members"),
        ({"kind": "mall"}, "/kind"),
        ({"name": " "}, "/name"),
        ({"makes": [{"product": "unheard_of", "quantity": 1, "unit": "kg"}]}, "/makes/0/product"),
        ({"makes": [{"product": "pickle", "quantity": -1, "unit": "kg"}]}, "/makes/0/quantity"),
    ],
)
async def test_what_cannot_be_is_a_problem(
    shop: Shop, change: dict[str, Any], pointer: str
) -> None:
    async with shop.client() as client:
        answer = await client.put(PATH, json={**GROUP, **change})
    assert pointers(problem(answer, 422)) == [pointer]


async def test_only_who_manages_may_and_only_the_own(shop: Shop) -> None:
    async with shop.client("seller") as client:
        problem(await client.put(PATH, json=GROUP), 403)
    async with shop.client() as client:
        await client.put(PATH, json=GROUP)
    async with shop.client("other") as client:
        problem(await client.put(PATH, json={**GROUP, "name": "Mine"}), 404)
        assert "Jeevika" not in (await client.get("/api/v1/store/profile")).text
