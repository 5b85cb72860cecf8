"""What came of enquiries: the seller is asked, and what she chooses is written down."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from agent.shops import Shops
from channels.enquiries import buyer_name
from channels.telling import Answered, Teller, filled
from haat.core.actor import Actor, Role
from haat.core.days import Clock
from haat.core.errors import Conflict, NotFound
from haat.core.message import Option, Words
from haat.store import enquiries
from haat.store.contacts import Contact
from haat.store.engine import reading
from haat.store.enquiries import Ending, Enquiry
from haat.store.handles import Connection, Engine

Choice = Literal["ordered", "paid", "declined", "later"]
ENDINGS: Mapping[str, Ending] = {"ordered": "ordered", "paid": "paid", "declined": "declined"}
_CHOICE = re.compile(rf"outcome:(\w+):({'|'.join(get_args(Choice))})")


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Asks sellers how their enquiries ended, and keeps what they say."""

    engine: Engine
    clock: Clock
    shops: Shops
    teller: Teller

    def ask(self, db: Connection, tenant_id: str, enquiry: Enquiry) -> bool:
        """Ask the one who wrote it, once before and once after the buyer's answer; whether she was asked now."""
        seller = Actor(tenant_id, enquiry.subject, Role.SELLER)
        contact = self.teller.nearest(db, seller)
        if contact is None or self.teller.asked(contact):
            return False
        voice = self.teller.voice(contact)
        goods = self.shops.of(seller, db).vocabulary.label(
            enquiry.product, voice.language, voice.script
        )
        name = buyer_name(seller, db, enquiry)
        text = filled(voice.say["outcome_ask"], name=name, product=goods)
        options = tuple(
            Option(voice.say[f"outcome_{choice}"], f"outcome:{enquiry.id}:{choice}")
            for choice in get_args(Choice)
        )
        stage = "answered" if enquiry.status == "answered" else "asked"
        words = Words(text, voice.language, voice.script)
        answer = Answered(words, options, need="outcome")
        return self.teller.tell(db, contact, answer, f"outcome:{enquiry.id}:{stage}", "notice")

    def chosen(
        self, actor: Actor, contact: Contact, said: str
    ) -> Callable[[Connection], Answered] | None:
        """What is to be done where she chose an outcome of an enquiry of hers; None for anything else."""
        found = _CHOICE.fullmatch(said)
        if found is None or not self._hers(actor, found[1]):
            return None
        enquiry_id, choice = found[1], found[2]
        return lambda db: self._noted(db, actor, contact, enquiry_id, choice)

    def _hers(self, actor: Actor, enquiry_id: str) -> bool:
        with reading(self.engine) as db:
            try:
                return enquiries.get(actor, db, enquiry_id).subject == actor.subject
            except NotFound:
                return False

    def _noted(
        self, db: Connection, actor: Actor, contact: Contact, enquiry_id: str, choice: str
    ) -> Answered:
        key = "outcome_when_later"
        if choice in ENDINGS:
            key = self._written(db, actor, enquiry_id, ENDINGS[choice])
        voice = self.teller.voice(contact)
        return Answered(Words(voice.say[key], voice.language, voice.script))

    def _written(self, db: Connection, actor: Actor, enquiry_id: str, status: Ending) -> str:
        """The text that says how it was taken."""
        try:
            enquiries.outcome(actor, db, enquiry_id, status, why=None, now=self.clock())
        except Conflict:
            return "outcome_already"
        return "outcome_noted"
