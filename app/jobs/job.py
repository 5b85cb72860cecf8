"""What a job is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.wiring import Services


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do every so often; `run` says in one line what it did, or nothing where it was idle."""

    name: str
    every_seconds: int
    run: Callable[[Services], Awaitable[str]]
    light: bool = False  # a server does it beside its requests, so that one process is enough
