"""The two jobs of feeds, and what the doctor says of them."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from agent.shops import Shops
from app.doctor import Check, examine
from app.jobs import JOBS
from app.jobs.feeds import FEED_FETCH, FEED_FOLDER
from app.wiring import Services
from haat.core.settings import FeedSettings, FeedUrl, Settings
from haat.store.engine import migrate
from haat.store.tables import sales
from tests.integration.http.fakes import EchoCopilot
from tests.integration.store.ingesting import NOW, count, make_shops, places
from tests.shipped import languages, vocabulary

TODAY = date(2026, 11, 20)
SALES = "date,sku_id,store_id,units_sold,price\n2026-11-18,onion,asha-1,2,30\n"
UNREACHABLE = FeedUrl(kind="buyers", url="http://127.0.0.1:1/buyers.csv", tenant="asha")


@pytest.fixture
def services(sqlite_engine: Engine, sqlite_url: str, tmp_path: Path) -> Services:
    """A process with one address that does not answer."""
    migrate(sqlite_engine)
    make_shops(sqlite_engine)
    settings = Settings.model_validate(
        {
            "data_dir": tmp_path / "var",
            "database": {"url": sqlite_url},
            "feeds": FeedSettings(urls=(UNREACHABLE,)),
        }
    )
    copilot = EchoCopilot(sqlite_engine, lambda: NOW)
    return Services(
        settings,
        sqlite_engine,
        lambda: NOW,
        copilot,
        places(),
        languages(),
        Shops(vocabulary()),
        demo=False,
    )


def drop(services: Services, text: str) -> None:
    """A file that has been quiet for long."""
    file = services.settings.data_dir / "feeds" / "asha" / "sales" / "a.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    os.utime(file, (1, 1))


def doctor(services: Services, today: date = TODAY) -> dict[str, Check]:
    return {check.name: check for check in examine(services.settings, today)}


async def test_dropped_files_come_in(services: Services) -> None:
    assert FEED_FOLDER in JOBS
    assert await FEED_FOLDER.run(services) == ""
    drop(services, SALES)
    assert await FEED_FOLDER.run(services) == "1 files"
    assert count(services.engine, sales) == 1
    found = doctor(services)["folder asha/sales"]
    assert (found.level, found.text) == ("ok", "last came on 2026-11-20 with 1 new rows")


async def test_what_is_due_is_fetched(services: Services) -> None:
    assert FEED_FETCH in JOBS
    name = next(name for name in doctor(services) if name.startswith("buyers from"))
    assert "never came yet" in doctor(services)[name].text
    assert await FEED_FETCH.run(services) == f"{name}: failed"
    assert await FEED_FETCH.run(services) == ""
    found = doctor(services)[name]
    assert found.level == "note"
    assert "the last try failed: 127.0.0.1 cannot be reached (ConnectError)" in found.text


async def test_without_settings_nothing_is_fetched(services: Services, sqlite_url: str) -> None:
    settings = services.settings.model_copy(update={"feeds": FeedSettings()})
    bare = Services(
        settings, services.engine, services.clock, services.copilot, services.gazetteer,
        services.languages, services.shops, demo=False,
    )  # fmt: skip
    assert await FEED_FETCH.run(bare) == ""


async def test_the_doctor_tells_of_stale_and_refused_files(services: Services) -> None:
    drop(services, SALES)
    await FEED_FOLDER.run(services)
    drop(services, "nothing\n")
    await FEED_FOLDER.run(services)
    found = doctor(services, date(2026, 11, 28))
    assert found["feed folder"].level == "note"
    assert "1 refused files" in found["feed folder"].text
    told = found["folder asha/sales"]
    assert told.level == "note"
    assert told.text.startswith("stale; the last try failed: a.csv: line 1: column date")


def test_the_doctor_says_how_new_prices_come(services: Services) -> None:
    prices = doctor(services, datetime(2031, 1, 1, tzinfo=UTC).date())["market prices"]
    assert prices.level == "note"
    assert "HAAT_FEEDS__DATA_GOV_IN_KEY" in prices.text
    assert "everyone/market-prices" in prices.text
