"""What was not taken by Twilio, apart from what may have been."""

import ssl
from collections.abc import Iterator, Mapping

import pytest
import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPConnectionPool
from urllib3.connection import HTTPConnection
from urllib3.exceptions import (
    MaxRetryError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
    SSLError,
)

from channels.whatsapp.rest import Rest, at_base
from haat.core.errors import NotDelivered, NotNow, Unclear

MESSAGES = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json"
NUMBER = "919876543210"


class Fate(BaseAdapter):
    """A wire on which the same thing always happens."""

    def __init__(self, happens: requests.Response | Exception) -> None:
        super().__init__()
        self.happens = happens
        self.urls: list[str | None] = []

    def send(
        self, request: requests.PreparedRequest, *_: object, **__: object
    ) -> requests.Response:
        """What happens to the request."""
        self.urls.append(request.url)
        if isinstance(self.happens, Exception):
            raise self.happens
        return self.happens

    def close(self) -> None:
        """Nothing was opened."""


@pytest.fixture
def rest() -> Iterator[Rest]:
    made = Rest("http://twilio.example:4010/", 10)
    yield made
    made.close()


def answer(status: int, headers: Mapping[str, str] | None = None) -> requests.Response:
    """An answer with nothing in it."""
    made = requests.Response()
    made.status_code = status
    made._content = b"{}"
    made.headers.update(headers or {})
    return made


def failed(rest: Rest, happens: requests.Response | Exception) -> NotDelivered:
    """How it fails, where that is what happens."""
    rest.session.mount("http://", Fate(happens))
    with pytest.raises(NotDelivered) as found:
        rest.request("GET", MESSAGES, params={"To": f"whatsapp:+{NUMBER}"})
    return found.value


def through(reason: Exception) -> requests.ConnectionError:
    """What requests makes of urllib3's giving up."""
    pool = HTTPConnectionPool("twilio.example")
    return requests.ConnectionError(MaxRetryError(pool, f"/?To={NUMBER}", reason))


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        (MESSAGES, "https://api.twilio.com", MESSAGES),
        (f"{MESSAGES}?Page=1", "http://127.0.0.1:9", f"http://127.0.0.1:9{MESSAGES[22:]}?Page=1"),
        ("https://api.edge.ie1.twilio.com/a", "http://base/", "http://base/a"),
    ],
)
def test_twilios_own_path_is_kept(url: str, base: str, expected: str) -> None:
    assert at_base(url, base) == expected


def test_a_request_goes_to_the_address_that_is_set(rest: Rest) -> None:
    wire = Fate(answer(200))
    rest.session.mount("http://", wire)
    assert rest.request("GET", MESSAGES).status_code == 200
    assert wire.urls == ["http://twilio.example:4010/2010-04-01/Accounts/AC1/Messages.json"]


@pytest.mark.parametrize("status", [200, 201, 400, 403, 404, 422])
def test_what_twilio_decided_is_left_to_its_client(rest: Rest, status: int) -> None:
    rest.session.mount("http://", Fate(answer(status)))
    assert rest.request("POST", MESSAGES).status_code == status


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_later(rest: Rest, status: int) -> None:
    found = failed(rest, answer(status))
    assert isinstance(found, NotNow)
    assert found.wait_seconds == 0


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("7", 7), ("0", 0), ("soon", 0), ("-1", 0), ("७", 0), ("Wed, 25 Nov 2026 10:00:00 GMT", 0)],
)
def test_how_long_to_wait(rest: Rest, said: str, seconds: float) -> None:
    found = failed(rest, answer(429, {"Retry-After": said}))
    assert isinstance(found, NotNow)
    assert found.wait_seconds == seconds


@pytest.mark.parametrize("status", [301, 307, 502, 504, 599])
def test_an_answer_of_something_between_is_unclear(rest: Rest, status: int) -> None:
    assert isinstance(failed(rest, answer(status)), Unclear)


@pytest.mark.parametrize(
    "happens",
    [
        requests.ConnectTimeout(),
        requests.exceptions.InvalidSchema("no such thing"),
        through(NewConnectionError(HTTPConnection("twilio.example"), "refused")),
        through(ProxyError("no proxy", OSError())),
        through(SSLError(ssl.SSLCertVerificationError("expired"))),
    ],
)
def test_what_never_left(rest: Rest, happens: Exception) -> None:
    assert isinstance(failed(rest, happens), NotNow)


@pytest.mark.parametrize(
    "happens",
    [
        requests.ReadTimeout(),
        requests.ConnectionError(ProtocolError("closed", ConnectionResetError())),
        requests.ConnectionError(),
        requests.exceptions.ChunkedEncodingError("half"),
        through(SSLError(ssl.SSLError("bad record"))),
        through(SSLError()),
    ],
)
def test_what_may_have_arrived(rest: Rest, happens: Exception) -> None:
    assert isinstance(failed(rest, happens), Unclear)


def test_nobodys_number_is_told_on(rest: Rest, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    found = failed(rest, through(NewConnectionError(HTTPConnection("twilio.example"), NUMBER)))
    assert NUMBER not in found.detail
    assert found.__suppress_context__
    rest.session.mount("http://", Fate(answer(200)))
    rest.request("GET", MESSAGES, params={"To": NUMBER})
    assert NUMBER not in caplog.text
