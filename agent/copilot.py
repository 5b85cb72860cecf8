"""One message in, one grounded answer out: every channel joins the road here."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from langgraph.graph.state import CompiledStateGraph

from agent.sheet import Shop
from agent.shops import Shops
from agent.turn import Listener, Turn, TurnScope, nobody
from haat.core.actor import Actor
from haat.core.days import Clock, shop_day
from haat.core.errors import Conflict, FieldProblem, InvalidInput
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
from haat.store.handles import Engine
from haat.store.turns import Claim
from retrieval.own_texts import OwnTexts, no_texts
from retrieval.rules import Rules, shipped_rules
from tools import OWN
from tools.context import ToolContext
from tools.remembered import Remembered

LEASE_SECONDS = 120.0
FIRST_WAIT_SECONDS = 0.02
LONGEST_WAIT_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that is ours to answer: its conversation is held `until` then."""

    actor: Actor
    claim: Claim
    until: datetime
    shop: Shop
    now: datetime


@dataclass(slots=True)
class Copilot:
    """Answers messages; one answer to each, one turn at a time in a conversation."""

    engine: Engine
    clock: Clock
    graph: CompiledStateGraph[Any, TurnScope, Any, Any]
    shops: Shops
    gazetteer: Gazetteer
    rules: Callable[[], Rules] = shipped_rules
    reach: Mapping[str, timedelta | None] = field(default_factory=dict)  # as in the tools' context
    own_texts: OwnTexts = no_texts
    remembered: Remembered = field(default_factory=Remembered)
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def answer(self, actor: Actor, inbound: Inbound, listen: Listener | None = None) -> Reply:
        """The reply to one message; the same message id gets the first reply again.

        Raises NotFound for a conversation or store of somebody else.
        """
        begun = time.perf_counter()
        async with self._alone(inbound.conversation_id):
            taken = await self._take_turn(actor, inbound)
            if isinstance(taken, Reply):
                return taken
            try:
                reply = await self._run(taken, inbound, listen or nobody, begun)
            except BaseException:
                await asyncio.to_thread(self._give_up, taken)
                raise
            await asyncio.to_thread(self._finish, taken, reply)
        return reply

    async def take_over(self, actor: Actor, message_id: str) -> None:
        """Let a message be answered at once whose former handler is known to be gone."""
        await asyncio.to_thread(self._orphan, actor, message_id)

    async def forget(self, conversation_ids: Sequence[str]) -> None:
        """Delete what the conversations remember."""
        saver = self.graph.checkpointer
        if saver is None or isinstance(saver, bool):
            return
        for conversation_id in conversation_ids:
            await saver.adelete_thread(conversation_id)

    @asynccontextmanager
    async def _alone(self, conversation_id: str | None) -> AsyncIterator[None]:
        """One turn at a time in this process; the store's lease keeps other processes out."""
        if conversation_id is None:
            yield
            return
        lock = self._locks.setdefault(conversation_id, asyncio.Lock())
        async with lock:
            yield
        if not lock.locked():
            self._locks.pop(conversation_id, None)

    async def _take_turn(self, actor: Actor, inbound: Inbound) -> Taken | Reply:
        """Ours to answer, or answered already; while somebody else is at it, wait."""
        deadline = time.monotonic() + LEASE_SECONDS
        wait = FIRST_WAIT_SECONDS
        held: Claim | None = None
        while True:
            taken = await asyncio.to_thread(self._take, actor, inbound, held)
            if not isinstance(taken, Claim):
                return taken
            held = taken if taken.first else None
            if time.monotonic() > deadline:
                raise Conflict("the conversation is busy with another message; send it again")
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT_SECONDS)

    def _take(self, actor: Actor, inbound: Inbound, held: Claim | None) -> Taken | Reply | Claim:
        """In one transaction: claim the message, hold its conversation, know the shop."""
        now = self.clock()
        with self.engine.begin() as db:
            claim = held or turns.claim(
                actor,
                db,
                conversation_id=inbound.conversation_id,
                message_id=inbound.message_id,
                text=inbound.text,
                channel=inbound.channel,
                now=now,
                lease_seconds=LEASE_SECONDS,
            )
            if claim.reply is not None:
                return reply_of(claim.reply)
            if not claim.first:
                return claim
            until = turns.occupy(actor, db, claim.conversation_id, now, LEASE_SECONDS)
            if until is None:
                return claim
            return Taken(actor, claim, until, self.shops.of(actor, db), now)

    def _finish(self, taken: Taken, reply: Reply) -> None:
        with self.engine.begin() as db:
            turns.finish(taken.actor, db, taken.claim.turn_id, reply.as_json(), self.clock())
            turns.release(taken.actor, db, taken.claim.conversation_id, taken.until)

    def _give_up(self, taken: Taken) -> None:
        with self.engine.begin() as db:
            turns.abandon(taken.actor, db, taken.claim.turn_id)
            turns.release(taken.actor, db, taken.claim.conversation_id, taken.until)

    def _orphan(self, actor: Actor, message_id: str) -> None:
        with self.engine.begin() as db:
            turns.orphan(actor, db, message_id, self.clock())

    async def _run(self, taken: Taken, inbound: Inbound, listen: Listener, begun: float) -> Reply:
        scope = self._scope(taken, inbound, listen)
        claim = taken.claim
        config: Any = {"configurable": {"thread_id": claim.conversation_id}}
        state = await self.graph.ainvoke(
            {"messages": []}, config, context=scope, durability="exit", output_keys=["turn"]
        )
        turn: Turn = state["turn"]
        await self.forget(turn.erased)
        return _reply(turn, claim, inbound, scope.trace_id, (time.perf_counter() - begun) * 1000)

    def _scope(self, taken: Taken, inbound: Inbound, listen: Listener) -> TurnScope:
        context = inbound.context
        return TurnScope(
            inbound=inbound,
            shop=taken.shop,
            tools=ToolContext(
                actor=taken.actor,
                engine=self.engine,
                today=context.as_of_date or shop_day(taken.now),
                now=taken.now,
                gazetteer=self.gazetteer,
                store_id=context.store_id,
                place=_place(self.gazetteer, context.place),
                rules=self.rules,
                own_texts=self.own_texts,
                words=inbound.text,
                remembered=self.remembered,
                reach=self.reach,
            ),
            listen=listen,
            trace_id=uuid4().hex,
        )


def _place(gazetteer: Gazetteer, said: str | None) -> str | None:
    """The caller's place as a canonical id; InvalidInput where it is not plainly one."""
    if said is None:
        return None
    found = gazetteer.resolve(said)
    if len(found) != 1:
        why = "several places have this name" if found else "not a place that is known"
        raise InvalidInput(f"{said}: {why}", FieldProblem("/context/place", why))
    return found[0].id


def _reply(turn: Turn, claim: Claim, inbound: Inbound, trace_id: str, latency_ms: float) -> Reply:
    tongue = turn.sheet.tongue
    return Reply(
        conversation_id=claim.conversation_id,
        message_id=inbound.message_id,
        trace_id=trace_id,
        words=Words(turn.text, tongue.language, tongue.script),
        tool_calls=tuple(d.as_tool_call() for d in turn.done if d.name not in OWN),
        citations=tuple({c.id: c for d in turn.done for c in d.finding.citations}.values()),
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
        needs_input=None
        if need is None
        else NeedsInput(need["kind"], need["slot"], tuple(Option(**o) for o in need["options"])),
        grounded=data["grounded"],
        latency_ms=data["latency_ms"],
    )
