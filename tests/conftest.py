"""What many tests stand on: an empty database with all tables, on SQLite and on Postgres."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Connection, Engine, create_engine, text

from haat.store.engine import open_engine
from haat.store.migrations import upgrade
from tests.postgres import PostgresMissingError, running_postgres

# No test asserts a duration: the first example of a law may have to read the packs.
settings.register_profile("house", parent=settings(), deadline=None)
settings.load_profile("house")

_TEMPLATE = "haat_template"
_numbers = count(1)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables and no rows, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    _upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a private cluster that holds a template with all tables and no rows."""
    try:
        with running_postgres() as url:
            with _administration(url) as db:
                db.execute(text(f"CREATE DATABASE {_TEMPLATE}"))
            _upgrade(f"{url}/{_TEMPLATE}")
            yield url
    except PostgresMissingError as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """An SQLite database of this test's own."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'haat.sqlite')}"


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A Postgres database of this test's own."""
    name = f"haat_{next(_numbers)}"
    with _administration(postgres_server) as db:
        # copying files takes half the time of the log; before Postgres 15 there is nothing else
        quick = " STRATEGY FILE_COPY" if (db.dialect.server_version_info or (0,)) >= (15,) else ""
        db.execute(text(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}{quick}"))
        yield f"{postgres_server}/{name}"
        db.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
)
def database_url(request: pytest.FixtureRequest) -> str:
    """A database of this test's own, once on SQLite and once on Postgres."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on an empty database, once on SQLite and once on Postgres."""
    opened = open_engine(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    """An engine on an empty SQLite database, where the database makes no difference."""
    opened = open_engine(sqlite_url)
    yield opened
    opened.dispose()


def _upgrade(url: str) -> None:
    engine = open_engine(url)
    with engine.begin() as db:
        upgrade(db)
    engine.dispose()


@contextmanager
def _administration(url: str) -> Iterator[Connection]:
    engine = create_engine(f"{url}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        yield db
    engine.dispose()
