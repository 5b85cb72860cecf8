"""The caller's shops and groups."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from app.api.dependencies import ActorDep, ServicesDep
from app.wiring import Services
from haat.core.actor import Actor, Permission
from haat.core.errors import FieldProblem, InvalidInput
from haat.language.concepts import concept_categories, concept_of
from haat.store import groups, people, products
from haat.store.engine import reading
from haat.store.groups import Group, Makes, StoreKind
from haat.store.handles import Connection
from tools.entry_arguments import MOST_UNITS, UnitId

router = APIRouter(prefix="/store", tags=["store"])


StoreId = Annotated[str, Path(pattern="^[a-z0-9][a-z0-9_-]{0,63}$")]


class MakesDocument(BaseModel):
    """How much of a product a group can make in a month."""

    model_config = ConfigDict(extra="forbid")

    product: str = Field(min_length=1, max_length=128, description="SKU or concept id.")
    quantity: float = Field(gt=0, le=MOST_UNITS, allow_inf_nan=False)
    unit: UnitId


class Registration(BaseModel):
    """A shop or group as it is told."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200, pattern=r"\S")
    kind: StoreKind
    place: str | None = Field(default=None, max_length=200, description="Canonical place id.")
    members: int | None = Field(default=None, ge=1, le=100_000)
    makes: list[MakesDocument] = Field(default=[], max_length=200)


class StoreDocument(BaseModel):
    """One shop or group; `makes` is what it can make in a month, as far as it was told."""

    id: str
    name: str
    kind: str
    place: str | None
    members: int | None
    makes: list[MakesDocument]


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
        stores = groups.all_of(actor, db)
        default = people.default_store(actor, db).id if stores else None
    return ProfileDocument(
        tenant_id=who.tenant_id,
        tenant_name=who.tenant_name,
        store=next((_document(one) for one in stores if one.id == default), None),
        stores=[_document(one) for one in stores],
        demo=who.demo,
    )


@router.put("/{store_id}")
def register(
    store_id: StoreId, body: Registration, actor: ActorDep, services: ServicesDep
) -> StoreDocument:
    """Register a shop or group, or write what is told of one anew."""
    actor.require(Permission.MANAGE)
    told = tuple(Makes(m.product, m.quantity, m.unit) for m in body.makes)
    group = Group(store_id, body.name.strip(), body.kind, body.place, body.members, told)
    with services.engine.begin() as db:
        _check(services, actor, db, group)
        groups.register(actor, db, group, services.clock())
    return _document(group)


def _check(services: Services, actor: Actor, db: Connection, group: Group) -> None:
    """InvalidInput for a place or goods that nobody knows."""
    if group.place is not None and services.gazetteer.get(group.place) is None:
        raise _unknown("/place", group.place, "place")
    known = concept_categories()
    for n, one in enumerate(group.makes):
        if concept_of(one.product) not in known and not products.of(actor, db, one.product):
            raise _unknown(f"/makes/{n}/product", one.product, "product")


def _unknown(pointer: str, said: str, what: str) -> InvalidInput:
    problem = FieldProblem(pointer, f"not a {what} that is known")
    return InvalidInput(f"{said} is not a {what} that is known", problem)


def _document(one: Group) -> StoreDocument:
    makes = [
        MakesDocument.model_validate({"product": m.product, "quantity": m.quantity, "unit": m.unit})
        for m in one.makes
    ]
    return StoreDocument(
        id=one.id,
        name=one.name,
        kind=one.kind,
        place=one.place,
        members=one.members,
        makes=makes,
    )
