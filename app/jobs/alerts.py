"""Tells people of their own rules that came true and of what is urgent in their shops."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from agent.herald import Herald
from app.jobs.job import Job
from app.messaging import teller_of
from app.wiring import Services
from channels.alerting import Alerting
from channels.telling import Teller
from haat.core.actor import Actor, Role
from haat.core.days import shop_day
from haat.core.errors import NotFound, Unauthenticated
from haat.store import contacts, people
from haat.store.contacts import Contact
from haat.store.engine import reading
from haat.store.handles import Connection
from haat.store.people import StoreRow
from tools.context import ToolContext
from tools.watching.news import news
from tools.watching.watch import Watched, watch

logger = logging.getLogger(__name__)
Shop = tuple[str, StoreRow]


class Reader(NamedTuple):
    """Somebody who can be told, and where."""

    actor: Actor
    contact: Contact


async def tell_alerts(services: Services) -> str:
    """Look over the shop of everybody who can be reached, each shop once, one after the other."""
    teller = teller_of(services)
    if not teller.channels:
        return ""
    shops = await asyncio.to_thread(_readers, services, teller)
    told = 0
    for (tenant_id, store), readers in shops.items():
        try:
            told += await asyncio.to_thread(_tell_shop, services, teller, tenant_id, store, readers)
        except Exception:
            logger.exception("%s could not be looked over; the others are", store.id)
    return f"told {told} people of alerts" if told else ""


ALERTS = Job("alerts", 300, tell_alerts, light=True)


def _readers(services: Services, teller: Teller) -> Mapping[Shop, list[Reader]]:
    """By shop the people who can be told, with the contact where each wrote from last."""
    shops: dict[Shop, list[Reader]] = defaultdict(list)
    with reading(services.engine) as db:
        for actor in _members(db):
            contact = teller.nearest(db, actor)
            if contact is not None:
                with suppress(NotFound):  # a tenant without a store has nothing to watch
                    store = people.default_store(actor, db)
                    shops[actor.tenant_id, store].append(Reader(actor, contact))
    return shops


def _members(db: Connection) -> Iterator[Actor]:
    subjects = dict.fromkeys(c.subject for c in contacts.members(db) if c.subject is not None)
    for subject in subjects:
        with suppress(Unauthenticated):  # she is gone
            yield people.actor_by_id(db, subject)


def _tell_shop(
    services: Services,
    teller: Teller,
    tenant_id: str,
    store: StoreRow,
    readers: Sequence[Reader],
) -> int:
    """How many were told. What takes long is only read; each person is told in a transaction of her own."""
    found = _found(services, tenant_id, store, readers)
    alerting = Alerting(teller, Herald(services.shops, services.gazetteer))
    told = 0
    for reader in readers:
        news_to_her = found[reader.contact.id]
        if alerting.changed(reader.contact, news_to_her):
            with services.engine.begin() as db:
                told += alerting.tell(db, reader.actor, reader.contact.id, news_to_her)
    return told


def _found(
    services: Services, tenant_id: str, store: StoreRow, readers: Sequence[Reader]
) -> Mapping[str, tuple[Watched, ...]]:
    now, demo = services.clock(), readers[0].actor.demo
    shop = Actor(tenant_id, "job:alerts", Role.ADMIN, store.id, demo)
    context = ToolContext(shop, services.engine, shop_day(now), now, services.gazetteer)
    with reading(services.engine) as db:
        seen = watch(context, db, store)
        return {r.contact.id: news(seen, r.actor) for r in readers}
