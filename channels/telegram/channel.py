"""Telegram as a channel: on where a bot's token is set."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends

from channels.channel import Channel, Doorway
from channels.messenger import Messenger
from channels.post import Post
from channels.telegram.inbound import CHANNEL
from channels.telegram.polling import poll
from channels.telegram.webhook import Settles, telegram_router
from haat.core.errors import NotDelivered
from haat.core.settings import Settings

if TYPE_CHECKING:
    from channels.telegram.bot import TelegramBot

logger = logging.getLogger(__name__)
REGISTER_AGAIN_SECONDS = 60


@asynccontextmanager
async def _open(settings: Settings) -> AsyncIterator[Messenger]:
    from channels.telegram.bot import TelegramBot as Bot  # noqa: PLC0415  # heavy, and only where it is on

    bot = Bot(settings.telegram, settings.documents.most_bytes)
    await bot.start()
    try:
        yield bot
    finally:
        await bot.close()


def _router(at: Doorway) -> APIRouter:
    open_ones = Depends(at.messengers)

    async def bot(found: Annotated[Mapping[str, Messenger], open_ones]) -> Settles | None:
        """The bot of this server, where there is one."""
        one: object = found.get(CHANNEL)
        return one if isinstance(one, Settles) else None

    return telegram_router(at.post, bot)


async def _listen(settings: Settings, messenger: Messenger, post: Post) -> None:
    """By webhook where Telegram can reach us and there is a secret, else by asking."""
    bot: TelegramBot = messenger  # type: ignore[assignment]  # `_open` made it
    if settings.public_base_url and bot.secret:
        await _register(bot, settings.public_base_url)
    else:
        await poll(bot, post)


async def _register(bot: "TelegramBot", base_url: str) -> None:
    """Tell Telegram where we are, until it has heard."""
    while True:
        try:
            await bot.register(base_url)
        except NotDelivered:
            logger.warning("Telegram did not take our address; it is told again in a minute")
            await asyncio.sleep(REGISTER_AGAIN_SECONDS)
        else:
            return


TELEGRAM = Channel(CHANNEL, lambda settings: settings.telegram.configured, _open, _router, _listen)
