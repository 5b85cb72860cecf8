"""Twilio calls: signed, kept, and answered with nothing to say."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from app import problems
from app.openapi import describe
from channels.whatsapp.webhook import PATH, whatsapp_router
from haat.core.message import Inbound
from haat.core.settings import Settings, TwilioSettings
from tests.peers.twilio_double import (
    PUBLIC,
    SENDER,
    TwilioDouble,
    encoded,
    inbound_form,
    signed,
    status_form,
)

SUNITA = "whatsapp:+919876543210"
CONFIGURED = TwilioDouble(url="http://twilio.example").settings()


@dataclass(slots=True)
class Shelf:
    """A post that keeps everything in its memory."""

    letters: list[Inbound] = field(default_factory=list)
    news: list[tuple[str, str, str | None]] = field(default_factory=list)

    async def receive(self, inbound: Inbound) -> bool:
        """Keep a message; False where it is known."""
        known = any(letter.message_id == inbound.message_id for letter in self.letters)
        if not known:
            self.letters.append(inbound)
        return not known

    async def delivered(self, provider_id: str, status: str, error: str | None) -> None:
        """Keep the news."""
        self.news.append((provider_id, status, error))


@dataclass(slots=True)
class Line:
    """A server with the webhook, and Twilio's end of the line."""

    public_base_url: str = PUBLIC
    twilio: TwilioSettings = field(default_factory=lambda: CONFIGURED)
    shelf: Shelf = field(default_factory=Shelf)

    def app(self) -> FastAPI:
        """The server."""

        async def post() -> Shelf:
            return self.shelf

        async def settings() -> Settings:
            return Settings(public_base_url=self.public_base_url, twilio=self.twilio)

        app = FastAPI()
        problems.install(app)
        app.include_router(whatsapp_router(post, settings))
        return app

    async def sends(
        self, content: bytes, headers: Mapping[str, str], host: str = "http://10.0.0.7:8000"
    ) -> httpx.Response:
        """Any post, as a proxy hands it on."""
        transport = httpx.ASGITransport(self.app())
        async with httpx.AsyncClient(transport=transport, base_url=host) as client:
            return await client.post(PATH, content=content, headers=dict(headers))

    async def calls(self, form: Mapping[str, str], **signing: str) -> httpx.Response:
        """Twilio posts a form."""
        return await self.sends(encoded(form), signed(form, **signing))


@pytest.fixture
def line() -> Line:
    return Line()


