"""The audit trail only grows, never forks, and shows where it was tampered with."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Engine, select, text

from haat.core.actor import Actor
from haat.core.errors import InvalidInput
from haat.store import audit, tables
from haat.store.engine import reading
from tests.shops import NOON, open_shop


def _record(engine: Engine, actor: Actor, number: int) -> None:
    detail: dict[str, Any] = {"number": number, "दर": 14.5, "none": None}
    with engine.begin() as db:
        audit.record(
            actor, db, "record", f"entry:{number}", detail=detail, now=NOON + timedelta(0, number)
        )


def _disarm(engine: Engine) -> None:
    statements = {
        "sqlite": ["DROP TRIGGER audit_no_UPDATE", "DROP TRIGGER audit_no_DELETE"],
        "postgresql": ["DROP TRIGGER audit_only_grows ON audit"],
    }
    with engine.begin() as db:
        for statement in statements[engine.dialect.name]:
            db.execute(text(statement))


def test_each_tenants_head_moves_with_its_own_rows_alone(engine: Engine) -> None:
    actor = open_shop(engine)
    stranger = replace(actor, tenant_id="nobody")
    heads = []
    for number in range(2):
        _record(engine, actor, number)
        with reading(engine) as db:
            heads.append(audit.head(actor, db))
            assert audit.head(stranger, db) == 0
    assert heads[0] < heads[1]


def test_writers_at_the_same_time_make_one_chain(engine: Engine) -> None:
    actor = open_shop(engine)
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda number: _record(engine, actor, number), range(30)))
    with reading(engine) as db:
        rows = db.execute(select(tables.audit).order_by(tables.audit.c.id)).all()
        assert audit.verify(db) == (None, 30)
    assert all(later.previous_hash == earlier.hash for earlier, later in pairwise(rows))


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET action = 'x'", "DELETE FROM audit WHERE id = 1"]
)
def test_the_database_refuses_changes(engine: Engine, statement: str) -> None:
    actor = open_shop(engine)
    _record(engine, actor, 1)
    with pytest.raises(Exception, match="only grows"), engine.begin() as db:
        db.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit SET object = 'entry:9' WHERE id = 2", (2, 2)),
        ("UPDATE audit SET detail = '{}' WHERE id = 3", (3, 3)),
        ("UPDATE audit SET at = '2026-01-01 00:00:00.000000' WHERE id = 1", (1, 1)),
        ("UPDATE audit SET tenant_id = 'binu' WHERE id = 4", (4, 4)),
        ("DELETE FROM audit WHERE id = 2", (3, 2)),
        ("DELETE FROM audit WHERE id = 1", (2, 1)),
    ],
)
def test_tampering_shows(engine: Engine, statement: str, broken: tuple[int, int]) -> None:
    actor = open_shop(engine)
    for number in range(4):
        _record(engine, actor, number)
    _disarm(engine)
    with engine.begin() as db:
        db.execute(text(statement))
        assert audit.verify(db) == broken


def test_an_empty_trail_is_whole(engine: Engine) -> None:
    with reading(engine) as db:
        assert audit.verify(db) == (None, 0)


def test_what_is_rolled_back_was_not_done(engine: Engine) -> None:
    actor = open_shop(engine)
    _record(engine, actor, 1)
    with engine.connect() as db:
        audit.record(actor, db, "record", "entry:2", detail={}, now=NOON)
        db.rollback()
    _record(engine, actor, 3)
    with reading(engine) as db:
        assert audit.verify(db) == (None, 2)


def test_the_listing_is_the_tenants_own_latest_first(engine: Engine) -> None:
    asha, binu = open_shop(engine), open_shop(engine, "binu")
    for number in range(5):
        _record(engine, asha, number)
        _record(engine, binu, 10 + number)
    with reading(engine) as db:
        first = audit.listing(asha, db, limit=3)
        second = audit.listing(asha, db, limit=3, cursor=first.next_cursor)
    assert [row.detail["number"] for row in first.items] == [4, 3, 2]
    assert [row.detail["number"] for row in second.items] == [1, 0]
    assert second.next_cursor is None
    assert first.items[0].at == NOON + timedelta(seconds=4)
    assert first.items[0].subject == asha.subject


def test_a_foreign_cursor_is_bad_input(engine: Engine) -> None:
    actor = open_shop(engine)
    with pytest.raises(InvalidInput), reading(engine) as db:
        audit.listing(actor, db, cursor="nonsense")
