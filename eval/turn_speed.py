"""How long a forecast takes to be told in chat, from the question to the reply: `python -m eval.turn_speed`.

Warm: everything is loaded and each question was asked once before. On the demo shop, and on an
invented one of 1,000 products, whose forecasts are made as they are asked for.
"""

import argparse
import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from uuid import uuid4

import numpy as np
from sqlalchemy import Engine, insert

from app.wiring import Services, open_services
from haat.core.actor import Actor, Role
from haat.core.message import Inbound, TurnContext
from haat.core.settings import DatabaseSettings, ModelSettings, Settings
from haat.store import people, products, tables
from haat.store.products import Product

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)
DAYS = 730
SEED = 7
DEMO = Actor("demo", "eval", Role.ADMIN, None, demo=True)
LARGE = Actor("large", "eval", Role.ADMIN, None)
CONCEPTS = ("sugar", "rice", "salt", "onion", "potato", "tea", "soap", "turmeric")
QUESTIONS = (
    "How much {} will sell next week?",
    "agle hafte {} kitna bikega",
    "Forecast for {} for the next 14 days",
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one answer took, in milliseconds."""

    wall: float
    cpu: float


def main() -> None:
    """Print the median and the 95th percentile of each shop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skus", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        asyncio.run(_run(Path(folder), asked.skus, asked.rounds))


async def _run(folder: Path, skus: int, rounds: int) -> None:
    settings = Settings().model_copy(
        update={
            "data_dir": folder,
            "today": TODAY,
            "database": DatabaseSettings(),
            "model": ModelSettings(),
        }
    )
    async with open_services(settings, demo=True) as services:
        _large_shop(services.engine, skus)
        for name, actor in (("demo shop", DEMO), (f"{skus} products", LARGE)):
            await _asked(services, actor, 1)
            print(_line(name, await _asked(services, actor, rounds)))


async def _asked(services: Services, actor: Actor, rounds: int) -> list[Turn]:
    texts = [q.format(concept) for q in QUESTIONS for concept in CONCEPTS] * rounds
    return [await _timed(services, actor, text) for text in texts]


async def _timed(services: Services, actor: Actor, text: str) -> Turn:
    inbound = Inbound(text, uuid4().hex, None, "eval", TurnContext(), ())
    wall, cpu = time.perf_counter(), time.process_time()
    reply = await services.copilot.answer(actor, inbound)
    took = Turn((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)
    called = [call["name"] for call in reply.as_json()["tool_calls"]]
    if called != ["forecast_demand"]:
        raise ValueError(f"{text!r} is answered by {called}")
    return took


def _line(name: str, turns: Sequence[Turn]) -> str:
    parts = []
    for kind in ("wall", "cpu"):
        cuts = quantiles([getattr(t, kind) for t in turns], n=100, method="inclusive")
        parts.append(f"{kind} median {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms")
    return f"{name}: {len(turns)} forecasts; {'; '.join(parts)}"


def _large_shop(engine: Engine, skus: int) -> None:
    """Products of every concept in turn, each with two years of sales."""
    rng = np.random.default_rng(SEED)
    with engine.begin() as db:
        people.create_tenant(db, LARGE.tenant_id, "Large", kind="shop", now=NOW)
        people.create_store(db, "large-1", LARGE.tenant_id, "Large", kind="kirana", is_default=True)
        for n in range(skus):
            concept = CONCEPTS[n % len(CONCEPTS)]
            sku = f"{concept}.kind{n}"
            products.add(LARGE, db, Product(sku, concept, f"{concept} {n}", "other", "kg", 5000))
            db.execute(
                insert(tables.sales), _sales(sku, rng.poisson(np.exp(rng.normal()), DAYS).tolist())
            )


def _sales(sku: str, units: Iterable[int]) -> list[dict[str, object]]:
    line = {"tenant_id": LARGE.tenant_id, "store_id": "large-1", "sku_id": sku, "source": "ingest"}
    return [
        {
            **line,
            "date": TODAY - timedelta(days=DAYS - n),
            "units": float(sold),
            "units_clean": float(sold),
            "price_paise": 5000,
            "revenue_paise": 5000 * int(sold),
        }
        for n, sold in enumerate(units)
        if sold
    ]


if __name__ == "__main__":
    main()
