"""`haat index`: take the writings of a folder into a collection."""

import sys
import time
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from app.batch.progress import Tell, tell
from app.knowledge import open_meaning, open_shelf
from haat.core.days import fixed_day_clock, shop_day
from haat.core.errors import InvalidInput
from haat.core.settings import Settings
from haat.documents.writings.apart import OWN_PROCESS, read_apart
from haat.documents.writings.read import ENDINGS, read_writing
from retrieval.fact_files import FACTS, fact_files
from retrieval.indexing import File, Indexer

MOST_BYTES = 200_000_000


def index_facts(settings: Settings, tell: Tell = tell) -> None:
    """Bring the facts that ship into their collection: a tenant's writings are weighed beside them."""
    meaning = open_meaning(settings)
    with open_shelf(settings, FACTS, meaning) as shelf:
        Indexer(shelf, meaning, tell, _today(settings)).index(fact_files())


def run(settings: Settings, path: Path, collection: str, tell: Tell = tell) -> int:
    """Index a file or a folder; 1 where a file was refused, else 0."""
    if not path.exists():
        raise InvalidInput(f"{path}: is not there")
    files = list(_files(path, tell))
    if not files:
        raise InvalidInput(f"{path}: holds no file that is read ({', '.join(sorted(ENDINGS))})")
    begun = time.process_time()
    meaning = open_meaning(settings)
    with open_shelf(settings, collection, meaning) as shelf:
        done = Indexer(shelf, meaning, tell, _today(settings)).index(files)
    sys.stdout.write(
        f"{collection}: {done.indexed:,} files read anew with {done.passages:,} passages, "
        f"{done.unchanged:,} unchanged, {done.removed:,} removed, {done.refused:,} refused; "
        f"{time.process_time() - begun:.0f} CPU seconds\n"
    )
    return 1 if done.refused else 0


def _today(settings: Settings) -> date:
    return shop_day(fixed_day_clock(settings.today)())


def _files(path: Path, tell: Tell) -> Iterator[File]:
    """The files that are read, in order; others of a folder are only told of, hidden ones not."""
    if path.is_file():
        yield _file(path, path.name)
        return
    for found in sorted(path.rglob("*")):
        inside = found.relative_to(path)
        if not found.is_file() or any(part.startswith(".") for part in inside.parts):
            continue
        if found.suffix.lower() in ENDINGS:
            yield _file(found, inside.as_posix())
        else:
            tell(f"left out: {inside.as_posix()}: is of no kind that is read")


def _file(path: Path, source: str) -> File:
    ending = path.suffix.lower()
    read = read_apart if ending in OWN_PROCESS else read_writing
    return File(source, partial(_content, path), partial(read, ending=ending))


def _content(path: Path) -> bytes:
    if path.stat().st_size > MOST_BYTES:
        raise InvalidInput(f"is larger than {MOST_BYTES // 1_000_000} MB")
    return path.read_bytes()
