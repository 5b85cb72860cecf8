"""Every route, asked by one demo tenant with the other's ids: not found or empty, never data."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.demo import client_of, make_demo, serving
from tests.integration.documents import papers

API = "/api/v1"
SECRET = "zzyzx"  # a word that only the other tenant has said
THEIR_STORES = ("demo-patna", "demo-nashik", "demo-shg")
THEIR_GOODS = ("basket.sikki", "bamboo.lamp")  # the neighbour keeps none of these
OWNED = frozenset(
    {
        "run_id",
        "conversation_id",
        "entry_id",
        "recommendation_id",
        "alert_id",
        "insight_id",
        "document_id",
        "store_id",
    }
)
# These know nobody's data.
OPEN = frozenset({"/healthz", "/readyz", "/metrics", "/webhooks/whatsapp", "/webhooks/telegram"})


@dataclass
class Theirs:
    """What the other tenant has: ids that the neighbour will ask for."""

    app: FastAPI
    conversation: str
    message: str
    entry: str
    run: str
    recommendation: str
    alert: str
    insight: str
    document: str
    audit: list[str]
    refresh: str
    seen: str = ""  # all that they can see of themselves
    walked: set[tuple[str, str]] = field(default_factory=set)


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture
async def theirs(demo_folder: Path, tmp_path: Path) -> AsyncIterator[Theirs]:
    """The demo tenant after a sale, with the words of one conversation."""
    async with serving(demo_folder, tmp_path / "data") as app, client_of(app, "demo-key") as client:
        first = await _say(client, f"{SECRET} hello", message_id="theirs")
        known = {"conversation_id": first["conversation_id"]}
        await _say(client, "sold 7 kg sugar", **known)
        sold = await _say(client, "yes", **known)
        stream = await client.post(f"{API}/chat/stream", json={"message": SECRET})
        signed_in = await client.post(
            f"{API}/auth/token", data={"username": "admin@demo", "password": "demo"}
        )
        recommended = (await client.post(f"{API}/recommendations", json={})).json()
        await _bring(client)
        yield Theirs(
            app,
            recommendation=recommended["rows"][0]["id"],
            alert=(await client.get(f"{API}/alerts")).json()["rows"][0]["alert"],
            document=(await _upload(client)).json()["id"],
            insight=(await client.get(f"{API}/insights")).json()["rows"][0]["insight"],
            conversation=first["conversation_id"],
            message="theirs",
            entry=sold["tool_calls"][0]["result"]["parameters"]["entry"],
            run=stream.text.partition('"run_id":"')[2].partition('"')[0],
            audit=[row["hash"] for row in (await client.get(f"{API}/audit")).json()["items"]],
            refresh=signed_in.json()["refresh_token"],
            seen=await _seen(client),
        )


async def _say(client: httpx.AsyncClient, text: str, **more: Any) -> dict[str, Any]:
    answer = await client.post(f"{API}/chat", json={"message": text, **more})
    reply: dict[str, Any] = answer.json()
    return reply


async def _upload(client: httpx.AsyncClient) -> httpx.Response:
    """A paper, read: on a busy machine it is first told that it is being read."""
    files = {"file": (f"{SECRET}.pdf", papers.pages(1), "application/pdf")}
    for _ in range(60):
        answer = await client.post(f"{API}/documents", files=files)
        if answer.status_code != 202:
            return answer
        await asyncio.sleep(1)
    raise AssertionError(f"not read within a minute: {answer.text}")


async def _bring(client: httpx.AsyncClient) -> None:
    """An order and a fair of their own."""
    order = {"marketplace": "gem", "order_id": SECRET, "date": "2026-11-24", "status": "new"}
    order |= {"sku_id": "sugar.loose", "quantity": "1", "price": "45"}
    fair = {"kind": "fair", "title": SECRET, "place": "", "starts": "2026-12-01"}
    for kind, row in (("orders", order), ("opportunities", {**fair, "ends": "2026-12-03"})):
        headers = {"Idempotency-Key": kind}
        given = await client.post(f"{API}/ingest/{kind}", json=[row], headers=headers)
        assert given.json()["accepted"] == 1, given.text


async def _seen(client: httpx.AsyncClient) -> str:
    """All that a tenant can read of its own, in one text."""
    paths = [
        "/me",
        "/me/data",
        "/audit",
        "/conversations",
        "/store/profile",
        "/kpis?metric=revenue",
    ]
    paths += [f"/kpis?metric=revenue&store_id={store}" for store in THEIR_STORES]
    paths += ["/products?limit=100", "/alerts", "/orders", "/opportunities"]
    return "\n".join([(await client.get(API + path)).text for path in paths])


def walk(theirs: Theirs) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """For each route, requests with the other tenant's ids; what is not said is a plain one."""
    stores = [{"params": {"metric": "revenue", "store_id": s}} for s in THEIR_STORES]
    goods = [{"params": {"metric": "units", "product": g}} for g in THEIR_GOODS]
    words: list[dict[str, Any]] = [
        {"json": {"message": "hello", "conversation_id": theirs.conversation}},
        {"json": {"message": "hello", "message_id": theirs.message}},
        *({"json": {"message": "sales", "context": {"store_id": s}}} for s in THEIR_STORES),
        *({"json": {"message": f"do we have {g}"}} for g in THEIR_GOODS),
    ]
    asked = [{"json": {"product": "sugar", "store_id": s}} for s in THEIR_STORES]
    asked += [{"json": {"product": g}} for g in THEIR_GOODS]
    override = {"date": "2026-11-27", "units": 70}
    sale = {"date": "2026-11-24", "sku_id": "sugar.loose", "units_sold": 1, "price": 1}
    return {
        ("get", "/me/data"): [{}],  # first: afterwards it holds the caller's own questions
        ("get", "/audit"): [{}, {"params": {"limit": 200}}],
        ("post", "/auth/refresh"): [{"json": {"refresh_token": "theirs"}}],
        ("post", "/auth/revoke"): [{"json": {"refresh_token": "theirs"}}],
        ("post", "/auth/token"): [{"data": {"username": "admin@demo", "password": "demo2-key"}}],
        ("post", "/chat"): words,
        ("post", "/chat/stream"): words,
        ("get", "/chat/runs/{run_id}/events"): [{"ids": {"run_id": theirs.run}}],
        ("get", "/conversations"): [{}],
        ("get", "/conversations/{conversation_id}"): [
            {"ids": {"conversation_id": theirs.conversation}}
        ],
        ("post", "/entries/{entry_id}/undo"): [{"ids": {"entry_id": theirs.entry}}],
        ("post", "/feedback"): [{"json": {"message_id": theirs.message, "thumb": "up"}}],
        ("post", "/ingest/{kind}"): [
            {"ids": {"kind": "sales"}, "json": [{**sale, "store_id": s}]} for s in THEIR_STORES
        ],
        ("get", "/kpis"): [*stores, *goods],
        ("post", "/forecast"): asked,
        ("get", "/forecast/{product}"): [
            *({"ids": {"product": "sugar"}, "params": {"store_id": s}} for s in THEIR_STORES),
            *({"ids": {"product": g}} for g in THEIR_GOODS),
        ],
        ("put", "/forecast/{product}/override"): [
            *({"ids": {"product": g}, "json": override} for g in THEIR_GOODS),
            *(
                {"ids": {"product": "sugar"}, "json": {**override, "store_id": s}}
                for s in THEIR_STORES
            ),
        ],
        ("post", "/reorder"): asked,
        ("post", "/pricing/suggest"): asked,
        ("post", "/buyers/match"): [{"json": {"product": g}} for g in THEIR_GOODS],
        ("post", "/recommendations"): [{"json": {"store_id": s}} for s in THEIR_STORES],
        ("patch", "/recommendations/{recommendation_id}"): [
            {"ids": {"recommendation_id": theirs.recommendation}, "json": {"status": "accepted"}}
        ],
        ("get", "/alerts"): [{}, {"params": {"limit": 200}}],
        ("patch", "/alerts/{alert_id}"): [
            {"ids": {"alert_id": theirs.alert}, "json": {"status": status}}
            for status in ("acknowledged", "resolved", "snoozed")
        ],
        ("get", "/insights"): [{}],
        ("patch", "/insights/{insight_id}"): [
            {"ids": {"insight_id": theirs.insight}, "json": {"status": "accepted"}}
        ],
        ("get", "/orders"): [{}, {"params": {"marketplace": "gem"}}],
        ("get", "/opportunities"): [
            {},
            {"params": {"kind": "fair"}},
            *({"params": {"product": g, "kind": "tender"}} for g in THEIR_GOODS),
        ],
        ("post", "/documents"): [{"files": {"file": ("x.pdf", papers.pages(1))}}],
        ("get", "/documents/{document_id}"): [{"ids": {"document_id": theirs.document}}],
        ("patch", "/documents/{document_id}"): [
            {"ids": {"document_id": theirs.document}, "json": {"fields": {"total": 1}}}
        ],
        ("post", "/rules/search"): [{"json": {"question": g}} for g in THEIR_GOODS],
        ("get", "/me"): [{}],
        ("get", "/prices/{commodity}"): [{"ids": {"commodity": g}} for g in THEIR_GOODS],
        ("get", "/products"): [{"params": {"query": g}} for g in THEIR_GOODS],
        ("get", "/store/profile"): [{}],
        ("put", "/store/{store_id}"): [
            {"ids": {"store_id": s}, "json": {"name": "Ours", "kind": "shg"}} for s in THEIR_STORES
        ],
        ("delete", "/me"): [{}],  # last: it deletes only the caller's own
    }


