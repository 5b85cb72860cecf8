"""Puts what is to be told into the outbox, as the person's channel shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from channels.messenger import Capabilities
from channels.rendering import rendered
from haat.core.days import Clock
from haat.core.message import Inbound, Option, Outbound, Words
from haat.language.pack import Languages
from haat.store import contacts, outbox
from haat.store.contacts import Contact
from haat.store.handles import Connection


@dataclass(frozen=True, slots=True)
class Answered:
    """What goes back, what her contact remembers of it, and messages of hers to be attended to next."""

    words: Words
    options: tuple[Option, ...] = ()
    numbered: bool = True
    need: str = ""
    remember: Mapping[str, Any] = field(default_factory=dict)
    next: tuple[Inbound, ...] = ()


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells people things by the channels that there are."""

    languages: Languages
    channels: Mapping[str, Capabilities]
    clock: Clock

    def tell(
        self, db: Connection, contact: Contact, answer: Answered, key: str, kind: outbox.Kind
    ) -> None:
        """Put the messages into the outbox once for the key, and keep what was offered with the last."""
        shows = self.channels[contact.channel]
        hint = self.languages.voice(answer.words.language, answer.words.script).say["choose_number"]
        hinted = hint if answer.numbered else None
        messages = rendered(answer.words, answer.options, shows, hinted)
        for n, message in enumerate(messages):
            need = answer.need if n == len(messages) - 1 else ""
            body = body_of(message, f"{key}.{n}", need)
            outbox.put(db, contact.id, f"{key}.{n}", kind, body, self.clock())
        self._remember(db, contact, answer, f"{key}.{len(messages) - 1}")

    def _remember(self, db: Connection, contact: Contact, answer: Answered, key: str) -> None:
        now = contacts.get(db, contact.id)
        forgotten = contact.subject is not None and now.subject is None  # she had her data erased
        told = {} if forgotten else dict(answer.remember)
        offer = {"key": key, "numbered": answer.numbered, "options": plain(answer.options)}
        state = {**told.pop("state", now.state), "offer": offer}
        contacts.change(db, contact.id, **told, state=state)


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
