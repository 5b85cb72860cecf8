"""Collections asked as one give the best of all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from retrieval.joined import JoinedShelves
from retrieval.shelf import Hit, Parts, Tokens, Vector

SCORES = st.lists(st.lists(st.floats(0, 1), max_size=6), max_size=3)


@dataclass(frozen=True)
class Scored:
    """A collection whose passages have these scores, best first."""

    name: str
    scores: list[float]

    def near(self, vector: Vector, limit: int) -> list[Hit]:
        del vector
        hits = [Hit(f"{self.name}{n}", score, {}) for n, score in enumerate(self.scores)]
        return sorted(hits, key=lambda hit: -hit.score)[:limit]

    def sharing(self, tokens: Tokens, limit: int, *, rows: bool) -> list[Hit]:
        del tokens
        return [] if rows else self.near([], limit)

    def meeting(self, parts: Parts, ids: Sequence[str]) -> Mapping[str, float]:
        del parts
        return {hit.id: hit.score for hit in self.near([], len(self.scores)) if hit.id in ids}


@given(SCORES, st.integers(1, 8))
def test_the_best_of_all_best_first(scores: list[list[float]], limit: int) -> None:
    shelf = JoinedShelves([Scored(str(n), found) for n, found in enumerate(scores)])
    best = sorted((s for found in scores for s in found), reverse=True)[:limit]
    assert [hit.score for hit in shelf.near([], limit)] == best
    assert [hit.score for hit in shelf.sharing({}, limit, rows=False)] == best
    assert shelf.sharing({}, limit, rows=True) == []
    found = {hit.id: hit.score for hit in shelf.near([], limit)}
    assert shelf.meeting([], list(found)) == found
