"""The bot: sends messages with buttons, fetches what people sent, and tells Telegram where we are."""

import html
import logging
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.request import BaseRequest, HTTPXRequest

from channels.reach import TELEGRAM
from channels.telegram.failures import calling
from channels.telegram.inbound import Press
from channels.telegram.webhook import PATH
from haat.core.errors import NotDelivered, NotNow, Refused, Unclear
from haat.core.message import Media, Option, Outbound
from haat.core.settings import TelegramSettings

logger = logging.getLogger(__name__)

UPDATES = ("message", "callback_query")
POLL_SECONDS = 25
READ_SECONDS = 20.0  # patience saves messages of which nobody knows whether they arrived
SETTLE_SECONDS = 5.0
LONG_LABEL = 18  # characters: two such buttons do not fit side by side on a phone


class TelegramBot:
    """A Messenger by Telegram's Bot API."""

    name: Final = "telegram"
    capabilities: Final = TELEGRAM

    def __init__(
        self,
        settings: TelegramSettings,
        most_bytes: int,
        request: BaseRequest | None = None,
        polling: BaseRequest | None = None,
    ) -> None:
        """`request` and `polling` reach Telegram; the second is held open while nothing happens."""
        token, base = settings.token.get_secret_value(), settings.api_base.rstrip("/")
        self.secret = settings.secret.get_secret_value()
        self._most_bytes = most_bytes
        self._requests = (
            polling or HTTPXRequest(connection_pool_size=1),
            request or HTTPXRequest(read_timeout=READ_SECONDS),
        )
        self._bot = telegram.Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self._requests[1],
            get_updates_request=self._requests[0],
        )
        self._mask = _Mask(token)

    async def start(self) -> None:
        """Open the connections; Telegram is not asked yet, so it need not work now."""
        logging.getLogger("httpx").addFilter(self._mask)
        for request in self._requests:
            await request.initialize()

    async def close(self) -> None:
        """Close the connections."""
        for request in self._requests:
            await request.shutdown()
        logging.getLogger("httpx").removeFilter(self._mask)

    async def register(self, public_base_url: str) -> None:
        """Have Telegram bring what people write to our webhook; Refused, NotNow or Unclear."""
        url = public_base_url.rstrip("/") + PATH
        with calling():
            await self._bot.set_webhook(url, secret_token=self.secret, allowed_updates=UPDATES)

    async def unregister(self) -> None:
        """Have Telegram keep what people write until we ask for it; Refused, NotNow or Unclear."""
        with calling():
            await self._bot.delete_webhook()

    async def updates(self, offset: int) -> list[dict[str, Any]]:
        """What people wrote from this number on, as JSON; waits a while where there is nothing."""
        with calling():
            found = await self._bot.get_updates(
                offset, timeout=POLL_SECONDS, allowed_updates=UPDATES
            )
            return [update.to_dict() for update in found]

    async def send(self, address: str, message: Outbound, reference: str) -> str:
        """Send a message; its number in the chat. Refused, NotNow or Unclear."""
        keyboard = _keyboard(message.options, reference)
        with calling():
            try:
                sent = await self._send(address, _as_html(message.text), keyboard, ParseMode.HTML)
            except BadRequest as error:
                if "parse entities" not in error.message.casefold():
                    raise
                sent = await self._send(address, message.text, keyboard, None)
            return str(sent.message_id)

    async def find(
        self, address: str, message: Outbound, since: datetime, known: Collection[str]
    ) -> str | None:
        """Telegram does not tell a bot what it has sent."""
        del address, message, since, known
        return None

    async def send_template(self, address: str, text: str) -> str:
        """Telegram has no window outside of which a text must be approved."""
        return await self.send(address, Outbound(text), "")

    async def settle(self, press: Press) -> None:
        """Show that a press arrived, and take the buttons away so that none is pressed twice.

        Best effort: a press that is not settled only looks unsettled.
        """
        try:
            with calling():
                await self._settle(press)
        except NotDelivered as error:
            logger.info("a pressed button could not be settled: %s", error)

    async def fetch(self, came: Media) -> bytes:
        """What a person sent; Refused where it is too large or cannot be had, NotNow where later."""
        try:
            with calling():
                file = await self._bot.get_file(came.reference)
                self._check(file.file_size or 0)
                content = bytes(await file.download_as_bytearray())
        except Unclear as error:
            raise NotNow(error.detail) from error  # nothing is lost by asking twice
        self._check(len(content))
        return content

    async def _send(
        self, address: str, text: str, keyboard: InlineKeyboardMarkup | None, mode: str | None
    ) -> telegram.Message:
        return await self._bot.send_message(address, text, parse_mode=mode, reply_markup=keyboard)

    async def _settle(self, press: Press) -> None:
        await self._bot.answer_callback_query(press.query_id, read_timeout=SETTLE_SECONDS)
        if press.chat_id is not None:
            await self._bot.edit_message_reply_markup(
                press.chat_id, press.message_id, read_timeout=SETTLE_SECONDS
            )

    def _check(self, size: int) -> None:
        if size > self._most_bytes:
            raise Refused(f"The file is larger than {self._most_bytes} bytes.")


class _Mask(logging.Filter):
    """Hides the bot's token in the addresses that the HTTP client logs."""

    def __init__(self, token: str) -> None:
        super().__init__()
        # behind the bot's number; the colon between them is sometimes percent-encoded
        self._secret = token.rpartition(":")[2] or token

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if self._secret in said:
            record.msg, record.args = said.replace(self._secret, "***"), ()
        return True


def _as_html(text: str) -> str:
    """The text as Telegram's HTML; the first of several lines is the heading."""
    first, broken, rest = html.escape(text, quote=False).partition("\n")
    return (
        f"<b>{first}</b>{broken}{rest}" if first.strip() and rest.strip() else first + broken + rest
    )


def _keyboard(options: Sequence[Option], reference: str) -> InlineKeyboardMarkup | None:
    """The options as buttons, which are named by the message and their number."""
    if not options:
        return None
    buttons = [
        InlineKeyboardButton(option.label, callback_data=f"{reference}.{number}")
        for number, option in enumerate(options, 1)
    ]
    width = 1 if any(len(option.label) > LONG_LABEL for option in options) else 2
    return InlineKeyboardMarkup([buttons[at : at + width] for at in range(0, len(buttons), width)])
