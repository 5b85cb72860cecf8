"""What is to be told is put into the outbox once, and what was offered is kept with it."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from channels.telling import Answered, Teller, body_of, message_of, options_of
from haat.core.message import Option, Outbound, Words
from haat.store import contacts, outbox, tables
from haat.store.contacts import Contact
from haat.store.engine import reading
from tests.integration.channels.doubles import ASHA, TAPPED, TYPED, Hands
from tests.shipped import languages
from tests.shops import NOON, open_shop

YES_NO = (Option("हाँ", "yes"), Option("नहीं", "no"))
ASKED = Answered(Words("लिख लूँ?", "hi", "Deva"), YES_NO, need="confirm")
LONG = replace(ASKED, words=Words("एक बात। " * 400, "hi", "Deva"))
TOLD = Answered(Words("आटा कम है।", "hi", "Deva"))


@pytest.fixture
def teller() -> Teller:
    return Teller(languages(), {"whatsapp": TYPED, "telegram": TAPPED}, Hands())


@pytest.fixture
def asha(engine: Engine) -> Contact:
    with engine.begin() as db:
        return contacts.known(db, "whatsapp", ASHA, "Asha", NOON)


def tell(
    engine: Engine,
    teller: Teller,
    contact: Contact,
    answer: Answered,
    key: str = "k",
    kind: outbox.Kind = "answer",
) -> bool:
    with engine.begin() as db:
        return teller.tell(db, contact, answer, key, kind)


def bodies(engine: Engine) -> list[dict[str, object]]:
    """What lies in the outbox."""
    with reading(engine) as db:
        return list(db.scalars(select(tables.outbox.c.body).order_by(tables.outbox.c.id)))


def offered(engine: Engine, contact: Contact) -> tuple[object, tuple[Option, ...]]:
    """What she was offered last, and with which message."""
    with reading(engine) as db:
        offer = contacts.get(db, contact.id).state["offer"]
    return offer["key"], options_of(offer)


def test_an_answer_and_what_was_offered(engine: Engine, teller: Teller, asha: Contact) -> None:
    assert tell(engine, teller, asha, ASKED)
    [body] = bodies(engine)
    hint = languages().voice("hi", "Deva").say["choose_number"]
    assert message_of(body).text == f"लिख लूँ?\n1. हाँ\n2. नहीं\n{hint}"
    assert (body["key"], body["need"]) == ("k.0", "confirm")
    assert offered(engine, asha) == ("k.0", YES_NO)


def test_a_long_answer_asks_with_its_last_part(
    engine: Engine, teller: Teller, asha: Contact
) -> None:
    tell(engine, teller, asha, LONG)
    *first, last = bodies(engine)
    assert first
    assert {b["need"] for b in first} == {""}
    assert all(b["options"] == [] for b in first)
    assert (last["need"], last["key"]) == ("confirm", f"k.{len(first)}")
    assert offered(engine, asha) == (f"k.{len(first)}", YES_NO)


def test_the_same_thing_is_told_once_and_changes_nothing_again(
    engine: Engine, teller: Teller, asha: Contact
) -> None:
    tell(engine, teller, asha, ASKED)
    tell(engine, teller, asha, TOLD, "later")
    assert not tell(engine, teller, asha, LONG)
    assert len(bodies(engine)) == 2
    assert offered(engine, asha) == ("later.0", ())


@pytest.mark.parametrize("kind", ["notice", "alert", "enquiry"])
def test_what_she_is_being_asked_stays_when_something_else_is_told(
    engine: Engine, teller: Teller, asha: Contact, kind: outbox.Kind
) -> None:
    tell(engine, teller, asha, ASKED)
    tell(engine, teller, asha, TOLD, "news", kind)
    assert offered(engine, asha) == ("k.0", YES_NO)


def test_so_it_does_after_an_answer_that_says_so(
    engine: Engine, teller: Teller, asha: Contact
) -> None:
    tell(engine, teller, asha, ASKED)
    tell(engine, teller, asha, replace(TOLD, aside=True), "stale")
    assert offered(engine, asha) == ("k.0", YES_NO)


def test_what_her_contact_remembers(engine: Engine, teller: Teller, asha: Contact) -> None:
    remember = {"language": "hi", "script": "Deva", "state": {"way": {"at": "kind"}}}
    tell(engine, teller, asha, replace(ASKED, remember=remember))
    with reading(engine) as db:
        now = contacts.get(db, asha.id)
    assert (now.language, now.script) == ("hi", "Deva")
    assert (now.state["way"], now.state["offer"]["key"]) == ({"at": "kind"}, "k.0")


def test_of_somebody_erased_meanwhile_nothing_is_remembered(
    engine: Engine, teller: Teller, asha: Contact
) -> None:
    """She had her data deleted with the very message that is answered."""
    open_shop(engine)
    with engine.begin() as db:
        contacts.change(db, asha.id, tenant_id="asha", subject="p1", conversation_id="c1")
        member = contacts.get(db, asha.id)
        contacts.change(db, asha.id, **contacts.STRANGER)
    told = {"language": "hi", "script": "Deva", "conversation_id": "c1"}
    tell(engine, teller, member, replace(TOLD, remember=told))
    with reading(engine) as db:
        now = contacts.get(db, asha.id)
    assert (now.subject, now.conversation_id, now.language) == (None, None, None)
    assert len(bodies(engine)) == 1


def test_a_message_survives_the_outbox() -> None:
    message = Outbound("लिख लूँ?", YES_NO, "hi", "Deva")
    assert message_of(body_of(message, "k.0")) == message
    assert options_of(None) == options_of({}) == ()
