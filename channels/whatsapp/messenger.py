"""People's WhatsApp, by Twilio's REST API."""

import asyncio
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from twilio.base.exceptions import (  # type: ignore[import-untyped]  # it ships no types
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)
from twilio.rest import Client  # type: ignore[import-untyped]  # the same

from channels import reach
from channels.whatsapp import media
from channels.whatsapp.inbound import CHANNEL
from channels.whatsapp.rest import Rest
from channels.whatsapp.webhook import PATH
from haat.core.errors import NotNow, Refused, Unclear
from haat.core.message import Media, Outbound
from haat.core.settings import Settings

TIMEOUT_SECONDS = 10.0
LOOKED_AT = 50  # of the messages to one person, the latest
CLOCKS_APART = timedelta(seconds=60)  # ours and Twilio's
# she stopped us, blocked us, or opted out: Twilio's error dictionary
STOPPED = frozenset({21610, 63014, 63033})
NOT_ON_ITS_WAY = frozenset({"failed", "undelivered", "canceled"})
# what Twilio's client raises at an answer that is not as Twilio describes it
_GARBLED = (ValueError, TypeError, AttributeError, KeyError)


class WhatsApp:
    """The messenger of one Twilio account and sender."""

    name = CHANNEL

    def __init__(self, settings: Settings, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self.capabilities = reach.whatsapp(settings.twilio)
        self._twilio = settings.twilio
        self._most_bytes = settings.documents.most_bytes
        self._rest = Rest(self._twilio.api_base, timeout_seconds)
        token = self._twilio.auth_token.get_secret_value()
        client = Client(self._twilio.account_sid, token, http_client=self._rest)
        self._messages = client.api.v2010.account.messages
        base = settings.public_base_url.rstrip("/")
        self._always: dict[str, str] = {"from_": self._twilio.sender}
        if base:
            self._always["status_callback"] = base + PATH

    async def send(self, address: str, message: Outbound, reference: str) -> str:  # noqa: ARG002  no buttons
        """Hand a message to Twilio; its sid. Raises Refused, NotNow or Unclear."""
        return await self._create(to=address, body=message.text)

    async def send_template(self, address: str, text: str) -> str:
        """Tell something outside the window, by the approved template; Refused where there is none."""
        if not self._twilio.template:
            raise Refused("No template is set for messages after 24 hours: HAAT_TWILIO__TEMPLATE.")
        variables = orjson.dumps({"1": in_one_line(text)}).decode()
        return await self._create(
            to=address, content_sid=self._twilio.template, content_variables=variables
        )

    async def find(
        self, address: str, message: Outbound, since: datetime, known: Collection[str]
    ) -> str | None:
        """The sid of this message, if Twilio has taken it; NotNow where it cannot be asked."""
        try:
            taken = await asyncio.to_thread(self._latest_to, address)
        except (Unclear, TwilioException, *_GARBLED) as error:
            raise NotNow(f"Twilio cannot be asked now ({type(error).__name__}).") from None
        earliest = since - CLOCKS_APART
        for sid, created, body in taken:
            if created >= earliest and sid not in known and self._is_it(body, message.text):
                return sid
        return None

    async def fetch(self, came: Media) -> bytes:
        """The content of what came with a message; Refused where it cannot be had, else NotNow."""
        return await media.fetch(came.reference, self._twilio, self._most_bytes)

    def close(self) -> None:
        """Let go of the connections."""
        self._rest.close()

    async def _create(self, **content: str) -> str:
        made = await asyncio.to_thread(_carried_out, self._messages.create, content | self._always)
        return str(made)

    def _latest_to(self, address: str) -> list[tuple[str, datetime, str]]:
        """Sid, moment and body of what may have reached a person, the newest first."""
        listed = self._messages.list(to=address, from_=self._twilio.sender, limit=LOOKED_AT)
        found = [
            (m.sid, m.date_created.astimezone(UTC), m.body or "")
            for m in listed
            if m.status not in NOT_ON_ITS_WAY
        ]
        return sorted(found, key=lambda message: message[1], reverse=True)

    def _is_it(self, body: str, text: str) -> bool:
        """Spaces are not compared; a template has words of its own around the text."""
        seen, told = in_one_line(body), in_one_line(text)
        return seen == told or (bool(self._twilio.template) and bool(told) and told in seen)


def in_one_line(text: str) -> str:
    """As a template's variable must be: WhatsApp takes no line breaks in it."""
    return " ".join(text.split())


def _carried_out(create: Callable[..., Any], content: dict[str, str]) -> str:
    """The sid of a message that is made."""
    try:
        sid = create(**content).sid
    except (TwilioRestException, TwilioServiceException) as refusal:
        raise _refused(refusal.status, refusal.code) from None  # its words hold the person's number
    except _GARBLED as error:
        raise Unclear(f"Twilio's answer cannot be read ({type(error).__name__}).") from None
    if not isinstance(sid, str) or not sid:
        raise Unclear("Twilio's answer names no message.")
    return sid


def _refused(status: int, code: object) -> Refused:
    stopped = code in STOPPED
    see = f"see https://www.twilio.com/docs/errors/{code}"
    return Refused(
        f"Twilio refused the message: HTTP {status}, code {code}; {see}", stopped=stopped
    )
