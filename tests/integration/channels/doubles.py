"""A messenger, a reception and a clock that do as the test says."""

from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import Connection, Engine, event, select
from sqlalchemy.exc import OperationalError

from channels.messenger import Capabilities
from channels.telling import body_of
from haat.core.errors import Refused
from haat.core.message import Inbound, Media, Outbound
from haat.store import contacts, inbox, outbox, tables
from haat.store.engine import reading
from haat.store.inbox import Letter
from haat.store.outbox import Kind
from tests.shops import NOON

WINDOW = timedelta(hours=24)
ASHA = "whatsapp:+919800000001"
TYPED = Capabilities(1600, buttons=0, window=WINDOW, recalls=True)
TAPPED = Capabilities(4096, buttons=8, window=None, recalls=False)
_numbers = count(1)


@dataclass
class Hands:
    """A clock that is moved by hand."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, seconds: float = 0.0, **more: float) -> None:
        """So much later."""
        self.now += timedelta(seconds=seconds, **more)


@dataclass
class Courier:
    """A messenger. `faults` are of the next messages to send; `finds` is what it says when asked."""

    name: str = "whatsapp"
    capabilities: Capabilities = TYPED
    faults: deque[Exception | None] = field(default_factory=deque)
    finds: str | Exception | None = None
    on_send: Callable[[], None] = lambda: None
    sent: list[tuple[str, Outbound]] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, datetime, Collection[str]]] = field(default_factory=list)

    async def send(self, address: str, message: Outbound, reference: str) -> str:
        self.on_send()
        if self.faults and (fault := self.faults.popleft()) is not None:
            raise fault
        self.sent.append((address, message))
        self.references.append(reference)
        return f"SM{len(self.sent)}"

    async def find(
        self, address: str, message: Outbound, since: datetime, known: Collection[str]
    ) -> str | None:
        self.asked.append((message.text, since, known))
        if isinstance(self.finds, Exception):
            raise self.finds
        return self.finds

    async def send_template(self, address: str, text: str) -> str:
        if self.faults:
            raise self.faults.popleft() or Refused("no template")
        self.templates.append(text)
        return f"HX{len(self.templates)}"

    async def fetch(self, came: Media) -> bytes:
        if came.reference not in self.files:
            raise Refused("it is gone")
        return self.files[came.reference]

    @property
    def texts(self) -> list[str]:
        """What was sent, in its order."""
        return [message.text for _, message in self.sent]


@dataclass
class Desk:
    """A reception that answers each message with its own words, unless they are poison to it."""

    engine: Engine
    clock: Callable[[], datetime]
    poison: set[str] = field(default_factory=set)
    attended: list[str] = field(default_factory=list)
    before_finish: Callable[[], None] = lambda: None

    async def attend(self, letter: Letter, worker: str) -> bool:
        text = letter.payload["text"]
        self.attended.append(text)
        if text in self.poison:
            raise ValueError(text)
        self.before_finish()
        with self.engine.begin() as db:
            if not inbox.finish(db, letter.id, worker, self.clock()):
                return False
            put(db, letter.contact_id, f"to {text}", self.clock())
        return True

    def apologise(self, db: Connection, letter: Letter) -> None:
        put(db, letter.contact_id, "sorry", self.clock(), "notice")


def put(db: Connection, contact_id: str, text: str, now: datetime, kind: Kind = "answer") -> None:
    """Something to be told."""
    key = f"k{next(_numbers)}"
    outbox.put(db, contact_id, key, kind, body_of(Outbound(text), key), now)


def writes(text: str = "", address: str = ASHA, **more: object) -> Inbound:
    """A message of hers."""
    channel = "telegram" if address.isdecimal() else "whatsapp"
    number = f"IN{next(_numbers)}"
    return Inbound(text, number, channel=channel, sender=address, sender_name="Asha", **more)  # type: ignore[arg-type]  # fields of Inbound


def contact(engine: Engine, address: str = ASHA) -> contacts.Contact:
    """Somebody who wrote before."""
    channel = "telegram" if address.isdecimal() else "whatsapp"
    with reading(engine) as db:
        found = contacts.at(db, channel, address)
    assert found is not None
    return found


def states(engine: Engine, box: str = "outbox") -> list[str]:
    """How each letter or parcel stands, in their order."""
    table = tables.metadata.tables[box]
    with reading(engine) as db:
        return list(db.scalars(select(table.c.state).order_by(table.c.id)))


class Outage:
    """A database that refuses its next so many connections."""

    def __init__(self, engine: Engine) -> None:
        self.left = 0
        event.listen(engine, "engine_connect", self._refuse)

    def _refuse(self, connection: Connection) -> None:
        if self.left:
            self.left -= 1
            connection.close()
            raise OperationalError("the database is away", None, Exception())
