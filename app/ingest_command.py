"""`haat ingest KIND FILE`: takes a file in and says what became of its rows."""

import gzip
import sys
import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from app.ingestion import ingest
from haat.core.actor import Actor
from haat.core.errors import InvalidInput
from haat.language.places import Gazetteer, load_gazetteer
from haat.store.ingestion.batch import Answer
from haat.store.ingestion.reading import Form

MOST_BYTES = 256_000_000  # unpacked; a larger file is better given in parts


def run(
    engine: Engine,
    actor: Actor,
    kind: str,
    path: Path,
    now: datetime,
    *,
    gazetteer: Callable[[], Gazetteer] = load_gazetteer,
) -> Answer:
    """Take the file in, print one line of result, and each row that was put aside on stderr.

    Raises InvalidInput (its detail begins with the file, then line and column) where nothing was
    written, NotFound where there is no such kind.
    """
    form, body = read_file(path)
    try:
        answer = ingest(engine, actor, kind, body, form, gazetteer=gazetteer, now=now)
    except InvalidInput as error:
        raise InvalidInput(f"{path}: {error.detail}", *error.problems) from error
    for row in answer["quarantined"]:
        column = f", column {row['column']}" if row["column"] else ""
        sys.stderr.write(f"{path}: line {row['line']}{column}: {row['reason']}\n")
    sys.stdout.write(
        f"{kind}: {answer['accepted']} accepted, {answer['duplicates']} duplicates, "
        f"{len(answer['quarantined'])} quarantined\n"
    )
    return answer


def read_file(path: Path) -> tuple[Form, bytes]:
    """The file's form by its ending, and its bytes, unpacked where it is a `.gz`.

    Raises InvalidInput where it cannot be read.
    """
    packed = path.suffix.lower() == ".gz"
    ending = path.with_suffix("").suffix.lower() if packed else path.suffix.lower()
    if ending not in {".csv", ".tsv", ".txt", ".json"}:
        raise InvalidInput(f"{path}: not a .csv or .json file (.gz may follow)")
    return ("json" if ending == ".json" else "csv"), _bytes(path, packed=packed)


def _bytes(path: Path, *, packed: bool) -> bytes:
    try:
        with gzip.open(path) if packed else path.open("rb") as source:
            body = source.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InvalidInput(
            f"{path}: {getattr(error, 'strerror', None) or 'cannot be unpacked'}"
        ) from error
    if len(body) > MOST_BYTES:
        raise InvalidInput(f"{path}: larger than {MOST_BYTES // 1_000_000} MB; give it in parts")
    return body
