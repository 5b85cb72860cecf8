"""`python -m eval.match.speed`: how long a chat takes to find buyers among many."""

import argparse
import asyncio
import json
import time
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from uuid import uuid4

from app.ingestion import ingest
from app.wiring import Services, open_services
from eval.dialogues.harness import ACTOR, settings_for
from haat.core.message import Inbound
from haat.core.settings import Settings
from haat.language.places import load_gazetteer

ASKED = ("Who will buy my mango pickle?", "Find a buyer for 50 kg of onion", "अचार कौन खरीदेगा")
WANTS = ("pickle", "papad", "onion", "potato", "rice", "honey", "turmeric", "soap.bar")


def main() -> None:
    """Print the milliseconds of warm answers."""
    parser = argparse.ArgumentParser(prog="python -m eval.match.speed")
    parser.add_argument("--buyers", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=20, help="how often each question is asked")
    parser.add_argument("--seed", type=int, default=7)
    said = parser.parse_args()
    with TemporaryDirectory(prefix="haat-speed-") as folder:
        walls, cpus = asyncio.run(_asked(Path(folder), said.buyers, said.times, said.seed))
    for name, told in (("wall", walls), ("CPU", cpus)):
        worst = quantiles(told, n=20)[-1]
        print(f"{name}: median {median(told):.0f} ms, 95 % within {worst:.0f} ms")
    print(f"{said.buyers:,} buyers, {len(walls)} answers, seed {said.seed}")


async def _asked(
    folder: Path, buyers: int, times: int, seed: int
) -> tuple[list[float], list[float]]:
    settings = settings_for(folder, Settings(), hosted=False)
    walls, cpus = [], []
    async with open_services(settings, demo=True) as services:
        _bring(services, buyers, Random(seed))  # noqa: S311  # invented buyers
        for _ in range(2):  # the first of all is cold
            await _answer(services, ASKED[0])
        for text in ASKED * times:
            wall, cpu = time.perf_counter(), time.process_time()
            await _answer(services, text)
            walls.append(1000 * (time.perf_counter() - wall))
            cpus.append(1000 * (time.process_time() - cpu))
    return walls, cpus


async def _answer(services: Services, text: str) -> None:
    reply = await services.copilot.answer(ACTOR, Inbound(text=text, message_id=uuid4().hex))
    called = [call.name for call in reply.tool_calls]
    if called != ["match_buyers"]:
        raise SystemExit(f"{text}: answered by {called or 'no tool'}")


def _bring(services: Services, buyers: int, chance: Random) -> None:
    places = [place.id for place in services.gazetteer.places.values() if place.kind == "district"]
    rows = [
        {
            "buyer_id": f"many-{n}",
            "name": f"Trader {n}",
            "place": chance.choice(places),
            "wants": ";".join(chance.sample(WANTS, 2)),
            "volume": chance.randint(5, 500),
            "unit": "kg",
            "max_price": chance.randint(20, 300),
            "agreed_to_contact": True,
        }
        for n in range(buyers)
    ]
    told = ingest(
        services.engine,
        ACTOR,
        "buyers",
        json.dumps(rows).encode(),
        "json",
        gazetteer=load_gazetteer,
        now=services.clock(),
    )
    print(told)


if __name__ == "__main__":
    main()
