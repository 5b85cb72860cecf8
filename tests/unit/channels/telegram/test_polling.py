"""Asking Telegram for what people write."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from channels.telegram.inbound import Press
from channels.telegram.polling import poll
from haat.core.errors import NotNow
from haat.core.message import Inbound
from tests.unit.channels.telegram.updates import message, press

Answer = Sequence[Mapping[str, Any]] | Exception


def numbered(number: int, document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "update_id": number}


@dataclass
class Bot:
    """Gives the answers one after another, and then lets the poller be stopped."""

    answers: list[Answer]
    refusals: list[Exception] = field(default_factory=list)  # of leaving the webhook
    done: list[str] = field(default_factory=list)

    async def unregister(self) -> None:
        self.done.append("unregister")
        if self.refusals:
            raise self.refusals.pop(0)

    async def updates(self, offset: int) -> Sequence[Mapping[str, Any]]:
        self.done.append(f"updates {offset}")
        if not self.answers:
            raise asyncio.CancelledError
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def settle(self, press: Press) -> None:
        self.done.append(f"settle {press.query_id}")


@dataclass
class Shelf:
    """Keeps what comes, unless its database is away."""

    kept: list[str] = field(default_factory=list)
    away: int = 0

    async def receive(self, inbound: Inbound) -> bool:
        if self.away:
            self.away -= 1
            raise RuntimeError("the database is away")
        self.kept.append(inbound.text)
        return True

    async def delivered(self, provider_id: str, status: str, error: str | None) -> None:
        raise AssertionError("Telegram does not tell")


@dataclass
class Clock:
    """Waits no time, and notes how long it would have been."""

    waits: list[float] = field(default_factory=list)

    async def pause(self, seconds: float) -> None:
        self.waits.append(seconds)


async def polled(bot: Bot, shelf: Shelf | None = None) -> Clock:
    clock = Clock()
    with pytest.raises(asyncio.CancelledError):
        await poll(bot, shelf or Shelf(), clock.pause)
    return clock


async def test_each_message_is_handed_in_and_then_forgotten_there() -> None:
    unanswered = message(group_chat_created=True)
    bot = Bot(
        [[numbered(7, unanswered), numbered(8, message(text="एक")), numbered(9, press())], []]
    )
    shelf = Shelf()
    clock = await polled(bot, shelf)
    assert shelf.kept == ["एक", "बिक्री"]
    assert bot.done == ["unregister", "updates 0", "settle q1", "updates 10", "updates 10"]
    assert clock.waits == []


async def test_it_waits_longer_from_failure_to_failure_and_starts_anew_after_success() -> None:
    lost = NotNow("no network")
    bot = Bot([*[lost] * 7, [], lost])
    assert (await polled(bot)).waits == [1, 2, 4, 8, 16, 30, 30, 1]


async def test_it_waits_as_long_as_telegram_asks() -> None:
    assert (await polled(Bot([NotNow("too often", 45.0)]))).waits == [45]


async def test_the_webhook_is_left_before_anything_is_asked() -> None:
    bot = Bot([[]], refusals=[NotNow("no network")] * 2)
    clock = await polled(bot)
    assert bot.done == ["unregister"] * 3 + ["updates 0"] * 2
    assert clock.waits == [1, 2]


async def test_what_could_not_be_kept_is_asked_for_again() -> None:
    two = [numbered(8, message(text="एक")), numbered(9, message(text="दो"))]
    bot, shelf = Bot([two, two]), Shelf(away=1)
    await polled(bot, shelf)
    assert shelf.kept == ["एक", "दो"]
    assert bot.done == ["unregister", "updates 0", "updates 0", "updates 10"]


async def test_what_cannot_be_read_is_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    broken = numbered(8, message(text=["?"]))
    bot = Bot([[broken, numbered(9, message(text="दो"))]])
    shelf = Shelf()
    await polled(bot, shelf)
    assert (shelf.kept, bot.done[-1]) == (["दो"], "updates 10")
    assert "passed over" in caplog.text
