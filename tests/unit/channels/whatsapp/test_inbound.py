"""Twilio's form in our own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.whatsapp.inbound import MOST_TEXT, Delivery, read
from haat.core.errors import InvalidInput
from haat.core.message import Inbound, Media
from tests.peers.twilio_double import SENDER, inbound_form, status_form

SUNITA = "whatsapp:+919876543210"
NAMES = [
    "MessageSid",
    "From",
    "Body",
    "ProfileName",
    "NumMedia",
    "MediaUrl0",
    "MediaContentType0",
    "Latitude",
    "Longitude",
    "ButtonPayload",
    "ButtonText",
    "ListId",
    "MessageStatus",
    "ErrorCode",
]


def message(body: str = "", **more: str) -> Inbound:
    """What a person's form says."""
    found = read(inbound_form(SUNITA, body, **more))
    assert isinstance(found, Inbound)
    return found


def test_a_text() -> None:
    form = inbound_form(SUNITA, "आज प्याज़ का भाव?")
    assert read(form) == Inbound(
        "आज प्याज़ का भाव?",
        form["MessageSid"],
        channel="whatsapp",
        sender=SUNITA,
        sender_name="Sunita",
    )


def test_a_tapped_button_has_its_payload_and_its_label() -> None:
    found = message("Yes", ButtonPayload="r7.1", ButtonText="Yes")
    assert (found.choice, found.text) == ("r7.1", "Yes")
    assert message("", ButtonPayload="r7.1", ButtonText="हाँ").text == "हाँ"


def test_a_tapped_line_of_a_list() -> None:
    found = message("", ListId="r7.2", ListTitle="Onion")
    assert (found.choice, found.text) == ("r7.2", "Onion")


def test_no_choice_without_a_tap() -> None:
    assert message("1", ButtonPayload="", ListId="").choice is None


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("audio/ogg", "voice"),
        ("audio/ogg; codecs=opus", "voice"),
        ("image/jpeg", "image"),
        ("IMAGE/PNG", "image"),
        ("application/pdf", "document"),
        ("text/csv", "document"),
        ("video/mp4", "other"),
        ("text/vcard", "other"),
        ("", "other"),
    ],
)
def test_kinds_of_media(media_type: str, kind: str) -> None:
    address = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"
    found = message(NumMedia="1", MediaUrl0=address, MediaContentType0=media_type)
    assert [(m.kind, m.reference) for m in found.media] == [(kind, address)]


def test_several_media_keep_their_order() -> None:
    more = {
        "NumMedia": "2",
        "MediaUrl0": "https://a",
        "MediaContentType0": "image/png",
        "MediaUrl1": "https://b",
        "MediaContentType1": "audio/ogg",
    }
    assert message("two", **more).media == (
        Media("image", "image/png", "https://a"),
        Media("voice", "audio/ogg", "https://b"),
    )


@pytest.mark.parametrize("count", ["", "0", "-1", "x", "२", "1e9", "²"])
def test_media_that_are_not_announced_are_none(count: str) -> None:
    assert message(NumMedia=count, MediaUrl0="https://a").media == ()


def test_announced_media_without_an_address_are_none() -> None:
    assert message(NumMedia="99999999").media == ()


def test_a_place() -> None:
    assert message(Latitude="25.61", Longitude="85.14").location == (25.61, 85.14)


@pytest.mark.parametrize("pair", [("91", "0"), ("nan", "0"), ("0", "inf"), ("", ""), ("x", "1")])
def test_a_place_that_is_none(pair: tuple[str, str]) -> None:
    assert message(Latitude=pair[0], Longitude=pair[1]).location is None


def test_half_a_place_is_none() -> None:
    assert message(Latitude="25.61").location is None


def test_a_long_text_is_cut_and_a_bad_one_mended() -> None:
    assert len(message("क" * 9000).text) == MOST_TEXT
    assert message("a\0b\ud800").text == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize("name", ["MessageSid", "From"])
@pytest.mark.parametrize("value", ["", "  ", "x" * 129])
def test_without_an_id_or_a_sender_it_is_no_message(name: str, value: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        message("hello", **{name: value})
    assert [f.pointer for f in refused.value.fields] == [f"/{name}"]


def test_how_far_a_message_has_come() -> None:
    assert read(status_form("SM1", SUNITA, "delivered")) == Delivery("SM1", "delivered", None)


def test_why_it_went_no_further() -> None:
    form = status_form("SM1", SUNITA, "Undelivered", ErrorCode="63016")
    assert read(form) == Delivery("SM1", "undelivered", "63016")


def test_news_of_no_message_is_refused() -> None:
    with pytest.raises(InvalidInput):
        read(status_form("", SUNITA, "sent"))


def test_an_empty_body_is_still_a_message() -> None:
    assert message("").text == ""
    assert isinstance(read(inbound_form(SENDER, "", MessageStatus="received")), Inbound)


@given(st.dictionaries(st.sampled_from(NAMES), st.text(st.characters(exclude_categories=()))))
def test_any_form_is_read_or_refused(form: dict[str, str]) -> None:
    try:
        found = read(form)
    except InvalidInput:
        usable = [form.get(name, "").strip() for name in ("MessageSid", "From")]
        news = bool(form.get("MessageStatus")) and "Body" not in form
        assert not (usable[0] and (usable[1] or news))
        return
    said = found.text if isinstance(found, Inbound) else found.status
    said.encode()
    assert len(said) <= MOST_TEXT
