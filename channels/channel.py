"""What a way to people outside is: each messenger describes itself by one of these."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter

from channels.messenger import Messenger
from channels.post import Post
from haat.core.settings import Settings


@dataclass(frozen=True, slots=True)
class Doorway:
    """What a webhook may ask of its server, as FastAPI dependencies."""

    post: Callable[..., Awaitable[Post]]
    settings: Callable[..., Awaitable[Settings]]
    messengers: Callable[..., Awaitable[Mapping[str, Messenger]]]


@dataclass(frozen=True, slots=True)
class Channel:
    """A messenger. `listen`, where it is there, brings messages or has them brought until cancelled."""

    name: str
    configured: Callable[[Settings], bool]
    open: Callable[[Settings], AbstractAsyncContextManager[Messenger]]
    router: Callable[[Doorway], APIRouter]
    listen: Callable[[Settings, Messenger, Post], Coroutine[Any, Any, None]] | None = None
