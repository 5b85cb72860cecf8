"""Take files into a collection: what is new or changed is read, what has gone is removed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from itertools import islice

from haat.core.errors import InvalidInput
from haat.documents.writings.section import Section
from retrieval.glossary import glossary
from retrieval.meaning import Meaning
from retrieval.passage import Passage, passages
from retrieval.shelf import Kept, Point, Sense, Shelf
from retrieval.tokens import ideas, of_passage

VERSION = "3"  # of what is kept of a passage; another one is read anew, and embedded only where it changed
TOGETHER, ROWS_TOGETHER = 16, 500
PLURAL = re.compile(r"\b([A-Za-z]{3,}[^\Ws])s\b")

Tell = Callable[[str], None]
Read = Callable[[bytes], Sequence[Section]]


@dataclass(frozen=True, slots=True)
class File:
    """One file: its path inside what is indexed, its bytes, and how its sections are read."""

    source: str
    content: Callable[[], bytes]
    read: Read


@dataclass(slots=True)
class Done:
    """What came of it."""

    indexed: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Indexer:
    """Takes files into one collection; `tell` says how far it is, `day` is that of a file taken now."""

    shelf: Shelf
    meaning: Meaning
    tell: Tell
    day: date
    held: dict[bytes, str] = field(default_factory=dict)  # texts' digests: their first passages

    def index(self, files: Iterable[File]) -> Done:
        """Bring the collection to the state of the files; a refused one is told of, and is not held."""
        kept, done, seen = self.shelf.kept(), Done(), set[str]()
        for file in files:
            try:
                self._take(file, kept.get(file.source), done)
                seen.add(file.source)
            except (InvalidInput, OSError) as error:
                done.refused += 1
                why = error.detail if isinstance(error, InvalidInput) else error.strerror
                self.tell(f"refused: {file.source}: {why}")
        for source in sorted(kept.keys() - seen):
            self.shelf.remove(kept[source].ids)
            done.removed += 1
            self.tell(f"removed: {source}")
        return done

    def _take(self, file: File, held: Kept | None, done: Done) -> None:
        content = file.content()
        told = content + f"{VERSION} {self.meaning.name}".encode()
        state = blake2b(told, digest_size=12).hexdigest()
        if held and held.complete and held.state == state:
            done.unchanged += 1
            return
        found = list(passages(file.source, file.read(content)))
        ids = [passage.id(number) for number, passage in enumerate(found)]
        if held and (gone := held.ids - set(ids)):
            self.shelf.remove(gone)
        has = held.ids if held and held.state == state else frozenset[str]()
        lacking = [(i, p) for i, p in zip(ids, found, strict=True) if i not in has]
        ready = len(found) - len(lacking)
        for batch in _batches(lacking):
            self.shelf.put(self._points(batch, self._of_file(state, len(found))))
            ready += len(batch)
            done.passages += len(batch)
            self.tell(f"{file.source}: {ready:,} of {len(found):,} passages")
        done.indexed += 1

    def _of_file(self, state: str, whole: int) -> Mapping[str, object]:
        """What all passages of a file have in common."""
        return {"state": state, "whole": whole, "taken": self.day.isoformat()}

    def _points(
        self, batch: Sequence[tuple[str, Passage]], file: Mapping[str, object]
    ) -> list[Point]:
        told = {i: p.whole for i, p in batch if not p.row}
        senses = self._senses(told) if told else {}
        return [_point(i, p, senses.get(i), file) for i, p in batch]

    def _senses(self, told: Mapping[str, str]) -> Mapping[str, Sense]:
        """Of texts by their passages' ids; what is embedded already is not embedded again, be it
        for an older way of keeping it or for another file that says the same.
        """
        digests = {i: blake2b(text.encode(), digest_size=16).digest() for i, text in told.items()}
        alike = {i: self.held.setdefault(digest, i) for i, digest in digests.items()}
        senses = dict(self.shelf.senses([*told, *alike.values()]))
        senses |= {i: senses[same] for i, same in alike.items() if same in senses}
        new = list(dict.fromkeys(text for i, text in told.items() if i not in senses))
        made = dict(zip(new, self.meaning.passages(new), strict=True))
        return {i: senses[i] if i in senses else made[text] for i, text in told.items()}


def _batches(found: Sequence[tuple[str, Passage]]) -> Iterator[list[tuple[str, Passage]]]:
    rest = iter(found)
    size = ROWS_TOGETHER if found and found[0][1].row else TOGETHER
    while batch := list(islice(rest, size)):
        yield batch


def _point(
    point_id: str, passage: Passage, sense: Sense | None, file: Mapping[str, object]
) -> Point:
    about = glossary().about("" if passage.row else f"{passage.whole}\n{_singular(passage.whole)}")
    payload = {
        **passage.known,
        **file,
        "source": passage.source,
        "cited": passage.known.get("source", ""),
        "title": passage.title,
        "locator": passage.locator,
        "text": passage.text,
        "kind": "row" if passage.row else "text",
        "ideas": sorted(ideas(about)),
    }
    return Point(point_id, sense, of_passage(passage.whole, about, row=passage.row), payload)


def _singular(text: str) -> str:
    """Its English plurals without their s: the goods of a rule are told of in the plural."""
    return " ".join(PLURAL.findall(text))
