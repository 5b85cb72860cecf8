"""Shops and groups as they are registered: name, kind, place, members, and what they can make a month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update

from haat.core.actor import Actor, Permission
from haat.core.errors import NotFound
from haat.store import audit, products, tables

StoreKind = Literal["kirana", "shg"]
_s = tables.stores.c


@dataclass(frozen=True, slots=True)
class Makes:
    """How much of a product (concept or SKU) a group can make in a month, in `unit`."""

    product: str
    quantity: float
    unit: str


@dataclass(frozen=True, slots=True)
class Group:
    """A shop or group; `place` is a canonical place id."""

    id: str
    name: str
    kind: StoreKind
    place: str | None
    members: int | None = None
    makes: tuple[Makes, ...] = ()


def register(actor: Actor, db: Connection, group: Group, now: datetime) -> None:
    """Write a store of the tenant as it is told now, a new one or one that is there.

    Forbidden without the right to manage; NotFound where the id is another tenant's.
    """
    actor.require(Permission.MANAGE)
    told = write(actor, db, group)
    audit.record(actor, db, "store.registered", f"store {group.id}", detail=told, now=now)


def write(actor: Actor, db: Connection, group: Group) -> dict[str, Any]:
    """Put a store of the tenant into the table as it is told, without a word in the trail; what was told.

    The caller has asked for the permission. NotFound where the id is another tenant's.
    """
    owner = db.execute(select(_s.tenant_id).where(_s.id == group.id)).scalar()
    if owner not in {None, actor.tenant_id}:
        raise NotFound(f"no store {group.id}")
    told: dict[str, Any] = {"name": group.name, "kind": group.kind, "place": group.place}
    told |= {"members": group.members, "makes": _kept(group.makes)}
    if owner is None:
        first = db.execute(select(_s.id).where(_s.tenant_id == actor.tenant_id)).first() is None
        key = {"id": group.id, "tenant_id": actor.tenant_id, "is_default": first}
        db.execute(insert(tables.stores).values(**key, **told))
    else:
        db.execute(update(tables.stores).where(_s.id == group.id).values(**told))
    products.count_change(actor, db)  # its name is heard in messages
    return told


def find(actor: Actor, db: Connection, store_id: str) -> Group | None:
    """The store of the tenant with this id, or None."""
    return next((one for one in all_of(actor, db) if one.id == store_id), None)


def read(kept: Mapping[str, Any]) -> Group:
    """A group from plain JSON."""
    return Group(**{**kept, "makes": _read(kept["makes"])})


def all_of(actor: Actor, db: Connection) -> tuple[Group, ...]:
    """All stores of the tenant, the default first."""
    query = (
        select(_s.id, _s.name, _s.kind, _s.place, _s.members, _s.makes)
        .where(_s.tenant_id == actor.tenant_id)
        .order_by(_s.is_default.desc(), _s.id)
    )
    return tuple(Group(*row[:-1], _read(row.makes)) for row in db.execute(query))


def makes(actor: Actor, db: Connection, store_id: str | None) -> tuple[Makes, ...]:
    """What a store of the tenant (None: its default) can make in a month; empty where it did not say."""
    query = select(_s.makes).where(_s.tenant_id == actor.tenant_id)
    if store_id is not None:
        query = query.where(_s.id == store_id)
    query = query.order_by(_s.is_default.desc(), _s.id).limit(1)
    return _read(db.execute(query).scalar())


def _kept(makes: Sequence[Makes]) -> list[dict[str, Any]] | None:
    told = [{"product": m.product, "quantity": m.quantity, "unit": m.unit} for m in makes]
    return told or None


def _read(kept: list[dict[str, Any]] | None) -> tuple[Makes, ...]:
    return tuple(Makes(**one) for one in kept or ())
