"""An update as Telegram sends it, as a message of a person."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, NoReturn

from pydantic import AfterValidator, BaseModel, Field, FiniteFloat, ValidationError

from channels.wire import Text
from haat.core.errors import FieldProblem, InvalidInput
from haat.core.message import Inbound, Media

CHANNEL = "telegram"

MOST_CHARACTERS = 4000
# Telegram opens a bot by /start, and a link to the bot puts its code behind.
_START = re.compile(r"/start(?:@\w+)?(?:\s+(.*))?", re.DOTALL)


def _cut(text: str) -> str:
    return text[:MOST_CHARACTERS]


Id = Annotated[int, Field(ge=-(2**63), lt=2**63)]
Words = Annotated[Text, AfterValidator(_cut)]


class User(BaseModel):
    """Who wrote or pressed."""

    id: Id
    first_name: Text = ""
    is_bot: bool = False


class Chat(BaseModel):
    """Where it was written."""

    id: Id
    type: Text


class File(BaseModel):
    """Anything that Telegram keeps as a file."""

    file_id: Text
    mime_type: Text | None = None
    file_name: Text | None = None
    width: int = 0
    height: int = 0


class Place(BaseModel):
    """A shared location."""

    latitude: FiniteFloat
    longitude: FiniteFloat


class Button(BaseModel):
    """A button under a message of ours."""

    text: Text
    callback_data: Text | None = None


class Keyboard(BaseModel):
    """The buttons under a message of ours, row by row."""

    inline_keyboard: list[list[Button]] = []


class Message(BaseModel):
    """A message; of one that is too old Telegram tells no more than where it stands."""

    message_id: Id
    chat: Chat
    sender: User | None = Field(default=None, alias="from")
    text: Words | None = None
    caption: Words | None = None
    photo: list[File] = []
    voice: File | None = None
    audio: File | None = None
    document: File | None = None
    video: File | None = None
    video_note: File | None = None
    sticker: File | None = None
    location: Place | None = None
    reply_markup: Keyboard = Keyboard()


class CallbackQuery(BaseModel):
    """A button that was pressed."""

    id: Text
    sender: User = Field(alias="from")
    data: Text | None = None
    message: Message | None = None


class Update(BaseModel):
    """What Telegram tells, as far as it is answered."""

    update_id: int = Field(ge=0, lt=2**63)
    message: Message | None = None
    callback_query: CallbackQuery | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: the query that waits for an answer, and the message under which it stands."""

    query_id: str
    chat_id: int | None
    message_id: int | None


def update_of(document: object) -> Update:
    """The update that this JSON value is; InvalidInput where it is none."""
    try:
        return Update.model_validate(document)
    except ValidationError as error:
        _refuse(error)


def inbound_of(update: Update) -> Inbound | None:
    """What a person wrote, sent or pressed in a private chat; None for what is not answered.

    A button's label is in `text` where Telegram still tells the message it stands under.
    """
    if update.callback_query is not None:
        return _pressed(str(update.update_id), update.callback_query)
    if update.message is not None:
        return _written(str(update.update_id), update.message)
    return None


def press_of(update: Update) -> Press | None:
    """The button that was pressed, if it was one."""
    query = update.callback_query
    if query is None:
        return None
    message = query.message
    if message is None:
        return Press(query.id, None, None)
    return Press(query.id, message.chat.id, message.message_id)


def _refuse(error: ValidationError) -> NoReturn:
    fields = (
        FieldProblem("".join(f"/{part}" for part in e["loc"]), str(e["msg"]))
        for e in error.errors()
    )
    raise InvalidInput("This is no update of Telegram's.", *fields) from error


def _written(message_id: str, message: Message) -> Inbound | None:
    text, media = _text(message), tuple(_media(message))
    if not _answered(message) or not (text or media or message.location):
        return None
    return Inbound(
        text,
        message_id,
        channel=CHANNEL,
        sender=str(message.chat.id),
        sender_name="" if message.sender is None else message.sender.first_name,
        media=media,
        location=_position(message),
    )


def _pressed(message_id: str, query: CallbackQuery) -> Inbound | None:
    message = query.message
    if query.data is None or (message is not None and message.chat.type != "private"):
        return None
    return Inbound(
        "" if message is None else _label(message.reply_markup, query.data),
        message_id,
        channel=CHANNEL,
        # a private chat is named by the person it is with
        sender=str(query.sender.id if message is None else message.chat.id),
        sender_name=query.sender.first_name,
        choice=query.data,
    )


def _answered(message: Message) -> bool:
    """Only persons, and only where nobody else listens; two bots would talk for ever."""
    by_bot = message.sender is not None and message.sender.is_bot
    return message.chat.type == "private" and not by_bot


def _text(message: Message) -> str:
    text = message.text or message.caption or ""
    started = _START.fullmatch(text)
    return (started[1] or "").strip() or "/start" if started else text


def _label(keyboard: Keyboard, data: str) -> str:
    buttons = (button for row in keyboard.inline_keyboard for button in row)
    return next((b.text[:MOST_CHARACTERS] for b in buttons if b.callback_data == data), "")


def _position(message: Message) -> tuple[float, float] | None:
    place = message.location
    return None if place is None else (place.latitude, place.longitude)


def _media(message: Message) -> Iterator[Media]:
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        yield Media("image", "image/jpeg", largest.file_id)  # Telegram makes each photo a JPEG
    for sound, usual in ((message.voice, "audio/ogg"), (message.audio, "audio/mpeg")):
        if sound is not None:
            yield Media("voice", sound.mime_type or usual, sound.file_id, sound.file_name or "")
    if message.document is not None:
        paper = message.document
        kind = paper.mime_type or "application/octet-stream"
        yield Media("document", kind, paper.file_id, paper.file_name or "")
    for other in (message.video, message.video_note, message.sticker):
        if other is not None:
            yield Media("other", other.mime_type or "application/octet-stream", other.file_id)
