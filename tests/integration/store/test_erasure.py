"""A person sees all that is held about her, and it goes when she says so."""

from datetime import timedelta

import orjson
import pytest
from sqlalchemy import Connection, Engine, insert, select, update

from haat.core.actor import Actor
from haat.core.errors import Unauthenticated
from haat.store import (
    audit,
    contacts,
    conversations,
    dead_letters,
    erasure,
    inbox,
    outbox,
    people,
    tables,
    turns,
)
from haat.store.engine import reading
from tests.shops import NOON, hire, open_shop

WORDS = "मेरा उधार 500"


def _live(engine: Engine, actor: Actor) -> str:
    """Leave a trace in every table that knows a subject; the conversation's id."""
    who = {"tenant_id": actor.tenant_id, "subject": actor.subject}
    name = actor.subject[-8:]
    with engine.begin() as db:
        claimed = turns.claim(
            actor,
            db,
            conversation_id=None,
            message_id="m",
            text=WORDS,
            channel="web",
            now=NOON,
            lease_seconds=30,
        )
        turns.finish(actor, db, claimed.turn_id, {"reply": WORDS}, NOON)
        run = {**who, "id": f"run-{name}", "message_id": "m", "started_at": NOON}
        db.execute(insert(tables.runs).values(run))
        event = {"run_id": run["id"], "sequence": 1, "event": "final", "data": {"text": WORDS}}
        db.execute(insert(tables.run_events).values(event))
        opinion = {**who, "message_id": "m", "thumb": "up", "text": WORDS, "at": NOON}
        db.execute(insert(tables.feedback).values(opinion))
        entry = {
            **who,
            "id": f"entry-{name}",
            "store_id": "asha-1",
            "sku_id": "onion",
            "date": NOON.date(),
            "kind": "sale",
            "arguments": {"product": "onion"},
            "effect_key": name,
            "recorded_at": NOON,
        }
        db.execute(insert(tables.entries).values(entry))
        contact = contacts.known(db, "whatsapp", f"whatsapp:{name}", WORDS, NOON)
        contacts.change(
            db,
            contact.id,
            tenant_id=actor.tenant_id,
            subject=actor.subject,
            language="hi",
            state={"said": WORDS},
            stopped_at=NOON,
        )
        paper = {**who, "id": f"paper-{name}", "name": WORDS, "media_type": "text/plain"}
        read = {"digest": "0", "status": "done", "body": {"t": WORDS}, "corrections": {}}
        db.execute(insert(tables.documents).values(**paper, **read, at=NOON))
        file = {"document_id": paper["id"], "content": WORDS.encode()}
        db.execute(insert(tables.document_files).values(file))
        _write_and_tell(db, contact.id, name)
        audit.record(actor, db, "record", f"entry:{entry['id']}", detail={}, now=NOON)
    return claimed.conversation_id


def _write_and_tell(db: Connection, contact_id: str, name: str) -> None:
    """Of letters and parcels one in each state, as far as they are over."""
    said = {"text": WORDS}
    for state in ("done", "dead"):
        inbox.receive(db, "whatsapp", f"{state}-{name}", contact_id, said, NOON)
    for state in ("sent", "refused", "uncertain", "held"):
        outbox.put(db, contact_id, f"{state}-{name}", "answer", said, NOON)
    for table, marked in ((tables.inbox, "provider_id"), (tables.outbox, "key")):
        for state in ("done", "dead", "sent", "refused", "uncertain", "held"):
            named = table.c[marked] == f"{state}-{name}"
            db.execute(update(table).where(named).values(state=state, error=WORDS))


def test_every_table_that_knows_a_subject_is_thought_of() -> None:
    knowing = {t.name for t in tables.metadata.tables.values() if "subject" in t.c}
    assert {t.name for t in (*erasure.ERASED, *erasure.KEPT)} == knowing


def test_she_sees_what_is_held_and_nobody_elses(engine: Engine) -> None:
    open_shop(engine)
    asha, other = hire(engine, "asha", "asha@shop"), hire(engine, "asha", "other@shop")
    conversation_id = _live(engine, asha)
    _live(engine, other)
    with reading(engine) as db:
        found = orjson.loads(orjson.dumps(erasure.export(asha, db)))
    assert found["profile"]["login"] == "asha@shop"
    assert [c["id"] for c in found["conversations"]] == [conversation_id]
    assert [(t["text"], t["reply"]) for t in found["turns"]] == [(WORDS, {"reply": WORDS})]
    assert found["turns"][0]["asked_at"] == NOON.isoformat()
    assert [len(found[name]) for name in ("feedback", "runs", "entries", "audit")] == [1] * 4
    assert [contact["state"] for contact in found["contacts"]] == [{"said": WORDS}]
    assert [document["body"] for document in found["documents"]] == [{"t": WORDS}]
    assert [letter["payload"] for letter in found["inbox"]] == [{"text": WORDS}] * 2
    assert [parcel["body"] for parcel in found["outbox"]] == [{"text": WORDS}] * 4


