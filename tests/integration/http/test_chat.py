"""The web chat: one answer to each message, whole or streamed, lost and picked up again."""

import asyncio
from typing import Any

import httpx
import orjson
import pytest

from haat.core.errors import ModelFailed
from tests.integration.http.conftest import Shop
from tests.integration.http.problems import pointers, problem

CHAT = "/api/v1/chat"
STREAM = "/api/v1/chat/stream"


def events(text: str) -> list[dict[str, Any]]:
    """The events of an SSE body as {id, event, data}."""
    found = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.split(": ", 1) for line in block.split("\n") if ": " in line]
        fields = {name: value for name, value in lines if name}
        if "data" in fields:
            found.append({**fields, "data": orjson.loads(fields["data"])})
    return found


async def test_a_message_gets_an_answer(shop: Shop) -> None:
    async with shop.client() as client:
        answer = await client.post(CHAT, json={"message": "bhav?", "message_id": "m1"})
    body = answer.json()
    assert body["reply"]["text"] == "you said: bhav?"
    assert body["message_id"] == "m1"
    assert body["conversation_id"]


async def test_the_context_reaches_the_copilot(shop: Shop) -> None:
    fixed = {"store_id": "one-shop", "place": "Patna, Bihar", "as_of_date": "2026-11-01"}
    async with shop.client() as client:
        await client.post(CHAT, json={"message": "x", "context": fixed, "surplus": 1})
    context = shop.copilot.asked[0].context
    assert (context.store_id, context.place) == ("one-shop", "Patna, Bihar")
    assert str(context.as_of_date) == "2026-11-01"


