"""Updates as messages of a person."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.inbound import Press, inbound_of, press_of, update_of
from haat.core.errors import InvalidInput
from haat.core.message import Inbound, Media
from tests.unit.channels.telegram.updates import ASHA, BOT, CHAT, message, press


def inbound(document: dict[str, Any]) -> Inbound | None:
    return inbound_of(update_of(document))


def from_asha(**content: Any) -> Inbound:
    return Inbound(
        **{
            "text": "",
            "message_id": "501",
            "channel": "telegram",
            "sender": "7001",
            "sender_name": "Asha",
        }
        | content
    )


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("चावल का भाव?", "चावल का भाव?"),
        ("/start", "/start"),
        ("/start ", "/start"),
        ("/start AB12CD", "AB12CD"),
        ("/start@haat_bot AB12CD", "AB12CD"),
        ("/start@haat_bot", "/start"),
        ("/startle me", "/startle me"),
        ("/help", "/help"),
        ("a\0b\ud800", "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"),
        ("क" * 4096, "क" * 4000),
    ],
)
def test_a_text(written: str, text: str) -> None:
    assert inbound(message(text=written)) == from_asha(text=text)


def test_of_a_photo_the_largest_is_taken_with_its_caption() -> None:
    sizes = [
        {"file_id": "small", "file_unique_id": "s", "width": 90, "height": 60},
        {"file_id": "large", "file_unique_id": "l", "width": 1280, "height": 853},
        {"file_id": "middle", "file_unique_id": "m", "width": 320, "height": 213},
    ]
    photo = Media("image", "image/jpeg", "large")
    assert inbound(message(photo=sizes, caption="बिल")) == from_asha(text="बिल", media=(photo,))


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (
            {"voice": {"file_id": "v", "duration": 3, "mime_type": "audio/ogg"}},
            Media("voice", "audio/ogg", "v"),
        ),
        ({"voice": {"file_id": "v", "duration": 3}}, Media("voice", "audio/ogg", "v")),
        (
            {"audio": {"file_id": "a", "mime_type": "audio/mp4", "file_name": "a.m4a"}},
            Media("voice", "audio/mp4", "a", "a.m4a"),
        ),
        (
            {"document": {"file_id": "d", "mime_type": "application/pdf", "file_name": "bill.pdf"}},
            Media("document", "application/pdf", "d", "bill.pdf"),
        ),
        (
            {"document": {"file_id": "d"}},
            Media("document", "application/octet-stream", "d"),
        ),
        (
            {"video": {"file_id": "f", "mime_type": "video/mp4", "width": 640, "height": 480}},
            Media("other", "video/mp4", "f"),
        ),
        (
            {"sticker": {"file_id": "s", "width": 512, "height": 512}},
            Media("other", "application/octet-stream", "s"),
        ),
    ],
)
def test_a_file(content: dict[str, Any], media: Media) -> None:
    assert inbound(message(**content)) == from_asha(media=(media,))


def test_a_location() -> None:
    place = {"latitude": 25.61, "longitude": 85.14, "horizontal_accuracy": 20.0}
    assert inbound(message(location=place)) == from_asha(location=(25.61, 85.14))


def test_a_press_says_the_choice_and_its_label() -> None:
    chosen = from_asha(text="बिक्री", message_id="502", choice="r7.2")
    assert inbound(press()) == chosen
    assert press_of(update_of(press())) == Press("q1", 7001, 13)


@pytest.mark.parametrize(
    ("under", "stands"),
    [
        (None, Press("q1", None, None)),
        ({"message_id": 13, "date": 0, "chat": CHAT}, Press("q1", 7001, 13)),
    ],
)
def test_of_a_press_on_an_unknown_message_the_choice_is_left(
    under: dict[str, Any] | None, stands: Press
) -> None:
    pressed = press(message=under)
    assert inbound(pressed) == from_asha(message_id="502", choice="r7.2")
    assert press_of(update_of(pressed)) == stands


GROUP = {"id": -100, "type": "supergroup", "title": "Mandi"}


@pytest.mark.parametrize(
    "document",
    [
        {"update_id": 1},
        {"update_id": 1, "edited_message": message(text="oops")["message"]},
        {"update_id": 1, "channel_post": {"message_id": 1, "chat": GROUP, "text": "x"}},
        {"update_id": 1, "my_chat_member": {"chat": CHAT, "from": ASHA}},
        message(text="hello all", chat=GROUP),
        message(text="hello, bot", **{"from": BOT}),
        message(contact={"phone_number": "+911234567890", "first_name": "Ravi"}),
        message(group_chat_created=True),
        message(text=""),
        press(message={"message_id": 1, "date": 0, "chat": GROUP}),
        {
            "update_id": 1,
            "callback_query": {"id": "q", "from": ASHA, "game_short_name": "g"},
        },
    ],
)
def test_what_is_not_answered(document: dict[str, Any]) -> None:
    assert inbound(document) is None


def test_a_message_is_no_press() -> None:
    assert press_of(update_of(message(text="1"))) is None


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ({}, "/update_id"),
        ({"update_id": -1}, "/update_id"),
        ({"update_id": 2**63}, "/update_id"),
        (message(text=5), "/message/text"),
        (message(chat={"id": "x", "type": "private"}), "/message/chat/id"),
        (
            message(location={"latitude": float("nan"), "longitude": 1}),
            "/message/location/latitude",
        ),
        (press(data=[]), "/callback_query/data"),
    ],
)
def test_what_is_no_update_is_refused_by_name(document: dict[str, Any], pointer: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        update_of(document)
    assert [field.pointer for field in raised.value.problems] == [pointer]


@pytest.mark.parametrize("document", [None, [], "update", 5])
def test_what_is_no_object_is_refused(document: object) -> None:
    with pytest.raises(InvalidInput):
        update_of(document)


_text = st.text(st.characters(exclude_categories=()))


@given(_text, _text)
def test_whatever_is_written_can_be_kept(text: str, name: str) -> None:
    who = {**ASHA, "first_name": name}
    found = inbound(message(text=text, **{"from": who}))
    if found is None:
        assert not text
        return
    for kept in (found.text, found.sender_name):
        assert "\0" not in kept
        kept.encode()
    assert len(found.text) <= 4000
