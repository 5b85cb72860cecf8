"""Works through inbox and outbox: letters are answered, parcels are sent, and a crash loses neither."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, Protocol
from uuid import uuid4

from channels.messenger import Messenger
from channels.noting import LONGEST_WAIT_SECONDS, NOT_CONFIGURED, Notebook, pause
from channels.sending import Errand, Resend, Sender
from haat.core.days import Clock
from haat.store import inbox, outbox
from haat.store.handles import Connection, Engine
from haat.store.inbox import Letter
from haat.store.outbox import Kind, Parcel

logger = logging.getLogger(__name__)

MOST_TRIES = 5
POLL_SECONDS = 1.0  # how often another process's letters are looked for
LEASE_SECONDS = 15.0
HANDS = 8  # messages that one worker attends to at the same time


class Attends(Protocol):
    """Who answers letters."""

    async def attend(self, letter: Letter, worker: str) -> bool:
        """Answer a letter; False where another worker has taken it over."""
        ...

    def apologise(self, db: Connection, letter: Letter) -> None:
        """Tell her that a letter could not be answered."""
        ...


@dataclass(slots=True)
class Mailroom:
    """One worker. Any number may run, in one process or many; what one lets fall another takes up."""

    engine: Engine
    clock: Clock
    reception: Attends
    messengers: Mapping[str, Messenger]
    resend: Resend = "answers"
    errands: Mapping[Kind, Errand] = field(default_factory=dict)
    lease_seconds: float = LEASE_SECONDS
    poll_seconds: float = POLL_SECONDS
    name: str = field(default_factory=lambda: uuid4().hex)
    sender: Sender = field(init=False)
    notebook: Notebook = field(init=False)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _busy: dict[asyncio.Task[None], Letter | Parcel] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.notebook = Notebook(self.engine, self.poll_seconds)
        self.sender = Sender(
            self.engine, self.clock, self.messengers, self.resend, self.errands, self.notebook
        )

    def wake(self) -> None:
        """Something may have come in."""
        self._news.set()

    async def run(self) -> None:
        """Work until cancelled; what was begun is finished or left for another to take over."""
        heart = asyncio.create_task(self._keep_hold())
        try:
            while True:
                self._news.clear()
                if not await self._begin_next():
                    await self._wait()
        finally:
            heart.cancel()
            for task in self._busy:
                task.cancel()
            await asyncio.gather(heart, *self._busy, return_exceptions=True)

    async def empty(self) -> None:
        """Work until nothing is left that could be done now."""
        while True:
            self._news.clear()
            if await self._begin_next():
                continue
            if self._busy:
                await asyncio.wait(self._busy, return_when=asyncio.FIRST_COMPLETED)
            elif not self._news.is_set():  # nothing ended, and left work behind, while we looked
                return

    async def _wait(self) -> None:
        news = asyncio.create_task(self._news.wait())
        try:
            await asyncio.wait(
                {news, *self._busy}, timeout=self.poll_seconds, return_when="FIRST_COMPLETED"
            )
        finally:
            news.cancel()

    async def _begin_next(self) -> bool:
        """Begin one letter and one parcel, if hands are free; whether anything was begun."""
        if len(self._busy) >= HANDS:
            return False
        try:
            letter, parcel = await asyncio.to_thread(self._claim)
        except Exception:
            logger.exception("the post could not be looked at")
            await asyncio.sleep(self.poll_seconds)
            return False
        if letter is not None:
            self._begin(letter, self._attend(letter))
        if parcel is not None:
            self._begin(parcel, self.sender.deliver(parcel))
        return letter is not None or parcel is not None

    def _begin(self, what: Letter | Parcel, work: "Coroutine[Any, Any, None]") -> None:
        task = asyncio.create_task(work)
        self._busy[task] = what
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        what = self._busy.pop(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("%s is taken up again when its hold runs out", what.id, exc_info=error)
        self.wake()

    def _claim(self) -> tuple[Letter | None, Parcel | None]:
        with self.engine.begin() as db:
            now = (
                self.clock()
            )  # the database may have kept us waiting: a hold must not begin in the past
            letter = inbox.claim(db, self.name, now, self.lease_seconds)
            return letter, outbox.claim(db, self.name, now, self.lease_seconds)

    async def _keep_hold(self) -> None:
        while True:
            await asyncio.sleep(self.lease_seconds / 3)
            try:
                await asyncio.to_thread(self._renew)
            except Exception:
                logger.exception("the post could not be held on to")

    def _renew(self) -> None:
        """Hold what is in hand, and nothing that fell out of it."""
        held = tuple(self._busy.values())
        letters = [one.id for one in held if isinstance(one, Letter)]
        parcels = [one.id for one in held if isinstance(one, Parcel)]
        with self.engine.begin() as db:
            now = self.clock()
            inbox.renew(db, self.name, letters, now, self.lease_seconds)
            outbox.renew(db, self.name, parcels, now, self.lease_seconds)

    async def _attend(self, letter: Letter) -> None:
        if letter.channel not in self.messengers:
            await self.notebook.note(partial(self._not_ours, letter=letter))
            return
        try:
            await self.reception.attend(letter, self.name)
        except Exception as error:
            logger.exception("letter %s was not answered at try %s", letter.id, letter.tries)
            why = type(error).__name__
            await self.notebook.note(partial(self._not_answered, letter=letter, error=why))

    def _not_ours(self, db: Connection, letter: Letter) -> None:
        later = self.clock() + timedelta(seconds=LONGEST_WAIT_SECONDS)
        inbox.give_back(db, letter.id, self.name, NOT_CONFIGURED, later)

    def _not_answered(self, db: Connection, letter: Letter, error: str) -> None:
        """To be tried again later; after too many tries she is told once, and it is buried."""
        now = self.clock()
        if letter.tries < MOST_TRIES:
            inbox.give_back(db, letter.id, self.name, error, now + pause(letter.tries))
        elif inbox.bury(db, letter.id, self.name, error, now):
            self.reception.apologise(db, letter)
