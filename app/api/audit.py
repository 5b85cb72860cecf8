"""Who did what and when, for the tenant's admins."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from app.api.dependencies import ActorDep, Cursor, Limit, ServicesDep
from haat.core.actor import Permission
from haat.store import audit
from haat.store.engine import reading

router = APIRouter(prefix="/audit", tags=["audit"])


class AuditRowDocument(BaseModel):
    """One thing that was done."""

    id: int
    at: datetime
    subject: str
    action: str
    object: str
    detail: dict[str, Any]
    hash: str


class AuditDocument(BaseModel):
    """Some of what was done in the tenant, the latest first."""

    items: list[AuditRowDocument]
    next_cursor: str | None


@router.get("")
def listing(
    actor: ActorDep, services: ServicesDep, limit: Limit = 50, cursor: Cursor = None
) -> AuditDocument:
    """What was done, the latest first."""
    actor.require(Permission.ADMINISTER)
    with reading(services.engine) as db:
        page = audit.listing(actor, db, limit, cursor)
    items = [
        AuditRowDocument(
            id=row.id,
            at=row.at,
            subject=row.subject,
            action=row.action,
            object=row.object,
            detail=dict(row.detail),
            hash=row.hash,
        )
        for row in page.items
    ]
    return AuditDocument(items=items, next_cursor=page.next_cursor)