async def test_the_neighbour_finds_nothing_and_changes_nothing(theirs: Theirs) -> None:
    async with client_of(theirs.app, "demo2-key") as client:
        for (method, path), requests in walk(theirs).items():
            for request in requests:
                answer = await _ask(client, method, path, request)
                _shows_nothing(theirs, method, path, request, answer)
    async with client_of(theirs.app, "demo-key") as client:
        assert await _seen(client) == theirs.seen
        undone = await client.post(f"{API}/entries/{theirs.entry}/undo")
        assert undone.status_code == 200


async def _ask(
    client: httpx.AsyncClient, method: str, path: str, request: dict[str, Any]
) -> httpx.Response:
    rest = {k: v for k, v in request.items() if k != "ids"}
    if path.startswith("/ingest"):
        rest["headers"] = {"Idempotency-Key": str(request)}
    return await client.request(method, API + path.format(**request.get("ids", {})), **rest)


def _shows_nothing(
    theirs: Theirs, method: str, path: str, request: dict[str, Any], answer: httpx.Response
) -> None:
    where = (method, path, request, answer.status_code, answer.text[:300])
    assert answer.status_code < 500, where
    if OWNED & request.get("ids", {}).keys():
        assert answer.status_code == 404, where
    asked = str(request)
    ids = (
        theirs.conversation,
        theirs.entry,
        theirs.run,
        theirs.alert,
        theirs.insight,
        theirs.document,
    )
    for theirs_only in (SECRET, *ids, *theirs.audit):
        assert theirs_only in asked or theirs_only not in answer.text, where
    for theirs_only in (*THEIR_STORES, *THEIR_GOODS):
        assert theirs_only in asked or theirs_only not in answer.text, where
    shown = answer.status_code == 200 and answer.headers["content-type"] == "application/json"
    if shown:
        _holds_no_figure(answer.json(), request, where)


