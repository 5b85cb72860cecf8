"""What is asked of a collection of passages, whichever engine keeps it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Vector = Sequence[float]
Parts = Sequence[Vector]
Tokens = Mapping[str, float]
Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sense:
    """What a text means, whole and by its parts; no parts where the model tells none."""

    whole: Vector
    parts: Parts = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One passage as it is kept: `sense` is None of what is found by its words alone."""

    id: str  # a UUID
    sense: Sense | None
    tokens: Tokens
    payload: Payload


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, and how well it fits by one way of looking."""

    id: str
    score: float
    payload: Payload


@dataclass(frozen=True, slots=True)
class Kept:
    """What a collection holds of one file: the state it was read in, and its passages' ids."""

    state: str
    ids: frozenset[str]
    whole: int  # passages that the file has

    @property
    def complete(self) -> bool:
        """False where the indexing was ended in the middle of the file."""
        return len(self.ids) == self.whole


def gathered(points: Iterable[tuple[str, Payload]]) -> Mapping[str, Kept]:
    """What is held by source, of all points' ids and payloads; a file in two states is in none."""
    states: dict[str, set[str]] = {}
    ids: dict[str, set[str]] = {}
    whole: dict[str, int] = {}
    for point_id, payload in points:
        source = payload["source"]
        states.setdefault(source, set()).add(payload["state"])
        ids.setdefault(source, set()).add(point_id)
        whole[source] = payload["whole"]
    return {
        source: Kept(
            next(iter(told)) if len(told) == 1 else "", frozenset(ids[source]), whole[source]
        )
        for source, told in states.items()
    }


class Searched(Protocol):
    """What a question needs of collections."""

    def near(self, vector: Vector, limit: int) -> list[Hit]:
        """Passages that mean the like, by cosine."""
        ...

    def sharing(self, tokens: Tokens, limit: int, *, rows: bool) -> list[Hit]:
        """Passages that share tokens, by their rarity; rows of tables of codes, or all else."""
        ...

    def meeting(self, parts: Parts, ids: Sequence[str]) -> Mapping[str, float]:
        """How well those passages meet each part of a question, added up; none of what has no parts."""
        ...


class Shelf(Searched, Protocol):
    """One collection."""

    def kept(self) -> Mapping[str, Kept]:
        """What is held, by source."""
        ...

    def count(self) -> int:
        """How many passages it holds."""
        ...

    def put(self, points: Sequence[Point]) -> None:
        """Add points, or put them in place of those of the same id; they last."""
        ...

    def remove(self, ids: Iterable[str]) -> None:
        """Take points away."""
        ...

    def senses(self, ids: Sequence[str]) -> Mapping[str, Sense]:
        """What those passages mean that are held and have a meaning."""
        ...

    def close(self) -> None:
        """Give the files or the connection back."""
        ...
