"""The messengers, each in its folder, all listed here."""

from channels.channel import Channel
from channels.telegram.channel import TELEGRAM
from channels.whatsapp.channel import WHATSAPP

CHANNELS: tuple[Channel, ...] = (WHATSAPP, TELEGRAM)
