"""Enquiries on their way: the letter to a buyer, what the buyer answers, and what the seller is told of it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from agent.shops import Shops
from channels.onboarding import code_in
from channels.rendering import rendered, split
from channels.telling import Answered, Teller, body_of, filled, offer_of, options_of
from haat.core.actor import Actor, Role
from haat.core.days import Clock
from haat.core.errors import Conflict, NotFound, Unauthenticated
from haat.core.message import Option, Words
from haat.core.money import from_paise
from haat.language import render
from haat.language.hearing import Languages
from haat.language.pack import Voice
from haat.language.phrases import among
from haat.language.places import Gazetteer
from haat.language.tokens import tokenise
from haat.store import buyers, contacts, enquiries, outbox, people
from haat.store.contacts import Contact
from haat.store.engine import reading
from haat.store.enquiries import Ending, Enquiry
from haat.store.handles import Connection, Engine
from haat.store.outbox import Parcel, Sent

ANSWERED_WITHIN = timedelta(days=30)
MOST_QUOTED = 300  # characters of a buyer's words
MOST_NAME = 200
ANSWERS: Mapping[str, Ending] = {"interested": "answered", "not_now": "declined"}


@dataclass(frozen=True, slots=True)
class Meant:
    """An answer to a letter: how the enquiry goes on, and the words where they were not an option's."""

    letter: Sent
    status: Ending
    words: str = ""
    plain: bool = True  # whether it is plainly a yes or a no


@dataclass(frozen=True, slots=True)
class Enquiries:
    """Writes to buyers for sellers, and to sellers what buyers say."""

    engine: Engine
    clock: Clock
    languages: Languages
    shops: Shops
    gazetteer: Gazetteer
    teller: Teller

    def written(self, db: Connection, contact: Contact, parcel: Parcel) -> Mapping[str, Any]:
        """The letter to a buyer, of whom until now only the enquiry was known."""
        asks = _tenant(parcel.body["tenant_id"])
        enquiry = enquiries.get(asks, db, parcel.body["enquiry"])
        voice = self._spoken(db, contact, asks, enquiry)
        words = Words(self._letter(db, asks, enquiry, voice), voice.language, voice.script)
        options = tuple(
            Option(voice.say[f"enquiry_{name}"], f"{parcel.key}:{name}") for name in ANSWERS
        )
        hint = voice.say["choose_number"]
        *_, message = rendered(words, options, self.teller.channels[contact.channel], hint)
        return {**parcel.body, **body_of(message, parcel.key)}

    def sent(self, db: Connection, parcel: Parcel) -> None:
        """The letter has left: the enquiry is told so, and what the buyer was offered is kept."""
        asks = _tenant(parcel.body["tenant_id"])
        enquiries.sent(asks, db, parcel.body["enquiry"], self.clock())
        contact = contacts.held(db, parcel.contact_id)
        if not self.teller.asked(contact):
            offer = offer_of(parcel.key, options_of(parcel.body))
            contacts.change(db, contact.id, state={**contact.state, "offer": offer})

    def answered(
        self, contact: Contact, said: str, at: datetime
    ) -> Callable[[Connection], Answered] | None:
        """What is to be done where this is an answer to an enquiry; None for anything else."""
        with reading(self.engine) as db:
            meant = self._meant(db, contact, said, at)
        return None if meant is None else lambda db: self._taken(db, meant)

    def _meant(self, db: Connection, contact: Contact, said: str, at: datetime) -> Meant | None:
        """A chosen option counts for its enquiry; a stranger's words for the latest that is open."""
        letters = outbox.sent_to(db, contact.id, "enquiry", at - ANSWERED_WITHIN)
        key, _, choice = said.rpartition(":")
        chosen = next((one for one in letters if one.key == key and choice in ANSWERS), None)
        if chosen is not None:
            return Meant(chosen, ANSWERS[choice])
        if not letters or not _free(contact, said):
            return None
        open_ones = (one for one in letters if one.at <= at and _status(db, one) == "sent")
        return next((self._free_words(one, said) for one in open_ones), None)

    def _free_words(self, letter: Sent, said: str) -> Meant:
        """How free words count: only a plain no declines, for that is the end."""
        words = tuple(t.key for t in tokenise(said))
        spoken = dict.fromkeys((letter.body["language"], "hi", "en"))
        packs = [self.languages.packs[c] for c in spoken]
        if any(among(words, (*p.signals["no"], *p.keywords["not_now"])) for p in packs):
            return Meant(letter, "declined", said)
        agrees = any(among(words, (*p.signals["yes"], *p.keywords["interested"])) for p in packs)
        return Meant(letter, "answered", said, plain=agrees)

    def _taken(self, db: Connection, meant: Meant) -> Answered:
        """Write the answer down once, tell the seller, and thank the buyer."""
        letter = meant.letter.body
        asks = _tenant(letter["tenant_id"], "buyer")
        enquiry = enquiries.get(asks, db, letter["enquiry"])
        if enquiry.status in {"recorded", "sent"}:
            why = quoted(meant.words) or None
            with suppress(Conflict):  # the seller was quicker
                enquiries.outcome(asks, db, enquiry.id, meant.status, why=why, now=self.clock())
                self._tell_seller(db, asks, enquiry, meant)
        voice = self.languages.voice(letter["language"], letter["script"])
        return Answered(Words(voice.say["enquiry_thanks"], voice.language, voice.script))

    def _tell_seller(self, db: Connection, asks: Actor, enquiry: Enquiry, meant: Meant) -> None:
        seller = Actor(asks.tenant_id, enquiry.subject, Role.SELLER)
        contact = self.teller.nearest(db, seller)
        if contact is None:
            return
        voice = self.teller.voice(contact)
        goods = self.shops.of(asks, db).vocabulary.label(
            enquiry.product, voice.language, voice.script
        )
        key = f"enquiry_says_{meant.status}" if meant.plain else "enquiry_says_words"
        name = buyer_name(asks, db, enquiry)
        lines = [filled(voice.say[key], name=name, product=goods)]
        if meant.words:
            lines.append(filled(voice.say["enquiry_quote"], words=quoted(meant.words)))
        words = Words("\n".join(lines), voice.language, voice.script)
        self.teller.tell(db, contact, Answered(words), f"{meant.letter.key}:answer", "notice")

    def _spoken(self, db: Connection, contact: Contact, asks: Actor, enquiry: Enquiry) -> Voice:
        """The buyer's own language where it is known, else the seller's."""
        if contact.language is not None:
            return self.teller.voice(contact)
        seller = Actor(asks.tenant_id, enquiry.subject, Role.SELLER)
        return self.teller.voice(self.teller.nearest(db, seller) or contact)

    def _letter(self, db: Connection, asks: Actor, enquiry: Enquiry, voice: Voice) -> str:
        """Who asks, what is offered, how much of it and at which price."""
        say = voice.say
        goods = self.shops.of(asks, db).vocabulary.label(
            enquiry.product, voice.language, voice.script
        )
        lines = [self._from(db, asks, enquiry, voice)]
        if enquiry.quantity is None:
            lines.append(filled(say["contact_goods_bare"], product=goods))
        else:
            amount = render.with_unit(enquiry.quantity, enquiry.unit or "", voice)
            lines.append(filled(say["contact_goods"], quantity=amount, product=goods))
        if enquiry.price_paise is not None:
            per = f"INR/{enquiry.price_unit}" if enquiry.price_unit else "INR"
            price = render.with_unit(from_paise(enquiry.price_paise), per, voice)
            lines.append(filled(say["contact_price"], price=price))
        return "\n".join((*lines, say["enquiry_ask"]))

    def _from(self, db: Connection, asks: Actor, enquiry: Enquiry, voice: Voice) -> str:
        name = people.shop_name(asks, db)[:MOST_NAME]
        place = _place(db, asks, enquiry)
        if place is None:
            return filled(voice.say["enquiry_from_bare"], name=name)
        where = self.gazetteer.label(place, voice.script)
        return filled(voice.say["enquiry_from"], name=name, place=where)


