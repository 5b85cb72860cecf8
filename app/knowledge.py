"""The knowledge base: which engine keeps a collection, and which model reads it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from haat.core.errors import InvalidInput
from haat.core.settings import Settings
from haat.language.hearing import load_languages
from retrieval.answering import Knowledge
from retrieval.fact_files import FACTS
from retrieval.meaning import EmbeddedMeaning, Meaning
from retrieval.own_texts import SCOPE, own_collection
from retrieval.shelf import Shelf

COLLECTION = "knowledge"
LAYOUT = "2"  # of what an engine keeps of a passage; collections of another one are not opened
KEPT = frozenset({FACTS})  # collections of the copilot's own
NAME = re.compile(r"[\w.-]{1,60}")


PATIENCE = 20.0  # seconds to wait for another process


def named(collection: str, tenant_id: str | None = None) -> str:
    """The collection that the command line names: one's own, or that of a tenant."""
    if tenant_id is not None:
        return own_collection(tenant_id)
    if collection.startswith(SCOPE):
        raise InvalidInput(f"--collection {collection}: a tenant's is named by --tenant")
    if collection in KEPT:
        raise InvalidInput(f"--collection {collection}: is kept for the facts that ship")
    return collection


@contextmanager
def open_shelf(
    settings: Settings, collection: str, meaning: Meaning, patience: float = PATIENCE
) -> Iterator[Shelf]:
    """A collection, made where it is not there yet; vectors of two models are kept apart.

    Conflict where another process is at work in it, for longer than `patience` in seconds.
    """
    if not NAME.fullmatch(collection) or collection.startswith("."):
        raise InvalidInput(
            f"--collection {collection}: letters, digits, _ . and - only, at most 60"
        )
    shelf = _shelf(settings, collection, meaning, patience)
    try:
        yield shelf
    finally:
        shelf.close()


def folder_of(settings: Settings, collection: str, meaning: Meaning) -> Path:
    """Where the embedded engine keeps a collection."""
    return _folder(settings, collection) / _made_by(meaning)


def is_there(settings: Settings, collection: str) -> bool:
    """Whether anything was ever indexed into a collection."""
    if not settings.qdrant.url:
        return _folder(settings, collection).is_dir()
    from retrieval.qdrant import connect, reached  # noqa: PLC0415  # heavy

    with reached():
        held = connect(settings.qdrant.url).get_collections().collections
    return any(one.name.startswith(_on_server(collection)) for one in held)


def open_meaning(settings: Settings) -> Meaning:
    """The embedded model, or the one that is set."""
    if settings.embedding.name:
        from app.hosted_embedding import HostedMeaning  # noqa: PLC0415  # only where it is set

        return HostedMeaning(settings.embedding)
    return EmbeddedMeaning()


def _folder(settings: Settings, collection: str) -> Path:
    return settings.data_dir / "knowledge" / collection


def _on_server(collection: str) -> str:
    return f"haat_{collection}_"


def _shelf(settings: Settings, collection: str, meaning: Meaning, patience: float) -> Shelf:
    if settings.qdrant.url:
        from retrieval.qdrant import connect  # noqa: PLC0415  # heavy
        from retrieval.server import ServerShelf  # noqa: PLC0415  # the same

        name = _on_server(collection) + _made_by(meaning)
        return ServerShelf(connect(settings.qdrant.url), name, meaning.size)
    from retrieval.edge import EdgeShelf  # noqa: PLC0415  # heavy

    return EdgeShelf(folder_of(settings, collection, meaning), meaning.size, patience)


def _made_by(meaning: Meaning) -> str:
    return re.sub(r"[^\w.-]", "_", f"{meaning.name}-{LAYOUT}")


@contextmanager
def open_knowledge(settings: Settings, collection: str) -> Iterator[Knowledge]:
    """A collection to ask; InvalidInput where nothing was indexed into it."""
    meaning = open_meaning(settings)
    languages = load_languages(settings.models_dir)
    with open_shelf(settings, collection, meaning) as shelf:
        if not shelf.count():
            raise InvalidInput(
                f"--collection {collection}: holds nothing; index a folder with `haat index PATH`"
            )
        yield Knowledge(shelf, meaning, languages.identifier)
