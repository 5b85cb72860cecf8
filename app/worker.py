"""`haat worker`: does each job when it is due."""

import asyncio
import logging
import time
from collections.abc import Sequence

from app.jobs.job import Job
from app.wiring import Services

logger = logging.getLogger(__name__)


async def once(services: Services, jobs: Sequence[Job]) -> None:
    """Do every job now."""
    for job in jobs:
        logger.info("%s: %s", job.name, await job.run(services) or "nothing to do")


async def work(services: Services, jobs: Sequence[Job]) -> None:
    """Do each job now and whenever it is due again, until stopped."""
    due = dict.fromkeys(jobs, time.monotonic())
    while True:
        for job in [job for job, at in due.items() if at <= time.monotonic()]:
            due[job] = time.monotonic() + job.every_seconds
            await _attempt(services, job)
        await asyncio.sleep(max(0.0, min(due.values()) - time.monotonic()))


async def _attempt(services: Services, job: Job) -> None:
    try:
        told = await job.run(services)
        if told:
            logger.info("%s: %s", job.name, told)
    except Exception:
        logger.exception("%s failed and is tried again when it is due", job.name)
