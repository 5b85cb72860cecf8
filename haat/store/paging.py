"""Long lists, a page at a time: an opaque cursor holds the place after the last one shown."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import orjson

from haat.core.errors import FieldProblem, InvalidInput

T = TypeVar("T")
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of a list; `next_cursor` is absent on the last page."""

    items: tuple[T, ...]
    next_cursor: str | None


def cursor_of(*place: str | int) -> str:
    """The opaque form of a place in a list."""
    return urlsafe_b64encode(orjson.dumps(place)).decode().rstrip("=")


def place_of(cursor: str, *kinds: type[str | int]) -> Place:
    """The place that a cursor holds, its parts of these types; InvalidInput where it is not ours."""
    try:
        found = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        found = None
    if not isinstance(found, list) or [type(part) for part in found] != list(kinds):
        raise _not_ours()
    return tuple(found)


def moment_and_id(cursor: str) -> tuple[datetime, str]:
    """The place in a list that is ordered by a moment and an id."""
    at, last_id = place_of(cursor, str, str)
    try:
        return datetime.fromisoformat(str(at)), str(last_id)
    except ValueError:
        raise _not_ours() from None


def _not_ours() -> InvalidInput:
    problem = FieldProblem("/cursor", "not a cursor of this list")
    return InvalidInput("the cursor is not one of this list", problem)
