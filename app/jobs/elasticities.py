"""Learns once a week in each shop how its sales follow its prices, ahead of the questions."""

import asyncio

from app.jobs.forecasts import context_of
from app.jobs.job import Job
from app.wiring import Services
from haat.store import forecasts
from haat.store.engine import reading
from haat.store.forecasts import Shop
from tools.fitting_prices import fit_prices


async def learn_all(services: Services) -> str:
    """One shop after the other, each in a thread."""
    found = await asyncio.to_thread(_shops, services)
    told = [await asyncio.to_thread(fit_prices, context_of(services, s), s.store_id) for s in found]
    return f"looked at {len(found)} shops; {sum(map(bool, told))} learned anew"


ELASTICITIES = Job("elasticities", 86_400, learn_all)


def _shops(services: Services) -> tuple[Shop, ...]:
    with reading(services.engine) as db:
        return forecasts.shops(db)
