"""One message in, one grounded answer out: every channel joins the road here."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from langgraph.graph.state import CompiledStateGraph
from sqlalchemy import Engine

from agent.shops import Shops
from agent.turn import Listener, Turn, TurnScope, nobody
from haat.core.actor import Actor
from haat.core.days import Clock, shop_day
from haat.core.errors import Conflict
from haat.core.message import (
    Citation,
    Inbound,
    NeedsInput,
    Option,
    Reply,
    ToolCall,
    Words,
)
from haat.language.places import Gazetteer
from haat.store import turns
from haat.store.turns import Claim
from tools.context import ToolContext

LEASE_SECONDS = 120.0
FIRST_WAIT_SECONDS = 0.02
LONGEST_WAIT_SECONDS = 0.5


@dataclass(slots=True)
class Copilot:
    """Answers messages; one answer to each, one turn at a time in a conversation."""

    engine: Engine
    clock: Clock
    graph: CompiledStateGraph[Any, TurnScope, Any, Any]
    shops: Shops
    gazetteer: Gazetteer
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def answer(
        self, actor: Actor, inbound: Inbound, listen: Listener | None = None
    ) -> Reply:
        """The reply to one message; the same message id gets the first reply again.

        Raises NotFound for a conversation or store of somebody else.
        """
        begun = time.perf_counter()
        claim = await self._claim(actor, inbound)
        if claim.reply is not None:
            return reply_of(claim.reply)
        async with self._alone(actor, claim.conversation_id):
            reply = await self._run(actor, inbound, claim, listen or nobody, begun)
            await asyncio.to_thread(self._finish, actor, claim, reply)
        return reply

    async def forget(self, conversation_ids: Sequence[str]) -> None:
        """Delete what the conversations remember."""
        saver = self.graph.checkpointer
        if saver is None or isinstance(saver, bool):
            return
        for conversation_id in conversation_ids:
            await saver.adelete_thread(conversation_id)

    async def _claim(self, actor: Actor, inbound: Inbound) -> Claim:
        """Ours to answer, or answered: while somebody else is at it, wait."""
        wait = FIRST_WAIT_SECONDS
        while True:
            claim = await asyncio.to_thread(self._take, actor, inbound)
            if claim.first or claim.reply is not None:
                return claim
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT_SECONDS)

    def _take(self, actor: Actor, inbound: Inbound) -> Claim:
        with self.engine.begin() as db:
            return turns.claim(
                actor,
                db,
                conversation_id=inbound.conversation_id,
                message_id=inbound.message_id,
                text=inbound.text,
                channel=inbound.channel,
                now=self.clock(),
                lease_seconds=LEASE_SECONDS,
            )

    @asynccontextmanager
    async def _alone(self, actor: Actor, conversation_id: str) -> AsyncIterator[None]:
        """One turn at a time: a lock in this process, a lease in the store for the others."""
        lock = self._locks.setdefault(conversation_id, asyncio.Lock())
        try:
            async with lock:
                until = await self._occupy(actor, conversation_id)
                try:
                    yield
                finally:
                    await asyncio.to_thread(self._release, actor, conversation_id, until)
        finally:
            if not lock.locked():
                self._locks.pop(conversation_id, None)

    async def _occupy(self, actor: Actor, conversation_id: str) -> datetime:
        deadline = time.monotonic() + LEASE_SECONDS
        wait = FIRST_WAIT_SECONDS
        while True:
            until = await asyncio.to_thread(self._hold, actor, conversation_id)
            if until is not None:
                return until
            if time.monotonic() > deadline:
                raise Conflict("the conversation is busy with another message; send it again")
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT_SECONDS)

    def _hold(self, actor: Actor, conversation_id: str) -> datetime | None:
        with self.engine.begin() as db:
            return turns.occupy(actor, db, conversation_id, self.clock(), LEASE_SECONDS)

    def _release(self, actor: Actor, conversation_id: str, until: datetime) -> None:
        with self.engine.begin() as db:
            turns.release(actor, db, conversation_id, until)

    def _finish(self, actor: Actor, claim: Claim, reply: Reply) -> None:
        with self.engine.begin() as db:
            turns.finish(actor, db, claim.turn_id, reply.as_json(), self.clock())

    async def _run(
        self, actor: Actor, inbound: Inbound, claim: Claim, listen: Listener, begun: float
    ) -> Reply:
        scope = await asyncio.to_thread(self._scope, actor, inbound, listen)
        config: Any = {"configurable": {"thread_id": claim.conversation_id}}
        state = await self.graph.ainvoke(
            {"messages": []}, config, context=scope, durability="exit", output_keys=["turn"]
        )
        turn: Turn = state["turn"]
        if turn.topic == "done_erase":
            await self.forget([claim.conversation_id])
        return _reply(turn, claim, inbound, scope.trace_id, (time.perf_counter() - begun) * 1000)

    def _scope(self, actor: Actor, inbound: Inbound, listen: Listener) -> TurnScope:
        now = self.clock()
        context = inbound.context
        return TurnScope(
            inbound=inbound,
            shop=self.shops.of(actor),
            tools=ToolContext(
                actor=actor,
                engine=self.engine,
                today=context.as_of_date or shop_day(now),
                now=now,
                gazetteer=self.gazetteer,
                store_id=context.store_id,
                place=_place(self.gazetteer, context.place),
            ),
            listen=listen,
            trace_id=uuid4().hex,
        )


def _place(gazetteer: Gazetteer, said: str | None) -> str | None:
    """The caller's place as a canonical id, where it is plainly one."""
    if said is None:
        return None
    found = gazetteer.resolve(said)
    return found[0].id if len(found) == 1 else None


def _reply(turn: Turn, claim: Claim, inbound: Inbound, trace_id: str, latency_ms: float) -> Reply:
    tongue = turn.sheet.tongue
    language = turn.words.get("language") if turn.topic == "language_chosen" else None
    return Reply(
        conversation_id=claim.conversation_id,
        message_id=inbound.message_id,
        trace_id=trace_id,
        words=Words(turn.text, language or tongue.language, tongue.script),
        tool_calls=tuple(d.as_tool_call() for d in turn.done),
        needs_input=turn.needs,
        grounded=turn.grounded,
        latency_ms=latency_ms,
    )


def reply_of(data: Mapping[str, Any]) -> Reply:
    """A stored reply as it was."""
    words, need = data["reply"], data["needs_input"]
    return Reply(
        conversation_id=data["conversation_id"],
        message_id=data["message_id"],
        trace_id=data["trace_id"],
        words=Words(words["text"], words["language"], words["script"]),
        tool_calls=tuple(ToolCall(**c) for c in data["tool_calls"]),
        citations=tuple(Citation(**c) for c in data["citations"]),
        needs_input=None if need is None else NeedsInput(
            need["kind"], need["slot"], tuple(Option(**o) for o in need["options"])
        ),
        grounded=data["grounded"],
        latency_ms=data["latency_ms"],
    )
