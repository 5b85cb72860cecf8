"""The small shop of the tools' tests, with a copilot in front of it."""

import pytest
from sqlalchemy import Engine

from tests.integration.agent.talking import Talk, copilot_on
from tests.integration.tools.shops import Shops, open_shops, quote
from tests.shipped import gazetteer


@pytest.fixture
def shops(engine: Engine) -> Shops:
    """Once on SQLite and once on Postgres."""
    found = open_shops(engine, gazetteer())
    with engine.begin() as db:
        quote(db)
    return found


@pytest.fixture
def talk(shops: Shops) -> Talk:
    """A conversation of the first shop's manager."""
    return Talk(copilot_on(shops.engine), shops.context.actor)
