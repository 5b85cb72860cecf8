"""Pictures, voice notes and papers that came with a message: fetched from Twilio and nowhere else."""

import asyncio
from http import HTTPStatus

import httpx

from channels.whatsapp.rest import at_base
from haat.core.errors import NotNow, Refused
from haat.core.settings import TwilioSettings

TWILIO = "twilio.com"
API = "api.twilio.com"
MOST_HOPS = 3
READ_SECONDS = 10.0
WHOLE_SECONDS = 60.0


def place_of(reference: str, api_base: str) -> httpx.URL:
    """Where a reference leads; Refused where that is not Twilio."""
    try:
        url = httpx.URL(reference)
        if url.host == API:
            url = httpx.URL(at_base(reference, api_base))
    except (httpx.InvalidURL, ValueError):
        raise Refused("The address of this file is none.") from None
    if not (_is_base(url, api_base) or _is_twilios(url)):
        raise Refused("This file does not lie with Twilio.")
    return url


async def fetch(
    reference: str,
    twilio: TwilioSettings,
    most_bytes: int,
    transport: httpx.AsyncBaseTransport | None = None,
) -> bytes:
    """The content of a reference; Refused where it may not or cannot be had, NotNow where later."""
    url = place_of(reference, twilio.api_base)
    try:
        async with (
            asyncio.timeout(WHOLE_SECONDS),
            httpx.AsyncClient(timeout=READ_SECONDS, transport=transport) as client,
        ):
            return await _follow(client, url, twilio, most_bytes)
    except (httpx.TransportError, TimeoutError) as error:
        raise NotNow(f"The file cannot be fetched now ({type(error).__name__}).") from None
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        raise Refused(f"The file cannot be read ({type(error).__name__}).") from None


async def _follow(
    client: httpx.AsyncClient, url: httpx.URL, twilio: TwilioSettings, most_bytes: int
) -> bytes:
    """The credentials go to Twilio only: it hands out files from other hosts."""
    auth: httpx.BasicAuth | None = httpx.BasicAuth(
        twilio.account_sid, twilio.auth_token.get_secret_value()
    )
    for _ in range(MOST_HOPS):
        async with client.stream("GET", url, auth=auth, follow_redirects=False) as answer:
            if not answer.has_redirect_location:
                return await _content(answer, most_bytes)
            url, auth = _next(url, answer.headers["location"], twilio.api_base), None
    raise Refused("The file is sent from one address to the next.")


def _next(url: httpx.URL, location: str, api_base: str) -> httpx.URL:
    found = url.join(location)
    if found.scheme != "https" and not _is_base(found, api_base):
        raise Refused("The file lies where others could read it on its way.")
    return found


async def _content(answer: httpx.Response, most_bytes: int) -> bytes:
    status = answer.status_code
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS} or answer.is_server_error:
        raise NotNow(f"The file cannot be fetched now: HTTP {status}.")
    if not answer.is_success:
        raise Refused(f"The file cannot be had: HTTP {status}.")
    content = bytearray()
    async for part in answer.aiter_bytes():
        content += part
        if len(content) > most_bytes:
            raise Refused(f"The file is larger than {most_bytes} bytes.")
    return bytes(content)


def _is_base(url: httpx.URL, api_base: str) -> bool:
    base = httpx.URL(api_base)
    return (url.scheme, url.host, url.port) == (base.scheme, base.host, base.port)


def _is_twilios(url: httpx.URL) -> bool:
    ours = url.host == TWILIO or url.host.endswith(f".{TWILIO}")
    return ours and url.scheme == "https" and url.port is None
