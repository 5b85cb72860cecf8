"""Whether a request is Twilio's."""

import pytest
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from channels.whatsapp.signature import form_of, is_twilios, public_url
from tests.peers.twilio_double import TOKEN, encoded, inbound_form, signed

URL = "https://haat.example/webhooks/whatsapp"
FORM_TYPE = "application/x-www-form-urlencoded"


def request(query: bytes = b"") -> Request:
    """A request as a proxy hands it on."""
    scope = {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "path": "/webhooks/whatsapp",
        "query_string": query,
        "headers": [(b"host", b"10.0.0.7:8000"), (b"x-forwarded-host", b"evil.example")],
    }
    return Request(scope)


def accepted(form: dict[str, str], headers: dict[str, str], url: str = URL) -> bool:
    """Whether this form is taken for Twilio's, after its way over the wire."""
    return is_twilios(TOKEN, url, form_of(FORM_TYPE, encoded(form)), Headers(headers))


def test_the_public_address_counts_and_not_the_proxys() -> None:
    assert public_url("https://haat.example/", request()) == URL
    assert public_url("https://haat.example/in", request(b"a=1&b=%20")) == (
        "https://haat.example/in/webhooks/whatsapp?a=1&b=%20"
    )


def test_without_a_public_address_the_requests_own() -> None:
    assert public_url("", request(b"a=1")) == "http://10.0.0.7:8000/webhooks/whatsapp?a=1"


@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), min_size=1), st.text(st.characters(codec="utf-8"))
    )
)
def test_whatever_twilio_signs_is_accepted(form: dict[str, str]) -> None:
    assert accepted(form, signed(form, URL))


@pytest.mark.parametrize("algorithm", [None, "HMAC_SHA1", "HMAC_SHA256"])
def test_each_algorithm(algorithm: str | None) -> None:
    form = inbound_form("whatsapp:+91", "भाव")
    headers = signed(form, URL, algorithm=algorithm)
    assert accepted(form, headers)
    assert not accepted(form | {"Body": "other"}, headers)


def test_an_unknown_algorithm_is_refused() -> None:
    form = inbound_form("whatsapp:+91", "hello")
    headers = signed(form, URL) | {"X-Twilio-Webhooks-Signature-Settings": "algorithm=NONE"}
    assert not accepted(form, headers)


def test_another_algorithm_than_the_header_says_is_refused() -> None:
    form = inbound_form("whatsapp:+91", "hello")
    headers = signed(form, URL) | {"X-Twilio-Webhooks-Signature-Settings": "algorithm=HMAC_SHA256"}
    assert not accepted(form, headers)


def test_another_token_address_or_no_signature_is_refused() -> None:
    form = inbound_form("whatsapp:+91", "hello")
    assert not accepted(form, signed(form, URL, token="other"))
    assert not accepted(form, signed(form, "https://evil.example/webhooks/whatsapp"))
    assert not accepted(form, signed(form, URL), "http://10.0.0.7:8000/webhooks/whatsapp")
    assert not accepted(form, {})


@pytest.mark.parametrize("url", ["http://[bad/webhooks", "http://a:port/webhooks", ""])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    assert not accepted({}, signed({}, URL), url)


def test_a_form_keeps_blanks_and_repeated_fields() -> None:
    form = form_of(f"{FORM_TYPE}; charset=UTF-8", b"a=&b=1&b=2&c&d=%E0%A4%95+%2B&=x&&e=%ff")
    assert form.multi_items() == [
        ("a", ""),
        ("b", "1"),
        ("b", "2"),
        ("c", ""),
        ("d", "क +"),
        ("", "x"),
        ("e", "\N{REPLACEMENT CHARACTER}"),
    ]


@pytest.mark.parametrize("content_type", ["", "application/json", "multipart/form-data"])
def test_another_body_is_no_form(content_type: str) -> None:
    assert not form_of(content_type, b"a=1")
