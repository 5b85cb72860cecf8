"""The web chat: one turn as JSON, or as a stream that a client may lose and pick up again."""

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Any, Literal, Protocol

import orjson
from fastapi import APIRouter, Depends, Header, Response
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import EventSourceResponse, ServerSentEvent

from channels.live import LiveRun
from channels.wire import IsoDate, Message, MessageId, Text
from haat.core.actor import Actor
from haat.core.days import Clock
from haat.core.errors import FieldProblem, InvalidInput
from haat.core.message import Inbound, Reply, TurnContext
from haat.store import conversations, people, runs
from haat.store.engine import reading
from haat.store.handles import DatabaseError, Engine
from haat.store.runs import RunEvent

logger = logging.getLogger(__name__)

PING_SECONDS = 15
KEEP_SECONDS = 0.5  # a run's new events are stored this often, and at its end
POLL_SECONDS = 0.3  # how often another process's run is looked at
RUN_LEASE = timedelta(minutes=3)  # a run that did not end by then died with its process
SHUTDOWN_SECONDS = 10

Listener = Callable[[str, Mapping[str, Any]], None]
Problem = Callable[[Exception], dict[str, Any]]


class Answers(Protocol):
    """Whoever answers an inbound message."""

    async def answer(
        self, actor: Actor, inbound: Inbound, listen: Listener | None = None
    ) -> Reply: ...


class ContextBody(BaseModel):
    """What the caller fixes for this turn."""

    store_id: Text | None = None
    place: Text | None = None
    language: Text | None = Field(default=None, description="forces the reply's language (BCP-47)")
    as_of_date: IsoDate | None = Field(default=None, description='"today" for this turn')


class ChatBody(BaseModel):
    """One message to the copilot."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"message": "aaj Nashik mandi mein pyaaz ka bhav?"}]}
    )

    message: Message
    conversation_id: Text | None = None
    message_id: MessageId | None = Field(default=None, description="the same id is answered once")
    context: ContextBody | None = None
    document_ids: list[Text] | None = Field(default=None, max_length=20)

    def inbound(self) -> Inbound:
        """The message as every channel hands it on."""
        fixed = self.context or ContextBody()
        return Inbound(
            self.message,
            self.message_id or uuid.uuid4().hex,
            self.conversation_id,
            "web",
            TurnContext(fixed.store_id, fixed.place, fixed.language, fixed.as_of_date),
            tuple(self.document_ids or ()),
        )


class WordsDocument(BaseModel):
    text: str
    language: str = Field(description="BCP-47")
    script: str = Field(description="ISO-15924")


class CallDocument(BaseModel):
    name: str
    arguments: dict[str, Any]
    status: Literal["ok", "empty", "error", "awaiting_confirmation"]
    result: dict[str, Any]


class CitationDocument(BaseModel):
    id: str
    source: str
    title: str
    locator: str
    quote: str
    as_of: str | None


class OptionDocument(BaseModel):
    label: str
    value: str


class NeedDocument(BaseModel):
    kind: Literal["slot", "choice", "confirm"]
    slot: str
    options: list[OptionDocument]


class ReplyDocument(BaseModel):
    """One grounded answer."""

    conversation_id: str
    message_id: str
    trace_id: str
    reply: WordsDocument
    tool_calls: list[CallDocument]
    citations: list[CitationDocument]
    needs_input: NeedDocument | None
    grounded: bool
    latency_ms: float


@dataclass(slots=True)
class WebChat:
    """The turns of one server; a streamed one goes on whatever its client does."""

    engine: Engine
    clock: Clock
    copilot: Answers
    languages: Collection[str]
    problem: Problem  # an error as the JSON of a problem document
    _live: dict[str, LiveRun] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def answer(self, actor: Actor, body: ChatBody) -> Reply:
        """The whole answer at once."""
        inbound = body.inbound()
        self._check_language(inbound)
        if inbound.context.store_id is not None:
            await asyncio.to_thread(self._check_store, actor, inbound.context.store_id)
        return await self.copilot.answer(actor, inbound)

    async def start(self, actor: Actor, body: ChatBody) -> LiveRun:
        """Begin a streamed turn; what is wrong with the request is raised before the stream begins."""
        inbound = body.inbound()
        self._check_language(inbound)
        run = LiveRun(await asyncio.to_thread(self._begin, actor, inbound))
        run.listen("status", {"state": "received", "message_id": inbound.message_id})
        self._live[run.id] = run
        task = asyncio.create_task(self._carry_out(run, actor, inbound))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return run

    async def resume(self, actor: Actor, run_id: str, after: int) -> AsyncIterator[RunEvent]:
        """The rest of the caller's own run, wherever it runs or ran; NotFound where it is not hers."""
        await asyncio.to_thread(self._read, actor, run_id, after)
        live = self._live.get(run_id)
        return self._kept(actor, run_id, after) if live is None else live.follow(after)

    async def close(self) -> None:
        """Let the running turns end before the server does."""
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=SHUTDOWN_SECONDS)

    def _check_language(self, inbound: Inbound) -> None:
        language = inbound.context.language
        if language is not None and language not in self.languages:
            known = ", ".join(sorted(self.languages))
            wrong = FieldProblem("/context/language", f"unknown language; known are {known}")
            raise InvalidInput("Some fields cannot be used as they are.", wrong)

    def _check_store(self, actor: Actor, store_id: str) -> None:
        with reading(self.engine) as db:
            people.store(actor, db, store_id)

    def _begin(self, actor: Actor, inbound: Inbound) -> str:
        with self.engine.begin() as db:
            if inbound.context.store_id is not None:
                people.store(actor, db, inbound.context.store_id)
            if inbound.conversation_id is not None:
                conversations.check(actor, db, inbound.conversation_id)
            return runs.begin(actor, db, inbound.message_id, self.clock())

    async def _carry_out(self, run: LiveRun, actor: Actor, inbound: Inbound) -> None:
        answering = asyncio.create_task(self._answer_into(run, actor, inbound))
        try:
            while not (await asyncio.wait({answering}, timeout=KEEP_SECONDS))[0]:
                await self._keep(run, ended=False)
            await self._keep(run, ended=True)
        finally:
            del self._live[run.id]

    async def _answer_into(self, run: LiveRun, actor: Actor, inbound: Inbound) -> None:
        try:
            reply = await self.copilot.answer(actor, inbound, run.listen)
        except Exception as error:  # noqa: BLE001  the outer edge of a streamed turn: the client must hear of it
            run.end("error", self.problem(error))
        else:
            run.end("final", reply.as_json())

    async def _keep(self, run: LiveRun, *, ended: bool) -> None:
        """Store what is new; a database that does not answer now is asked again with the next."""
        fresh = run.unkept()
        try:
            await asyncio.to_thread(self._store, run.id, fresh, ended=ended)
        except DatabaseError:
            logger.exception("events of run %s could not be kept", run.id)
        else:
            run.kept(len(fresh))

    def _store(self, run_id: str, fresh: list[RunEvent], *, ended: bool) -> None:
        if fresh or ended:
            with self.engine.begin() as db:
                runs.append(db, run_id, fresh)
                if ended:
                    runs.end(db, run_id, self.clock())

    def _read(self, actor: Actor, run_id: str, after: int) -> tuple[runs.Run, tuple[RunEvent, ...]]:
        with reading(self.engine) as db:
            return runs.find(actor, db, run_id), runs.events(db, run_id, after)

    async def _kept(self, actor: Actor, run_id: str, after: int) -> AsyncIterator[RunEvent]:
        while True:
            run, events = await asyncio.to_thread(self._read, actor, run_id, after)
            for event in events:
                after = event.sequence
                yield event
            if run.ended_at is not None:
                return
            if self.clock() > run.started_at + RUN_LEASE:
                yield RunEvent(after + 1, "error", {"run_id": run_id, **self.problem(_LOST)})
                return
            await asyncio.sleep(POLL_SECONDS)


