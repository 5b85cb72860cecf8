"""Two shops of two tenants, with a small ledger each, to ask the tools about."""

import pytest
from sqlalchemy import Engine

from haat.language.places import Gazetteer
from tests import shipped
from tests.integration.tools.shops import Shops, open_shops


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return shipped.gazetteer()


@pytest.fixture
def shops(sqlite_engine: Engine, gazetteer: Gazetteer) -> Shops:
    """On SQLite, where the database makes no difference."""
    return open_shops(sqlite_engine, gazetteer)


@pytest.fixture
def both_shops(engine: Engine, gazetteer: Gazetteer) -> Shops:
    """Once on SQLite and once on Postgres."""
    return open_shops(engine, gazetteer)
