"""Files are fetched from Twilio and nowhere else."""

from collections.abc import Callable

import httpx
import pytest

from channels.whatsapp.media import fetch, place_of
from haat.core.errors import NotDelivered, NotNow, Refused
from haat.core.settings import TwilioSettings

API = "https://api.twilio.com"
FILE = f"{API}/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"
ELSEWHERE = "https://files.example/ME1?signature=s"
TWILIO = TwilioSettings.model_validate(
    {"account_sid": "AC1", "auth_token": "t", "from": "whatsapp:+91"}
)
Answers = Callable[[httpx.Request], httpx.Response]


async def fetched(answers: Answers, reference: str = FILE, most_bytes: int = 100) -> bytes:
    """What is fetched where the world answers so."""
    return await fetch(reference, TWILIO, most_bytes, httpx.MockTransport(answers))


def sent_on(*places: str) -> Answers:
    """Each request is sent on to the next place, and the last is given the file."""
    left = list(places)

    def answers(request: httpx.Request) -> httpx.Response:
        if left:
            return httpx.Response(307, headers={"Location": left.pop(0)})
        return httpx.Response(200, content=b"photo")

    return answers


@pytest.mark.parametrize(
    ("reference", "base", "place"),
    [
        (FILE, API, FILE),
        ("https://media.us1.twilio.com/ME1", API, "https://media.us1.twilio.com/ME1"),
        (f"{API}/a?b=1", "http://127.0.0.1:4010", "http://127.0.0.1:4010/a?b=1"),
        ("http://127.0.0.1:4010/a", "http://127.0.0.1:4010", "http://127.0.0.1:4010/a"),
    ],
)
def test_where_a_reference_leads(reference: str, base: str, place: str) -> None:
    assert place_of(reference, base) == httpx.URL(place)


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "ME1",
        "http://media.twilio.com/ME1",
        "https://twilio.com.evil.example/ME1",
        "https://eviltwilio.com/ME1",
        "https://api.twilio.com@evil.example/ME1",
        "https://media.twilio.com:8443/ME1",
        "http://169.254.169.254/latest",
        "http://127.0.0.1:4011/a",
        "file:///etc/passwd",
        "https://[",
        "https://\x00/",
    ],
)
@pytest.mark.parametrize("base", [API, "http://127.0.0.1:4010"])
def test_a_reference_to_anywhere_else_is_refused(reference: str, base: str) -> None:
    with pytest.raises(Refused):
        place_of(reference, base)


async def test_credentials_go_to_twilio_only() -> None:
    shown: list[tuple[str, bool]] = []
    answers = sent_on(ELSEWHERE)

    def noting(request: httpx.Request) -> httpx.Response:
        shown.append((request.url.host, "authorization" in request.headers))
        return answers(request)

    assert await fetched(noting) == b"photo"
    assert shown == [("api.twilio.com", True), ("files.example", False)]


async def test_a_file_that_lies_openly_is_refused() -> None:
    with pytest.raises(Refused):
        await fetched(sent_on("http://files.example/ME1"))


async def test_it_is_not_sent_on_for_ever() -> None:
    with pytest.raises(Refused):
        await fetched(sent_on(*[ELSEWHERE] * 9))


@pytest.mark.parametrize("location", ["/\x00", "https://a b:c/"])
async def test_a_next_address_that_is_none_is_not_followed(location: str) -> None:
    with pytest.raises(NotDelivered):
        await fetched(sent_on(location))


async def test_a_large_file_is_refused() -> None:
    assert await fetched(lambda _: httpx.Response(200, content=b"x" * 100)) == b"x" * 100
    with pytest.raises(Refused):
        await fetched(lambda _: httpx.Response(200, content=b"x" * 101))


@pytest.mark.parametrize("status", [403, 404, 410, 304])
async def test_a_file_that_is_gone_is_refused(status: int) -> None:
    with pytest.raises(Refused):
        await fetched(lambda _: httpx.Response(status))


@pytest.mark.parametrize("status", [401, 429, 500, 503])
async def test_a_file_that_may_come_later(status: int) -> None:
    with pytest.raises(NotNow):
        await fetched(lambda _: httpx.Response(status))


@pytest.mark.parametrize(
    "error", [httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError]
)
async def test_a_broken_line(error: type[httpx.TransportError]) -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        raise error("no")

    with pytest.raises(NotNow):
        await fetched(broken)


async def test_a_file_that_is_packed_wrongly_is_refused() -> None:
    def garbled(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=Garbage())

    with pytest.raises(Refused):
        await fetched(garbled)


class Garbage(httpx.AsyncByteStream):
    """Bytes that are no gzip."""

    async def __aiter__(self):  # type: ignore[no-untyped-def]  # noqa: ANN204
        yield b"no gzip"
