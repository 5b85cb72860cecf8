"""Asks Telegram for what people write, where Telegram cannot reach us: on a laptop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from channels.post import Post
from channels.telegram.inbound import Press, inbound_of, press_of, update_of
from haat.core.errors import InvalidInput, NotNow

logger = logging.getLogger(__name__)

SHORTEST_SECONDS, LONGEST_SECONDS = 1.0, 30.0

Pause = Callable[[float], Awaitable[None]]


class Asks(Protocol):
    """The bot, as far as polling needs it."""

    async def unregister(self) -> None: ...

    async def updates(self, offset: int) -> Sequence[Mapping[str, Any]]: ...

    async def settle(self, press: Press) -> None: ...


async def poll(bot: Asks, post: Post, pause: Pause = asyncio.sleep) -> None:
    """Hand in what people write, until cancelled; Telegram forgets an update once a later is asked for."""
    registered, offset, wait = True, 0, SHORTEST_SECONDS
    while True:
        try:
            if registered:
                await bot.unregister()  # with a webhook Telegram answers nobody who asks
                registered = False
            for update in await bot.updates(offset):
                await _take(bot, post, update)
                offset = int(update["update_id"]) + 1
        except Exception as error:  # noqa: BLE001  the outer edge of the channel: it is tried again
            wait = await _back_off(error, wait, pause)
        else:
            wait = SHORTEST_SECONDS


async def _take(bot: Asks, post: Post, document: Mapping[str, Any]) -> None:
    try:
        update = update_of(document)
    except InvalidInput:
        logger.exception("an update of Telegram's is passed over")
        return
    inbound, press = inbound_of(update), press_of(update)
    if inbound is not None:
        await post.receive(inbound)
        if press is not None:
            await bot.settle(press)


async def _back_off(error: Exception, wait: float, pause: Pause) -> float:
    """Wait; how long to wait the next time."""
    asked = error.wait_seconds if isinstance(error, NotNow) else 0.0
    logger.warning("Telegram's messages are asked for again in %.0f s: %s", max(wait, asked), error)
    await pause(max(wait, asked))
    return min(2 * wait, LONGEST_SECONDS)