def _holds_no_figure(body: Any, request: dict[str, Any], where: object) -> None:
    """A finding asked for with their ids is empty."""
    about_theirs = any(name in str(request) for name in (*THEIR_STORES, *THEIR_GOODS))
    findings = [c["result"] for c in body.get("tool_calls", ())] or [body]
    if not about_theirs:
        return
    for finding in findings:
        assert finding.get("rows", []) == [], where
        assert [f for f in finding.get("figures", ()) if f["value"]] == [], where
        assert finding.get("accepted", 0) == 0, where


async def test_the_walk_visits_every_route(theirs: Theirs) -> None:
    described = theirs.app.openapi()["paths"]
    routes = {(method, path.removeprefix(API)) for path in described for method in described[path]}
    assert {r for r in routes if r[1] not in OPEN} == set(walk(theirs))


async def test_the_walk_would_see_data(theirs: Theirs) -> None:
    """The same requests by their owner show what must not be shown to the neighbour."""
    async with client_of(theirs.app, "demo-key") as client:
        for path in (
            "/conversations/{conversation_id}",
            "/kpis",
            "/chat/runs/{run_id}/events",
            "/alerts",
            "/orders",
            "/opportunities",
        ):
            answer = await _ask(client, "get", path, walk(theirs)["get", path][0])
            assert answer.status_code == 200
            with pytest.raises(AssertionError):
                _shows_nothing(theirs, "get", path, walk(theirs)["get", path][0], answer)
