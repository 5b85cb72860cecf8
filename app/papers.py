"""Papers on their way in: kept, read beside the event loop, and finished even after the answer."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Engine

from haat.core.actor import Actor, Permission
from haat.core.days import Clock, shop_day
from haat.core.errors import HaatError
from haat.core.settings import DocumentSettings
from haat.documents.apart import SECONDS, extract_apart
from haat.documents.extract import kind_named
from haat.store import documents
from haat.store.documents import StoredDocument
from haat.store.engine import reading

PATIENCE_SECONDS = 10.0  # the contract's: after it, the reading goes on without the caller
LEASE = timedelta(seconds=SECONDS + 60)  # a reading older than this died with its process
AT_ONCE = 2  # files read side by side
LONGEST_NAME = 200
logger = logging.getLogger(__name__)


class Reads(Protocol):
    """Reads a file and gives the document as JSON; waits for it."""

    def __call__(
        self, content: bytes, limits: DocumentSettings, today: date, kind: str | None
    ) -> Mapping[str, Any]: ...


@dataclass(slots=True)
class Papers:
    """Takes files in; `patience` is how many seconds a caller waits for the reading."""

    engine: Engine
    clock: Clock
    limits: DocumentSettings
    extract: Reads = extract_apart
    patience: float = PATIENCE_SECONDS
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _seats: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def take(
        self, actor: Actor, content: bytes, *, name: str, media_type: str, kind: str | None = None
    ) -> StoredDocument:
        """Keep a file and read it; still `processing` where that takes longer than the patience.

        Raises InvalidInput for what cannot be read and NotConfigured where OCR is missing: then
        nothing is kept.
        """
        actor.require(Permission.RECORD)
        if kind is not None:
            kind_named(kind)
        now = self.clock()
        about = {"name": name, "media_type": media_type} | ({"kind": kind} if kind else {})
        kept = await asyncio.to_thread(self._keep, actor, content, about, now)
        if kept.status != "processing" or kept.at != now:
            return kept if kept.status == "done" else await self.find(actor, kept.id)
        try:
            return await self._wait(actor, kept, content)
        except HaatError:
            await asyncio.to_thread(self._forget, actor, kept.id)
            raise

    async def find(self, actor: Actor, document_id: str) -> StoredDocument:
        """A document as it stands; a reading that died with its process is begun again."""
        found = await asyncio.to_thread(self._get, actor, document_id)
        if found.status != "processing" or self.clock() - found.at < LEASE:
            return found
        content = await asyncio.to_thread(self._taken_over, actor, found)
        if content is None:
            return found
        try:
            return await self._wait(actor, found, content)
        except HaatError:
            return await asyncio.to_thread(self._get, actor, document_id)

    async def close(self) -> None:
        """Let go of what is still being read; it is begun again when somebody asks for it."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _wait(self, actor: Actor, kept: StoredDocument, content: bytes) -> StoredDocument:
        task = asyncio.create_task(self._read(actor, kept, content))
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        done, _ = await asyncio.wait({task}, timeout=self.patience)
        if not done:
            return kept
        task.result()
        return await asyncio.to_thread(self._get, actor, kept.id)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.info("a paper was not read: %s", type(error).__name__)

    async def _read(self, actor: Actor, kept: StoredDocument, content: bytes) -> None:
        """Read and keep what was found; why not is kept too, for those who no longer wait."""
        today = shop_day(self.clock())
        try:
            async with self._seats:
                body = await asyncio.to_thread(self.extract, content, self.limits, today, kept.kind)
        except HaatError as error:
            await asyncio.to_thread(self._fail, actor, kept.id, error.detail)
            raise
        await asyncio.to_thread(self._finish, actor, kept.id, body)

    def _keep(
        self, actor: Actor, content: bytes, about: Mapping[str, str], now: datetime
    ) -> StoredDocument:
        with self.engine.begin() as db:
            return documents.add(
                actor,
                db,
                content,
                name=about["name"][:LONGEST_NAME],
                media_type=about["media_type"][:64],
                kind=about.get("kind"),
                now=now,
            )

    def _get(self, actor: Actor, document_id: str) -> StoredDocument:
        with reading(self.engine) as db:
            return documents.get(actor, db, document_id)

    def _taken_over(self, actor: Actor, found: StoredDocument) -> bytes | None:
        with self.engine.begin() as db:
            ours = documents.take_over(actor, db, found, self.clock())
            return documents.content(actor, db, found.id) if ours else None

    def _finish(self, actor: Actor, document_id: str, body: Mapping[str, Any]) -> None:
        with self.engine.begin() as db:
            documents.finish(actor, db, document_id, body)

    def _fail(self, actor: Actor, document_id: str, why: str) -> None:
        with self.engine.begin() as db:
            documents.fail(actor, db, document_id, why)

    def _forget(self, actor: Actor, document_id: str) -> None:
        with self.engine.begin() as db:
            documents.remove(actor, db, document_id)
