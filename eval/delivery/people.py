"""Members of shops of their own, what each of them writes, and what each answer has to show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count, islice, product

from haat.core.actor import Actor, Role
from haat.store import contacts, people
from haat.store.handles import Connection, Engine

CHANNEL = "whatsapp"
GOODS = {
    "en": ("potato", "onion", "rice", "tomato"),
    "hi-Deva": ("आलू", "प्याज", "चावल", "टमाटर"),
    "hi-Latn": ("aloo", "pyaz", "chawal", "tamatar"),
}
# Each line with what its answer shows, and no other answer around it.
SCRIPT = {
    "en": (
        ("what is the price of {goods} in Nashik", "Nashik"),
        ("sold {kilos} kg {goods} at {rupees} rupees per kg", "Shall I write this down?"),
        ("yes", "Written down"),
        ("how much {goods} is left", "the stock of"),
        ("how much did I sell today", "Sales, today: ₹{takings}\n"),
    ),
    "hi-Deva": (
        ("नासिक में {goods} का भाव क्या है", "नासिक"),
        ("{kilos} किलो {goods} {rupees} रुपये किलो बेचा", "लिख लूँ?"),
        ("हाँ", "लिख लिया"),
        ("{goods} कितना बचा है", "का स्टॉक"),
        ("आज कितनी बिक्री हुई", "बिक्री, आज: ₹{takings}\n"),
    ),
    "hi-Latn": (
        ("{goods} ka bhav kya hai Nashik mein", "Nashik"),
        ("{kilos} kilo {goods} {rupees} rupaye kilo becha", "Likh loon?"),
        ("haan", "Likh liya"),
        ("kitna {goods} bacha hai", "ka stock"),
        ("aaj kitni bikri hui", "Bikri, aaj: ₹{takings}\n"),
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What she writes, and what the answer to it shows."""

    text: str
    shows: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a shop; `revenue_rupees` is what her ledger has to say in the end."""

    actor: Actor
    address: str
    lines: tuple[Line, ...]
    revenue_rupees: int


def settle(engine: Engine, number: int, messages: int, now: datetime) -> tuple[Person, ...]:
    """So many people, who write so many messages together."""
    kinds = list(islice(product(range(4), SCRIPT), number))
    with engine.begin() as db:
        return tuple(
            _person(db, n, tongue, goods, len(range(n, messages, number)), now)
            for n, (goods, tongue) in enumerate(kinds)
        )


def _person(  # noqa: PLR0917  one value for each thing that tells her apart
    db: Connection, n: int, tongue: str, goods: int, messages: int, now: datetime
) -> Person:
    kilos, rupees = 2 + n, 20 + n
    told = {"goods": GOODS[tongue][goods], "kilos": kilos, "rupees": rupees}
    lines = list(islice(_lines(tongue, told, kilos * rupees), messages))
    sales = sum(line.text == SCRIPT[tongue][2][0] for line in lines)
    address = f"{CHANNEL}:+9190000{n:05}"
    actor = _member(db, f"shop-{n}", address, tongue, now)
    return Person(actor, address, tuple(lines), sales * kilos * rupees)


def _lines(tongue: str, told: dict[str, object], sale: int) -> Iterator[Line]:
    for times in count(1):
        takings = f"{sale * times:,}"
        for text, shows in SCRIPT[tongue]:
            yield Line(text.format(**told), shows.format(takings=takings))


def _member(db: Connection, shop: str, address: str, tongue: str, now: datetime) -> Actor:
    language, _, script = tongue.partition("-")
    people.create_tenant(db, shop, shop, kind="shop", now=now)
    people.create_store(db, f"{shop}-1", shop, shop, kind="kirana", is_default=True)
    name = f"Member of {shop}"
    person = people.create_member(db, shop, name, role=Role.ADMIN, language=language, now=now)
    known = contacts.known(db, CHANNEL, address, name, now)
    contacts.change(
        db,
        known.id,
        tenant_id=shop,
        subject=person,
        language=language,
        script=script or "Latn",
    )
    return people.actor_by_id(db, person)


def answers(bodies: Sequence[str], lines: Sequence[Line]) -> tuple[int, int]:
    """How many lines have no answer in its turn, and how many answers belong to no line."""
    left = iter(bodies)
    answered = sum(any(line.shows in body for body in left) for line in lines)
    return len(lines) - answered, len(bodies) - answered