@pytest.mark.parametrize(
    ("body", "blamed"),
    [
        ({}, ["/message"]),
        ({"message": ""}, ["/message"]),
        ({"message": " \n\t "}, ["/message"]),
        ({"message": "x" * 4001}, ["/message"]),
        ({"message": 5}, ["/message"]),
        ({"message": "x", "message_id": ""}, ["/message_id"]),
        ({"message": "x", "message_id": "y" * 201}, ["/message_id"]),
        ({"message": "x", "context": {"as_of_date": "2026-02-30"}}, ["/context/as_of_date"]),
        ({"message": "x", "context": {"as_of_date": 0}}, ["/context/as_of_date"]),
        ({"message": "x", "context": {"as_of_date": "0001-01-01"}}, ["/context/as_of_date"]),
        ({"message": "x", "context": {"language": "tlh"}}, ["/context/language"]),
        ({"message": "x", "context": []}, ["/context"]),
        ({"message": "x", "document_ids": ["a", 1]}, ["/document_ids/1"]),
        ([], [""]),
    ],
)
@pytest.mark.parametrize("path", [CHAT, STREAM])
async def test_bad_fields_are_named(shop: Shop, path: str, body: object, blamed: list[str]) -> None:
    async with shop.client() as client:
        assert pointers(problem(await client.post(path, json=body), 422)) == blamed
    assert shop.copilot.asked == []


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe{}", b"[" * 100_000, b'{"message": 1e999999'])
@pytest.mark.parametrize("path", [CHAT, STREAM])
async def test_what_is_no_json_is_refused(shop: Shop, path: str, raw: bytes) -> None:
    async with shop.client() as client:
        answer = await client.post(path, content=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 422}
    problem(answer, answer.status_code)


async def test_a_body_that_is_too_large_is_refused(shop: Shop) -> None:
    async def parts() -> Any:
        for _ in range(20):
            yield b" " * 100_000

    async with shop.client() as client:
        problem(await client.post(CHAT, content=b" " * 1_000_001), 413)
        headers = {"Content-Type": "application/json"}
        problem(await client.post(CHAT, content=parts(), headers=headers), 413)


async def test_nul_and_lone_surrogates_are_replaced(shop: Shop) -> None:
    raw = b'{"message": "a\\u0000b\\ud800c \\ud83d\\ude00"}'
    async with shop.client() as client:
        answer = await client.post(CHAT, content=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200
    assert shop.copilot.asked[0].text == "a\ufffdb\ufffdc \U0001f600"


@pytest.mark.parametrize("path", [CHAT, STREAM])
async def test_what_belongs_to_others_is_a_404(shop: Shop, path: str) -> None:
    async with shop.client("other") as client:
        theirs = (await client.post(CHAT, json={"message": "x"})).json()["conversation_id"]
    async with shop.client() as client:
        talk = await client.post(path, json={"message": "x", "conversation_id": theirs})
        problem(talk, 404)
        store = await client.post(path, json={"message": "x", "context": {"store_id": "two-shop"}})
        problem(store, 404)


async def test_the_same_message_at_the_same_time_is_answered_once(shop: Shop) -> None:
    async with shop.client() as client:
        same = {"message": "x", "message_id": "twice"}
        asked = [client.post(path, json=same) for path in (CHAT, CHAT, STREAM)]
        one, two, streamed = await asyncio.gather(*asked)
    assert len(shop.copilot.asked) == 1
    final = events(streamed.text)[-1]["data"]
    for other in (two.json(), final):
        assert other["conversation_id"] == one.json()["conversation_id"]
        assert other["reply"] == one.json()["reply"]


async def test_a_stream_tells_all_and_ends_with_the_reply(shop: Shop) -> None:
    async with shop.client() as client:
        answer = await client.post(STREAM, json={"message": "pyaaz ka bhav batao na aaj ka"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["x-accel-buffering"] == "no"
    told = events(answer.text)
    assert [e["id"] for e in told] == [str(n + 1) for n in range(len(told))]
    assert told[0]["event"] == "status"
    assert told[-1]["event"] == "final"
    assert len({e["data"]["run_id"] for e in told}) == 1
    tokens = [e["data"]["text"] for e in told if e["event"] == "token"]
    assert 1 < len(tokens) < 5
    assert "".join(tokens) == told[-1]["data"]["reply"]["text"]


async def _rest(client: httpx.AsyncClient, run_id: str, last: str | None) -> httpx.Response:
    headers = {} if last is None else {"Last-Event-ID": last}
    return await client.get(f"/api/v1/chat/runs/{run_id}/events", headers=headers)


async def test_a_lost_stream_is_picked_up_where_it_broke_off(shop: Shop) -> None:
    async with shop.client() as client:
        told = events((await client.post(STREAM, json={"message": "x"})).text)
        run_id = told[0]["data"]["run_id"]
        assert events((await _rest(client, run_id, "2")).text) == told[2:]
        assert events((await _rest(client, run_id, None)).text) == told
        assert events((await _rest(client, run_id, told[-1]["id"])).text) == []
    assert len(shop.copilot.asked) == 1


async def test_a_disconnect_stops_nothing(shop: Shop) -> None:
    shop.copilot.gate = asyncio.Event()
    run_id = await _leave_after_first_event(shop)
    async with shop.client() as client:
        rest = asyncio.create_task(_rest(client, run_id, "1"))
        await asyncio.sleep(0.05)
        assert not rest.done()
        shop.copilot.gate.set()
        told = events((await rest).text)
    assert told[0]["id"] == "2"
    assert told[-1]["event"] == "final"
    assert len(shop.copilot.asked) == 1


async def _leave_after_first_event(shop: Shop) -> str:
    """Begin a stream, read its first event, hang up; the run's id."""
    body = orjson.dumps({"message": "slow"})
    first: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
    gone = asyncio.Event()
    parts = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Any:
        if parts:
            return parts.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message.get("body") and not first.done():
            first.set_result(message["body"])

    headers = [(b"x-api-key", shop.keys["admin"].encode()), (b"content-type", b"application/json")]
    scope = {
        "type": "http",
        "method": "POST",
        "path": STREAM,
        "headers": headers,
        "query_string": b"",
    }
    serving = asyncio.create_task(shop.app(scope, receive, send))
    told = events((await first).decode())
    gone.set()
    await serving
    run_id: str = told[0]["data"]["run_id"]
    return run_id


async def test_the_run_of_another_person_is_a_404(shop: Shop) -> None:
    async with shop.client("seller") as client:
        told = events((await client.post(STREAM, json={"message": "x"})).text)
    run_id = told[0]["data"]["run_id"]
    for stranger in ("admin", "other"):
        async with shop.client(stranger) as client:
            problem(await _rest(client, run_id, None), 404)
    async with shop.client() as client:
        problem(await _rest(client, "no-such-run", None), 404)
        problem(await _rest(client, run_id, "not a number"), 422)


@pytest.mark.parametrize(
    ("failure", "status"), [(ModelFailed("it hung up"), 502), (RuntimeError("secret"), 500)]
)
async def test_a_failed_turn_ends_with_the_problem(
    shop: Shop, failure: Exception, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    shop.copilot.failure = failure
    async with shop.client() as client:
        told = events((await client.post(STREAM, json={"message": "x"})).text)
        assert told[-1]["event"] == "error"
        assert told[-1]["data"]["status"] == status
        assert "secret" not in str(told)
        answer = await client.post(CHAT, json={"message": "x"})
    assert "secret" not in answer.text
    problem(answer, status)
