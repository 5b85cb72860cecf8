"""The knowledge base: which engine keeps a collection, and which model reads it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from haat.core.errors import InvalidInput
from haat.core.settings import Settings
from retrieval.meaning import EmbeddedMeaning, Meaning
from retrieval.shelf import Shelf

COLLECTION = "knowledge"
NAME = re.compile(r"[\w.-]{1,60}")


@contextmanager
def open_shelf(settings: Settings, collection: str, meaning: Meaning) -> Iterator[Shelf]:
    """A collection, made where it is not there yet; vectors of two models are kept apart."""
    if not NAME.fullmatch(collection) or collection.startswith("."):
        raise InvalidInput(f"--collection {collection}: letters, digits, _ . and - only, at most 60")
    shelf = _shelf(settings, collection, meaning)
    try:
        yield shelf
    finally:
        shelf.close()


def folder_of(settings: Settings, collection: str, meaning: Meaning) -> Path:
    """Where the embedded engine keeps a collection."""
    return settings.data_dir / "knowledge" / collection / re.sub(r"[^\w.-]", "_", meaning.name)


def open_meaning() -> Meaning:
    """The embedded model."""
    return EmbeddedMeaning()


def _shelf(settings: Settings, collection: str, meaning: Meaning) -> Shelf:
    from retrieval.edge import EdgeShelf  # noqa: PLC0415  # heavy

    return EdgeShelf(folder_of(settings, collection, meaning), meaning.size)
