"""Puts what is to be told into the outbox, as the person's channel shows it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from channels.messenger import Capabilities
from channels.onboarding import way_of
from channels.rendering import rendered
from haat.core.actor import Actor
from haat.core.days import Clock
from haat.core.message import Inbound, Option, Outbound, Words
from haat.language.hearing import Languages
from haat.language.pack import Voice
from haat.store import contacts, outbox
from haat.store.contacts import Contact
from haat.store.handles import Connection

THINKS_FOR = timedelta(hours=1)  # after her last message a question is still open so long
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Answered:
    """What goes back, what her contact remembers of it, and messages of hers to be attended to next."""

    words: Words
    options: tuple[Option, ...] = ()
    numbered: bool = True
    need: str = ""
    aside: bool = False  # what she is being asked stays
    remember: Mapping[str, Any] = field(default_factory=dict)
    next: tuple[Inbound, ...] = ()


# What is to be done in the transaction that ends a message.
Ending = Callable[[Connection], Answered]


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells people things by the channels that there are."""

    languages: Languages
    channels: Mapping[str, Capabilities]
    clock: Clock

    def tell(
        self, db: Connection, contact: Contact, answer: Answered, key: str, kind: outbox.Kind
    ) -> bool:
        """Put the messages into the outbox once for the key, and keep what was offered with the last.

        False where the key was told before, which changes nothing.
        """
        shows = self.channels[contact.channel]
        messages = rendered(answer.words, answer.options, shows, self._hint(answer))
        for n, message in enumerate(messages):
            need = answer.need if n == len(messages) - 1 else ""
            body = body_of(message, f"{key}.{n}", need)
            if not outbox.put(db, contact.id, f"{key}.{n}", kind, body, self.clock()):
                return False
        aside = answer.aside or (kind != "answer" and not answer.options)
        self._remember(db, contact, answer, None if aside else f"{key}.{len(messages) - 1}")
        return True

    def _hint(self, answer: Answered) -> str | None:
        """How to choose: nothing for one option alone, and no numbers where a number is the answer itself."""
        if not answer.numbered:
            return None
        voice = self.languages.voice(answer.words.language, answer.words.script)
        return voice.say["choose_number"] if len(answer.options) > 1 else ""

    def voice(self, contact: Contact) -> Voice:
        """The words that she reads."""
        way = way_of(contact.state)
        language = contact.language or way.language or "hi"
        return self.languages.voice(language, contact.script or way.script)

    def nearest(self, db: Connection, actor: Actor) -> Contact | None:
        """Where somebody wrote from last, of the channels that there are; None where she cannot be told."""
        hers = (c for c in contacts.of(actor, db) if c.channel in self.channels)
        return max(hers, key=lambda c: c.last_inbound_at or c.created_at, default=None)

    def asked(self, contact: Contact) -> bool:
        """Whether she is in the middle of a question, which nothing should come between."""
        last, offer = contact.last_inbound_at, contact.state.get("offer") or {}
        return bool(offer.get("need")) and last is not None and self.clock() - last < THINKS_FOR

    def _remember(
        self, db: Connection, contact: Contact, answer: Answered, offered: str | None
    ) -> None:
        now = contacts.held(db, contact.id)
        forgotten = contact.subject is not None and now.subject is None  # she had her data erased
        told = {} if forgotten else dict(answer.remember)
        state = {**told.pop("state", now.state), "offer": now.state.get("offer")}
        if offered is not None:
            state["before"] = now.state.get("offer")
            state["offer"] = offer_of(
                offered, answer.options, answer.need, numbered=answer.numbered
            )
        contacts.change(db, contact.id, **told, state=state)


def offer_of(
    key: str, options: Sequence[Option], need: str = "", *, numbered: bool = True
) -> dict[str, Any]:
    """What she was offered last and with which message, as her contact keeps it."""
    return {"key": key, "numbered": numbered, "need": need, "options": plain(options)}


def filled(template: str, **values: str) -> str:
    """A text with its values; what looks like a placeholder in a value stays as it is."""
    return _PLACEHOLDER.sub(lambda at: values[at[1]], template)


def body_of(message: Outbound, key: str, need: str = "") -> dict[str, Any]:
    """A message as the outbox keeps it."""
    return {
        "text": message.text,
        "options": plain(message.options),
        "language": message.language,
        "script": message.script,
        "key": key,
        "need": need,
    }


def message_of(body: Mapping[str, Any]) -> Outbound:
    """The message as it was put into the outbox."""
    return Outbound(body["text"], options_of(body), body["language"], body["script"])


def plain(options: Sequence[Option]) -> list[list[str]]:
    """Options as JSON."""
    return [[o.label, o.value] for o in options]


def options_of(kept: Mapping[str, Any] | None) -> tuple[Option, ...]:
    """Options that were kept as JSON."""
    return tuple(Option(label, value) for label, value in (kept or {}).get("options", ()))
