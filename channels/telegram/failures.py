"""What went wrong with a call to Telegram: refused, not now, or nobody knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from haat.core.errors import NotDelivered, NotNow, Refused, Unclear

WRONG_TOKEN_SECONDS = 60.0
# With these the request has not left this machine.
_UNSENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


@contextmanager
def calling() -> Iterator[None]:
    """Whatever a call to Telegram raises is raised as Refused, NotNow or Unclear."""
    try:
        yield
    except TelegramError as error:
        raise failure(error) from error
    except (AttributeError, KeyError, RuntimeError, TypeError, ValueError) as error:
        raise Unclear("Telegram's answer could not be understood.") from error


def failure(error: TelegramError) -> NotDelivered:
    """What this error means for the message."""
    match error:
        case RetryAfter():
            return NotNow("Telegram asks to send less often.", _seconds(error.retry_after))
        case Forbidden():
            return Refused(f"This person does not take our messages: {error.message}", stopped=True)
        case BadRequest() | ChatMigrated():
            return Refused(f"Telegram refuses the message: {error.message}")
        case NetworkError():
            return _of_network(error)
        case _:
            return _of_the_rest(error)


def _of_the_rest(error: TelegramError) -> NotDelivered:
    """Nothing is wrong with the message: it is how the bot is set up, or a broken answer."""
    match error:
        case InvalidToken():
            detail = "Telegram does not know the bot: please check HAAT_TELEGRAM__TOKEN."
            return NotNow(detail, WRONG_TOKEN_SECONDS)
        case Conflict():
            return NotNow("Another program asks for this bot's messages: please stop one of them.")
        case _:
            return Unclear(f"Telegram's answer could not be understood: {error.message}")


def _of_network(error: NetworkError) -> NotDelivered:
    """Telegram answered with a fault of its own, or did not answer; the cause tells which."""
    cause = error.__cause__
    if isinstance(cause, _UNSENT):
        return NotNow(f"Telegram could not be reached: {error.message}")
    if not isinstance(error, TimedOut) and (cause is None or isinstance(cause, TelegramError)):
        return NotNow(f"Telegram does not work at the moment: {error.message}")
    return Unclear(f"Telegram did not answer: {error.message}")


def _seconds(wait: float | timedelta) -> float:
    """The library gives one or the other, by a switch in the environment."""
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
