"""Which messengers are set up, what each of them shows, and whom they reach."""

from collections.abc import Mapping
from datetime import timedelta

from channels.messenger import Capabilities
from haat.core.settings import Settings, TwilioSettings

TELEGRAM = Capabilities(most_characters=4096, buttons=12, window=None, recalls=False)


def whatsapp(twilio: TwilioSettings) -> Capabilities:
    """WhatsApp takes free text within a day of her last message, and an approved template at any time."""
    return Capabilities(
        most_characters=1600,
        buttons=0,
        window=timedelta(hours=24),
        recalls=True,
        templates=bool(twilio.template),
    )


def messengers(settings: Settings) -> dict[str, Capabilities]:
    """The messengers that are configured, by channel."""
    found: dict[str, Capabilities] = {}
    if settings.twilio.configured:
        found["whatsapp"] = whatsapp(settings.twilio)
    if settings.telegram.configured:
        found["telegram"] = TELEGRAM
    return found


def reach(settings: Settings) -> Mapping[str, timedelta | None]:
    """For how long after somebody's last message she can be written to, by channel; None: always."""
    shown = messengers(settings)
    return {name: None if one.templates else one.window for name, one in shown.items()}
