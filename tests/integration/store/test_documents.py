"""Papers that people gave: whose they are, read once, corrected and checked again."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from haat.core.actor import Actor, Role
from haat.core.errors import Conflict, NotFound
from haat.store import documents, people, tables
from haat.store.documents import StoredDocument
from haat.store.engine import reading

NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)
ASHA, BINA = Actor("one", "asha", Role.SELLER), Actor("one", "bina", Role.SELLER)
MANAGER, STRANGER = Actor("one", "mala", Role.MANAGER), Actor("two", "eve", Role.ADMIN)
BODY = {"kind": "unknown", "confidence": 0.5, "fields": {}, "lines": [], "boxes": [], "rules": []}


@pytest.fixture
def shop(engine: Engine) -> Engine:
    with engine.begin() as db:
        for tenant in ("one", "two"):
            people.create_tenant(db, tenant, tenant, kind="shop", now=NOW)
    return engine


def give(
    engine: Engine, actor: Actor, content: bytes = b"x", at: datetime = NOW, kind: str | None = None
) -> StoredDocument:
    with engine.begin() as db:
        return documents.add(
            actor, db, content, name="bill.pdf", media_type="application/pdf", kind=kind, now=at
        )


def test_a_file_is_kept_until_it_is_read(shop: Engine) -> None:
    given = give(shop, ASHA, b"\0the file")
    assert (given.status, given.body, given.corrections) == ("processing", None, {})
    with shop.begin() as db:
        assert documents.content(ASHA, db, given.id) == b"\0the file"
        documents.finish(ASHA, db, given.id, BODY)
        assert documents.get(ASHA, db, given.id).body == BODY


def test_the_same_file_of_the_same_person_is_the_same_document(shop: Engine) -> None:
    first = give(shop, ASHA)
    assert give(shop, ASHA, at=NOW + timedelta(days=1)).id == first.id
    assert give(shop, BINA).id != first.id
    assert give(shop, ASHA, b"y").id != first.id
    assert give(shop, ASHA, kind="gst_invoice").id != first.id


def test_a_file_that_failed_may_come_again(shop: Engine) -> None:
    first = give(shop, ASHA)
    with shop.begin() as db:
        documents.fail(ASHA, db, first.id, "too dark")
    again = give(shop, ASHA)
    assert again.id != first.id
    with reading(shop) as db:
        assert documents.get(ASHA, db, first.id).error == "too dark"


def test_the_latest_is_ones_own(shop: Engine) -> None:
    give(shop, ASHA, b"1")
    second = give(shop, ASHA, b"2", NOW + timedelta(minutes=1))
    give(shop, BINA, b"3", NOW + timedelta(minutes=2))
    with reading(shop) as db:
        found = documents.latest(ASHA, db)
        assert found is not None
        assert found.id == second.id
        assert documents.latest(MANAGER, db) is None


@pytest.mark.parametrize("who", [BINA, STRANGER], ids=["colleague", "other tenant"])
def test_another_persons_document_is_not_there(shop: Engine, who: Actor) -> None:
    given = give(shop, ASHA)
    with shop.begin() as db:
        for ask in (documents.get, documents.content, documents.remove):
            with pytest.raises(NotFound):
                ask(who, db, given.id)
        with pytest.raises(NotFound):
            documents.correct(who, db, given.id, {"total": 1}, NOW)
        documents.finish(STRANGER, db, given.id, BODY)
        assert documents.get(ASHA, db, given.id).status == "processing"


def test_a_manager_sees_those_of_the_tenant(shop: Engine) -> None:
    given = give(shop, ASHA)
    with reading(shop) as db:
        assert documents.get(MANAGER, db, given.id) == given


def test_corrections_add_up_and_are_on_record(shop: Engine) -> None:
    given = give(shop, ASHA)
    with shop.begin() as db:
        with pytest.raises(Conflict):
            documents.correct(ASHA, db, given.id, {"total": 1}, NOW)
        documents.finish(ASHA, db, given.id, BODY)
        documents.correct(ASHA, db, given.id, {"total": 1}, NOW)
        found = documents.correct(ASHA, db, given.id, {"number": "7", "total": 2}, NOW)
        assert found.corrections == {"total": 2, "number": "7"}
        assert found.body == BODY
        trail = db.execute(select(tables.audit.c.action, tables.audit.c.detail)).all()
    assert [(a, d.get("fields")) for a, d in trail] == [
        ("document.add", None),
        ("document.correct", ["total"]),
        ("document.correct", ["number", "total"]),
    ]


def test_a_reading_is_taken_over_once(shop: Engine) -> None:
    given = give(shop, ASHA)
    later = NOW + timedelta(hours=1)
    with shop.begin() as db:
        assert documents.take_over(ASHA, db, given, later)
        assert not documents.take_over(ASHA, db, given, later)


def test_a_refused_file_leaves_nothing(shop: Engine) -> None:
    given = give(shop, ASHA)
    with shop.begin() as db:
        documents.remove(ASHA, db, given.id)
        assert db.execute(select(tables.documents)).all() == []
        assert db.execute(select(tables.document_files)).all() == []
