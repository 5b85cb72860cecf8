"""Makes each shop's forecasts once a day, ahead of the questions, and its model anew where that is due."""

import asyncio
from collections import Counter

from app.jobs.job import Job
from app.wiring import Services
from haat.core.actor import Actor, Role
from haat.core.days import shop_day
from haat.store import forecasts
from haat.store.engine import reading
from haat.store.forecasts import Shop
from tools.context import ToolContext
from tools.fitting import fit


async def fit_all(services: Services) -> str:
    """Fit those shops that have no forecasts of today; one after the other, each in a thread."""
    found = await asyncio.to_thread(_shops, services)
    told = [await asyncio.to_thread(fit, context_of(services, s), s.store_id) for s in found]
    products = sum(one.products for one in told)
    done = f"fitted {len(found)} shops; {products} products have a pooled forecast"
    reasons = Counter(one.reason for one in told if one.reason)
    anew = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
    return f"{done}; models made anew: {anew}" if anew else done


FORECASTS = Job("forecasts", 86_400, fit_all)


def context_of(services: Services, shop: Shop) -> ToolContext:
    """What a job knows of a shop."""
    now = services.clock()
    return ToolContext(_actor(shop), services.engine, shop_day(now), now, services.gazetteer)


def _shops(services: Services) -> tuple[Shop, ...]:
    today = shop_day(services.clock())
    with reading(services.engine) as db:
        return tuple(
            shop
            for shop in forecasts.shops(db)
            if forecasts.last_made(_actor(shop), db, shop.store_id) != today
        )


def _actor(shop: Shop) -> Actor:
    """The job asks as the shop's own system would."""
    return Actor(shop.tenant_id, "job:forecasts", Role.ADMIN, shop.store_id, shop.demo)
