"""Several collections asked as one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.shelf import Hit, Parts, Searched, Tokens, Vector


@dataclass(frozen=True, slots=True)
class JoinedShelves:
    """See `Searched`. Rarity is each collection's own: a word that is rare in one may be usual in another."""

    shelves: Sequence[Searched]

    def near(self, vector: Vector, limit: int) -> list[Hit]:
        """See `Searched`."""
        return self._best(lambda shelf: shelf.near(vector, limit), limit)

    def sharing(self, tokens: Tokens, limit: int, *, rows: bool) -> list[Hit]:
        """See `Searched`."""
        return self._best(lambda shelf: shelf.sharing(tokens, limit, rows=rows), limit)

    def meeting(self, parts: Parts, ids: Sequence[str]) -> Mapping[str, float]:
        """See `Searched`."""
        return {i: s for shelf in self.shelves for i, s in shelf.meeting(parts, ids).items()}

    def _best(self, ask: Callable[[Searched], list[Hit]], limit: int) -> list[Hit]:
        found = (hit for shelf in self.shelves for hit in ask(shelf))
        return sorted(found, key=lambda hit: -hit.score)[:limit]
