"""Asks sellers what came of their enquiries, so that the matching can learn from it."""

import asyncio
from datetime import timedelta

from app.jobs.job import Job
from app.messaging import teller_of
from app.wiring import Services
from channels.outcomes import Outcomes
from haat.store import enquiries
from haat.store.engine import reading
from haat.store.enquiries import Enquiry

WAITS = timedelta(days=3)  # after the enquiry, and again after the buyer's answer
FORGOTTEN = timedelta(days=30)  # what is older is not asked about any more


async def ask_outcomes(services: Services) -> str:
    """Ask each seller about one enquiry at a time: a number in answer to two questions fits neither."""
    asked = await asyncio.to_thread(_ask, services)
    return f"asked {asked} people what came of an enquiry" if asked else ""


OUTCOMES = Job("outcomes", 3600, ask_outcomes, light=True)


def _ask(services: Services) -> int:
    teller = teller_of(services)
    outcomes = Outcomes(services.engine, services.clock, services.shops, teller)
    asked: set[tuple[str, str]] = set()
    for tenant_id, enquiry in _due(services) if teller.channels else ():
        seller = tenant_id, enquiry.subject
        if seller not in asked:
            with services.engine.begin() as db:
                if outcomes.ask(db, tenant_id, enquiry):
                    asked.add(seller)
    return len(asked)


def _due(services: Services) -> tuple[tuple[str, Enquiry], ...]:
    now = services.clock()
    with reading(services.engine) as db:
        return enquiries.unended(db, now - FORGOTTEN, now - WAITS)
