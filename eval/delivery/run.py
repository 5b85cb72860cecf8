"""One run: people write by WhatsApp, workers answer and are killed, and what arrived is counted.

The double of Twilio comes with the tests, so this runs from a checkout.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from channels.post import StoredPost
from eval.delivery.counting import Count, boxes, count
from eval.delivery.crew import Crew, crew
from eval.delivery.people import Person, settle
from haat.core.days import utc_now
from haat.core.settings import Settings
from haat.store.engine import migrate, open_engine
from haat.store.handles import Engine
from tests.peers.door import Door
from tests.peers.twilio_double import (
    PUBLIC,
    TOKEN,
    Fault,
    TwilioDouble,
    inbound_form,
    late,
    running_twilio,
)

PEOPLE = 12
UNHEARD = 0.6  # the share of kills that come before the worker hears that a message was taken
LATE_SECONDS = 3.0  # so long Twilio keeps such an answer back
AGAIN = 0.15  # the share of messages that Twilio delivers twice
JITTER_SECONDS = 0.05
LOOK_SECONDS = 0.005


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done; the seed says who writes when and after how many answers a worker is killed."""

    messages: int = 60
    kills: int = 5
    seed: int = 1
    workers: int = 1
    lease_seconds: float = 1.0

    @property
    def patience_seconds(self) -> float:
        """So long everything may take: a worker needs a few seconds to begin."""
        return 60.0 + 12.0 * self.kills + 0.5 * self.messages

    def when(self, chance: Random) -> list[int]:
        """After how many answers each kill comes."""
        share = self.messages // (self.kills + 1)
        return [n * share + chance.randrange(share) + 1 for n in range(self.kills)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the messages of a run."""

    count: Count
    unheard: int  # kills that came between the provider's taking a message and our knowing it
    redelivered: int
    wall_seconds: float


@dataclass(slots=True)
class Scene:
    """Everybody and everything of a run."""

    plan: Plan
    engine: Engine
    twilio: TwilioDouble
    door: Door
    crew: Crew
    people: tuple[Person, ...]
    kills: Random
    writes: Random
    unheard: int = 0
    redelivered: int = 0

    async def play(self) -> Outcome:
        """The whole run; what has not arrived in time is lost."""
        begun = time.perf_counter()
        writing = asyncio.create_task(self._write())
        with suppress(TimeoutError):
            async with asyncio.timeout(self.plan.patience_seconds):
                for at in self.plan.when(self.kills):
                    await self._kill(at)
                await writing
                await self._quiet()
        writing.cancel()
        wall = time.perf_counter() - begun
        counted = count(self.engine, self.twilio, self.people)
        return Outcome(counted, self.unheard, self.redelivered, wall)

    async def _kill(self, at: int) -> None:
        """Kill a worker after so many answers, and begin another."""
        unheard = self.kills.random() < UNHEARD
        if unheard:
            soon = at - len(self.twilio.taken) - 1
            self.twilio.faults.extend([*[Fault()] * soon, *[late(LATE_SECONDS)] * 2])
        await self._arrived(at)
        if not unheard:
            await asyncio.sleep(self.kills.random() * JITTER_SECONDS)
        self.crew.kill()
        self.unheard += unheard
        self.twilio.faults.clear()
        self.crew.begin()

    async def _write(self) -> None:
        """Everybody writes a message a round; a round begins when half of the last is answered."""
        for n in range(max(len(p.lines) for p in self.people)):
            for person in self.writes.sample(self.people, len(self.people)):
                if n < len(person.lines):
                    await self._deliver(inbound_form(person.address, person.lines[n].text))
            written = sum(min(n, len(p.lines)) for p in self.people)
            await self._arrived(written + len(self.people) // 2)

    async def _deliver(self, form: dict[str, str]) -> None:
        """Some are delivered twice, at the same time."""
        again = self.writes.random() < AGAIN
        self.redelivered += again
        await asyncio.gather(*(self.door.knock(form) for _ in range(1 + again)))

    async def _arrived(self, answers: int) -> None:
        while len(self.twilio.taken) < min(answers, self.plan.messages):
            self.crew.check()
            await asyncio.sleep(LOOK_SECONDS)

    async def _quiet(self) -> None:
        """Until nothing is to be done any more, and what was late has come."""
        while boxes(self.engine, self.people).unsent:
            self.crew.check()
            await asyncio.sleep(20 * LOOK_SECONDS)
        await asyncio.sleep(self.plan.lease_seconds)


async def run(plan: Plan, folder: Path, database_url: str = "") -> Outcome:
    """Play a run on an empty database: in the folder, or at the URL."""
    async with _scene(plan, folder, database_url) as scene:
        return await scene.play()


@asynccontextmanager
async def _scene(plan: Plan, folder: Path, database_url: str) -> AsyncIterator[Scene]:
    with running_twilio() as twilio:
        environment = _environment(folder, database_url, twilio)
        settings = Settings(data_dir=folder, twilio=twilio.settings(), public_base_url=PUBLIC)
        engine = open_engine(environment["HAAT_DATABASE__URL"])
        migrate(engine)
        members = settle(engine, PEOPLE, plan.messages, utc_now())
        door = Door(StoredPost(engine, utc_now), settings)
        kills, writes = (Random(f"{plan.seed} {what}") for what in ("kills", "writes"))  # noqa: S311  no secret
        with crew(environment, plan.workers, plan.lease_seconds, folder / "workers.log") as workers:
            yield Scene(plan, engine, twilio, door, workers, members, kills, writes)
        await door.close()
        engine.dispose()


def _environment(folder: Path, database_url: str, twilio: TwilioDouble) -> dict[str, str]:
    """Where a worker finds the database and the double."""
    return {
        "HAAT_DATA_DIR": str(folder),
        "HAAT_DATABASE__URL": database_url or f"sqlite:///{folder / 'haat.sqlite'}",
        "HAAT_PUBLIC_BASE_URL": PUBLIC,
        "HAAT_TWILIO__ACCOUNT_SID": twilio.account,
        "HAAT_TWILIO__AUTH_TOKEN": TOKEN,
        "HAAT_TWILIO__FROM": twilio.sender,
        "HAAT_TWILIO__API_BASE": twilio.url,
    }
