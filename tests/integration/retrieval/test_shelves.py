"""Every engine finds the same in the same passages."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from qdrant_client import QdrantClient

from retrieval.edge import EdgeShelf
from retrieval.server import ServerShelf
from retrieval.shelf import Point, Sense, Shelf

SIZE = 4


def point(number: int, source: str, tokens: dict[str, float], *, row: bool = False) -> Point:
    whole = [1.0 if at == number else 0.1 for at in range(SIZE)]
    parts = [[float(at == one) for at in range(SIZE)] for one in (number, number + 1)]
    sense = None if row else Sense(whole, parts)
    payload = {
        "source": source,
        "state": "s",
        "whole": 2,
        "kind": "row" if row else "text",
        "text": str(number),
    }
    return Point(str(UUID(int=number + 1)), sense, tokens, payload)


POINTS = [
    point(0, "a", {"w:tax": 1.0, "w:common": 1.0}),
    point(1, "a", {"w:fee": 1.0, "w:common": 1.0}),
    point(2, "b", {"w:common": 1.0}),
    point(3, "b", {"w:tax": 1.0}, row=True),
]


@pytest.fixture(params=["edge", "server"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    if request.param == "edge":
        made: Shelf = EdgeShelf(tmp_path / "shelf", SIZE)
    else:
        made = ServerShelf(QdrantClient(":memory:"), "haat_test", SIZE)
    yield made
    made.close()


def test_found_by_meaning_and_by_words(shelf: Shelf) -> None:
    shelf.put(POINTS)
    assert shelf.count() == 4
    assert shelf.near([0.1, 1.0, 0.1, 0.1], 2)[0].payload["text"] == "1"
    assert {h.payload["text"] for h in shelf.near([1.0, 0.0, 0.0, 0.0], 9)} == {"0", "1", "2"}
    found = shelf.sharing({"w:tax": 1.0, "w:common": 1.0}, 9, rows=False)
    assert found[0].payload["text"] == "0"
    assert [h.payload["text"] for h in shelf.sharing({"w:tax": 1.0}, 9, rows=True)] == ["3"]


def test_kept_tells_what_is_whole_and_removed_is_gone(shelf: Shelf) -> None:
    shelf.put(POINTS[:3])
    kept = shelf.kept()
    assert (kept["a"].complete, kept["b"].complete) == (True, False)
    shelf.remove(kept["a"].ids)
    assert set(shelf.kept()) == {"b"}
    (told,) = shelf.senses([POINTS[2].id, POINTS[3].id]).values()
    assert len(told.whole) == SIZE
    assert [round(n) for part in told.parts for n in part] == [0, 0, 1, 0, 0, 0, 0, 1]


def test_parts_of_a_question_are_each_met_by_the_best_part_of_a_passage(shelf: Shelf) -> None:
    shelf.put(POINTS)
    ids = [POINTS[at].id for at in (0, 1, 3)]
    met = shelf.meeting([[0.5, 0.0, 0.0, 0.0], [0.0, 0.3, -0.2, 0.0]], ids)
    # The first has both; the second has the other alone; a row has no parts.
    assert met == pytest.approx({ids[0]: 0.8, ids[1]: 0.3}, abs=0.02)
    assert shelf.meeting([[1.0, 0.0, 0.0, 0.0]], [POINTS[2].id]) == pytest.approx(
        {POINTS[2].id: 0.0}, abs=0.02
    )


def test_embedded_engine_keeps_what_was_put(tmp_path: Path) -> None:
    first = EdgeShelf(tmp_path / "shelf", SIZE)
    first.put(POINTS)
    first.close()
    again = EdgeShelf(tmp_path / "shelf", SIZE)
    assert again.count() == 4
    again.close()
