"""`POST /ingest/{kind}`: the contract's answers, and problem documents for everything else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app import problems
from app.api import ingest
from app.api.dependencies import caller, services
from haat.core.actor import Actor, Role
from haat.language.places import Gazetteer
from haat.store.tables import sales
from tests.integration.store.ingesting import MANAGER, NOW, count, make_shops, places

Post = Callable[..., Any]  # the answer of the test client
HEAD = "date,sku_id,store_id,units_sold,price\n"
GOOD = HEAD + "2026-11-18,onion,asha-1,2,30\n"


@dataclass(frozen=True, slots=True)
class _Services:
    """What the route needs of the services."""

    engine: Engine
    gazetteer: Gazetteer

    def clock(self) -> datetime:
        return NOW


def _app(engine: Engine, actor: Actor) -> FastAPI:
    app = FastAPI()
    problems.install(app)
    app.include_router(ingest.router, prefix="/api/v1")
    standing = _Services(engine, places())
    app.dependency_overrides[caller] = lambda: actor
    app.dependency_overrides[services] = lambda: standing
    return app


@pytest.fixture
def post(sqlite_engine: Engine) -> Iterator[Post]:
    """Posts a body to a kind as Asha's manager."""
    make_shops(sqlite_engine)
    with TestClient(_app(sqlite_engine, MANAGER), raise_server_exceptions=False) as client:
        yield lambda kind, body, **headers: client.post(
            f"/api/v1/ingest/{kind}",
            content=body,
            headers={n.replace("_", "-"): v for n, v in headers.items()},
        )


def test_csv_is_taken_in(post: Post, sqlite_engine: Engine) -> None:
    answer = post(
        "sales", GOOD + "2026-11-18,rice,asha-1,many,30\n", content_type="text/csv; charset=utf-8"
    )
    assert answer.status_code == 200
    assert answer.json() == {
        "accepted": 1,
        "duplicates": 0,
        "quarantined": [{"line": 3, "column": "units_sold", "reason": "many is not a number"}],
    }
    assert count(sqlite_engine, sales) == 1


def test_json_is_taken_in(post: Post) -> None:
    body = '[{"date":"2026-11-18","sku_id":"onion","store_id":"asha-1","units_sold":2,"price":30}]'
    assert post("sales", body, content_type="application/json").json()["accepted"] == 1
    assert post("sales", body).json()["duplicates"] == 1  # seen without a content type too


def test_a_key_is_good_for_one_body(post: Post) -> None:
    first = post("sales", GOOD, idempotency_key="monday")
    assert post("sales", GOOD, idempotency_key="monday").json() == first.json()
    again = post("sales", GOOD + "\n", idempotency_key="monday")
    assert (again.status_code, again.headers["content-type"]) == (409, "application/problem+json")


def test_no_good_row_is_a_problem_with_pointers(post: Post) -> None:
    answer = post("sales", HEAD + "2026-11-18,onion,asha-1,2,0\n", content_type="text/csv")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["errors"] == [
        {"pointer": "/2/price", "detail": "0 is not a price: it must be above 0"}
    ]


def test_a_missing_column_is_named(post: Post) -> None:
    answer = post("sales", "date,sku_id,store_id,price\n2026-11-18,onion,asha-1,2\n")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"pointer": "/1/units_sold", "detail": "the column is missing"}
    ]


@pytest.mark.parametrize(
    "body",
    [b"", b"\x00\xff\xfe", b"[", b"{}", b"[]", b"null", b"[1]", b"date\n", b'"', b"[" * 9999],
)
@pytest.mark.parametrize(
    "content_type", ["text/csv", "application/json", "multipart/form-data; boundary=x", ""]
)
def test_bad_bodies_are_problems(post: Post, content_type: str, body: bytes) -> None:
    for kind in ("sales", "products", "market-prices"):
        answer = post(kind, body, content_type=content_type)
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("kind", ["no-such-kind", "Sales", "..%2fsales"])
def test_an_unknown_kind_is_not_found(post: Post, kind: str) -> None:
    assert post(kind, GOOD).status_code == 404


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_has_a_length(post: Post, key: str) -> None:
    assert post("sales", GOOD, idempotency_key=key).status_code == 422


def test_a_seller_is_refused(sqlite_engine: Engine) -> None:
    make_shops(sqlite_engine)
    app = _app(sqlite_engine, Actor("asha", "p", Role.SELLER))
    with TestClient(app) as client:
        assert client.post("/api/v1/ingest/sales", content=GOOD).status_code == 403
