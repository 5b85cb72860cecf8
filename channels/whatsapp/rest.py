"""The way to Twilio's REST API, which tells apart what was not taken from what may have been."""

import ssl
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import requests
from twilio.http.http_client import (  # type: ignore[import-untyped]  # it ships no types
    TwilioHttpClient,
)
from twilio.http.response import Response  # type: ignore[import-untyped]  # the same
from urllib3.exceptions import NewConnectionError, ProxyError, SSLError

from haat.core.errors import NotDelivered, NotNow, Unclear

# Twilio asks to come again, or cannot know us until the operator mends the credentials.
_LATER = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.SERVICE_UNAVAILABLE,
    }
)


def at_base(url: str, api_base: str) -> str:
    """Twilio's own path and query, at the address that is set."""
    parts = urlsplit(url)
    return api_base.rstrip("/") + parts.path + (f"?{parts.query}" if parts.query else "")


class Rest(TwilioHttpClient):  # type: ignore[misc]  # its base is untyped
    """Twilio's own HTTP client at a set address, without retries.

    Raises NotNow where the request was certainly not carried out, Unclear where it may have been;
    refusals are left to Twilio's client, which reads their code.
    """

    def __init__(self, api_base: str, timeout_seconds: float) -> None:
        super().__init__(timeout=timeout_seconds)
        self._api_base = api_base

    def request(self, method: str, url: str, **exchange: Any) -> Response:
        """One exchange."""
        try:
            answer = super().request(method, at_base(url, self._api_base), **exchange)
        except requests.RequestException as error:
            # its words hold the person's number
            raise _undelivered(error) from None
        _check(answer)
        return answer

    def log_request(self, kwargs: dict[str, object]) -> None:
        """Nothing: it would hold the person's number."""

    def log_response(self, status_code: int, response: object) -> None:
        """Nothing, like the request."""

    def close(self) -> None:
        """Let go of the connections."""
        self.session.close()


def _undelivered(error: requests.RequestException) -> NotDelivered:
    name = type(error).__name__
    if _never_left(error):
        return NotNow(f"Twilio cannot be reached ({name}); see HAAT_TWILIO__API_BASE.")
    return Unclear(f"Twilio did not answer ({name}).")


def _never_left(error: requests.RequestException) -> bool:
    if isinstance(error, requests.ConnectTimeout | ValueError):  # the latter: no such address
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(reason, SSLError):
        return bool(reason.args) and isinstance(reason.args[0], ssl.SSLCertVerificationError)
    return isinstance(reason, NewConnectionError | ProxyError)


def _check(answer: Response) -> None:
    status = answer.status_code
    if status in _LATER:
        raise NotNow(f"Twilio takes nothing at the moment: HTTP {status}.", _wait_seconds(answer))
    redirected = HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST
    if redirected or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Unclear(f"Something before Twilio answered in its place: HTTP {status}.")


def _wait_seconds(answer: Response) -> float:
    said = (answer.headers or {}).get("Retry-After", "")
    return float(said[:6]) if said.isascii() and said.isdecimal() else 0.0
