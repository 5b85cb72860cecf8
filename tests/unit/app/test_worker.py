"""The worker does each job when it is due, whatever becomes of the others."""

import asyncio
from typing import cast

from app.jobs.job import Job
from app.wiring import Services
from app.worker import once, work

NOTHING = cast("Services", None)  # these jobs use no service


async def test_a_job_that_fails_stops_no_other() -> None:
    done: list[str] = []
    thrice = asyncio.Event()

    async def fails(services: Services) -> str:
        done.append("fails")
        if done.count("fails") == 3:
            thrice.set()
        raise RuntimeError("no")

    async def works(services: Services) -> str:
        done.append("works")
        return "well"

    jobs = (Job("fails", 0, fails), Job("works", 3600, works))
    working = asyncio.create_task(work(NOTHING, jobs))
    await thrice.wait()
    working.cancel()
    assert done.count("works") == 1


async def test_once_does_every_job() -> None:
    done: list[str] = []

    async def works(services: Services) -> str:
        done.append("works")
        return "well"

    await once(NOTHING, (Job("one", 5, works), Job("two", 5, works)))
    assert len(done) == 2
