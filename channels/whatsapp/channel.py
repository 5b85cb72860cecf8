"""WhatsApp as a channel: on where a Twilio account is set."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter

from channels.channel import Channel, Doorway
from channels.messenger import Messenger
from channels.whatsapp.inbound import CHANNEL
from channels.whatsapp.webhook import whatsapp_router
from haat.core.settings import Settings


@asynccontextmanager
async def _open(settings: Settings) -> AsyncIterator[Messenger]:
    from channels.whatsapp.messenger import WhatsApp  # noqa: PLC0415  # heavy, and only where it is on

    whatsapp = WhatsApp(settings)
    try:
        yield whatsapp
    finally:
        whatsapp.close()


def _router(at: Doorway) -> APIRouter:
    return whatsapp_router(at.post, at.settings)


WHATSAPP = Channel(CHANNEL, lambda settings: settings.twilio.configured, _open, _router)
