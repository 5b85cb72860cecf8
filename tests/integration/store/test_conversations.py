"""A conversation is seen by the one who began it, page by page."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from haat.core.actor import Actor
from haat.core.errors import InvalidInput, NotFound
from haat.store import conversations, turns
from haat.store.engine import reading
from tests.shops import NOON, hire, open_shop


def _minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def _say(engine: Engine, actor: Actor, conversation_id: str | None, number: int) -> turns.Claim:
    with engine.begin() as db:
        claimed = turns.claim(
            actor,
            db,
            conversation_id=conversation_id,
            message_id=f"m{number}",
            text=f"प्याज {number}",
            channel="web",
            now=NOON + _minutes(number),
            lease_seconds=30,
        )
        turns.finish(actor, db, claimed.turn_id, {"n": number}, NOON + _minutes(number))
        return claimed


def test_turns_are_listed_oldest_first(engine: Engine) -> None:
    actor = open_shop(engine)
    conversation_id = _say(engine, actor, None, 0).conversation_id
    for number in range(1, 5):
        _say(engine, actor, conversation_id, number)
    with reading(engine) as db:
        first = conversations.turns(actor, db, conversation_id, limit=3)
        second = conversations.turns(actor, db, conversation_id, limit=3, cursor=first.next_cursor)
    assert [turn.text for turn in first.items] == ["प्याज 0", "प्याज 1", "प्याज 2"]
    assert [turn.reply for turn in second.items] == [{"n": 3}, {"n": 4}]
    assert second.next_cursor is None


def test_turns_of_the_same_moment_are_all_seen(engine: Engine) -> None:
    actor = open_shop(engine)
    with engine.begin() as db:
        conversation_id = conversations.begin(actor, db, "web", NOON)
        for number in range(5):
            turns.claim(
                actor,
                db,
                conversation_id=conversation_id,
                message_id=str(number),
                text="",
                channel="web",
                now=NOON,
                lease_seconds=30,
            )
        seen, cursor = [], None
        for _ in range(3):
            page = conversations.turns(actor, db, conversation_id, limit=2, cursor=cursor)
            seen += [turn.message_id for turn in page.items]
            cursor = page.next_cursor
    assert cursor is None
    assert sorted(seen) == ["0", "1", "2", "3", "4"]


def test_conversations_are_listed_by_last_use(engine: Engine) -> None:
    actor = open_shop(engine)
    with engine.begin() as db:
        ids = [
            conversations.begin(actor, db, "web", NOON + _minutes(number)) for number in range(4)
        ]
        turns.occupy(actor, db, ids[0], NOON + _minutes(9), 30)
        first = conversations.listing(actor, db, limit=3)
        second = conversations.listing(actor, db, limit=3, cursor=first.next_cursor)
    assert [c.id for c in first.items] == [ids[0], ids[3], ids[2]]
    assert [c.id for c in second.items] == [ids[1]]
    assert second.next_cursor is None
    assert first.items[0].started_at == NOON


def test_nobody_else_sees_a_conversation(engine: Engine) -> None:
    owner = open_shop(engine)
    strangers = [hire(engine, "asha", "asha@shop"), open_shop(engine, "binu")]
    conversation_id = _say(engine, owner, None, 0).conversation_id
    with reading(engine) as db:
        conversations.check(owner, db, conversation_id)
        for stranger in strangers:
            assert conversations.listing(stranger, db).items == ()
            with pytest.raises(NotFound):
                conversations.check(stranger, db, conversation_id)
            with pytest.raises(NotFound):
                conversations.turns(stranger, db, conversation_id)


@pytest.mark.parametrize("cursor", ["", "x", "é", "WyJub3ciLCJ4Il0", "WzFd"])
def test_a_foreign_cursor_is_bad_input(engine: Engine, cursor: str) -> None:
    actor = open_shop(engine)
    with pytest.raises(InvalidInput), reading(engine) as db:
        conversations.listing(actor, db, cursor=cursor)


def test_old_conversations_are_forgotten(engine: Engine) -> None:
    actor = open_shop(engine)
    old = _say(engine, actor, None, 0).conversation_id
    new = _say(engine, actor, None, 10).conversation_id
    with engine.begin() as db:
        assert conversations.prune(db, NOON + _minutes(5)) == (old,)
        assert conversations.prune(db, NOON + _minutes(5)) == ()
        assert [c.id for c in conversations.listing(actor, db).items] == [new]
