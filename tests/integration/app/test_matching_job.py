"""The job that learns from how enquiries ended, and the numbers that say how they are spread."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine, insert

from agent.shops import Shops
from app.jobs import JOBS
from app.jobs.matching import MATCHING
from app.metrics import Metrics
from app.spread import tell_spread
from app.wiring import Services
from haat.analytics.matching.fit import WEIGHTS
from haat.core.actor import Actor
from haat.core.settings import Settings
from haat.store import models, tables
from haat.store.engine import open_engine, reading
from tests.integration.http.fakes import EchoCopilot
from tests.shipped import gazetteer, languages, vocabulary
from tests.shops import NOON, open_shop
from tools.buyer_weights import EVERYWHERE
from tools.buyer_weights import MATCHING as MODEL


@pytest.fixture
def services(sqlite_url: str, tmp_path: Path) -> Iterator[Services]:
    engine = open_engine(sqlite_url)
    yield Services(
        Settings(data_dir=tmp_path), engine, lambda: NOON, EchoCopilot(engine, lambda: NOON),
        gazetteer(), languages(), Shops(vocabulary()), demo=False,
    )  # fmt: skip
    engine.dispose()


def ask(engine: Engine, actor: Actor, many: int, buyer: str = "b") -> None:
    """So many ended enquiries, where nearness decides."""
    chance = Random(1)  # noqa: S311  # outcomes, no secret
    rows = []
    for n in range(many):
        parts = {name: chance.random() for name in WEIGHTS}
        status = "ordered" if chance.random() < parts["context"] ** 2 else "declined"
        rows.append({
            "id": f"{actor.tenant_id}-{n}", "tenant_id": actor.tenant_id, "subject": f"s{n % 3}",
            "buyer_id": f"{buyer}{n % 4}", "product": "pickle", "effect_key": f"{actor.tenant_id}{n}",
            "status": status, "parts": parts, "at": NOON - timedelta(days=30),
            "outcome_at": NOON - timedelta(days=1),
        })  # fmt: skip
    with engine.begin() as db:
        db.execute(insert(tables.enquiries), rows)


async def test_each_tenant_is_learned_from_once_and_alone(services: Services) -> None:
    assert MATCHING in JOBS
    many, few = open_shop(services.engine), open_shop(services.engine, "lata")
    assert await MATCHING.run(services) == ""
    ask(services.engine, many, 300)
    ask(services.engine, few, 20)
    told = await MATCHING.run(services)
    assert told == "learned from 2 tenants' enquiries; 1 have weights of their own"
    assert await MATCHING.run(services) == ""
    with reading(services.engine) as db:
        own = models.newest(many, db, EVERYWHERE, MODEL)
        standing = models.newest(few, db, EVERYWHERE, MODEL)
    assert own is not None
    assert own.draft.parameters["weights"]["context"] > 0.5
    assert own.draft.report["gain"] > 2 * own.draft.report["doubt"] > 0
    assert standing is not None
    assert standing.draft.parameters["weights"] == WEIGHTS


async def test_the_numbers_say_how_enquiries_are_spread(services: Services) -> None:
    metrics, actor = Metrics(), open_shop(services.engine)
    tell_spread(services, metrics)
    assert "haat_enquiries_buyer_coverage 0.0" in metrics.text().decode()
    ask(services.engine, actor, 40)
    with services.engine.begin() as db:
        rows = [
            {
                "tenant_id": actor.tenant_id,
                "buyer_id": f"b{n}",
                "name": "B",
                "place": "",
                "wants": [],
            }
            for n in range(16)
        ]
        db.execute(insert(tables.buyers), rows)
    tell_spread(services, metrics)
    told = metrics.text().decode()
    assert "haat_enquiries_buyer_coverage 0.25" in told
    assert "haat_enquiries_largest_share 0.25" in told
    assert 'haat_enquiries_won{seller_size="5_and_more"}' in told


async def test_numbers_are_told_without_a_database(services: Services) -> None:
    with services.engine.begin() as db:
        tables.enquiries.drop(db)
    metrics = Metrics()
    tell_spread(services, metrics)
    assert "haat_enquiries_buyer_coverage 0.0" in metrics.text().decode()
