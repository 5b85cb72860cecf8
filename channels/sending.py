"""Hands parcels to messengers: each is sent once, also where nobody knows whether it was sent before."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Literal, Protocol

from channels.messenger import Messenger
from channels.noting import LONGEST_WAIT_SECONDS, NOT_CONFIGURED, Notebook, pause
from channels.telling import message_of
from haat.core.days import Clock
from haat.core.errors import NotNow, Refused, Unclear
from haat.store import contacts, outbox
from haat.store.contacts import Contact
from haat.store.engine import reading
from haat.store.handles import Connection, Engine
from haat.store.outbox import Kind, Parcel

logger = logging.getLogger(__name__)

MOST_TRIES = 10
PATIENCE = timedelta(days=1)  # how long a provider that is away is tried again
Resend = Literal["answers", "all", "none"]


class Errand(Protocol):
    """What a kind of message needs besides being sent."""

    def written(self, db: Connection, contact: Contact, parcel: Parcel) -> Mapping[str, Any]:
        """The body of a message of which only the cause was put into the outbox."""
        ...

    def sent(self, db: Connection, parcel: Parcel) -> None:
        """Note that it was sent, in the same transaction."""
        ...


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends what a worker has claimed, and writes down what became of it."""

    engine: Engine
    clock: Clock
    messengers: Mapping[str, Messenger]
    resend: Resend
    errands: Mapping[Kind, Errand]
    notebook: Notebook

    async def deliver(self, parcel: Parcel) -> None:
        """Send a parcel, or see to it that it is sent later or given up."""
        try:
            await self._send(parcel)
        except Exception as error:
            logger.exception("parcel %s was not sent at try %s", parcel.id, parcel.tries)
            await self.notebook.note(
                partial(self._unclear, parcel=parcel, why=type(error).__name__)
            )

    async def _send(self, parcel: Parcel) -> None:
        contact, known = await asyncio.to_thread(self._whose, parcel)
        messenger = self.messengers.get(contact.channel)
        if messenger is None:
            await self.notebook.note(partial(self._not_here, parcel=parcel))
            return
        if contact.stopped_at is not None and parcel.kind != "answer":
            await self.notebook.note(partial(self._unwanted, parcel=parcel))
            return
        errand = self.errands.get(parcel.kind)
        if errand is not None and "text" not in parcel.body:
            parcel = await asyncio.to_thread(self._written, parcel, contact, errand)
        if not parcel.resumed or await self._may_go_again(parcel, contact, messenger, known):
            await self._hand_over(parcel, contact, messenger)

    def _written(self, parcel: Parcel, contact: Contact, errand: Errand) -> Parcel:
        """With its words, which are kept before it is sent, so that a second try says the same.

        Without them it cannot have been sent before.
        """
        with self.engine.begin() as db:
            body = errand.written(db, contact, parcel)
            outbox.write(db, parcel.id, body)
        return replace(parcel, body=body, resumed=False)

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
                await self.notebook.note(partial(self._not_told, parcel=parcel, why=error.detail))
                return False
            if found is not None:
                await self.notebook.note(partial(self._sent, parcel=parcel, theirs=found))
            return found is None
        again = self.resend == "all" or (self.resend == "answers" and parcel.kind == "answer")
        if not again:
            await self.notebook.note(partial(self._uncertain, parcel=parcel))
        return again

    async def _hand_over(self, parcel: Parcel, contact: Contact, messenger: Messenger) -> None:
        try:
            if not _in_window(contact, messenger, self.clock()):
                await self._outside_window(parcel, contact, messenger)
                return
            message = message_of(parcel.body)
            theirs = await messenger.send(contact.address, message, str(parcel.id))
        except Refused as error:
            await self.notebook.note(
                partial(self._refused, parcel=parcel, contact=contact, error=error)
            )
        except NotNow as error:
            await self.notebook.note(partial(self._not_now, parcel=parcel, error=error))
        except Unclear as error:
            await self.notebook.note(partial(self._unclear, parcel=parcel, why=error.detail))
        else:
            await self.notebook.note(partial(self._sent, parcel=parcel, theirs=theirs))

    async def _outside_window(self, parcel: Parcel, contact: Contact, messenger: Messenger) -> None:
        """By template where there is one; else it waits until she writes."""
        if not messenger.capabilities.templates:
            await self.notebook.note(partial(outbox.hold, parcel_id=parcel.id))
            return
        theirs = await messenger.send_template(contact.address, str(parcel.body["text"]))
        await self.notebook.note(partial(self._sent, parcel=parcel, theirs=theirs))

    def _sent(self, db: Connection, parcel: Parcel, theirs: str) -> None:
        outbox.sent(db, parcel.id, theirs, self.clock())
        errand = self.errands.get(parcel.kind)
        if errand is not None:
            errand.sent(db, parcel)

    def _not_here(self, db: Connection, parcel: Parcel) -> None:
        later = self.clock() + timedelta(seconds=LONGEST_WAIT_SECONDS)
        keep = outbox.unclear if parcel.resumed else outbox.put_back
        keep(db, parcel.id, NOT_CONFIGURED, later)

    def _unwanted(self, db: Connection, parcel: Parcel) -> None:
        outbox.refuse(db, parcel.id, "she wants no messages", self.clock())

    def _uncertain(self, db: Connection, parcel: Parcel) -> None:
        outbox.leave_uncertain(db, parcel.id, "it may have been sent", self.clock())

    def _refused(self, db: Connection, parcel: Parcel, contact: Contact, error: Refused) -> None:
        outbox.refuse(db, parcel.id, error.detail, self.clock())
        if error.stopped:
            contacts.change(db, contact.id, stopped_at=self.clock())

    def _not_now(self, db: Connection, parcel: Parcel, error: NotNow) -> None:
        wait = max(pause(parcel.tries), timedelta(seconds=error.wait_seconds))
        if self._worth_it(parcel):
            outbox.put_back(db, parcel.id, error.detail, self.clock() + wait)
        else:
            outbox.refuse(db, parcel.id, error.detail, self.clock())

    def _unclear(self, db: Connection, parcel: Parcel, why: str) -> None:
        if parcel.tries < MOST_TRIES:
            outbox.unclear(db, parcel.id, why, self.clock() + pause(parcel.tries))
        else:
            outbox.leave_uncertain(db, parcel.id, why, self.clock())

    def _not_told(self, db: Connection, parcel: Parcel, why: str) -> None:
        """The provider cannot be asked: ask again, as long as the answer is of use."""
        if self._worth_it(parcel):
            outbox.unclear(db, parcel.id, why, self.clock() + pause(parcel.tries))
        else:
            outbox.leave_uncertain(db, parcel.id, why, self.clock())

    def _worth_it(self, parcel: Parcel) -> bool:
        """Whether a provider that is away is tried once more: what is a day old helps nobody."""
        few = parcel.tries < MOST_TRIES
        return few or self.clock() - parcel.created_at < PATIENCE


def _in_window(contact: Contact, messenger: Messenger, now: datetime) -> bool:
    """Whether free text may be sent: always, or so long after her last message."""
    window = messenger.capabilities.window
    if window is None:
        return True
    return contact.last_inbound_at is not None and now - contact.last_inbound_at < window
