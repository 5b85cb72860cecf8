"""The bot before a Telegram that is played by a fake: what it asks, and what it makes of the answers."""

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from channels.messenger import Messenger
from channels.telegram.bot import TelegramBot
from channels.telegram.inbound import Press, inbound_of, update_of
from haat.core.errors import NotDelivered, NotNow, Refused, Unclear
from haat.core.message import Media, Option, Outbound
from haat.core.settings import TelegramSettings
from tests.unit.channels.telegram.updates import CHAT, message

SETTINGS = TelegramSettings(
    token=SecretStr("1:tok"), secret=SecretStr("s3cret"), api_base="http://tg/"
)
PHOTO = Media("image", "image/jpeg", "f")
SENT = {"message_id": 77, "date": 1764000000, "chat": CHAT}
Answer = tuple[int, bytes]


def ok(result: Any) -> Answer:
    return 200, json.dumps({"ok": True, "result": result}).encode()


def no(status: int, description: str, **parameters: Any) -> Answer:
    body = {"ok": False, "error_code": status, "description": description}
    return status, json.dumps(body | ({"parameters": parameters} if parameters else {})).encode()


class Telegram(BaseRequest):
    """Gives the answers one after another, and remembers what it was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.open = False

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None:
        self.open = True

    async def shutdown(self) -> None:
        self.open = False

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: Any,
        **_: Any,
    ) -> Answer:
        self.asked.append((url, {} if request_data is None else request_data.parameters))
        return self.answers.pop(0)


def bot_before(telegram: BaseRequest, most_bytes: int = 100) -> TelegramBot:
    return TelegramBot(SETTINGS, most_bytes, telegram, telegram)


async def send(telegram: BaseRequest, message: Outbound | None = None) -> str:
    return await bot_before(telegram).send("7001", message or Outbound("नमस्ते"), "r7")


def test_it_is_a_messenger() -> None:
    messenger: Messenger = bot_before(Telegram())
    shows = messenger.capabilities
    assert (messenger.name, shows.most_characters, shows.buttons) == ("telegram", 4096, 12)
    assert (shows.window, shows.recalls) == (None, False)


async def test_a_text_goes_to_the_bots_address_and_its_number_comes_back() -> None:
    telegram = Telegram(ok(SENT))
    assert await send(telegram) == "77"
    asked = {"chat_id": "7001", "text": "नमस्ते", "parse_mode": "HTML"}
    assert telegram.asked == [("http://tg/bot1:tok/sendMessage", asked)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one", "one"),
        ("a < b\n& c", "<b>a &lt; b</b>\n&amp; c"),
        ("head\n\nrest\nmore", "<b>head</b>\n\nrest\nmore"),
        ("\nrest", "\nrest"),
        ("only\n", "only\n"),
    ],
)
async def test_the_first_of_several_lines_is_bold(text: str, shown: str) -> None:
    telegram = Telegram(ok(SENT))
    await send(telegram, Outbound(text))
    assert telegram.asked[0][1]["text"] == shown


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        (["हाँ", "नहीं"], [["r7.1", "r7.2"]]),
        (["एक", "दो", "तीन"], [["r7.1", "r7.2"], ["r7.3"]]),
        (["हाँ", "नहीं, कोई दूसरा सामान चुनना है"], [["r7.1"], ["r7.2"]]),
    ],
)
async def test_options_are_buttons(labels: list[str], rows: list[list[str]]) -> None:
    telegram = Telegram(ok(SENT))
    await send(telegram, Outbound("?", tuple(Option(label, "value") for label in labels)))
    keyboard = telegram.asked[0][1]["reply_markup"]["inline_keyboard"]
    assert [[b["callback_data"] for b in row] for row in keyboard] == rows
    assert [b["text"] for row in keyboard for b in row] == labels


async def test_what_telegram_cannot_parse_is_sent_again_as_it_is() -> None:
    telegram = Telegram(no(400, "Bad Request: can't parse entities: odd tag"), ok(SENT))
    options = (Option("हाँ", "yes"),)
    assert await send(telegram, Outbound("a < b\nc", options)) == "77"
    again = telegram.asked[1][1]
    assert (again["text"], "parse_mode" in again, "reply_markup" in again) == (
        "a < b\nc",
        False,
        True,
    )


async def test_a_template_is_a_text() -> None:
    telegram = Telegram(ok(SENT))
    assert await bot_before(telegram).send_template("7001", "आपका भाव") == "77"
    assert telegram.asked[0][1]["text"] == "आपका भाव"


async def test_telegram_cannot_be_asked_what_it_has() -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    assert await bot_before(Telegram()).find("7001", Outbound("x"), now, ()) is None


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        (no(403, "Forbidden: bot was blocked by the user"), Refused),
        (no(400, "Bad Request: chat not found"), Refused),
        (no(400, "Bad Request: group upgraded", migrate_to_chat_id=-1), Refused),
        (no(401, "Unauthorized"), NotNow),
        (no(404, "Not Found"), NotNow),
        (no(409, "Conflict: terminated by other getUpdates request"), NotNow),
        (no(500, "Internal Server Error"), NotNow),
        ((502, b"<html>Bad Gateway</html>"), NotNow),
        ((200, b"<html>hello</html>"), Unclear),
        ((200, b"{}"), Unclear),
        ((200, b"[]"), Unclear),
        (ok({"ok": 1}), Unclear),
        (ok(None), Unclear),
    ],
)
async def test_what_an_answer_means(answer: Answer, raised: type[NotDelivered]) -> None:
    with pytest.raises(raised) as found:
        await send(Telegram(answer))
    assert type(found.value) is raised


@pytest.mark.parametrize(("status", "stopped"), [(403, True), (400, False)])
async def test_who_blocks_the_bot_wants_no_messages(status: int, stopped: bool) -> None:
    with pytest.raises(Refused) as found:
        await send(Telegram(no(status, "no")))
    assert found.value.stopped is stopped


# The library warns that its seconds will be a timedelta one day; both are understood.
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_too_often_says_how_long_to_wait() -> None:
    with pytest.raises(NotNow) as found:
        await send(Telegram(no(429, "Too Many Requests", retry_after=17)))
    assert found.value.wait_seconds == 17


async def test_a_wrong_token_is_not_tried_again_at_once_and_not_told() -> None:
    with pytest.raises(NotNow, match="HAAT_TELEGRAM__TOKEN") as found:
        await send(Telegram(no(401, "Unauthorized")))
    assert found.value.wait_seconds == 60
    assert "1:tok" not in found.value.detail


def broken(error: Exception) -> HTTPXRequest:
    """The library's own HTTP client on a line that breaks."""

    def handle(request: httpx.Request) -> httpx.Response:
        raise error

    return HTTPXRequest(httpx_kwargs={"transport": httpx.MockTransport(handle)})


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (httpx.ConnectError("refused"), NotNow),
        (httpx.ConnectTimeout("slow"), NotNow),
        (httpx.PoolTimeout("busy"), NotNow),
        (httpx.ReadTimeout("slow"), Unclear),
        (httpx.WriteTimeout("slow"), Unclear),
        (httpx.ReadError("reset"), Unclear),
        (httpx.RemoteProtocolError("gone"), Unclear),
        (OSError("odd"), Unclear),
    ],
)
async def test_what_a_broken_line_means(error: Exception, raised: type[NotDelivered]) -> None:
    with pytest.raises(raised) as found:
        await send(broken(error))
    assert type(found.value) is raised


