"""How what happened outside is written down, and how long to wait before it is tried again."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from haat.store.handles import Connection, DatabaseError, Engine

logger = logging.getLogger(__name__)

FIRST_WAIT_SECONDS = 2.0  # doubled at each try
LONGEST_WAIT_SECONDS = 300.0
MOST_TRIES = 5
NOT_CONFIGURED = "this channel is not configured"


@dataclass(frozen=True, slots=True)
class Notebook:
    """The database, which may be away for a moment; it is tried again after a pause."""

    engine: Engine
    pause_seconds: float

    async def note(self, write: Callable[[Connection], None]) -> None:
        """Write down what happened outside, also where the database is away for a moment."""
        for _ in range(MOST_TRIES):
            try:
                return await asyncio.to_thread(self._write, write)
            except DatabaseError:
                logger.exception("what happened to a message could not be written down")
                await asyncio.sleep(self.pause_seconds)
        return await asyncio.to_thread(self._write, write)

    def _write(self, write: Callable[[Connection], None]) -> None:
        with self.engine.begin() as db:
            write(db)


def pause(tries: int) -> timedelta:
    """How long to wait after so many tries."""
    return timedelta(
        seconds=min(FIRST_WAIT_SECONDS * 2 ** min(tries - 1, 10), LONGEST_WAIT_SECONDS)
    )
