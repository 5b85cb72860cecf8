"""The job that makes forecasts ahead of the questions, and models anew where that is due."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert

from agent.shops import Shops
from app.jobs.forecasts import fit_all
from app.wiring import Services
from haat.core.actor import Actor
from haat.core.settings import Settings
from haat.store import forecasts, models, products, tables
from haat.store.engine import open_engine, reading
from haat.store.products import Product
from tests.integration.http.fakes import EchoCopilot
from tests.shipped import gazetteer, languages, vocabulary
from tests.shops import open_shop

NOON = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)


DAY = timedelta(days=1)
SKUS = tuple(f"soap.bar{n}" for n in range(10))


class Clock:
    """A clock that a test moves."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The moment it shows."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def services(sqlite_url: str, tmp_path: Path, clock: Clock) -> Iterator[Services]:
    engine = open_engine(sqlite_url)
    copilot = EchoCopilot(engine, clock)
    yield Services(
        Settings(data_dir=tmp_path), engine, clock, copilot, gazetteer(), languages(),
        Shops(vocabulary()), demo=False,
    )  # fmt: skip
    engine.dispose()


async def test_each_shop_is_fitted_once_a_day(services: Services) -> None:
    actor = open_shop(services.engine)
    assert await fit_all(services) == "fitted 1 shops; 0 products have a pooled forecast"
    with services.engine.begin() as db:
        made: dict[str, dict[str, object]] = {"rice": {"means": [], "parts": []}}
        forecasts.replace_all(actor, db, "asha-1", NOON.date(), made)
    assert await fit_all(services) == "fitted 0 shops; 0 products have a pooled forecast"


async def test_a_model_is_kept_and_made_anew_where_its_goods_drift(
    services: Services, clock: Clock
) -> None:
    actor, today = open_shop(services.engine), NOON.date()
    with services.engine.begin() as db:
        for sku in SKUS:
            products.add(actor, db, Product(sku, "soap", sku, "fmcg", "piece", 3500, None, None))
    _sell(services.engine, today - 400 * DAY, 400)
    fitted = "fitted 1 shops; 10 products have a pooled forecast"
    assert await fit_all(services) == f"{fitted}; models made anew: 1 first"
    first = _newest(services.engine, actor)
    assert (first.version, first.draft.reason, first.draft.fitted_on) == (1, "first", today)
    assert first.draft.parameters["method"] == "xgboost"
    assert set(first.draft.report["products"]) == set(SKUS)
    assert 0 < first.draft.report["wape"] < 0.6

    _sell(services.engine, today, 7)
    clock.now += 7 * DAY
    assert await fit_all(services) == fitted
    stands = _newest(services.engine, actor)
    assert (stands.draft, stands.checked_on) == (first.draft, today + 7 * DAY)
    with reading(services.engine) as db:
        made = forecasts.newest(actor, db, "asha-1", today + 7 * DAY)
    assert {one.made_on for one in made.values()} == {today + 7 * DAY}  # with the week's sales

    _sell(services.engine, today + 7 * DAY, 14, level=0.3)
    clock.now += 14 * DAY
    assert await fit_all(services) == f"{fitted}; models made anew: 1 drift"
    anew = _newest(services.engine, actor)
    assert (anew.version, anew.draft.reason) == (2, "drift")
    assert anew.draft.digest != first.draft.digest
    with reading(services.engine) as db:
        versions = models.versions(actor, db, "asha-1", "demand")
    assert [one.draft.body is None for one in versions] == [False, True]


def _newest(engine: Engine, actor: Actor) -> models.Registered:
    with reading(engine) as db:
        found = models.newest(actor, db, "asha-1", "demand")
    assert found is not None
    return found


def _sell(engine: Engine, start: date, days: int, level: float = 1.0) -> None:
    """Four times as much in the first ten days of a month, which only all goods together show."""
    chance = random.Random(start.toordinal())  # noqa: S311 - a ledger, not a secret
    key = {"tenant_id": "asha", "store_id": "asha-1", "source": "ingest", "price_paise": 3500}
    rows = []
    for n in range(days):
        day = start + n * DAY
        for k, sku in enumerate(SKUS):
            mean = level * (4 + k) * (4 if day.day <= 10 else 1)
            units = float(max(0, round(chance.gauss(mean, mean**0.5))))
            money = {"units_clean": units, "revenue_paise": round(units * 3500)}
            if units:
                rows.append({**key, "sku_id": sku, "date": day, "units": units, **money})
    with engine.begin() as db:
        db.execute(insert(tables.sales), rows)
