"""Makes somebody a member: of the tenant that a code names, or of a shop or group of her own."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from channels.onboarding import NOTICE, Way
from haat.core.actor import Actor, Role
from haat.language.pack import Voice
from haat.store import audit, contacts, joining, people
from haat.store.contacts import Contact
from haat.store.handles import Connection
from haat.store.joining import Joining

STORE_KINDS = {"shop": "kirana", "group": "shg"}


@dataclass(frozen=True, slots=True)
class Member:
    """A new member, and whether she founded what she belongs to."""

    actor: Actor
    founded: bool


def enter(db: Connection, contact: Contact, way: Way, voice: Voice, now: datetime) -> Member | None:
    """Make the person, with a tenant where she founds one; None where her code is not good.

    What she agreed to, and in which version, is in the audit trail.
    """
    name = contact.name or voice.say["way_somebody"]
    where = (
        joining.redeem(db, way.code, now)
        if way.kind == "code"
        else _found(db, way, name, voice, now)
    )
    if where is None:
        return None
    person = people.create_member(
        db,
        where.tenant_id,
        name,
        role=where.role,
        store_id=where.store_id,
        language=way.language,
        now=now,
    )
    actor = people.actor_by_id(db, person)
    contacts.change(
        db,
        contact.id,
        tenant_id=actor.tenant_id,
        subject=person,
        language=way.language,
        script=way.script,
        conversation_id=None,
    )
    agreed = {"notice": NOTICE, "channel": contact.channel, "language": way.language}
    audit.record(actor, db, "consent", f"person {person}", detail=agreed, now=now)
    return Member(actor, way.kind != "code")


def _found(db: Connection, way: Way, name: str, voice: Voice, now: datetime) -> Joining:
    """A tenant of her own, with one store; who founds it may do everything in it."""
    tenant, kind = f"m-{uuid4().hex[:16]}", "group" if way.kind == "group" else "shop"
    title = voice.say[f"way_own_{kind}"].replace("{name}", name)
    people.create_tenant(db, tenant, title, kind=kind, now=now)
    store = f"{tenant}-main"
    people.create_store(
        db, store, tenant, title, kind=STORE_KINDS[kind], place=way.place, is_default=True
    )
    return Joining(tenant, store, Role.ADMIN)
