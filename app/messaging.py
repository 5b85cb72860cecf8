"""WhatsApp and Telegram in one process: the post that takes messages in, and the worker that answers them."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.papers import Papers
from app.wiring import Services
from channels.enquiries import Enquiries
from channels.entrance import Entrance
from channels.mailroom import Mailroom
from channels.messenger import Messenger
from channels.messengers import CHANNELS
from channels.onboarding import Onboarding
from channels.outcomes import Outcomes
from channels.papers import PaperIntake
from channels.post import StoredPost
from channels.reach import messengers as channels_of
from channels.reception import Converses, Reception
from channels.sending import Errand
from channels.telling import Teller
from haat.store.outbox import Kind


@dataclass(frozen=True, slots=True)
class Messaging:
    """What a process has to talk to people elsewhere; without messengers only the post is there."""

    post: StoredPost
    mailroom: Mailroom
    papers: Papers


@asynccontextmanager
async def open_messaging(services: Services, copilot: Converses) -> AsyncIterator[Messaging]:
    """Open the messengers that are configured."""
    settings = services.settings
    async with AsyncExitStack() as stack:
        messengers = {
            channel.name: await stack.enter_async_context(channel.open(settings))
            for channel in CHANNELS
            if channel.configured(settings)
        }
        papers = Papers(services.engine, services.clock, settings.documents)
        stack.push_async_callback(papers.close)
        mailroom = mailroom_of(services, copilot, messengers, papers)
        post = StoredPost(services.engine, services.clock, mailroom.wake)
        yield Messaging(post, mailroom, papers)


@asynccontextmanager
async def at_work(
    services: Services, messaging: Messaging, *, listens: bool
) -> AsyncIterator[None]:
    """Answer and send as long as this lasts; who `listens` also has messages brought."""
    tasks = [asyncio.create_task(work) for work in _works(services, messaging, listens=listens)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _works(
    services: Services, messaging: Messaging, *, listens: bool
) -> Iterator[Coroutine[Any, Any, None]]:
    messengers = messaging.mailroom.messengers
    if messengers:
        yield messaging.mailroom.run()
    for channel in CHANNELS:
        if listens and channel.listen is not None and channel.name in messengers:
            yield channel.listen(services.settings, messengers[channel.name], messaging.post)


def teller_of(services: Services) -> Teller:
    """Who tells people things by the messengers that are configured, without opening them."""
    return Teller(services.languages, channels_of(services.settings), services.clock)


def mailroom_of(
    services: Services, copilot: Converses, messengers: dict[str, Messenger], papers: Papers
) -> Mailroom:
    """A worker with these messengers."""
    shops = services.shops
    channels = {name: one.capabilities for name, one in messengers.items()}
    teller = Teller(services.languages, channels, services.clock)
    enquiries = Enquiries(
        services.engine,
        services.clock,
        services.languages,
        shops,
        services.gazetteer,
        teller,
    )
    reception = Reception(
        services.engine,
        services.clock,
        copilot,
        shops,
        services.languages,
        Entrance(
            Onboarding(services.languages, services.gazetteer),
            services.clock,
            timedelta(days=services.settings.messaging.join_code_days),
        ),
        PaperIntake(papers, messengers),
        teller,
        enquiries,
        Outcomes(services.engine, services.clock, shops, teller),
    )
    resend = services.settings.messaging.resend
    errands: dict[Kind, Errand] = {"enquiry": enquiries}
    return Mailroom(services.engine, services.clock, reception, messengers, resend, errands)
