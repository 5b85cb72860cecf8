"""Where somebody is who shares her location: the answer to `which place?`, or where her shop is."""

from dataclasses import dataclass, replace

from channels.menu import jobs
from channels.onboarding import Onboarding
from channels.telling import Answered, Ending, Teller, filled
from haat.core.actor import Actor
from haat.core.message import Inbound, Words
from haat.language.pack import Voice
from haat.language.places import Place
from haat.store import people
from haat.store.contacts import Contact
from haat.store.handles import Connection
from haat.store.people import StoreRow

PLACE = "place"  # the slot that a location fills


@dataclass(frozen=True, slots=True)
class Locator:
    """Makes a place of a location."""

    onboarding: Onboarding
    teller: Teller

    def place(self, inbound: Inbound) -> Place | None:
        """The district that she shares; None where she shares none, or one far from all we know."""
        return None if inbound.location is None else self.onboarding.place_at(*inbound.location)

    def located(self, actor: Actor, contact: Contact, inbound: Inbound) -> Ending | None:
        """What is to be done with a location that nobody asked for; None for anything else."""
        if inbound.location is None or _asked_where(contact):
            return None
        here = self.place(inbound)
        if here is None:
            return lambda _: self._said(contact, "located_nowhere")
        return lambda db: self._settled(db, actor, contact, here)

    def noted(self, db: Connection, actor: Actor, inbound: Inbound, answer: Answered) -> Answered:
        """An answer that a location led to; where nobody said yet where her store is, it is there."""
        here, words = self.place(inbound), answer.words
        if here is None or not self._placed(db, actor, _store(db, actor), here):
            return answer
        voice = self.onboarding.languages.voice(words.language, words.script)
        told = self._text(voice, "located_too", place=here.id)
        return replace(answer, words=replace(words, text=f"{words.text}\n{told}"))

    def _settled(self, db: Connection, actor: Actor, contact: Contact, here: Place) -> Answered:
        store = _store(db, actor)
        if self._placed(db, actor, store, here):
            return self._said(contact, "located", place=here.id)
        if store is None or store.place is None:
            return self._said(contact, "menu_head")
        return self._said(contact, "located_kept", here=here.id, place=store.place)

    def _placed(self, db: Connection, actor: Actor, store: StoreRow | None, here: Place) -> bool:
        """Whether her store was without a place, and now has this one."""
        now = self.teller.clock()
        return store is not None and people.place_store(actor, db, store.id, here.id, now)

    def _said(self, contact: Contact, key: str, **places: str) -> Answered:
        voice = self.teller.voice(contact)
        text = self._text(voice, key, **places)
        return Answered(Words(text, voice.language, voice.script), jobs(voice))

    def _text(self, voice: Voice, key: str, **places: str) -> str:
        label = self.onboarding.gazetteer.label
        return filled(voice.say[key], **{n: label(p, voice.script) for n, p in places.items()})


def _store(db: Connection, actor: Actor) -> StoreRow | None:
    """Her own store, else the first of her group's."""
    return next((s for s in people.stores(actor, db) if actor.store_id in {None, s.id}), None)


def _asked_where(contact: Contact) -> bool:
    offer = contact.state.get("offer") or {}
    return bool(offer.get("need") == PLACE)
