"""The migrations lead to exactly the tables that the queries are written for."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, inspect, select, text

from haat.core.errors import NotConfigured
from haat.store.engine import migrate, open_engine
from haat.store.migrations import FOLDER, HEAD, configuration, upgrade
from haat.store.migrations.__main__ import write
from haat.store.tables import market_prices, metadata


def test_migrations_and_tables_say_the_same(engine: Engine) -> None:
    with engine.connect() as db:
        # SQLite cannot say whether two default texts are equal
        defaults = db.dialect.name == "postgresql"
        options = {"compare_type": True, "compare_server_default": defaults}
        context = MigrationContext.configure(db, opts=options)
        assert compare_metadata(context, metadata) == []


def test_head_is_the_last_migration(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect() as db:
        assert ScriptDirectory.from_config(configuration(db)).get_heads() == [HEAD]


def test_every_migration_goes_back_and_forth(engine: Engine) -> None:
    with engine.begin() as db:
        command.downgrade(configuration(db), "base")
        assert set(inspect(db).get_table_names()) == {"alembic_version"}
        upgrade(db)
        assert set(metadata.tables) <= set(inspect(db).get_table_names())


def test_a_failed_migration_leaves_nothing_behind(engine: Engine) -> None:
    with engine.begin() as db:
        command.downgrade(configuration(db), "base")
        db.execute(text("CREATE TABLE turns (id INTEGER)"))
    with pytest.raises(Exception, match="already exists"), engine.begin() as db:
        upgrade(db)
    assert set(inspect(engine).get_table_names()) == {"alembic_version", "turns"}


def test_a_newer_database_is_refused_in_words(engine: Engine) -> None:
    with engine.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NotConfigured, match="another version"):
        migrate(engine)


def test_a_bare_database_is_filled_once_by_processes_that_start_together(
    engine: Engine,
) -> None:
    with engine.begin() as db:
        command.downgrade(configuration(db), "base")
        db.execute(text("DROP TABLE alembic_version"))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate, [engine] * 4))
    migrate(engine)
    published = market_prices.c
    key = (published.commodity, published.date, published.district, published.market)
    with engine.connect() as db:
        assert db.execute(select(published.id).where(published.tenant_id == "")).first()
        assert inspect(db).has_table("turns")
        same = (
            select(func.count())
            .select_from(market_prices)
            .group_by(*key, published.variety, published.level)
        )
        assert max(db.scalars(same)) == 1


def test_the_folder_of_a_new_sqlite_file_is_private(tmp_path: Path) -> None:
    file = tmp_path / "new" / "haat.sqlite"
    engine = open_engine(f"sqlite:///{file}")
    with engine.begin() as db:
        upgrade(db)
    engine.dispose()
    assert file.stat().st_size > 0
    assert file.parent.stat().st_mode & 0o077 == 0


def test_the_next_migration_writes_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("v0*", "__pycache__"))
    write("All tables", folder)
    (made,) = (folder / "versions").glob("v*.py")
    assert made.name == "v0001_all_tables.py"
    written = made.read_text()
    compile(written, made.name, "exec")
    assert all(f'op.create_table("{name}"' in written.replace("'", '"') for name in metadata.tables)
    assert "haat" not in written  # frozen: it must not change with the code
    capsys.readouterr()
