"""Whoever writes is known by her address, once, and by what she told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from haat.core.actor import Role
from haat.core.errors import InvalidInput, NotFound, Unauthenticated
from haat.store import contacts, people
from haat.store.engine import reading
from tests.integration.store.writing import LATER, someone, tell
from tests.shops import NOON, hire, open_shop

ADDRESS = "whatsapp:+919800000001"


def test_a_stranger_is_made_once(engine: Engine) -> None:
    with ThreadPoolExecutor(12) as pool:
        ids = set(pool.map(lambda _: someone(engine), range(12)))
    assert len(ids) == 1
    with reading(engine) as db:
        found = contacts.get(db, ids.pop())
        assert contacts.at(db, "whatsapp", ADDRESS) == found
        assert contacts.at(db, "telegram", ADDRESS) is None
    assert found == contacts.Contact(
        id=found.id,
        channel="whatsapp",
        address=ADDRESS,
        name="Asha",
        tenant_id=None,
        subject=None,
        conversation_id=None,
        language=None,
        script=None,
        state={},
        last_inbound_at=NOON,
        stopped_at=None,
        created_at=NOON,
    )


def test_she_keeps_her_last_name_and_moment(engine: Engine) -> None:
    asha = someone(engine)
    with engine.begin() as db:
        contacts.change(db, asha, state={"step": "role"}, language="hi")
        for name, kept in (("Asha Devi", "Asha Devi"), ("  ", "Asha Devi"), (None, "Asha Devi")):
            found = contacts.known(db, "whatsapp", ADDRESS, name, LATER)
            assert (found.id, found.name, found.last_inbound_at) == (asha, kept, LATER)
    assert (found.state, found.language, found.created_at) == ({"step": "role"}, "hi", NOON)


def test_what_is_given_is_written_and_the_rest_stays(engine: Engine) -> None:
    asha = someone(engine)
    with engine.begin() as db:
        contacts.change(db, asha, state={"step": 1}, script="Deva", stopped_at=NOON)
        contacts.change(db, asha, stopped_at=None)
        found = contacts.get(db, asha)
    assert (found.state, found.script, found.stopped_at) == ({"step": 1}, "Deva", None)
    with engine.begin() as db, pytest.raises(NotFound):
        contacts.change(db, "nobody", language="hi")
    with reading(engine) as db, pytest.raises(NotFound):
        contacts.get(db, "nobody")


def test_what_no_database_holds_is_bad_input(engine: Engine) -> None:
    with engine.begin() as db, pytest.raises(InvalidInput):
        contacts.known(db, "whatsapp", "\ud800", None, NOON)


def test_a_member_is_reached_where_she_wants_to_be(engine: Engine) -> None:
    open_shop(engine)
    asha, other = hire(engine, "asha", "asha@shop"), hire(engine, "asha", "other@shop")
    ids = [someone(engine, address) for address in ("1", "2", "3")]
    with engine.begin() as db:
        for contact_id in ids[:2]:
            contacts.change(db, contact_id, tenant_id=asha.tenant_id, subject=asha.subject)
        contacts.change(db, ids[0], stopped_at=NOON)
        assert [contact.id for contact in contacts.of(asha, db)] == [ids[1]]
        assert contacts.of(other, db) == ()


def test_a_member_has_no_password(engine: Engine) -> None:
    open_shop(engine)
    with engine.begin() as db:
        made = people.create_member(
            db, "asha", "Asha", role=Role.SELLER, store_id="asha-1", language="hi", now=NOON
        )
        actor = people.actor_by_id(db, made)
        profile = people.describe(actor, db)
        assert (actor.role, actor.store_id, profile.language) == (Role.SELLER, "asha-1", "hi")
        assert profile.login is not None
        assert profile.login.startswith("contact:")
        for guess in ("", "secret"):
            with pytest.raises(Unauthenticated):
                people.actor_by_password(db, profile.login, guess)
        with pytest.raises(NotFound):
            people.create_member(db, "asha", "A", role=Role.SELLER, store_id="binu-1", now=NOON)


def test_silent_strangers_are_forgotten_and_others_are_not(engine: Engine) -> None:
    open_shop(engine)
    asha = hire(engine, "asha", "asha@shop").subject
    _, stopped, member, told = (someone(engine, str(number)) for number in range(4))
    tell(engine, told, "k1")
    with engine.begin() as db:
        contacts.change(db, stopped, stopped_at=NOON)
        contacts.change(db, member, tenant_id="asha", subject=asha)
        assert contacts.prune(db, NOON) == 0
        assert contacts.prune(db, NOON + timedelta(days=1)) == 1
        left = [contacts.at(db, "whatsapp", str(number)) for number in range(4)]
    assert [contact and contact.id for contact in left] == [None, stopped, member, told]
