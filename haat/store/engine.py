"""Opens the database, SQLite or Postgres alike, and brings its tables up to date."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import (
    Connection,
    Engine,
    Table,
    create_engine,
    event,
    inspect,
    make_url,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import DataError

from haat.core.errors import InvalidInput
from haat.store import market_reference
from haat.store.migrations import HEAD, upgrade
from haat.store.tables import market_prices

INSERTIONS: Mapping[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
_READING = "haat_reading"
_MIGRATION_LOCK = 0x68616174  # "haat": one migration at a time on a shared Postgres
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",  # survives a killed process; a power cut may cost the last commits
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=15000",
)


def open_engine(url: str) -> Engine:
    """The engine of a database URL; an SQLite file's folder is made where it is missing."""
    parsed = make_url(url)
    sqlite_file = parsed.get_backend_name() == "sqlite"
    if sqlite_file and parsed.database:
        Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(
        parsed,
        pool_size=10,
        max_overflow=30,
        pool_pre_ping=not sqlite_file,
        json_serializer=_dumps,
        json_deserializer=orjson.loads,
    )
    event.listen(engine, "handle_error", _refuse_unstorable)
    if sqlite_file:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that only reads, so on SQLite it neither waits for a writer nor holds one up."""
    with engine.connect().execution_options(**{_READING: True}) as db:
        yield db


def migrate(engine: Engine) -> None:
    """Bring the tables to this version's state and load the published prices; quick when done."""
    with reading(engine) as db:
        if _revision(db) == HEAD and _has_prices(db):
            return
    with engine.begin() as db:
        _one_at_a_time(db)
        if _revision(db) != HEAD:
            upgrade(db)
        if not _has_prices(db):
            market_reference.load(db)


def insert_into(db: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT with `on_conflict_do_nothing` and `on_conflict_do_update`, for either database."""
    return INSERTIONS[db.dialect.name](table)


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin by itself, see _begin_sqlite
    for pragma in _SQLITE_PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(db: Connection) -> None:
    """Take the write lock at once: a reader that turns writer half-way is refused, not queued."""
    kind = "DEFERRED" if db.get_execution_options().get(_READING) else "IMMEDIATE"
    db.exec_driver_sql(f"BEGIN {kind}")


def _refuse_unstorable(context: ExceptionContext) -> None:
    """A value no database can hold (a lone surrogate, a number too large) is bad input, no fault."""
    found = context.original_exception
    if (
        isinstance(context.sqlalchemy_exception, DataError)
        or isinstance(found, (UnicodeEncodeError, OverflowError))
        or (isinstance(found, orjson.JSONEncodeError) and "surrogates" in str(found))
    ):
        raise InvalidInput("a value holds what cannot be stored") from found


def _revision(db: Connection) -> str | None:
    if not inspect(db).has_table("alembic_version"):
        return None
    return db.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _has_prices(db: Connection) -> bool:
    published = select(market_prices.c.id).where(market_prices.c.tenant_id == "").limit(1)
    return db.execute(published).first() is not None


def _one_at_a_time(db: Connection) -> None:
    if db.dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
