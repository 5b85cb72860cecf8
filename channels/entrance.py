"""Takes somebody unknown in, a step a message: what she is asked, and what is made when she has come in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from channels.membership import enter
from channels.menu import jobs
from channels.onboarding import ASKED_IN, Onboarding, Step, Way, way_of
from channels.telling import Answered, Ending
from haat.core.actor import Role
from haat.core.days import Clock
from haat.core.message import Inbound, Words
from haat.store import contacts, joining
from haat.store.contacts import Contact
from haat.store.erasure import forget_stranger
from haat.store.handles import Connection

CODE_USES = 50


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where strangers arrive; who founds a group is given a code for the others, good for `code_life`."""

    onboarding: Onboarding
    clock: Clock
    code_life: timedelta

    def step(self, contact: Contact, inbound: Inbound, said: str) -> Ending:
        """Her next step, to be taken in the transaction that ends her message."""
        kept = contact.state.get("way")
        way = way_of(contact.state)
        guide = self.onboarding
        step = guide.go_on(way, inbound, said) if kept else guide.begin(inbound, said)
        return lambda db: self._welcomed(db, contact, step)

    def _welcomed(self, db: Connection, contact: Contact, step: Step) -> Answered:
        """Who had stopped and comes in again wants messages again."""
        contacts.change(db, contact.id, stopped_at=None)
        return self._stepped(db, contact, step)

    def _stepped(self, db: Connection, contact: Contact, step: Step) -> Answered:
        if step.way is None:
            forget_stranger(db, contact.id)
        elif step.way.at == "in":
            return self._entered(db, contact, step.way)
        way = step.way or way_of(contact.state)
        state = {"way": step.way.as_json()} if step.way else {}
        return Answered(self._worded(way, step.keys), step.options, remember={"state": state})

    def _entered(self, db: Connection, contact: Contact, way: Way) -> Answered:
        voice, now = self.onboarding.voice(way), self.clock()
        member = enter(db, contact, way, voice, now)
        if member is None:
            return self._stepped(db, contact, self.onboarding.wrong_code(way))
        keys = [f"way_in_{way.kind}"]
        words = self._worded(way, keys)
        if way.kind == "group":
            a = member.actor
            code = joining.create(
                db, a.tenant_id, a.store_id, Role.SELLER, CODE_USES, now + self.code_life, now
            )
            words = replace(words, text=f"{words.text}\n{voice.say['way_code_for_others']}\n{code}")
        first = (Inbound(way.first, "first"),) if way.first else ()
        return Answered(words, jobs(voice), remember={"state": {}}, next=first)

    def _worded(self, way: Way, keys: Sequence[str]) -> Words:
        """The texts of these keys; before a language is known, in those that most read."""
        if way.language:
            say = self.onboarding.voice(way).say
            return Words("\n\n".join(say[k] for k in keys), way.language, way.script)
        packs = self.onboarding.languages.packs
        voices = [v for c in ASKED_IN for v in packs[c].voices.values()]
        first = voices[0]
        text = "\n".join(v.say[k] for v in voices for k in keys)
        return Words(text, first.language, first.script)
