"""Everything that is not chat or signing in."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.http.conftest import Shop
from tests.integration.http.problems import pointers, problem


@pytest.mark.parametrize("path", ["/nowhere", "/api/v1/nowhere", "/api/v1/chat/", "/page/../x"])
async def test_unknown_paths_are_problems(shop: Shop, path: str) -> None:
    async with shop.client() as client:
        problem(await client.get(path), 404)


async def test_a_wrong_method_names_the_right_ones(shop: Shop) -> None:
    async with shop.client() as client:
        for path, allowed in (("chat", "POST"), ("me", "DELETE, GET")):
            answer = await client.put(f"/api/v1/{path}")
            problem(answer, 405)
            assert answer.headers["allow"] == allowed
        page = await client.put("/")
        problem(page, 405)
        assert "GET" in page.headers["allow"]


async def test_the_server_says_how_it_is(shop: Shop) -> None:
    async with shop.client(None) as client:
        assert (await client.get("/healthz")).json() == {"status": "ok"}
        assert (await client.get("/readyz")).json() == {"status": "ready", "demo": False}


async def test_the_numbers_count_requests_turns_and_refusals(shop: Shop) -> None:
    async with shop.client() as client:
        await client.post("/api/v1/chat", json={"message": "x"})
        await client.post("/api/v1/chat", json={})
        for path in ("/api/v1/conversations", "/api/v1/conversations/x", "/x"):
            await client.get(path)
        numbers = (await client.get("/metrics")).text
    assert 'haat_requests_total{method="POST",route="/api/v1/chat",status="200"} 1.0' in numbers, (
        numbers
    )
    assert 'haat_turns_total{channel="web",outcome="answered"} 1.0' in numbers
    assert 'haat_refusals_total{kind="invalid"} 1.0' in numbers
    assert "haat_turn_seconds_bucket" in numbers


@pytest.mark.parametrize("channel", ["whatsapp", "telegram"])
async def test_webhooks_of_channels_not_set_up_are_a_503(shop: Shop, channel: str) -> None:
    async with shop.client(None) as client:
        assert problem(await client.post(f"/webhooks/{channel}", content=b"x"), 503)["type"] == (
            "urn:haat:problem:not_configured"
        )


async def test_the_page_loads_nothing_from_elsewhere(shop: Shop) -> None:
    async with shop.client(None) as client:
        page = await client.get("/")
        assert page.headers["content-type"].startswith("text/html")
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        for path in ("/page/style.css", "/page/app.js"):
            assert path in page.text
            assert (await client.get(path)).status_code == 200
    assert "http://" not in page.text
    assert "https://" not in page.text


async def test_every_answer_carries_the_security_headers(shop: Shop) -> None:
    async with shop.client() as client:
        for answer in (await client.get("/"), await client.get("/nowhere")):
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "no-referrer"


async def test_the_profile_shows_the_callers_shops(shop: Shop) -> None:
    async with shop.client("seller") as client:
        profile = (await client.get("/api/v1/store/profile")).json()
    assert profile["store"]["id"] == "one-shop"
    assert [s["id"] for s in profile["stores"]] == ["one-shop"]


async def test_feedback_is_for_ones_own_turns(shop: Shop) -> None:
    async with shop.client("seller") as client:
        await client.post("/api/v1/chat", json={"message": "x", "message_id": "m1"})
        for thumb in ("up", "down"):
            body = {"message_id": "m1", "thumb": thumb, "text": "hm"}
            assert (await client.post("/api/v1/feedback", json=body)).status_code == 201
        sideways = {"message_id": "m1", "thumb": "sideways"}
        refused = problem(await client.post("/api/v1/feedback", json=sideways), 422)
        assert pointers(refused) == ["/thumb"]
        data = (await client.get("/api/v1/me/data")).json()
    assert [f["thumb"] for f in data["feedback"]] == ["down"]
    async with shop.client("other") as client:
        body = {"message_id": "m1", "thumb": "up"}
        problem(await client.post("/api/v1/feedback", json=body), 404)


async def test_conversations_are_paged_and_ones_own(shop: Shop) -> None:
    async with shop.client("seller") as client:
        for text in "abc":
            await client.post("/api/v1/chat", json={"message": text})
        first = (await client.get("/api/v1/conversations", params={"limit": 2})).json()
        cursor = {"limit": 2, "cursor": first["next_cursor"]}
        second = (await client.get("/api/v1/conversations", params=cursor)).json()
        assert [len(page["items"]) for page in (first, second)] == [2, 1]
        assert second["next_cursor"] is None
        one = f"/api/v1/conversations/{first['items'][0]['id']}"
        assert [t["text"] for t in (await client.get(one)).json()["items"]] == ["c"]
        for bad in ({"limit": 0}, {"limit": "x"}, {"cursor": "nonsense"}):
            answer = await client.get("/api/v1/conversations", params=bad)
            assert pointers(problem(answer, 422)) == [f"/{next(iter(bad))}"]
    async with shop.client("manager") as client:
        problem(await client.get(one), 404)


async def test_erasing_leaves_a_receipt_and_no_conversation(shop: Shop) -> None:
    async with shop.client("seller") as client:
        talk = (await client.post("/api/v1/chat", json={"message": "x"})).json()
        receipt = (await client.delete("/api/v1/me")).json()
        assert receipt["deleted"]["conversations"] == 1
        assert (await client.get("/api/v1/conversations")).json()["items"] == []
    assert shop.copilot.forgotten == [talk["conversation_id"]]


async def test_undoing_what_is_not_there_is_a_404(shop: Shop) -> None:
    async with shop.client() as client:
        problem(await client.post("/api/v1/entries/unknown/undo"), 404)
        problem(await client.post("/api/v1/entries/%00/undo"), 404)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_FIELDS = ("message", "conversation_id", "message_id", "context", "document_ids", "thumb", "text")
_BODIES = st.binary(max_size=200) | st.dictionaries(st.sampled_from(_FIELDS), _JSON).map(
    lambda body: json.dumps(body).encode()
)


async def test_random_bodies_are_never_a_fault(shop: Shop) -> None:
    """200 bodies against each route that takes one."""
    paths = (
        "/api/v1/chat",
        "/api/v1/chat/stream",
        "/api/v1/feedback",
        "/api/v1/auth/refresh",
        "/api/v1/auth/revoke",
        "/api/v1/auth/token",
        "/api/v1/ingest/sales",
    )
    bodies: list[bytes] = []

    @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
    @given(_BODIES)
    def collect(body: bytes) -> None:
        bodies.append(body)

    collect()
    headers = {"Content-Type": "application/json"}
    async with shop.client() as client:
        for number, body in enumerate(bodies):
            path = paths[number % len(paths)]
            answer = await client.post(path, content=body, headers=headers)
            assert answer.status_code < 500, (path, body, answer.text)
