"""What is held about the caller: to see, to take away, to erase."""

import asyncio
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import Engine

from app.api.dependencies import ActorDep, ServicesDep
from haat.core.actor import Actor, Role
from haat.store import erasure, people
from haat.store.engine import reading

router = APIRouter(prefix="/me", tags=["me"])


class MeDocument(BaseModel):
    """Who is asking; a store's own system has no login."""

    subject: str
    name: str
    login: str | None
    role: Role
    tenant_id: str
    tenant_name: str
    store_id: str | None
    language: str | None
    demo: bool


class ReceiptDocument(BaseModel):
    """What an erasure deleted, and what the shop keeps without the person, by kind."""

    id: str
    at: datetime
    deleted: dict[str, int]
    kept: dict[str, int]


@router.get("")
def me(actor: ActorDep, services: ServicesDep) -> MeDocument:
    """Who am I here?"""
    with reading(services.engine) as db:
        who = people.describe(actor, db)
    return MeDocument.model_validate(who, from_attributes=True)


@router.get("/data")
def data(actor: ActorDep, services: ServicesDep) -> dict[str, Any]:
    """Everything that is held about the caller."""
    with reading(services.engine) as db:
        return erasure.export(actor, db)


@router.delete("")
async def erase(actor: ActorDep, services: ServicesDep) -> ReceiptDocument:
    """Erase the caller's conversations and login, at once and for good."""
    receipt = await asyncio.to_thread(_erase, actor, services.engine, services.clock())
    await services.copilot.forget(receipt.conversation_ids)
    return ReceiptDocument.model_validate(receipt.as_json())


def _erase(actor: Actor, engine: Engine, now: datetime) -> erasure.Receipt:
    with engine.begin() as db:
        return erasure.erase(actor, db, now)
