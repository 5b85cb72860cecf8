"""What is new is embedded, once; what is alike, or was held before, is not embedded again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from haat.documents.writings.read import read_writing
from retrieval.indexing import File, Indexer
from retrieval.shelf import Hit, Kept, Parts, Point, Sense, Tokens, Vector, gathered

TODAY = date(2026, 11, 26)


@dataclass
class PlainShelf:
    """Points in a dict."""

    points: dict[str, Point] = field(default_factory=dict)

    def kept(self) -> Mapping[str, Kept]:
        return gathered((i, point.payload) for i, point in self.points.items())

    def count(self) -> int:
        return len(self.points)

    def put(self, points: Sequence[Point]) -> None:
        self.points.update((point.id, point) for point in points)

    def remove(self, ids: Iterable[str]) -> None:
        for point_id in ids:
            del self.points[point_id]

    def senses(self, ids: Sequence[str]) -> Mapping[str, Sense]:
        held = (self.points[i] for i in ids if i in self.points)
        return {point.id: point.sense for point in held if point.sense is not None}

    def near(self, vector: Vector, limit: int) -> list[Hit]:
        raise NotImplementedError

    def sharing(self, tokens: Tokens, limit: int, *, rows: bool) -> list[Hit]:
        raise NotImplementedError

    def meeting(self, parts: Parts, ids: Sequence[str]) -> Mapping[str, float]:
        raise NotImplementedError

    def close(self) -> None:
        """Nothing to give back."""


@dataclass
class CountedMeaning:
    """A text's vector is its length and its first letter; each text that is embedded is noted."""

    name: str = "counted"
    size: int = 2
    embedded: list[str] = field(default_factory=list)

    def questions(self, texts: Sequence[str]) -> list[Sense]:
        return self.passages(texts)

    def passages(self, texts: Sequence[str]) -> list[Sense]:
        self.embedded += texts
        return [Sense((float(len(text)), float(ord(text[0])))) for text in texts]


def file(source: str, text: str) -> File:
    return File(source, text.encode, lambda content: read_writing(content, ".md"))


def indexed(shelf: PlainShelf, meaning: CountedMeaning, *files: File) -> list[str]:
    meaning.embedded.clear()
    Indexer(shelf, meaning, lambda _: None, TODAY).index(files)
    return sorted(meaning.embedded)


def test_a_text_in_two_files_is_embedded_once_and_found_in_both() -> None:
    shelf, meaning = PlainShelf(), CountedMeaning()
    said = "# Fee\nIt is Rs 100."
    assert indexed(shelf, meaning, file("a.md", said), file("b.md", said)) == ["Fee\nIt is Rs 100."]
    assert {p.payload["source"] for p in shelf.points.values()} == {"a.md", "b.md"}
    assert len({p.sense.whole for p in shelf.points.values() if p.sense}) == 1


def test_a_text_twice_in_one_file_is_embedded_once() -> None:
    shelf, meaning = PlainShelf(), CountedMeaning()
    assert indexed(shelf, meaning, file("a.md", "# A\none\n# A\none\n# B\ntwo")) == [
        "A\none",
        "B\ntwo",
    ]
    assert shelf.count() == 3


def test_a_changed_passage_is_embedded_alone() -> None:
    shelf, meaning = PlainShelf(), CountedMeaning()
    indexed(shelf, meaning, file("a.md", "# A\none\n# B\ntwo"))
    assert indexed(shelf, meaning, file("a.md", "# A\none\n# B\nthree")) == ["B\nthree"]
    assert sorted(p.payload["text"] for p in shelf.points.values()) == ["one", "three"]
    assert indexed(shelf, meaning, file("a.md", "# A\none\n# B\nthree")) == []
    assert indexed(shelf, meaning) == []
    assert shelf.count() == 0
