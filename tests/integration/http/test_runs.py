"""Runs that another process carried out, or that died with it; and what is forgotten in time."""

import asyncio
from datetime import timedelta

from sqlalchemy import select, update

from app.jobs.prune import prune
from haat.core.days import utc_now
from haat.store import runs, tables
from haat.store.runs import RunEvent
from tests.integration.http.conftest import Shop
from tests.integration.http.test_chat import STREAM, events


async def _begun_elsewhere(shop: Shop) -> str:
    """A run of this caller that no task of this process carries out."""
    async with shop.client() as client:
        told = events((await client.post(STREAM, json={"message": "x"})).text)
    run_id: str = told[0]["data"]["run_id"]
    await shop.app.state.front.web.close()
    with shop.engine.begin() as db:
        db.execute(update(tables.runs).values(ended_at=None))
        db.execute(tables.run_events.delete().where(tables.run_events.c.sequence > 1))
    return run_id


async def test_a_run_of_another_process_is_followed_to_its_end(shop: Shop) -> None:
    run_id = await _begun_elsewhere(shop)
    async with shop.client() as client:
        following = asyncio.create_task(client.get(f"/api/v1/chat/runs/{run_id}/events"))
        await asyncio.sleep(0.05)
        with shop.engine.begin() as db:
            runs.append(db, run_id, [RunEvent(2, "final", {"run_id": run_id})])
            runs.end(db, run_id, utc_now())
        told = events((await following).text)
    assert [e["event"] for e in told] == ["status", "final"]


async def test_a_run_that_died_with_its_process_says_so(shop: Shop) -> None:
    run_id = await _begun_elsewhere(shop)
    with shop.engine.begin() as db:
        db.execute(update(tables.runs).values(started_at=utc_now() - timedelta(hours=1)))
    async with shop.client() as client:
        told = events((await client.get(f"/api/v1/chat/runs/{run_id}/events")).text)
    assert [e["event"] for e in told] == ["status", "error"]
    assert "send the message again" in told[-1]["data"]["detail"]


async def test_a_run_erased_while_it_goes_on_leaves_nothing(shop: Shop) -> None:
    shop.copilot.gate = asyncio.Event()
    async with shop.client() as client:
        streaming = asyncio.create_task(client.post(STREAM, json={"message": "x"}))
        await asyncio.sleep(0.1)
        await client.delete("/api/v1/me")
        shop.copilot.gate.set()
        await streaming
    await shop.app.state.front.web.close()
    with shop.engine.connect() as db:
        assert db.execute(select(tables.run_events)).all() == []


async def test_what_is_older_than_is_kept_is_forgotten(shop: Shop) -> None:
    async with shop.client() as client:
        for message in ("old", "new"):
            await client.post(STREAM, json={"message": message, "message_id": message})
    await shop.app.state.front.web.close()
    with shop.engine.begin() as db:
        long_ago = utc_now() - timedelta(days=91)
        old = select(tables.turns.c.conversation_id).where(tables.turns.c.message_id == "old")
        gone = db.execute(old).scalar_one()
        talks, streams = tables.conversations, tables.runs
        db.execute(update(talks).where(talks.c.id == gone).values(last_at=long_ago))
        db.execute(update(streams).where(streams.c.message_id == "old").values(started_at=long_ago))
    done = await prune(shop.app.state.front.services)
    assert done == "forgot 1 conversations, 1 streams and 0 messages"
    assert shop.copilot.forgotten == [gone]
    async with shop.client() as client:
        assert len((await client.get("/api/v1/conversations")).json()["items"]) == 1
