"""WhatsApp and Telegram in one process: the post that takes messages in, and the worker that answers them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agent.shops import Shops
from app.wiring import Services
from channels.mailroom import Mailroom
from channels.messenger import Messenger
from channels.onboarding import Onboarding
from channels.post import StoredPost
from channels.reception import Converses, Reception
from channels.telling import Teller
from haat.core.errors import NotDelivered
from haat.language.lexicon import load_vocabulary

if TYPE_CHECKING:
    from channels.telegram.bot import TelegramBot

logger = logging.getLogger(__name__)
REGISTER_AGAIN_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Messaging:
    """What a process has to talk to people elsewhere; without messengers only the post is there."""

    post: StoredPost
    mailroom: Mailroom
    telegram: "TelegramBot | None"

    @property
    def configured(self) -> bool:
        """Whether there is any messenger."""
        return bool(self.mailroom.messengers)


@asynccontextmanager
async def open_messaging(services: Services, copilot: Converses) -> AsyncIterator[Messaging]:
    """Open the messengers that are configured."""
    settings = services.settings
    messengers: dict[str, Messenger] = {}
    telegram: TelegramBot | None = None
    async with AsyncExitStack() as stack:
        if settings.twilio.configured:
            from channels.whatsapp.messenger import WhatsApp  # noqa: PLC0415  # heavy, and only where it is used

            whatsapp = WhatsApp(settings)
            stack.callback(whatsapp.close)
            messengers[whatsapp.name] = whatsapp
        if settings.telegram.configured:
            from channels.telegram.bot import TelegramBot as Bot  # noqa: PLC0415  # the same

            telegram = Bot(settings.telegram, settings.documents.most_bytes)
            await telegram.start()
            stack.push_async_callback(telegram.close)
            messengers[telegram.name] = telegram
        mailroom = _mailroom(services, copilot, messengers)
        post = StoredPost(services.engine, services.clock, mailroom.wake)
        yield Messaging(post, mailroom, telegram)


@asynccontextmanager
async def at_work(
    services: Services, messaging: Messaging, *, listens: bool
) -> AsyncIterator[None]:
    """Answer and send as long as this lasts; who `listens` also has Telegram bring or give its updates."""
    tasks = [asyncio.create_task(work) for work in _works(services, messaging, listens=listens)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _works(
    services: Services, messaging: Messaging, *, listens: bool
) -> list[Coroutine[Any, Any, None]]:
    if not messaging.configured:
        return []
    works: list[Coroutine[Any, Any, None]] = [messaging.mailroom.run()]
    telegram = messaging.telegram
    if telegram is None or not listens:
        return works
    settings = services.settings
    if settings.public_base_url and telegram.secret:
        return [*works, _registered(telegram, settings.public_base_url)]
    from channels.telegram.polling import poll  # noqa: PLC0415  # only where Telegram is used

    return [*works, poll(telegram, messaging.post)]


async def _registered(telegram: "TelegramBot", base_url: str) -> None:
    """Tell Telegram where we are, until it has heard."""
    while True:
        with suppress(NotDelivered):
            await telegram.register(base_url)
            return
        logger.warning("Telegram did not take our address; it is told again in a minute")
        await asyncio.sleep(REGISTER_AGAIN_SECONDS)


def _mailroom(services: Services, copilot: Converses, messengers: dict[str, Messenger]) -> Mailroom:
    shops = services.shops or Shops(load_vocabulary(services.languages.packs))
    channels = {name: one.capabilities for name, one in messengers.items()}
    reception = Reception(
        services.engine,
        services.clock,
        copilot,
        shops,
        services.languages,
        Onboarding(services.languages, services.gazetteer),
        Teller(services.languages, channels, services.clock),
    )
    resend = services.settings.messaging.resend
    return Mailroom(services.engine, services.clock, reception, messengers, resend)
