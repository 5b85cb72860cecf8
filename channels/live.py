"""Streamed turns while they run: events for whoever listens, kept for whoever comes back."""

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping
from typing import Any

from haat.store.runs import RunEvent

TOKEN_CHARACTERS = 24  # tokens are sent and kept by groups of words


class LiveRun:
    """The events of one turn in the order they happened, for any number of followers."""

    def __init__(self, run_id: str) -> None:
        self.id = run_id
        self._events: list[RunEvent] = []
        self._kept = 0
        self._words = ""
        self._ended = False
        self._news = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()

    def listen(self, event: str, payload: Mapping[str, Any]) -> None:
        """Take an event from the copilot, on whichever thread it happens."""
        if threading.get_ident() == self._thread:
            self._take(event, payload)
        else:
            self._loop.call_soon_threadsafe(self._take, event, payload)

    def end(self, event: str, payload: Mapping[str, Any]) -> None:
        """Take the last event."""
        self._take(event, payload)
        self._ended = True
        self._wake()

    async def follow(self, after: int) -> AsyncIterator[RunEvent]:
        """Every event past a sequence, until the last one."""
        while True:
            news, ended = self._news, self._ended
            for event in self._events[after:]:
                after = event.sequence
                yield event
            if ended:
                return
            if news is self._news:
                await news.wait()

    def unkept(self) -> list[RunEvent]:
        """What has not been stored yet."""
        return self._events[self._kept :]

    def kept(self, count: int) -> None:
        """Note that so many of the unkept events were stored."""
        self._kept += count

    def _take(self, event: str, payload: Mapping[str, Any]) -> None:
        if event == "token":
            self._words += str(payload.get("text", ""))
            if len(self._words) >= TOKEN_CHARACTERS:
                self._say()
            return
        self._say()
        self._add(event, payload)

    def _say(self) -> None:
        if self._words:
            words, self._words = self._words, ""
            self._add("token", {"text": words})

    def _add(self, event: str, payload: Mapping[str, Any]) -> None:
        data = {"run_id": self.id, **payload}
        self._events.append(RunEvent(len(self._events) + 1, event, data))
        self._wake()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()
