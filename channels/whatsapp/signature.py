"""Whether a request is Twilio's: signed over the address that Twilio knows, and its whole form."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.datastructures import ImmutableMultiDict
from twilio.request_validator import (  # type: ignore[import-untyped]  # it ships no types
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

FORM_TYPE = "application/x-www-form-urlencoded"
SignedForm = ImmutableMultiDict[str, str]


def form_of(content_type: str, body: bytes) -> SignedForm:
    """The fields of a form, blank ones kept since they are signed too; of any other body none."""
    if content_type.partition(";")[0].strip().lower() != FORM_TYPE:
        return ImmutableMultiDict()
    text = body.decode("utf-8", "replace")
    return ImmutableMultiDict(parse_qsl(text, keep_blank_values=True))


def public_url(public_base_url: str, request: Request) -> str:
    """The address that Twilio called: a proxy shows the request another host and scheme."""
    if not public_base_url:
        return str(request.url)
    path, query = str(request.scope["path"]), request.scope["query_string"].decode("latin-1")
    return public_base_url.rstrip("/") + path + (f"?{query}" if query else "")


def is_twilios(token: str, url: str, form: SignedForm, headers: Mapping[str, str]) -> bool:
    """Whether the headers carry Twilio's signature of this form."""
    algorithm = get_signature_algorithm(headers.get(SIGNATURE_SETTINGS_HEADER))
    signature = headers.get(SIGNATURE_HEADER, "")
    try:
        return bool(RequestValidator(token).validate(url, form, signature, algorithm))
    except ValueError:  # the request's own address may be none at all
        return False
