"""Learns from how enquiries ended what the parts of a match weigh, for each tenant where any ended."""

import asyncio

from app.jobs.job import Job
from app.wiring import Services
from haat.core.actor import Actor, Role
from haat.core.days import shop_day
from haat.store import installation
from haat.store.engine import reading
from haat.store.installation import Tenant
from tools.buyer_weights import learn
from tools.context import ToolContext


async def learn_all(services: Services) -> str:
    """Learn anew where enquiries have ended since the last time; one tenant after the other."""
    tenants = await asyncio.to_thread(_tenants, services)
    told = [await asyncio.to_thread(learn, _context(services, one)) for one in tenants]
    anew = [one for one in told if one is not None]
    own = sum(one.learned for one in anew)
    return (
        f"learned from {len(anew)} tenants' enquiries; {own} have weights of their own"
        if anew
        else ""
    )


MATCHING = Job("matching", 3600, learn_all, light=True)


def _tenants(services: Services) -> tuple[Tenant, ...]:
    with reading(services.engine) as db:
        return installation.tenants(db)


def _context(services: Services, tenant: Tenant) -> ToolContext:
    now = services.clock()
    actor = Actor(tenant.id, "job:matching", Role.ADMIN, demo=tenant.demo)
    return ToolContext(actor, services.engine, shop_day(now), now, services.gazetteer)
