"""People as a messenger knows them: by an address there, long before they belong to a shop."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import uuid4

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    delete,
    exists,
    func,
    literal_column,
    select,
    update,
)

from haat.core.actor import Actor
from haat.core.errors import NotFound
from haat.store import tables
from haat.store.engine import INSERTIONS

_c = tables.contacts.c
_NEW = ("id", "channel", "address", "name", "state", "last_inbound_at", "created_at")
# A statement costs more to write than to run, so the frequent ones are written once.
_WANTED: Select[Any] = select(  # in the order of Contact's fields
    _c.id,
    _c.channel,
    _c.address,
    _c.name,
    _c.tenant_id,
    _c.subject,
    _c.conversation_id,
    _c.language,
    _c.script,
    _c.state,
    _c.last_inbound_at,
    _c.stopped_at,
    _c.created_at,
)
_BY_ID = _WANTED.where(_c.id == bindparam("contact"))
_AT = _WANTED.where(_c.channel == bindparam("on"), _c.address == bindparam("where"))
_KNOWN = {
    dialect: insertion(tables.contacts)
    .values({name: bindparam(f"new_{name}", type_=_c[name].type) for name in _NEW})
    .on_conflict_do_update(
        index_elements=[_c.channel, _c.address],
        set_={
            "name": func.coalesce(literal_column("excluded.name"), _c.name),
            "last_inbound_at": literal_column("excluded.last_inbound_at"),
        },
    )
    .returning(*_WANTED.selected_columns)
    for dialect, insertion in INSERTIONS.items()
}
_HELD = _BY_ID.with_for_update()
_ADDRESSED = {
    dialect: insertion(tables.contacts)
    .values({name: bindparam(f"new_{name}", type_=_c[name].type) for name in _NEW})
    .on_conflict_do_nothing(index_elements=[_c.channel, _c.address])
    for dialect, insertion in INSERTIONS.items()
}


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody at an address of a messenger; a stranger as long as she has no tenant."""

    id: str
    channel: str
    address: str
    name: str | None
    tenant_id: str | None
    subject: str | None
    conversation_id: str | None
    language: str | None
    script: str | None
    state: Mapping[str, Any]
    last_inbound_at: datetime | None
    stopped_at: datetime | None
    created_at: datetime


class Changes(TypedDict, total=False):
    """What may be written about a contact."""

    name: str | None
    tenant_id: str | None
    subject: str | None
    conversation_id: str | None
    language: str | None
    script: str | None
    state: Mapping[str, Any]
    stopped_at: datetime | None


STRANGER: Changes = {
    "name": None,
    "tenant_id": None,
    "subject": None,
    "conversation_id": None,
    "language": None,
    "script": None,
    "state": {},
}


def known(db: Connection, channel: str, address: str, name: str | None, now: datetime) -> Contact:
    """Whoever writes from this address at this moment, made where she is new.

    On Postgres she is held until the caller commits: what two webhooks take in of her has an order.
    """
    new: dict[str, object] = {
        "id": uuid4().hex,
        "channel": channel,
        "address": address,
        "name": (name or "").strip() or None,
        "state": {},
        "last_inbound_at": now,
        "created_at": now,
    }
    told = {f"new_{column}": value for column, value in new.items()}
    return Contact(*db.execute(_KNOWN[db.dialect.name], told).one())


def addressed(db: Connection, channel: str, address: str, now: datetime) -> Contact:
    """Whoever is at this address, made where nobody ever wrote from there: that she wrote is not said."""
    new: dict[str, object] = {
        "id": uuid4().hex,
        "channel": channel,
        "address": address,
        "name": None,
        "state": {},
        "last_inbound_at": None,
        "created_at": now,
    }
    db.execute(_ADDRESSED[db.dialect.name], {f"new_{name}": told for name, told in new.items()})
    return Contact(*db.execute(_AT, {"on": channel, "where": address}).one())


def get(db: Connection, contact_id: str) -> Contact:
    """One contact, or NotFound."""
    return _one(db, _BY_ID, contact_id)


def held(db: Connection, contact_id: str) -> Contact:
    """One contact, or NotFound; on Postgres nobody else writes about her until the caller commits."""
    return _one(db, _HELD, contact_id)


def at(db: Connection, channel: str, address: str) -> Contact | None:
    """The contact at an address, if anybody ever wrote from there."""
    found = db.execute(_AT, {"on": channel, "where": address}).first()
    return None if found is None else Contact(*found)


def of(actor: Actor, db: Connection) -> tuple[Contact, ...]:
    """Where the actor can be reached: her contacts that want messages, the oldest first."""
    hers = _WANTED.where(
        _c.tenant_id == actor.tenant_id, _c.subject == actor.subject, _c.stopped_at.is_(None)
    )
    return tuple(Contact(*row) for row in db.execute(hers.order_by(_c.created_at, _c.id)))


def members(db: Connection) -> tuple[Contact, ...]:
    """Everybody who belongs to a tenant and wants messages: for jobs alone, which ask as each of them."""
    theirs = _WANTED.where(_c.subject.is_not(None), _c.stopped_at.is_(None))
    return tuple(Contact(*row) for row in db.execute(theirs.order_by(_c.created_at, _c.id)))


def change(db: Connection, contact_id: str, **values: Unpack[Changes]) -> None:
    """Write what is given and leave the rest; NotFound where there is no such contact."""
    written = update(tables.contacts).where(_c.id == contact_id).values(**values)
    if db.execute(written).rowcount == 0:
        raise NotFound(f"no contact {contact_id}")


def prune(db: Connection, before: datetime) -> int:
    """Forget strangers last heard before a moment and without messages; how many.

    Who wants no messages stays, or she would be written to again.
    """
    silent = func.coalesce(_c.last_inbound_at, _c.created_at) < before
    stranger = (_c.subject.is_(None), _c.stopped_at.is_(None), silent)
    written = exists().where(tables.inbox.c.contact_id == _c.id)
    told = exists().where(tables.outbox.c.contact_id == _c.id)
    forgotten = delete(tables.contacts).where(*stranger, ~written, ~told)
    return db.execute(forgotten).rowcount


def _one(db: Connection, wanted: Select[Any], contact_id: str) -> Contact:
    found = db.execute(wanted, {"contact": contact_id}).first()
    if found is None:
        raise NotFound(f"no contact {contact_id}")
    return Contact(*found)
