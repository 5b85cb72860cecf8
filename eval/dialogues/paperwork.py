"""Gives a bill to the shop before a line of a dialogue is said."""

from datetime import date, datetime
from pathlib import Path

from haat.core.actor import Actor
from haat.core.settings import DocumentSettings
from haat.documents.apart import extract_apart
from haat.store import documents
from haat.store.handles import Engine

PAPERS = Path(__file__).with_name("papers")
GIVEN = "@paper"  # stands for the id of the paper that was given, which is another each time


def give(engine: Engine, actor: Actor, name: str, today: date, now: datetime) -> str:
    """Upload a paper and have it read; its id."""
    content = (PAPERS / name).read_bytes()
    body = extract_apart(content, DocumentSettings(), today, None)
    with engine.begin() as db:
        kept = documents.add(
            actor, db, content, name=name, media_type="application/pdf", kind=None, now=now
        )
        documents.finish(actor, db, kept.id, body)
    return kept.id
