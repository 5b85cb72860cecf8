"""Where Twilio calls: each message is kept before the call is answered, with nothing to say."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, assert_never

from fastapi import APIRouter, Depends, Request, Response
from twilio.twiml.messaging_response import (  # type: ignore[import-untyped]  # it ships no types
    MessagingResponse,
)

from channels.post import Post
from channels.whatsapp.inbound import Delivery, read
from channels.whatsapp.signature import FORM_TYPE, SignedForm, form_of, is_twilios, public_url
from haat.core.errors import Forbidden, NotConfigured
from haat.core.message import Inbound
from haat.core.settings import Settings, TwilioSettings

PATH = "/webhooks/whatsapp"
NOTHING_TO_SAY = str(MessagingResponse())


class Twiml(Response):
    """An answer in Twilio's markup."""

    media_type = "application/xml"


def whatsapp_router(
    post: Callable[..., Awaitable[Post]], settings: Callable[..., Awaitable[Settings]]
) -> APIRouter:
    """The webhook of WhatsApp; both arguments are FastAPI dependencies."""
    router = APIRouter(tags=["webhooks"])
    kept_in, set_by = Depends(post), Depends(settings)

    @router.post(PATH, response_class=Twiml, responses=_ANSWERS, openapi_extra=_FORM)
    async def receive_whatsapp(
        request: Request,
        letters: Annotated[Post, kept_in],
        configured: Annotated[Settings, set_by],
    ) -> Twiml:
        """A message from WhatsApp, or how far one of ours has come; Twilio signs both."""
        found = read(await _signed_form(request, configured))
        match found:
            case Inbound():
                await letters.receive(found)
            case Delivery():
                await letters.delivered(found.provider_id, found.status, found.error)
            case _:
                assert_never(found)
        return Twiml(NOTHING_TO_SAY)

    return router


async def _signed_form(request: Request, settings: Settings) -> SignedForm:
    twilio = settings.twilio
    if not twilio.configured:
        raise NotConfigured(
            "WhatsApp is not set up here: set HAAT_TWILIO__ACCOUNT_SID, HAAT_TWILIO__AUTH_TOKEN "
            "and HAAT_TWILIO__FROM."
        )
    form = form_of(request.headers.get("content-type", ""), await request.body())
    url = public_url(settings.public_base_url, request)
    if not is_twilios(twilio.auth_token.get_secret_value(), url, form, request.headers):
        raise Forbidden(
            "This is not signed by Twilio for this address; behind a proxy, HAAT_PUBLIC_BASE_URL "
            "must be the address that Twilio calls."
        )
    _check_account(form, twilio)
    return form


def _check_account(form: SignedForm, twilio: TwilioSettings) -> None:
    account = form.get("AccountSid", twilio.account_sid)
    if not hmac.compare_digest(account.encode(), twilio.account_sid.encode()):
        raise Forbidden("This message belongs to another Twilio account.")


_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Kept; the answer goes by Twilio's REST API",
        "content": {"application/xml": {"schema": {"type": "string"}}},
    },
    403: {
        "description": "Not signed by Twilio, or another account's",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}
        },
    },
}
_SAID_BY_TWILIO = {
    "MessageSid": "Twilio's id of the message; the same one is kept once",
    "AccountSid": "the account that is set here",
    "From": "who wrote, as `whatsapp:+<number>`",
    "To": "our number",
    "ProfileName": "her name on WhatsApp",
    "Body": "her words; a status callback has none",
    "ButtonPayload": "the button that was tapped",
    "ListId": "the line of a list that was tapped",
    "NumMedia": "how many of `MediaUrl0`, `MediaContentType0` … there are",
    "Latitude": "where she is",
    "Longitude": "where she is",
    "MessageStatus": "how far a message of ours has come",
    "ErrorCode": "why it went no further",
}
_FORM: dict[str, Any] = {
    "parameters": [
        {
            "name": "X-Twilio-Signature",
            "in": "header",
            "required": True,
            "description": "HMAC of the public address and the form",
            "schema": {"type": "string"},
        }
    ],
    "requestBody": {
        "required": True,
        "content": {
            FORM_TYPE: {
                "schema": {
                    "type": "object",
                    "required": ["MessageSid", "From"],
                    "properties": {
                        name: {"type": "string", "description": description}
                        for name, description in _SAID_BY_TWILIO.items()
                    },
                }
            }
        },
    },
}
