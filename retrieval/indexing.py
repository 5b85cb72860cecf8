"""Take files into a collection: what is new or changed is read, what has gone is removed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice

from haat.core.errors import InvalidInput
from haat.documents.writings.section import Section
from retrieval.glossary import glossary
from retrieval.meaning import Meaning
from retrieval.passage import Passage, passages
from retrieval.shelf import Kept, Point, Shelf
from retrieval.tokens import ideas, of_passage

VERSION = "1"  # of what is kept of a passage; another one is read anew, and embedded only where it changed
TOGETHER, ROWS_TOGETHER = 16, 500

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


def index(shelf: Shelf, meaning: Meaning, files: Iterable[File], tell: Tell) -> Done:
    """Bring the collection to the state of the files; a refused file is told of, and is not held."""
    kept, done, seen = shelf.kept(), Done(), set[str]()
    for file in files:
        try:
            _take(shelf, meaning, file, kept.get(file.source), done, tell)
            seen.add(file.source)
        except (InvalidInput, OSError) as error:
            done.refused += 1
            why = error.detail if isinstance(error, InvalidInput) else error.strerror
            tell(f"refused: {file.source}: {why}")
    for source in kept.keys() - seen:
        shelf.remove(kept[source].ids)
        done.removed += 1
        tell(f"removed: {source}")
    if done.passages:
        shelf.settle()
    return done


def _take(
    shelf: Shelf, meaning: Meaning, file: File, held: Kept | None, done: Done, tell: Tell
) -> None:
    content = file.content()
    state = blake2b(content + f"{VERSION} {meaning.name}".encode(), digest_size=12).hexdigest()
    if held and held.complete and held.state == state:
        done.unchanged += 1
        return
    found = list(passages(file.source, file.read(content)))
    ids = [passage.id(number) for number, passage in enumerate(found)]
    same = held is not None and held.state == state
    has = held.ids if held and same else frozenset()
    lacking = [(i, p) for i, p in zip(ids, found, strict=True) if i not in has]
    if held and (gone := held.ids - set(ids)):
        shelf.remove(gone)
    ready = len(found) - len(lacking)
    for batch in _batches(lacking):
        shelf.put(_points(shelf, meaning, batch, state, len(found)))
        ready += len(batch)
        done.passages += len(batch)
        tell(f"{file.source}: {ready:,} of {len(found):,} passages")
    done.indexed += 1


def _batches(found: Sequence[tuple[str, Passage]]) -> Iterator[list[tuple[str, Passage]]]:
    rest = iter(found)
    size = ROWS_TOGETHER if found and found[0][1].row else TOGETHER
    while batch := list(islice(rest, size)):
        yield batch


def _points(
    shelf: Shelf,
    meaning: Meaning,
    batch: Sequence[tuple[str, Passage]],
    state: str,
    whole: int,
) -> list[Point]:
    embedded = [(i, p) for i, p in batch if not p.row]
    vectors = dict(shelf.vectors([i for i, _ in embedded])) if embedded else {}
    new = [(i, p) for i, p in embedded if i not in vectors]
    made = meaning.passages([p.whole for _, p in new])
    vectors |= {i: vector for (i, _), vector in zip(new, made, strict=True)}
    return [_point(i, p, vectors.get(i), {"state": state, "whole": whole}) for i, p in batch]


def _point(
    point_id: str, passage: Passage, vector: Sequence[float] | None, file: Mapping[str, object]
) -> Point:
    about = glossary().about("" if passage.row else passage.whole)
    payload = {
        **passage.known,
        **file,
        "source": passage.source,
        "cited": passage.known.get("source", ""),
        "title": passage.title,
        "locator": passage.locator,
        "text": passage.text,
        "row": passage.row,
        "ideas": sorted(ideas(about)),
    }
    return Point(point_id, vector, of_passage(passage.whole, about, row=passage.row), payload)
