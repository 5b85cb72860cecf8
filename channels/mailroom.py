"""Works through inbox and outbox: letters are answered, parcels are sent, and a crash loses neither."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Literal
from uuid import uuid4

from channels.messenger import Messenger
from channels.reception import Reception
from channels.telling import message_of
from haat.core.days import Clock
from haat.core.errors import NotNow, Refused, Unclear
from haat.store import contacts, inbox, outbox
from haat.store.contacts import Contact
from haat.store.engine import reading
from haat.store.handles import Connection, DatabaseError, Engine
from haat.store.inbox import Letter
from haat.store.outbox import Parcel

logger = logging.getLogger(__name__)

MOST_TRIES = 5
FIRST_WAIT_SECONDS = 2.0  # doubled at each try
LONGEST_WAIT_SECONDS = 300.0
POLL_SECONDS = 1.0  # how often another process's letters are looked for
LEASE_SECONDS = 15.0
HANDS = 8  # messages that one worker attends to at the same time
Resend = Literal["answers", "all", "none"]


@dataclass(slots=True)
class Mailroom:
    """One worker. Any number may run, in one process or many; what one lets fall another takes up."""

    engine: Engine
    clock: Clock
    reception: Reception
    messengers: Mapping[str, Messenger]
    resend: Resend = "answers"
    lease_seconds: float = LEASE_SECONDS
    name: str = field(default_factory=lambda: uuid4().hex)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _busy: set[asyncio.Task[None]] = field(default_factory=set)

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
        while await self._begin_next() or self._busy:
            if self._busy:
                await asyncio.wait(self._busy, return_when=asyncio.FIRST_COMPLETED)

    async def _wait(self) -> None:
        news = asyncio.create_task(self._news.wait())
        await asyncio.wait({news, *self._busy}, timeout=POLL_SECONDS, return_when="FIRST_COMPLETED")
        news.cancel()

    async def _begin_next(self) -> bool:
        """Begin one letter and one parcel, if hands are free; whether anything was begun."""
        if len(self._busy) >= HANDS:
            return False
        try:
            letter, parcel = await asyncio.to_thread(self._claim)
        except DatabaseError:
            logger.exception("the post could not be looked at")
            await asyncio.sleep(POLL_SECONDS)
            return False
        if letter is not None:
            self._begin(self._attend(letter))
        if parcel is not None:
            self._begin(self._deliver(parcel))
        return letter is not None or parcel is not None

    def _begin(self, work: "Awaitable[None]") -> None:
        task = asyncio.ensure_future(work)
        self._busy.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._busy.discard(task)
        self.wake()

    def _claim(self) -> tuple[Letter | None, Parcel | None]:
        now = self.clock()
        with self.engine.begin() as db:
            letter = inbox.claim(db, self.name, now, self.lease_seconds)
            return letter, outbox.claim(db, self.name, now, self.lease_seconds)

    async def _keep_hold(self) -> None:
        while True:
            await asyncio.sleep(self.lease_seconds / 3)
            try:
                await asyncio.to_thread(self._renew)
            except DatabaseError:
                logger.exception("the post could not be held on to")

    def _renew(self) -> None:
        with self.engine.begin() as db:
            for box in (inbox, outbox):
                box.renew(db, self.name, self.clock(), self.lease_seconds)

    async def _attend(self, letter: Letter) -> None:
        try:
            await self.reception.attend(letter, self.name)
        except Exception as error:
            logger.exception("letter %s was not answered at try %s", letter.id, letter.tries)
            await asyncio.to_thread(self._not_answered, letter, type(error).__name__)

    def _not_answered(self, letter: Letter, error: str) -> None:
        """To be tried again later; after too many tries she is told once, and it is buried."""
        now = self.clock()
        with self.engine.begin() as db:
            if letter.tries < MOST_TRIES:
                inbox.give_back(db, letter.id, self.name, error, now + _pause(letter.tries))
            else:
                inbox.bury(db, letter.id, self.name, error, now)
                self.reception.apologise(db, letter)

    async def _deliver(self, parcel: Parcel) -> None:
        try:
            await self._send(parcel)
        except Exception as error:
            logger.exception("parcel %s was not sent at try %s", parcel.id, parcel.tries)
            await self._note(partial(self._unclear, parcel=parcel, why=type(error).__name__))

    async def _send(self, parcel: Parcel) -> None:
        contact, known = await asyncio.to_thread(self._whose, parcel)
        messenger = self.messengers.get(contact.channel)
        if messenger is None:
            await self._note(partial(self._not_here, parcel=parcel))
            return
        if contact.stopped_at is not None and parcel.kind != "answer":
            await self._note(partial(self._unwanted, parcel=parcel))
            return
        if not parcel.resumed or await self._may_go_again(parcel, contact, messenger, known):
            await self._hand_over(parcel, contact, messenger)

    def _whose(self, parcel: Parcel) -> tuple[Contact, frozenset[str]]:
        with reading(self.engine) as db:
            contact = contacts.get(db, parcel.contact_id)
            since = parcel.intent_at - timedelta(days=1)
            return contact, outbox.provider_ids(db, contact.id, since)

    async def _may_go_again(
        self, parcel: Parcel, contact: Contact, messenger: Messenger, known: frozenset[str]
    ) -> bool:
        """An earlier try ended without word: ask the provider, or where it can't be asked, by the policy."""
        if messenger.capabilities.recalls:
            message = message_of(parcel.body)
            try:
                found = await messenger.find(contact.address, message, parcel.intent_at, known)
            except NotNow as error:
                await self._note(partial(self._unclear, parcel=parcel, why=error.detail))
                return False
            if found is not None:
                await self._note(partial(self._sent, parcel=parcel, theirs=found))
            return found is None
        again = self.resend == "all" or (self.resend == "answers" and parcel.kind == "answer")
        if not again:
            await self._note(partial(self._uncertain, parcel=parcel))
        return again

    async def _hand_over(self, parcel: Parcel, contact: Contact, messenger: Messenger) -> None:
        try:
            if not _in_window(contact, messenger, self.clock()):
                await self._outside_window(parcel, contact, messenger)
                return
            message = message_of(parcel.body)
            theirs = await messenger.send(contact.address, message, str(parcel.id))
        except Refused as error:
            await self._note(partial(self._refused, parcel=parcel, contact=contact, error=error))
        except NotNow as error:
            await self._note(partial(self._not_now, parcel=parcel, error=error))
        except Unclear as error:
            await self._note(partial(self._unclear, parcel=parcel, why=error.detail))
        else:
            await self._note(partial(self._sent, parcel=parcel, theirs=theirs))

    async def _outside_window(self, parcel: Parcel, contact: Contact, messenger: Messenger) -> None:
        """By template where there is one; else it waits until she writes."""
        if not messenger.capabilities.templates:
            await self._note(partial(outbox.hold, parcel_id=parcel.id))
            return
        theirs = await messenger.send_template(contact.address, str(parcel.body["text"]))
        await self._note(partial(self._sent, parcel=parcel, theirs=theirs))

    async def _note(self, write: Callable[[Connection], None]) -> None:
        await asyncio.to_thread(self._write, write)

    def _write(self, write: Callable[[Connection], None]) -> None:
        with self.engine.begin() as db:
            write(db)

    def _sent(self, db: Connection, parcel: Parcel, theirs: str) -> None:
        outbox.sent(db, parcel.id, theirs, self.clock())

    def _not_here(self, db: Connection, parcel: Parcel) -> None:
        later = self.clock() + timedelta(seconds=LONGEST_WAIT_SECONDS)
        outbox.put_back(db, parcel.id, "this channel is not configured", later)

    def _unwanted(self, db: Connection, parcel: Parcel) -> None:
        outbox.refuse(db, parcel.id, "she wants no messages", self.clock())

    def _uncertain(self, db: Connection, parcel: Parcel) -> None:
        outbox.leave_uncertain(db, parcel.id, "it may have been sent", self.clock())

    def _refused(self, db: Connection, parcel: Parcel, contact: Contact, error: Refused) -> None:
        outbox.refuse(db, parcel.id, error.detail, self.clock())
        if error.stopped:
            contacts.change(db, contact.id, stopped_at=self.clock())

    def _not_now(self, db: Connection, parcel: Parcel, error: NotNow) -> None:
        pause = max(_pause(parcel.tries), timedelta(seconds=error.wait_seconds))
        if parcel.tries < 2 * MOST_TRIES:
            outbox.put_back(db, parcel.id, error.detail, self.clock() + pause)
        else:
            outbox.refuse(db, parcel.id, error.detail, self.clock())

    def _unclear(self, db: Connection, parcel: Parcel, why: str) -> None:
        if parcel.tries < 2 * MOST_TRIES:
            outbox.unclear(db, parcel.id, why, self.clock() + _pause(parcel.tries))
        else:
            outbox.leave_uncertain(db, parcel.id, why, self.clock())


def _pause(tries: int) -> timedelta:
    return timedelta(seconds=min(FIRST_WAIT_SECONDS * 2 ** (tries - 1), LONGEST_WAIT_SECONDS))


def _in_window(contact: Contact, messenger: Messenger, now: datetime) -> bool:
    """Whether free text may be sent: always, or so long after her last message."""
    window = messenger.capabilities.window
    if window is None:
        return True
    return contact.last_inbound_at is not None and now - contact.last_inbound_at < window
