"""`python -m eval.delivery.worker SECONDS`: a worker as `haat worker` has it, with a short hold and no other jobs."""

import asyncio
import sys

from app.messaging import open_messaging
from app.wiring import open_services
from haat.core.settings import Settings


async def work(lease_seconds: float) -> None:
    """Answer and send until killed."""
    async with (
        open_services(Settings()) as services,
        open_messaging(services, services.copilot) as messaging,
    ):
        messaging.mailroom.lease_seconds = lease_seconds
        await messaging.mailroom.run()


if __name__ == "__main__":
    asyncio.run(work(float(sys.argv[1])))
