"""Where short blocking work is done: at once, or beside the event loop in a thread."""

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Aside(Protocol):
    """Does the work and gives its result, as `asyncio.to_thread` does."""

    async def __call__(self, work: Callable[..., T], /, *args: object) -> T: ...


async def at_once(work: Callable[..., T], /, *args: object) -> T:
    """Right here: for what neither waits nor takes longer than a thread's hop is worth."""
    return work(*args)