PRESS = Press("q1", 7001, 13)


async def test_a_press_is_answered_and_its_buttons_are_taken_away() -> None:
    telegram = Telegram(ok(True), ok(SENT))
    await bot_before(telegram).settle(PRESS)
    assert telegram.asked == [
        ("http://tg/bot1:tok/answerCallbackQuery", {"callback_query_id": "q1"}),
        ("http://tg/bot1:tok/editMessageReplyMarkup", {"chat_id": 7001, "message_id": 13}),
    ]


async def test_a_press_on_an_unknown_message_is_only_answered() -> None:
    telegram = Telegram(ok(True))
    await bot_before(telegram).settle(Press("q1", None, None))
    assert len(telegram.asked) == 1


@pytest.mark.parametrize(
    "telegram",
    [
        lambda: Telegram(no(400, "Bad Request: query is too old"), ok(SENT)),
        lambda: Telegram(ok(True), no(400, "Bad Request: message is not modified")),
        lambda: Telegram((200, b"{}")),
        lambda: Telegram((200, b"no")),
        lambda: broken(httpx.ReadTimeout("slow")),
    ],
)
async def test_a_press_that_cannot_be_settled_breaks_nothing(
    telegram: Callable[[], BaseRequest], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await bot_before(telegram()).settle(PRESS)
    assert "could not be settled" in caplog.text


def file(size: int | None) -> Answer:
    found = {"file_id": "f", "file_unique_id": "u", "file_path": "photos/file_1.jpg"}
    return ok(found if size is None else found | {"file_size": size})


async def test_a_file_is_fetched() -> None:
    telegram = Telegram(file(3), (200, b"abc"))
    assert await bot_before(telegram).fetch(PHOTO) == b"abc"
    assert telegram.asked[1][0] == "http://tg/file/bot1%3Atok/photos/file_1.jpg"


@pytest.mark.parametrize(
    "answers",
    [
        [file(101)],
        [file(None), (200, b"x" * 101)],
        [no(400, "Bad Request: file is too big")],
    ],
)
async def test_a_file_that_is_too_large_is_refused(answers: list[Answer]) -> None:
    with pytest.raises(Refused, match=r"larger|too big"):
        await bot_before(Telegram(*answers)).fetch(PHOTO)


@pytest.mark.parametrize(
    ("answers", "raised"),
    [
        ([no(400, "Bad Request: invalid file_id")], Refused),
        ([ok({"file_id": "f", "file_unique_id": "u"})], NotNow),
        ([file(3), no(404, "Not Found")], NotNow),
    ],
)
async def test_a_file_that_is_not_there_is_said(
    answers: list[Answer], raised: type[NotDelivered]
) -> None:
    with pytest.raises(raised):
        await bot_before(Telegram(*answers)).fetch(PHOTO)


async def test_telegram_is_told_where_we_are() -> None:
    telegram = Telegram(ok(True))
    await bot_before(telegram).register("https://haat.example/")
    url, asked = telegram.asked[0]
    assert (url, asked["url"]) == (
        "http://tg/bot1:tok/setWebhook",
        "https://haat.example/webhooks/telegram",
    )
    assert (asked["secret_token"], asked["allowed_updates"]) == (
        "s3cret",
        ["message", "callback_query"],
    )


async def test_asked_for_updates_telegram_gives_what_a_webhook_would_be_given() -> None:
    telegram = Telegram(
        ok(True),
        ok(
            [
                message(
                    text="नमस्ते",
                    voice={
                        "file_id": "v",
                        "file_unique_id": "u",
                        "duration": 3,
                        "mime_type": "audio/ogg",
                    },
                )
            ]
        ),
    )
    bot = bot_before(telegram)
    await bot.unregister()
    [update] = await bot.updates(501)
    found = inbound_of(update_of(update))
    assert found is not None
    assert (found.text, found.media[0].reference) == ("नमस्ते", "v")
    assert telegram.asked[0][0].endswith("/deleteWebhook")
    assert telegram.asked[1][1]["offset"] == 501


async def test_it_opens_its_connections_without_asking_telegram() -> None:
    telegram = Telegram()
    bot = bot_before(telegram)
    await bot.start()
    assert (telegram.open, telegram.asked) == (True, [])
    await bot.close()
    assert not telegram.open


async def test_no_log_tells_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "httpx")
    answers = iter([ok(SENT), file(3), (200, b"abc")])

    def handle(request: httpx.Request) -> httpx.Response:
        status, body = next(answers)
        return httpx.Response(status, content=body)

    transport = httpx.MockTransport(handle)
    bot = bot_before(HTTPXRequest(httpx_kwargs={"transport": transport}))
    await bot.start()
    await bot.send("7001", Outbound("x"), "r7")
    await bot.fetch(PHOTO)
    await bot.close()
    assert "/bot1:***/sendMessage" in caplog.text
    assert "/photos/file_1.jpg" in caplog.text
    assert "tok" not in caplog.text
