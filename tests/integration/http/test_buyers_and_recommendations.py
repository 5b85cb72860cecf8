"""Buyers and recommendations over HTTP: the chat's findings, and answers to what was recommended."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app import problems
from app.api import buyers, recommendations
from app.api.dependencies import caller, front, services
from app.metrics import Metrics
from haat.core.actor import Actor
from haat.language.places import Gazetteer
from haat.store.handles import Engine
from retrieval.own_texts import OwnTexts, no_texts
from retrieval.rules import Rules, shipped_rules
from tests.integration.http.problems import pointers, problem
from tests.integration.tools.offers import bring, bring_theirs
from tests.integration.tools.shops import NOW, SECOND_STORE, Shops, open_shops
from tests.integration.tools.test_recommend_products import _sell
from tests.shipped import gazetteer
from tools.remembered import Remembered

Client = Callable[[Actor], httpx.AsyncClient]


@dataclass(frozen=True, slots=True)
class _Services:
    """What the routes need of the services."""

    engine: Engine
    gazetteer: Gazetteer
    rules: Callable[[], Rules] = shipped_rules
    own_texts: OwnTexts = no_texts
    remembered: Remembered = field(default_factory=Remembered)

    def clock(self) -> datetime:
        return NOW


@pytest.fixture
def shops(sqlite_engine: Engine) -> Shops:
    found = open_shops(sqlite_engine, gazetteer())
    bring(found, *({"buyer_id": f"b{n:02d}"} for n in range(12)))
    bring_theirs(found)
    _sell(found, "jaggery.loose", SECOND_STORE, 3, 4, 5)
    return found


@dataclass(frozen=True, slots=True)
class _Front:
    """What the routes need of the server's front."""

    metrics: Metrics


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def asking(shops: Shops, metrics: Metrics) -> Client:
    def client(actor: Actor) -> httpx.AsyncClient:
        app = FastAPI()
        problems.install(app)
        for router in (buyers.router, recommendations.router):
            app.include_router(router, prefix="/api/v1")
        app.dependency_overrides[caller] = lambda: actor
        app.dependency_overrides[front] = lambda: _Front(metrics)
        app.dependency_overrides[services] = lambda: _Services(
            shops.engine, shops.context.gazetteer
        )
        return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop")

    return client


async def _post(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(f"/api/v1{path}", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_buyers_are_matched_page_by_page(shops: Shops, asking: Client) -> None:
    client = asking(shops.context.actor)
    found = await _post(
        client, "/buyers/match", {"product": "pickle", "quantity": 5, "unit": "piece"}
    )
    assert found["figures"][0]["value"] == 12
    assert len(found["rows"]) == 10
    rest = await _post(
        client, f"/buyers/match?cursor={found['next_cursor']}", {"product": "pickle"}
    )
    assert len(rest["rows"]) == 2
    theirs = await _post(asking(shops.other.actor), "/buyers/match", {"product": "onion"})
    assert [row["buyer"] for row in theirs["rows"]] == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [({}, "/product"), ({"product": "pickle", "quantity": -1}, "/quantity"),
     ({"product": "pickle", "place": "Nowhere"}, "/place"),
     ({"product": "pickle", "tenant_id": "theirs"}, "/tenant_id")],
)  # fmt: skip
async def test_bad_questions_are_problems(
    shops: Shops, asking: Client, body: dict[str, Any], pointer: str
) -> None:
    answer = await asking(shops.context.actor).post("/api/v1/buyers/match", json=body)
    assert pointers(problem(answer, 422)) == [pointer]


async def test_unknown_goods_are_not_found(shops: Shops, asking: Client) -> None:
    client = asking(shops.context.actor)
    problem(await client.post("/api/v1/buyers/match", json={"product": "unheard_of"}), 404)
    problem(await client.post("/api/v1/recommendations", json={"store_id": "chennai"}), 404)


async def test_a_recommendation_is_answered_by_its_id(shops: Shops, asking: Client) -> None:
    client = asking(shops.context.actor)
    assert (await client.post("/api/v1/recommendations")).status_code == 200  # all has a default
    [row] = (await _post(client, "/recommendations", {"mode": "discover"}))["rows"]
    assert row["product"] == "jaggery.loose"
    path = f"/api/v1/recommendations/{row['id']}"
    problem(await asking(shops.other.actor).patch(path, json={"status": "accepted"}), 404)
    for status in ("accepted", "accepted", "rejected"):
        answer = await client.patch(path, json={"status": status})
        assert answer.status_code == 200
        assert (answer.json()["status"], answer.json()["product"]) == (status, "jaggery.loose")
    assert pointers(problem(await client.patch(path, json={"status": "shown"}), 422)) == ["/status"]
    problem(await client.patch("/api/v1/recommendations/none", json={"status": "accepted"}), 404)
    again = await _post(client, "/recommendations", {})
    assert (again["rows"], again["notes"]) == ([], ["rejected_left_out"])


async def test_what_is_shown_and_taken_is_counted(
    shops: Shops, asking: Client, metrics: Metrics
) -> None:
    client = asking(shops.context.actor)
    [row] = (await _post(client, "/recommendations", {"mode": "discover"}))["rows"]
    await client.patch(f"/api/v1/recommendations/{row['id']}", json={"status": "accepted"})
    told = metrics.text().decode()
    for status in ("shown", "accepted"):
        assert f'haat_recommendations_total{{mode="discover",status="{status}"}} 1.0' in told


async def test_a_missing_product_is_asked_for(shops: Shops, asking: Client) -> None:
    body = {"mode": "bought_together"}
    answer = await asking(shops.context.actor).post("/api/v1/recommendations", json=body)
    assert pointers(problem(answer, 422)) == ["/product"]
