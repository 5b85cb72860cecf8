"""A message is answered once, whoever asks twice and whoever dies in between."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, event, func, select

from haat.core.actor import Actor
from haat.core.errors import NotFound
from haat.store import conversations, tables, turns
from haat.store.engine import reading
from tests.shops import NOON, hire, open_shop

LEASE = 30
LATER = NOON + timedelta(seconds=LEASE)


def _claim(
    engine: Engine,
    actor: Actor,
    message_id: str = "m",
    conversation_id: str | None = None,
    now: datetime = NOON,
    text: str = "aaj bikri",
) -> turns.Claim:
    with engine.begin() as db:
        return turns.claim(
            actor,
            db,
            conversation_id=conversation_id,
            message_id=message_id,
            text=text,
            channel="web",
            now=now,
            lease_seconds=LEASE,
        )


def _finish(engine: Engine, actor: Actor, turn_id: str, answer: str) -> bool:
    with engine.begin() as db:
        return turns.finish(actor, db, turn_id, {"answer": answer}, NOON)


def _begin(engine: Engine, actor: Actor) -> str:
    with engine.begin() as db:
        return conversations.begin(actor, db, "web", NOON)


def _count(engine: Engine, table: str) -> int:
    with reading(engine) as db:
        return db.scalar(select(func.count()).select_from(tables.metadata.tables[table])) or 0


@pytest.mark.parametrize("known", [True, False])
def test_of_twenty_at_once_one_is_first(engine: Engine, known: bool) -> None:
    actor = open_shop(engine)
    conversation_id = _begin(engine, actor) if known else None
    with ThreadPoolExecutor(20) as pool:
        claims = list(pool.map(lambda _: _claim(engine, actor, "m", conversation_id), range(20)))
    assert sum(claim.first for claim in claims) == 1
    assert len({(claim.turn_id, claim.conversation_id) for claim in claims}) == 1
    assert (_count(engine, "turns"), _count(engine, "conversations")) == (1, 1)


def test_who_asks_again_waits_and_then_gets_the_first_answer(engine: Engine) -> None:
    actor = open_shop(engine)
    first = _claim(engine, actor)
    waiting = _claim(engine, actor)
    assert (first.first, waiting.first, waiting.reply) == (True, False, None)
    assert _finish(engine, actor, first.turn_id, "₹1,20,000")
    again = _claim(engine, actor, now=LATER)
    assert again == turns.Claim(
        first.turn_id, first.conversation_id, first=False, reply={"answer": "₹1,20,000"}
    )


def test_the_same_message_elsewhere_gets_the_first_answer(engine: Engine) -> None:
    actor = open_shop(engine)
    first = _claim(engine, actor)
    _finish(engine, actor, first.turn_id, "yes")
    again = _claim(engine, actor, conversation_id=_begin(engine, actor))
    assert (again.conversation_id, again.reply) == (first.conversation_id, {"answer": "yes"})


def test_a_crashed_turn_is_taken_over_by_one(engine: Engine) -> None:
    actor = open_shop(engine)
    crashed = _claim(engine, actor)
    just_before = LATER - timedelta(microseconds=1)
    assert not _claim(engine, actor, now=just_before).first
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: _claim(engine, actor, now=LATER, text="again"), range(8)))
    assert sum(claim.first for claim in claims) == 1
    assert {claim.turn_id for claim in claims} == {crashed.turn_id}
    with reading(engine) as db:
        assert db.scalar(select(tables.turns.c.text)) == "again"


def test_the_faster_answer_stands(engine: Engine) -> None:
    actor = open_shop(engine)
    slow = _claim(engine, actor)
    fast = _claim(engine, actor, now=LATER)
    assert _finish(engine, actor, fast.turn_id, "fast")
    assert not _finish(engine, actor, slow.turn_id, "slow")
    assert _claim(engine, actor).reply == {"answer": "fast"}


def test_a_conversation_of_somebody_else_is_not_found(engine: Engine) -> None:
    owner = open_shop(engine)
    conversation_id = _begin(engine, owner)
    for stranger in (hire(engine, "asha", "asha@shop"), open_shop(engine, "binu")):
        with pytest.raises(NotFound):
            _claim(engine, stranger, conversation_id=conversation_id)
        _claim(engine, stranger, "known")
        with pytest.raises(NotFound):
            _claim(engine, stranger, "known", conversation_id)
    with pytest.raises(NotFound):
        _claim(engine, owner, conversation_id="unheard-of")
    assert _count(engine, "turns") == 2


def test_message_ids_are_each_senders_own(engine: Engine) -> None:
    asha, binu = open_shop(engine), open_shop(engine, "binu")
    claims = [_claim(engine, asha), _claim(engine, binu), _claim(engine, hire(engine, "asha", "x"))]
    assert all(claim.first for claim in claims)
    assert not _finish(engine, binu, claims[0].turn_id, "not yours")


def test_a_conversation_holds_one_turn_at_a_time(engine: Engine) -> None:
    actor = open_shop(engine)
    conversation_id = _begin(engine, actor)

    def occupy(now: datetime) -> datetime | None:
        with engine.begin() as db:
            return turns.occupy(actor, db, conversation_id, now, LEASE)

    with ThreadPoolExecutor(10) as pool:
        held = [until for until in pool.map(occupy, [NOON] * 10) if until]
    assert held == [LATER]
    with engine.begin() as db:
        turns.release(actor, db, conversation_id, LATER)
    assert occupy(NOON) == LATER
    taken_over = occupy(LATER)
    with engine.begin() as db:
        turns.release(actor, db, conversation_id, LATER)  # too late: it is another's by now
    assert taken_over == LATER + timedelta(seconds=LEASE)
    assert occupy(LATER) is None


def test_nobody_occupies_a_strangers_conversation(engine: Engine) -> None:
    conversation_id = _begin(engine, open_shop(engine))
    stranger = open_shop(engine, "binu")
    with engine.begin() as db:
        assert turns.occupy(stranger, db, conversation_id, NOON, LEASE) is None


def test_an_ordinary_turn_costs_few_statements(engine: Engine) -> None:
    actor = open_shop(engine)
    conversation_id = _begin(engine, actor)
    with _statements(engine) as seen:
        claimed = _claim(engine, actor, "1", conversation_id)
        _finish(engine, actor, claimed.turn_id, "yes")
    assert len(seen) == 2
    with _statements(engine) as seen:
        _claim(engine, actor, "2")
    assert len(seen) == 2


@contextmanager
def _statements(engine: Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_db: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
