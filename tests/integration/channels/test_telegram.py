"""Telegram end to end: telemelya brings what people write, our bot answers there."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from itertools import count

import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from app import problems
from channels.telegram.bot import TelegramBot
from channels.telegram.webhook import telegram_router
from haat.core.errors import Refused
from haat.core.message import Inbound, Media, Option, Outbound
from tests.peers.serving import on_loopback
from tests.peers.telemelya import Person, Telemelya, telemelya_or_skip, vouched

SECRET = "a-secret"
MOST_BYTES = 10_000
OK = Outbound("ठीक है")
MENU = Outbound(
    "क्या करना है?\nएक चुनिए:",
    (Option("भाव", "price"), Option("बिक्री", "sale"), Option("मदद", "help")),
    "hi",
    "Deva",
)
_chats = count(1001)


@dataclass
class Shop:
    """Keeps what comes, and answers each message through the bot, as a worker would."""

    bot: TelegramBot
    answer: Outbound = OK
    received: list[Inbound] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    async def receive(self, inbound: Inbound) -> bool:
        self.received.append(inbound)
        self.sent.append(await self.bot.send(inbound.sender, self.answer, "r7"))
        return True

    async def delivered(self, provider_id: str, status: str, error: str | None) -> None:
        raise AssertionError("Telegram does not tell")


@pytest.fixture(scope="module")
def telemelya() -> Iterator[Telemelya]:
    with telemelya_or_skip() as found:
        yield found


@pytest.fixture
async def bot(telemelya: Telemelya) -> AsyncIterator[TelegramBot]:
    settings = telemelya.settings.model_copy(update={"secret": SecretStr(SECRET)})
    found = TelegramBot(settings, MOST_BYTES)
    await found.start()
    yield found
    await found.close()


@pytest.fixture
async def shop(bot: TelegramBot) -> AsyncIterator[Shop]:
    """A shop whose address Telegram knows."""
    found = Shop(bot)

    async def post() -> Shop:
        return found

    async def telegram() -> TelegramBot:
        return bot

    app = FastAPI()
    problems.install(app)
    app.include_router(telegram_router(post, telegram))
    async with on_loopback(vouched(app, SECRET)) as url:
        await bot.register(url)
        yield found


@pytest.fixture
async def asha(telemelya: Telemelya) -> AsyncIterator[Person]:
    async with telemelya.client() as client:
        yield telemelya.person(client, next(_chats))


async def test_a_text_is_kept_and_answered(shop: Shop, asha: Person) -> None:
    await asha.writes("चावल का भाव क्या है?")
    answer = await asha.receives()
    [inbound] = shop.received
    assert inbound == Inbound(
        "चावल का भाव क्या है?",
        inbound.message_id,
        channel="telegram",
        sender=str(asha.chat_id),
        sender_name="Asha",
    )
    assert (answer["text"], shop.sent) == ("ठीक है", [str(answer["message_id"])])


async def test_a_link_with_a_code_brings_the_code(shop: Shop, asha: Person) -> None:
    await asha.writes("/start AB12CD")
    await asha.writes("/start")
    assert [i.text for i in shop.received] == ["AB12CD", "/start"]


async def test_signs_of_html_arrive_as_they_are_below_a_bold_line(shop: Shop, asha: Person) -> None:
    shop.answer = Outbound("दाम < ₹50 & > ₹40\n\"<b>सस्ता</b>\" 'नहीं'")
    await asha.writes("दाम?")
    answer = await asha.receives()
    assert answer["raw"]["parse_mode"] == "HTML"
    assert answer["text"] == (
        "<b>दाम &lt; ₹50 &amp; &gt; ₹40</b>\n\"&lt;b&gt;सस्ता&lt;/b&gt;\" 'नहीं'"
    )


async def test_options_are_buttons_which_go_away_when_one_is_pressed(
    shop: Shop, asha: Person
) -> None:
    shop.answer = MENU
    await asha.writes("/start")
    menu = await asha.receives()
    rows = menu["reply_markup"]["inline_keyboard"]
    assert [[b["text"] for b in row] for row in rows] == [["भाव", "बिक्री"], ["मदद"]]

    shop.answer = replace(MENU, options=())
    await asha.presses(menu, "बिक्री")
    assert shop.received[-1].choice == "r7.2"
    assert (await asha.receives("answerCallbackQuery"))["callback_query_id"]
    edited = await asha.receives("editMessageReplyMarkup")
    assert edited["message_id"] == menu["message_id"]
    assert "reply_markup" not in edited["raw"]  # which takes the buttons away


async def test_a_photo_can_be_fetched(shop: Shop, asha: Person, bot: TelegramBot) -> None:
    content = bytes(range(256)) * 20
    await asha.sends_photo(content, caption="बिल")
    [inbound] = shop.received
    [media] = inbound.media
    assert (inbound.text, media) == ("बिल", Media("image", "image/jpeg", media.reference))
    assert await bot.fetch(media) == content


async def test_a_photo_that_is_too_large_is_refused(
    shop: Shop, asha: Person, bot: TelegramBot
) -> None:
    await asha.sends_photo(b"x" * (MOST_BYTES + 1))
    with pytest.raises(Refused, match="larger"):
        await bot.fetch(shop.received[0].media[0])