def refused(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem of a refusal."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == problems.MEDIA_TYPE
    found: dict[str, Any] = answer.json()
    assert found["status"] == status
    return found


def thanked(answer: httpx.Response) -> None:
    """Twilio was told that there is nothing to say."""
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == "application/xml"
    root = ET.fromstring(answer.text)  # noqa: S314  our own words
    assert (root.tag, list(root)) == ("Response", [])


@pytest.mark.parametrize("body", ["hello", "आज प्याज़ का भाव?", "", "a+b & c=d %41 🧅", "1\n2"])
async def test_a_message_is_kept_and_answered_with_nothing(line: Line, body: str) -> None:
    form = inbound_form(SUNITA, body)
    thanked(await line.calls(form))
    assert [(m.text, m.message_id, m.sender) for m in line.shelf.letters] == [
        (body, form["MessageSid"], SUNITA)
    ]


async def test_the_same_post_again_is_answered_alike(line: Line) -> None:
    form = inbound_form(SUNITA, "hello")
    first, second = await line.calls(form), await line.calls(form)
    thanked(second)
    assert (first.content, dict(first.headers)) == (second.content, dict(second.headers))
    assert len(line.shelf.letters) == 1


async def test_news_of_our_messages(line: Line) -> None:
    thanked(await line.calls(status_form("SM1", SUNITA, "sent")))
    thanked(await line.calls(status_form("SM1", SUNITA, "failed", ErrorCode="63016")))
    assert line.shelf.news == [("SM1", "sent", None), ("SM1", "failed", "63016")]
    assert line.shelf.letters == []


async def test_a_newer_signature(line: Line) -> None:
    thanked(await line.calls(inbound_form(SUNITA, "hello"), algorithm="HMAC_SHA256"))
    assert len(line.shelf.letters) == 1


async def test_a_changed_body_is_refused(line: Line) -> None:
    form = inbound_form(SUNITA, "10 kg")
    answer = await line.sends(encoded(form | {"Body": "99 kg"}), signed(form))
    assert refused(answer, 403)["type"] == "urn:haat:problem:forbidden"
    assert line.shelf.letters == []


@pytest.mark.parametrize("signature", [None, "", "x", "é" * 28])
async def test_a_wrong_signature_is_refused(line: Line, signature: str | None) -> None:
    form = inbound_form(SUNITA, "hello")
    headers: dict[str, Any] = signed(form)
    del headers["X-Twilio-Signature"]
    if signature is not None:
        headers["X-Twilio-Signature"] = signature.encode()
    refused(await line.sends(encoded(form), headers), 403)
    assert line.shelf.letters == []


async def test_the_address_of_the_proxy_does_not_count(line: Line) -> None:
    url = f"http://10.0.0.7:8000{PATH}"
    refused(await line.calls(inbound_form(SUNITA, "hello"), url=url), 403)


async def test_without_a_public_address_the_requests_own_counts() -> None:
    line = Line(public_base_url="")
    thanked(await line.calls(inbound_form(SUNITA, "hello"), url=f"http://10.0.0.7:8000{PATH}"))


async def test_a_host_that_is_none_is_refused() -> None:
    form = inbound_form(SUNITA, "hello")
    for host in ("[", "a:b", "a b"):
        headers = signed(form) | {"Host": host}
        refused(await Line(public_base_url="").sends(encoded(form), headers), 403)


async def test_another_account_is_refused(line: Line) -> None:
    refused(await line.calls(inbound_form(SUNITA, "hello", AccountSid="AC2")), 403)
    refused(await line.calls(inbound_form(SUNITA, "hello", AccountSid="खाता")), 403)
    assert line.shelf.letters == []


@pytest.mark.parametrize("name", ["MessageSid", "From"])
async def test_a_message_without_id_or_sender_is_refused(line: Line, name: str) -> None:
    form = inbound_form(SUNITA, "hello")
    del form[name]
    found = refused(await line.calls(form), 422)
    assert [e["pointer"] for e in found["errors"]] == [f"/{name}"]


@pytest.mark.parametrize("missing", ["account_sid", "auth_token", "sender"])
async def test_without_an_account_it_says_what_to_set(missing: str) -> None:
    twilio = CONFIGURED.model_copy(update={missing: type(getattr(CONFIGURED, missing))("")})
    line = Line(twilio=twilio)
    found = refused(await line.calls(inbound_form(SUNITA, "hello")), 503)
    assert "HAAT_TWILIO__ACCOUNT_SID" in found["detail"]
    assert line.shelf.letters == []


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("application/json", b'{"From": "whatsapp:+91"}'),
        ("multipart/form-data", b"nothing"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"'),
        ("text/plain; charset=nonsense", b"\xff\xfe"),
        ("", b""),
    ],
)
async def test_a_body_that_is_no_form_is_refused(
    line: Line, content_type: str, content: bytes
) -> None:
    refused(await line.sends(content, signed({}) | {"Content-Type": content_type}), 422)
    refused(await line.sends(content, {"Content-Type": content_type}), 403)


async def test_a_form_with_a_field_twice(line: Line) -> None:
    form = inbound_form(SUNITA, "hello")
    answer = await line.sends(encoded(form) + b"&Body=hello&Body=hello", signed(form))
    thanked(answer)
    assert [m.text for m in line.shelf.letters] == ["hello"]


@given(st.binary(), st.sampled_from(["", "x", "%", "é"]))
async def test_any_unsigned_bytes_are_refused(content: bytes, signature: str) -> None:
    headers: dict[str, Any] = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": signature.encode(),
    }
    line = Line()
    refused(await line.sends(content, headers), 403)
    assert line.shelf.letters == []


_WORDS = st.text(st.characters(codec="utf-8"), max_size=40)


@given(
    st.dictionaries(st.sampled_from([*inbound_form(SENDER), "MessageStatus", "Latitude"]), _WORDS)
)
async def test_any_signed_form_is_kept_or_refused(form: dict[str, str]) -> None:
    line = Line()
    answer = await line.calls(form)
    assert answer.status_code in {200, 403, 422}
    kept = len(line.shelf.letters) + len(line.shelf.news)
    assert kept == (answer.status_code == 200)


def test_the_route_documents_its_form_and_its_refusals(line: Line) -> None:
    operation = describe(line.app())["paths"][PATH]["post"]
    form = operation["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    assert form["required"] == ["MessageSid", "From"]
    assert "security" not in operation
    assert list(operation["responses"]["200"]["content"]) == ["application/xml"]
    refusals = {s for s, r in operation["responses"].items() if problems.MEDIA_TYPE in r["content"]}
    assert {"403", "422", "500", "503"} <= refusals
