"""Rules and chances over HTTP."""

import pytest

from tests.integration.http.conftest import Shop
from tests.integration.http.problems import pointers, problem


async def test_a_rule_comes_with_its_citation(shop: Shop) -> None:
    async with shop.client("seller") as client:
        asked = {"question": "When is an e-way bill required?", "topic": "gst"}
        answer = await client.post("/api/v1/rules/search", json=asked)
        found = answer.json()
    assert answer.status_code == 200
    assert found["rows"][0]["fact"] == "GST-17"
    assert found["citations"][0]["quote"] in found["rows"][0]["text"]


async def test_nothing_is_a_good_answer(shop: Shop) -> None:
    async with shop.client("seller") as client:
        asked = {"question": "How do I register a trademark?"}
        found = (await client.post("/api/v1/rules/search", json=asked)).json()
    assert (found["rows"], found["notes"]) == ([], ["no_rule"])
    assert "citations" not in found


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/question"),
        ({"question": ""}, "/question"),
        ({"question": "gst", "topic": "weather"}, "/topic"),
        ({"question": "gst", "tenant_id": "two"}, "/tenant_id"),
    ],
)
async def test_a_bad_question_names_its_field(
    shop: Shop, body: dict[str, str], pointer: str
) -> None:
    async with shop.client("seller") as client:
        answer = await client.post("/api/v1/rules/search", json=body)
    assert pointers(problem(answer, 422)) == [pointer]


async def test_chances_are_those_of_the_shops_place(shop: Shop) -> None:
    async with shop.client("seller") as client:
        found = (await client.get("/api/v1/opportunities?kind=festival")).json()
        schemes = (await client.get("/api/v1/opportunities?kind=scheme&place=Gujarat")).json()
        wrong = await client.get("/api/v1/opportunities?kind=party")
        nowhere = await client.get("/api/v1/opportunities?place=Atlantis")
    assert found["parameters"]["place"] == "Patna, Bihar"
    assert {row["place"] for row in found["rows"]} == {"Bihar"}
    assert schemes["rows"][0]["place"] == "Gujarat"
    problem(wrong, 422)
    problem(nowhere, 422)


async def test_who_is_not_known_gets_nothing(shop: Shop) -> None:
    async with shop.client(None) as client:
        problem(await client.post("/api/v1/rules/search", json={"question": "gst"}), 401)
        problem(await client.get("/api/v1/opportunities"), 401)
