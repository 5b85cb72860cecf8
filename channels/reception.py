"""Attends to one message of a messenger: who writes, and what she is answered."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Protocol

from agent.shops import Shops
from channels.enquiries import Enquiries
from channels.entrance import Entrance
from channels.goods import usual
from channels.locating import PLACE, Locator
from channels.menu import after, begin_again, counted, jobs, offered
from channels.outcomes import Outcomes
from channels.papers import PaperIntake, papers_of
from channels.post import packed, unpacked
from channels.rendering import option_meant
from channels.telling import Answered, Ending, Teller, options_of
from channels.web import Answers
from haat.core.actor import Actor
from haat.core.days import Clock, shop_day
from haat.core.errors import (
    Conflict,
    HaatError,
    InvalidInput,
    NotConfigured,
    NotFound,
    NotNow,
    Refused,
    Unauthenticated,
)
from haat.core.message import Inbound, NeedsInput, Option, Reply, Words
from haat.language.hearing import Languages
from haat.language.tokens import tokenise
from haat.store import contacts, inbox, outbox, people
from haat.store.contacts import Contact
from haat.store.engine import reading
from haat.store.handles import Connection, Engine
from haat.store.inbox import Letter

logger = logging.getLogger(__name__)
KEYWORDS = ("stop", "start", "menu")


class Converses(Answers, Protocol):
    """The copilot as the reception needs it."""

    async def take_over(self, actor: Actor, message_id: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Said:
    """What she meant: her words, or the value of the option she chose. A `stale` yes counts for nothing."""

    text: str
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Reception:
    """Where every message of every messenger arrives."""

    engine: Engine
    clock: Clock
    copilot: Converses
    shops: Shops
    languages: Languages
    entrance: Entrance
    papers: PaperIntake
    teller: Teller
    enquiries: Enquiries
    outcomes: Outcomes

    async def attend(self, letter: Letter, worker: str) -> bool:
        """Answer a message; False where another worker has taken it over in the meantime.

        Doing it again after a crash gives the same answer: the copilot knows the message by its id,
        and everything else is one transaction with the end of the letter.
        """
        contact, said = await asyncio.to_thread(self._read, letter)
        inbound = unpacked(letter.channel, _key(letter), letter.payload)
        ending = await self._ending(letter, contact, inbound, said)
        return await asyncio.to_thread(self._finish, letter, worker, contact, ending)

    def apologise(self, db: Connection, letter: Letter) -> None:
        """Tell her once that this message could not be answered."""
        contact = contacts.get(db, letter.contact_id)
        answer = self._fixed(contact, "could_not")
        self.teller.tell(db, contact, answer, f"{_key(letter)}.sorry", "notice")

    def _read(self, letter: Letter) -> tuple[Contact, Said]:
        with reading(self.engine) as db:
            contact = contacts.get(db, letter.contact_id)
            return contact, self._said(db, contact, letter.payload)

    def _said(self, db: Connection, contact: Contact, payload: Mapping[str, Any]) -> Said:
        offer = contact.state.get("offer") or {}
        tapped = _tapped(payload["choice"])
        if tapped is not None:
            body = outbox.body_of(db, contact.id, tapped[0])
            options = options_of(body)
            if 0 < tapped[1] <= len(options):
                confirms = bool(body and body.get("need") == "confirm")
                stale = confirms and (body or {}).get("key") != offer.get("key")
                return Said(options[tapped[1] - 1].value, stale=stale)
        numbers = bool(offer.get("numbered")) and not self.teller.channels[contact.channel].buttons
        text = payload["text"]
        chosen = option_meant(text, options_of(offer), numbers=numbers)
        # Two lists may have come at once: the earlier one can still be answered by its words.
        before = options_of(contact.state.get("before"))
        chosen = chosen or option_meant(text, before, numbers=False)
        return Said(chosen.value if chosen else text)

    async def _ending(
        self, letter: Letter, contact: Contact, inbound: Inbound, said: Said
    ) -> Ending:
        keyword = self._keyword(said.text)
        if keyword == "stop":
            return lambda db: self._stopped(db, contact)
        if contact.stopped_at is not None and keyword != "start":
            again = begin_again(self.teller.voice(contact))
            return lambda _: self._fixed(contact, "still_stopped", again)
        actor = await asyncio.to_thread(self._member, contact)
        dealt = None if keyword else await self._dealt_with(letter, contact, actor, said)
        if dealt is not None:
            return dealt
        if actor is None:
            return self.entrance.step(contact, inbound, said.text)
        if keyword is not None:
            key = "started" if keyword == "start" else "menu_head"
            return lambda db: self._jobs(db, contact, key)
        return await self._talk(letter, actor, contact, inbound, said)

    async def _talk(
        self, letter: Letter, actor: Actor, contact: Contact, inbound: Inbound, said: Said
    ) -> Ending:
        if said.stale:
            return lambda _: replace(self._fixed(contact, "expired"), aside=True)
        located = self._locator.located(actor, contact, inbound)
        if located is not None:
            return located
        answer = await self._answer(actor, contact, inbound, said, again=letter.tries > 1)
        return lambda db: self._locator.noted(db, actor, inbound, answer)

    async def _dealt_with(
        self, letter: Letter, contact: Contact, actor: Actor | None, said: Said
    ) -> Ending | None:
        """A buyer's answer to an enquiry, or what came of a seller's: the copilot never sees either."""
        if actor is not None:
            chosen = await asyncio.to_thread(self.outcomes.chosen, actor, contact, said.text)
            if chosen is not None:
                return chosen
        at = letter.received_at
        return await asyncio.to_thread(self.enquiries.answered, contact, said.text, at)

    @property
    def _locator(self) -> Locator:
        return Locator(self.entrance.onboarding, self.teller)

    def _keyword(self, text: str) -> str | None:
        """STOP and START count only where they are the whole message, in any language."""
        words = tuple(t.key for t in tokenise(text.lstrip("/")))
        packs = self.languages.packs.values()
        return next((k for k in KEYWORDS if any(words in p.keywords[k] for p in packs)), None)

    def _member(self, contact: Contact) -> Actor | None:
        if contact.subject is None:
            return None
        with reading(self.engine) as db:
            try:
                return people.actor_by_id(db, contact.subject)
            except Unauthenticated:
                return None

    async def _answer(
        self, actor: Actor, contact: Contact, inbound: Inbound, said: Said, *, again: bool
    ) -> Answered:
        voice = self.teller.voice(contact)
        papers = papers_of(inbound.media)
        here = self._locator.place(inbound)
        said = replace(said, text=here.id) if here else said
        if not said.text.strip() and not papers:
            return self._fixed(contact, _heard(inbound), jobs(voice))
        asked = replace(inbound, text=said.text, conversation_id=contact.conversation_id)
        if again:
            await self.copilot.take_over(actor, asked.message_id)
        try:
            if papers:
                ids = await self.papers.given(actor, asked)
                text = said.text if said.text.strip() else voice.say["check_this"]
                asked = replace(asked, text=text, document_ids=ids)
            reply = await self._ask(actor, asked)
        except (Conflict, NotNow):
            raise  # somebody else is at it, or the provider does not answer: later
        except (Refused, InvalidInput, NotConfigured) as error:
            logger.info("%s was not answered: %s", asked.message_id, type(error).__name__)
            return self._fixed(contact, "paper_not_read" if papers else "error_tool")
        except HaatError as error:
            logger.warning("%s was not answered: %s", asked.message_id, type(error).__name__)
            return self._fixed(contact, "error_tool")
        return await asyncio.to_thread(self._replied, actor, reply)

    async def _ask(self, actor: Actor, asked: Inbound) -> Reply:
        """A conversation that was forgotten begins anew."""
        try:
            return await self.copilot.answer(actor, asked)
        except NotFound:
            return await self.copilot.answer(actor, replace(asked, conversation_id=None))

    def _replied(self, actor: Actor, reply: Reply) -> Answered:
        voice = self.languages.voice(reply.words.language, reply.words.script)
        need = reply.needs_input
        if need is None:
            gone = not reply.tool_calls and self._gone(actor)  # she had her data erased
            options = () if gone else after(reply, voice)
        else:
            options = offered(need, self._goods(actor, need, reply.words))
        words = reply.words
        if need is not None and need.slot == PLACE and not options:
            words = replace(words, text=f"{words.text}\n{voice.say['share_place']}")
        told = {"language": reply.words.language, "script": reply.words.script}
        return Answered(
            words,
            options,
            numbered=need is None or not counted(need),
            need="" if need is None else PLACE if need.slot == PLACE else need.kind,
            remember={**told, "conversation_id": reply.conversation_id},
        )

    def _goods(self, actor: Actor, need: NeedsInput, words: Words) -> tuple[Option, ...]:
        if need.options or need.slot not in {"product", "commodity", "query"}:
            return ()
        with reading(self.engine) as db:
            ids = usual(actor, db, shop_day(self.clock()))
            names = self.shops.of(actor, db).vocabulary
        named: dict[str, Option] = {}  # a staple may be in her own list under the same name
        for sku_id in ids:
            label = names.label(sku_id, words.language, words.script)
            named.setdefault(label.casefold(), Option(label[:1].upper() + label[1:], sku_id))
        return tuple(named.values())

    def _gone(self, actor: Actor) -> bool:
        with reading(self.engine) as db, suppress(Unauthenticated):
            people.actor_by_id(db, actor.subject)
            return False
        return True

    def _stopped(self, db: Connection, contact: Contact) -> Answered:
        contacts.change(db, contact.id, stopped_at=self.clock())
        return self._fixed(contact, "stopped", begin_again(self.teller.voice(contact)))

    def _jobs(self, db: Connection, contact: Contact, key: str) -> Answered:
        contacts.change(db, contact.id, stopped_at=None)
        return self._fixed(contact, key, jobs(self.teller.voice(contact)))

    def _fixed(self, contact: Contact, key: str, options: tuple[Option, ...] = ()) -> Answered:
        voice = self.teller.voice(contact)
        return Answered(Words(voice.say[key], voice.language, voice.script), options)

    def _finish(self, letter: Letter, worker: str, contact: Contact, ending: Ending) -> bool:
        now = self.clock()
        with self.engine.begin() as db:
            if not inbox.finish(db, letter.id, worker, now):
                return False
            answer = ending(db)
            for n, one in enumerate(answer.next):
                inbox.receive(
                    db, contact.channel, f"{letter.provider_id}/{n}", contact.id, packed(one), now
                )
            self.teller.tell(db, contact, answer, _key(letter), "answer")
            return True


def _key(letter: Letter) -> str:
    """What is told about a letter, by the provider's id: SQLite gives ours to others when it is gone."""
    return f"{letter.channel}:{letter.provider_id}"


def _heard(inbound: Inbound) -> str:
    """What is said to a message without words."""
    kinds = {m.kind for m in inbound.media}
    return "voice_not_heard" if "voice" in kinds else "media_noted" if kinds else "not_read"


def _tapped(choice: str | None) -> tuple[int, int] | None:
    """The parcel and the number of the option on its button."""
    parcel, _, number = (choice or "").partition(".")
    return (int(parcel), int(number)) if parcel.isdecimal() and number.isdecimal() else None
