"""Two shops of two tenants, with a small ledger each, to ask the tools about."""

import pytest
from sqlalchemy import Engine

from haat.language.places import Gazetteer, load_gazetteer
from tests.integration.tools.shops import Shops, open_shops


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture
def shops(engine: Engine, gazetteer: Gazetteer) -> Shops:
    return open_shops(engine, gazetteer)


@pytest.fixture
def sqlite_shops(sqlite_engine: Engine, gazetteer: Gazetteer) -> Shops:
    return open_shops(sqlite_engine, gazetteer)