_LOST = InvalidInput(
    "This turn was interrupted; please send the message again with its message_id."
)


def chat_router(
    actor: Callable[..., Awaitable[Actor]], chat: Callable[..., Awaitable[WebChat]]
) -> APIRouter:
    """The routes of the web chat; both arguments are FastAPI dependencies."""
    router = APIRouter(tags=["chat"])
    who, where = Depends(actor), Depends(chat)

    @router.post("/chat", response_model=ReplyDocument)
    async def answer(
        body: ChatBody, caller: Annotated[Actor, who], web: Annotated[WebChat, where]
    ) -> Response:
        """One message in, one grounded answer out."""
        reply = await web.answer(caller, body)
        return Response(orjson.dumps(reply.as_json()), media_type="application/json")

    @router.post("/chat/stream", response_class=EventSourceResponse, responses=_STREAM)
    async def stream(
        body: ChatBody, caller: Annotated[Actor, who], web: Annotated[WebChat, where]
    ) -> EventSourceResponse:
        """The same as events: status, tool_call, tool_result, token, citation, final, error."""
        run = await web.start(caller, body)
        return _as_stream(run.follow(0))

    @router.get("/chat/runs/{run_id}/events", response_class=EventSourceResponse, responses=_STREAM)
    async def rest(
        run_id: Text,
        caller: Annotated[Actor, who],
        web: Annotated[WebChat, where],
        last_event_id: Annotated[int, Header(ge=0, le=2**31 - 1)] = 0,
    ) -> EventSourceResponse:
        """The events of a run after the last one that arrived; it is not answered again."""
        return _as_stream(await web.resume(caller, run_id, last_event_id))

    return router


_EVENT = {
    "type": "object",
    "required": ["id", "event", "data"],
    "properties": {
        "id": {"type": "string"},
        "event": {
            "enum": ["status", "tool_call", "tool_result", "token", "citation", "final", "error"]
        },
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
}
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Server-Sent Events; each has an `id`, and `run_id` in its JSON",
        "content": {"text/event-stream": {"schema": _EVENT}},
    }
}


def _as_stream(events: AsyncIterator[RunEvent]) -> EventSourceResponse:
    return EventSourceResponse(_lines(events), ping=PING_SECONDS)


async def _lines(events: AsyncIterator[RunEvent]) -> AsyncIterator[ServerSentEvent]:
    async for event in events:
        data = orjson.dumps(dict(event.data)).decode()
        yield ServerSentEvent(data, event=event.event, id=str(event.sequence))
