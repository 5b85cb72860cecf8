"""Entries told by chat: taking one back."""

from datetime import date, datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from app.api.dependencies import ActorDep, ServicesDep
from channels.wire import Text
from haat.core.actor import Permission
from haat.store import entries

router = APIRouter(prefix="/entries", tags=["entries"])


class EntryDocument(BaseModel):
    """An entry as it stands; `arguments` is what was confirmed."""

    id: str
    kind: str
    store_id: str
    product: str
    date: date
    arguments: dict[str, Any]
    recorded_at: datetime
    undone_at: datetime | None


@router.post("/{entry_id}/undo")
def undo(entry_id: Text, actor: ActorDep, services: ServicesDep) -> EntryDocument:
    """Put back what stood before the entry; once."""
    actor.require(Permission.RECORD)
    with services.engine.begin() as db:
        entry = entries.undo(actor, db, entry_id, services.clock())
    return EntryDocument(
        id=entry.id,
        kind=entry.kind,
        store_id=entry.store_id,
        product=entry.sku_id,
        date=entry.date,
        arguments=dict(entry.shown),
        recorded_at=entry.recorded_at,
        undone_at=entry.undone_at,
    )