def quoted(words: str) -> str:
    """A stranger's words in one line, cut, and without the marks that we put around them."""
    line = " ".join(words.translate(dict.fromkeys(map(ord, '“”"'))).split())
    return next(split(line, MOST_QUOTED), "")


def buyer_name(asks: Actor, db: Connection, enquiry: Enquiry) -> str:
    """The buyer's name, or the id where it is on the list no more."""
    try:
        return buyers.get(asks, db, enquiry.buyer_id).name[:MOST_NAME]
    except NotFound:
        return enquiry.buyer_id


def _tenant(tenant_id: str, subject: str = "enquiries") -> Actor:
    """The tenant's own system, which may note how its enquiries go on."""
    return Actor(tenant_id, subject, Role.MANAGER)


def _status(db: Connection, letter: Sent) -> str:
    asks = _tenant(letter.body["tenant_id"])
    return enquiries.get(asks, db, letter.body["enquiry"]).status


def _place(db: Connection, asks: Actor, enquiry: Enquiry) -> str | None:
    """Where the seller's store is; the tenant's, where the person has gone."""
    with suppress(Unauthenticated):
        asks = people.actor_by_id(db, enquiry.subject)
    return people.default_store(asks, db).place


def _free(contact: Contact, said: str) -> bool:
    """Whether words may be meant for an enquiry: a stranger's who is not in the middle of coming in."""
    if contact.subject is not None or not said.strip() or said.startswith("/") or code_in(said):
        return False
    offered = str((contact.state.get("offer") or {}).get("key", ""))
    return offered.startswith("enquiry:") or not contact.state.get("way")
