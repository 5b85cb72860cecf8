"""The caller's shops."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from app.api.dependencies import ActorDep, ServicesDep
from haat.store import people
from haat.store.engine import reading

router = APIRouter(prefix="/store", tags=["store"])


class StoreDocument(BaseModel):
    """One shop or group."""

    id: str
    name: str
    kind: str
    place: str | None


class ProfileDocument(BaseModel):
    """The shop that is meant where none is said, and all of the tenant's."""

    tenant_id: str
    tenant_name: str
    store: StoreDocument | None
    stores: list[StoreDocument]
    currency: Literal["INR"] = "INR"
    time_zone: Literal["Asia/Kolkata"] = "Asia/Kolkata"
    demo: bool


@router.get("/profile")
def profile(actor: ActorDep, services: ServicesDep) -> ProfileDocument:
    """Which shop the caller speaks for."""
    with reading(services.engine) as db:
        who = people.describe(actor, db)
        stores = people.stores(actor, db)
        default = people.default_store(actor, db) if stores else None
    return ProfileDocument(
        tenant_id=who.tenant_id,
        tenant_name=who.tenant_name,
        store=None if default is None else _document(default),
        stores=[_document(row) for row in stores],
        demo=who.demo,
    )


def _document(row: people.StoreRow) -> StoreDocument:
    return StoreDocument(id=row.id, name=row.name, kind=row.kind, place=row.place)
