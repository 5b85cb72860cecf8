"""Streamed turns while they run."""

import asyncio

from channels.live import LiveRun
from haat.store.runs import RunEvent


async def _followed(run: LiveRun, after: int = 0) -> list[RunEvent]:
    return [event async for event in run.follow(after)]


async def test_followers_get_everything_in_order_whenever_they_come() -> None:
    run = LiveRun("r")
    early = asyncio.create_task(_followed(run))
    await asyncio.sleep(0)
    run.listen("status", {"state": "received"})
    await asyncio.sleep(0)
    run.listen("tool_call", {"name": "query_kpi"})
    run.end("final", {"reply": "x"})
    late = await _followed(run)
    assert await early == late
    assert [(e.sequence, e.event) for e in late] == [(1, "status"), (2, "tool_call"), (3, "final")]
    assert all(e.data["run_id"] == "r" for e in late)


async def test_a_follower_may_begin_in_the_middle_or_past_the_end() -> None:
    run = LiveRun("r")
    run.listen("status", {})
    run.end("final", {})
    assert [e.sequence for e in await _followed(run, 1)] == [2]
    assert await _followed(run, 2) == []
    assert await _followed(run, 99) == []


async def test_tokens_are_told_by_groups_and_none_is_lost() -> None:
    run = LiveRun("r")
    words = [f"word{number} " for number in range(20)]
    for word in words:
        run.listen("token", {"text": word})
    run.listen("citation", {"id": "1"})
    run.listen("token", {"text": "end"})
    run.end("final", {})
    told = await _followed(run)
    texts = [e.data["text"] for e in told if e.event == "token"]
    assert "".join(texts) == "".join(words) + "end"
    assert len(texts) < len(words) / 2
    assert [e.event for e in told[-3:]] == ["citation", "token", "final"]


async def test_what_was_stored_is_not_stored_again() -> None:
    run = LiveRun("r")
    run.listen("status", {})
    fresh = run.unkept()
    run.listen("status", {})
    assert [e.sequence for e in fresh] == [1]
    run.kept(len(fresh))
    assert [e.sequence for e in run.unkept()] == [2]


async def test_events_may_come_from_another_thread() -> None:
    run = LiveRun("r")
    await asyncio.to_thread(run.listen, "status", {"state": "there"})
    run.end("final", {})
    assert [e.event for e in await _followed(run)] == ["status", "final"]
