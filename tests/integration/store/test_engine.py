"""Many may read and write at once, and what cannot be stored is bad input."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, text, update

from haat.core.errors import InvalidInput
from haat.store.engine import insert_into, open_engine, reading
from haat.store.tables import conversations, ingest_batches, sales, tenants
from tests.shops import NOON, open_shop

TENANT = {"id": "t", "name": "0", "kind": "shop", "created_at": NOON}


def test_writers_that_read_first_queue_and_lose_nothing(engine: Engine) -> None:
    with engine.begin() as db:
        db.execute(insert(tenants).values(TENANT))

    def count_up(_number: int) -> None:
        for _ in range(5):
            with engine.begin() as db:
                found = db.scalar(select(tenants.c.name).with_for_update())
                db.execute(update(tenants).values(name=str(int(found or 0) + 1)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_up, range(8)))
    with reading(engine) as db:
        assert db.scalar(select(tenants.c.name)) == "40"


def test_a_reader_does_not_wait_for_a_writer(engine: Engine) -> None:
    with engine.begin() as writer:
        writer.execute(insert(tenants).values(TENANT))
        with reading(engine) as db:
            assert db.execute(select(tenants.c.id)).all() == []


def test_sqlite_keeps_its_promises(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect() as db:
        found = {
            name: db.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 1,
        "foreign_keys": 1,
        "busy_timeout": 15000,
    }


@pytest.mark.parametrize(
    "change",
    [
        {"id": "\ud800"},
        {"units": 10**400},
        {"result": {"a": "\udfff"}},
    ],
)
def test_what_cannot_be_stored_is_bad_input(engine: Engine, change: dict[str, Any]) -> None:
    open_shop(engine)
    batch = {
        "id": "1",
        "tenant_id": "asha",
        "kind": "sales",
        "idempotency_key": "k",
        "body_hash": "h",
        "at": NOON,
        "result": {},
    }
    wanted: Any = insert(ingest_batches).values({**batch, **change})
    if "units" in change:
        wanted = select(sales.c.id).where(sales.c.price_paise == change["units"])
    with pytest.raises(InvalidInput), engine.begin() as db:
        db.execute(wanted)


def test_postgres_refuses_what_only_it_cannot_hold(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    open_shop(engine)
    for bad in ("nul \x00", "long" * 100):
        with pytest.raises(InvalidInput), engine.begin() as db:
            db.execute(insert(tenants).values({**TENANT, "id": bad}))
    engine.dispose()


def test_other_faults_stay_faults(engine: Engine) -> None:
    with pytest.raises(Exception, match=r"(?i)syntax"), engine.begin() as db:
        db.execute(text("SELEKT 1"))


def test_an_insert_may_meet_an_old_row(engine: Engine) -> None:
    with engine.begin() as db:
        for name in ("first", "second"):
            add = insert_into(db, tenants).values({**TENANT, "name": name})
            changed = {"name": add.excluded.name}
            db.execute(add.on_conflict_do_update(index_elements=["id"], set_=changed))
        assert db.scalar(select(tenants.c.name)) == "second"


def test_moments_come_back_aware_and_texts_as_they_were(engine: Engine) -> None:
    actor = open_shop(engine)
    row = {
        "id": "1",
        "tenant_id": "asha",
        "kind": "sales",
        "idempotency_key": "k",
        "body_hash": "h",
        "at": NOON,
        "result": {"नाम": ["दही", 1.5, None]},
    }
    with engine.begin() as db:
        db.execute(insert(ingest_batches).values(row))
        found = db.execute(select(ingest_batches)).mappings().one()
    assert (found["at"], found["result"]) == (NOON, row["result"])
    assert found["at"].tzinfo is not None
    assert actor.tenant_id == found["tenant_id"]


def test_rows_of_nobody_are_refused(engine: Engine) -> None:
    orphan = {
        "id": "c",
        "tenant_id": "nobody",
        "subject": "s",
        "channel": "web",
        "started_at": NOON,
        "last_at": NOON,
    }
    with pytest.raises(Exception, match=r"(?i)foreign key"), engine.begin() as db:
        db.execute(insert(conversations).values(orphan))