def test_nothing_of_hers_is_left(engine: Engine) -> None:
    open_shop(engine)
    asha, other = hire(engine, "asha", "asha@shop"), hire(engine, "asha", "other@shop")
    conversation_id = _live(engine, asha)
    _live(engine, other)
    with engine.begin() as db:
        token = people.issue_refresh(db, asha.subject, NOON, NOON - NOON.replace(year=2025))
        receipt = erasure.erase(asha, db, NOON)
    assert receipt.conversation_ids == (conversation_id,)
    assert receipt.as_json() == {
        "id": receipt.id,
        "at": NOON.isoformat(),
        "deleted": {
            "run_events": 1,
            "document_files": 1,
            "inbox": 2,
            "outbox": 4,
            "alert_rules": 0,
            "feedback": 1,
            "suggestions": 0,
            "runs": 1,
            "turns": 1,
            "conversations": 1,
            "documents": 1,
            "refresh_tokens": 1,
            "login": 1,
        },
        "kept": {
            "entries": 1,
            "enquiries": 0,
            "forecast_overrides": 0,
            "told_goods": 0,
            "told_groups": 0,
            "price_proposals": 0,
            "contacts": 1,
            "audit": 1,
        },
    }
    with engine.begin() as db:
        for refused in (
            lambda: people.actor_by_id(db, asha.subject),
            lambda: people.actor_by_password(db, "asha@shop", "secret"),
            lambda: people.rotate_refresh(db, token, NOON, NOON - NOON),
        ):
            with pytest.raises(Unauthenticated):
                refused()


def test_no_row_names_her_or_holds_her_words(engine: Engine) -> None:
    open_shop(engine)
    asha = hire(engine, "asha", "asha@shop")
    _live(engine, asha)
    with engine.begin() as db:
        erasure.erase(asha, db, NOON)
        rows = {t.name: str(db.execute(select(t)).all()) for t in tables.metadata.tables.values()}
    assert not [name for name, text in rows.items() if WORDS in text or "asha@shop" in text]
    # the bare id is left where the audit trail needs a subject, and nowhere else
    assert {name for name, text in rows.items() if asha.subject in text} == {"people", "audit"}
    assert "onion" in rows["entries"]


def test_others_keep_everything(engine: Engine) -> None:
    open_shop(engine)
    asha, other = hire(engine, "asha", "asha@shop"), hire(engine, "asha", "other@shop")
    _live(engine, asha)
    conversation_id = _live(engine, other)
    with reading(engine) as db:
        before = erasure.export(other, db)
    with engine.begin() as db:
        erasure.erase(asha, db, NOON)
        assert erasure.export(other, db) == before
        conversations.check(other, db, conversation_id)
        assert people.actor_by_password(db, "other@shop", "secret") == other


def test_the_erasure_is_in_the_audit_trail(engine: Engine) -> None:
    system = open_shop(engine)
    asha = hire(engine, "asha", "asha@shop")
    with engine.begin() as db:
        receipt = erasure.erase(asha, db, NOON)
        last = audit.listing(system, db).items[0]
        assert audit.verify(db).broken is None
    assert (last.action, last.object) == ("erase", f"erasure:{receipt.id}")


def test_a_systems_key_outlives_its_conversations(engine: Engine) -> None:
    till = open_shop(engine)
    conversation_id = _live(engine, till)
    with engine.begin() as db:
        receipt = erasure.erase(till, db, NOON)
        assert people.describe(till, db).name == "till"
    assert receipt.conversation_ids == (conversation_id,)
    assert (receipt.deleted["turns"], receipt.deleted["login"]) == (1, 0)


def test_a_name_that_was_erased_is_free_again(engine: Engine) -> None:
    open_shop(engine)
    first = hire(engine, "asha", "asha@shop")
    with engine.begin() as db:
        erasure.erase(first, db, NOON)
    assert hire(engine, "asha", "asha@shop").subject != first.subject


def test_her_contact_is_a_stranger_who_wants_no_messages(engine: Engine) -> None:
    open_shop(engine)
    asha, other = hire(engine, "asha", "asha@shop"), hire(engine, "asha", "other@shop")
    for actor in (asha, other):
        _live(engine, actor)
    addresses = [f"whatsapp:{actor.subject[-8:]}" for actor in (asha, other)]
    with engine.begin() as db:
        erasure.erase(asha, db, NOON)
        hers, others = [contacts.at(db, "whatsapp", address) for address in addresses]
        dead = {letter.id for letter in dead_letters.listing(db)}
    assert hers is not None
    assert others is not None
    assert (hers.name, hers.tenant_id, hers.subject, hers.language) == (None,) * 4
    assert (hers.state, hers.stopped_at) == ({}, NOON)
    assert (others.subject, others.state) == (other.subject, {"said": WORDS})
    assert len(dead) == 3  # the other's: what was blanked is not tried again


def test_what_is_still_on_its_way_reaches_her(engine: Engine) -> None:
    open_shop(engine)
    asha = hire(engine, "asha", "asha@shop")
    with engine.begin() as db:
        contact = contacts.known(db, "telegram", "1", "Asha", NOON)
        contacts.change(db, contact.id, tenant_id=asha.tenant_id, subject=asha.subject)
        inbox.receive(db, "telegram", "1", contact.id, {"text": "erase me"}, NOON)
        outbox.put(db, contact.id, "k", "answer", {"text": "erased"}, NOON)
        assert inbox.claim(db, "w", NOON, 30)
        erasure.erase(asha, db, NOON)
        letter = inbox.claim(db, "w", NOON + timedelta(hours=1), 30)
        parcel = outbox.claim(db, "w", NOON, 30)
    assert letter is not None
    assert parcel is not None
    assert (letter.payload, parcel.body) == ({"text": "erase me"}, {"text": "erased"})
