"""The job that fits forecasts ahead of the questions."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from agent.shops import Shops
from app.jobs.forecasts import fit_all
from app.wiring import Services
from haat.core.settings import Settings
from haat.store import forecasts
from haat.store.engine import open_engine
from tests.integration.http.fakes import EchoCopilot
from tests.shipped import gazetteer, languages, vocabulary
from tests.shops import open_shop

NOON = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)


@pytest.fixture
def engine(sqlite_url: str) -> Engine:
    return open_engine(sqlite_url)


async def test_each_shop_is_fitted_once_a_day(engine: Engine, tmp_path: Path) -> None:
    actor = open_shop(engine)
    copilot = EchoCopilot(engine, lambda: NOON)
    services = Services(
        Settings(data_dir=tmp_path), engine, lambda: NOON, copilot, gazetteer(),
        languages(), Shops(vocabulary()), demo=False,
    )  # fmt: skip
    assert await fit_all(services) == "fitted 1 shops; 0 products have a pooled forecast"
    with engine.begin() as db:
        made: dict[str, dict[str, object]] = {"rice": {"means": [], "parts": []}}
        forecasts.replace_all(actor, db, "asha-1", NOON.date(), made)
    assert await fit_all(services) == "fitted 0 shops; 0 products have a pooled forecast"
