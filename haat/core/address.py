"""Where somebody outside can be written to, as a list of buyers says it."""

import re
from dataclasses import dataclass

_IGNORED = re.compile(r"[\s().-]")
_ABROAD = re.compile(r"\+[1-9]\d{7,14}")  # E.164
_INDIAN = re.compile(r"(?:\+?91|0)?([6-9]\d{9})")  # a mobile number, with or without its prefix
_TELEGRAM = re.compile(r"(?i:telegram): ?([1-9]\d{0,18})")  # of a private chat


@dataclass(frozen=True, slots=True)
class Address:
    """A channel, and the address as that channel names it."""

    channel: str
    address: str


def address_of(contact: str) -> Address | None:
    """The address that a contact is: a phone number by WhatsApp, `telegram:<chat id>`; None for others."""
    chat = _TELEGRAM.fullmatch(contact.strip())
    if chat:
        return Address("telegram", chat[1])
    number = _IGNORED.sub("", contact).lower().removeprefix("whatsapp:")
    indian = _INDIAN.fullmatch(number)
    if indian:
        return Address("whatsapp", f"whatsapp:+91{indian[1]}")
    return Address("whatsapp", f"whatsapp:{number}") if _ABROAD.fullmatch(number) else None
