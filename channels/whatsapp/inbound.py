"""What Twilio's form says: a message from a person, or how far one of ours has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from channels.wire import mend
from haat.core.errors import FieldProblem, InvalidInput
from haat.core.message import Inbound, Media

CHANNEL = "whatsapp"
MOST_TEXT = 4000
MOST_NAME = 200
MOST_ID = 128  # as the ledger keeps ids and addresses
MOST_MEDIA = 10  # in one message, by Twilio's own limit
_WRITTEN = ("text/plain", "text/csv")

Form = Mapping[str, str]
MediaKind = Literal["image", "voice", "document", "other"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """How far a message of ours has come; `error` is Twilio's code."""

    provider_id: str
    status: str
    error: str | None


def read(form: Form) -> Inbound | Delivery:
    """The form in our own words; InvalidInput where it names no message or no sender."""
    if form.get("MessageStatus") and "Body" not in form:
        return _delivery(form)
    return Inbound(
        _said(form),
        _needed(form, "MessageSid"),
        channel=CHANNEL,
        sender=_needed(form, "From"),
        sender_name=_text(form, "ProfileName")[:MOST_NAME],
        choice=_text(form, "ButtonPayload") or _text(form, "ListId") or None,
        media=tuple(_media(form)),
        location=_location(form),
    )


def _delivery(form: Form) -> Delivery:
    status = _text(form, "MessageStatus").lower()
    return Delivery(_needed(form, "MessageSid"), status, _text(form, "ErrorCode") or None)


def _said(form: Form) -> str:
    """Her words; of a tapped button its label, where Twilio puts it nowhere else."""
    words = (_text(form, name) for name in ("Body", "ButtonText", "ListTitle"))
    return next((said for said in words if said.strip()), "")[:MOST_TEXT]


def _media(form: Form) -> list[Media]:
    announced = form.get("NumMedia", "")
    count = int(announced[:3]) if announced.isascii() and announced.isdecimal() else 0
    found = []
    for number in range(min(count, MOST_MEDIA)):
        reference = _text(form, f"MediaUrl{number}")
        if reference:
            media_type = _text(form, f"MediaContentType{number}").lower()
            found.append(Media(_kind(media_type), media_type, reference))
    return found


def _kind(media_type: str) -> MediaKind:
    match media_type.partition("/")[0]:
        case "audio":
            return "voice"
        case "image":
            return "image"
        case "application":
            return "document"
        case _:
            return "document" if media_type.startswith(_WRITTEN) else "other"


def _location(form: Form) -> tuple[float, float] | None:
    """Where she is; nowhere, where the numbers are none of this earth."""
    try:
        latitude, longitude = float(form["Latitude"]), float(form["Longitude"])
    except (KeyError, ValueError):
        return None
    on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    return (latitude, longitude) if on_earth else None


def _needed(form: Form, name: str) -> str:
    found = _text(form, name).strip()
    if not found:
        raise _unusable(name, "is missing")
    if len(found) > MOST_ID:
        raise _unusable(name, f"is longer than {MOST_ID} characters")
    return found


def _unusable(name: str, detail: str) -> InvalidInput:
    wrong = FieldProblem(f"/{name}", detail)
    return InvalidInput(f"This is no form of Twilio's: {name} {detail}.", wrong)


def _text(form: Form, name: str) -> str:
    return str(mend(form.get(name, "")))
