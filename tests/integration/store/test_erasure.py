"""A person sees all that is held about her, and it goes when she says so."""

import orjson
import pytest
from sqlalchemy import Engine, insert, select

from haat.core.actor import Actor
from haat.core.errors import Unauthenticated
from haat.store import audit, conversations, erasure, people, tables, turns
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
        audit.record(actor, db, "record", f"entry:{entry['id']}", detail={}, now=NOON)
    return claimed.conversation_id


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
            "alert_rules": 0,
            "feedback": 1,
            "suggestions": 0,
            "runs": 1,
            "turns": 1,
            "conversations": 1,
            "refresh_tokens": 1,
            "login": 1,
        },
        "kept": {"entries": 1, "enquiries": 0, "forecast_overrides": 0, "audit": 1},
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
