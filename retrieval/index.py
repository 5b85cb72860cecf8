"""What the search asks of an index, whichever engine it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that was found, by its number in the list, with its score."""

    number: int
    score: float


@dataclass(frozen=True, slots=True)
class Text:
    """One text to find: its weighted tokens and its topics."""

    tokens: Mapping[str, float]
    topics: tuple[str, ...]


class Index(Protocol):
    """Texts as weighted tokens, each with its topics."""

    def search(self, tokens: Mapping[str, float], topic: str | None, limit: int) -> tuple[Hit, ...]:
        """The best texts for these tokens, of one topic where one is named."""
        ...
