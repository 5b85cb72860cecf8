"""Enquiries to buyers: recorded once after a yes, and how they ended."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, get_args
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Select, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from haat.core.actor import Actor, Permission
from haat.core.errors import Conflict, FieldProblem, InvalidInput, NotFound
from haat.store import audit, tables

Status = Literal["recorded", "sent", "answered", "ordered", "paid", "declined"]
Ending = Literal["answered", "ordered", "paid", "declined"]
LATER: Mapping[str, frozenset[Ending]] = {  # what may follow what
    "recorded": frozenset(get_args(Ending)),
    "sent": frozenset(get_args(Ending)),
    "answered": frozenset({"ordered", "paid", "declined"}),
    "ordered": frozenset({"paid", "declined"}),
    "paid": frozenset(),
    "declined": frozenset(),
}
ENDED: frozenset[Status] = frozenset({"ordered", "paid", "declined"})  # to learn from
_e = tables.enquiries.c


@dataclass(frozen=True, slots=True)
class Draft:
    """What will be asked of a buyer; `score` and its unweighted `parts` are how it fitted then, to learn from."""

    buyer_id: str
    product: str
    quantity: float | None
    unit: str | None
    price_paise: int | None
    price_unit: str | None
    score: float | None
    parts: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Enquiry:
    """An enquiry as it stands."""

    id: str
    subject: str
    buyer_id: str
    product: str
    quantity: float | None
    unit: str | None
    price_paise: int | None
    price_unit: str | None
    status: Status
    why: str | None
    score: float | None
    parts: Mapping[str, float] | None
    at: datetime
    outcome_at: datetime | None


def record(actor: Actor, db: Connection, draft: Draft, effect_key: str, now: datetime) -> Enquiry:
    """Write the enquiry; the same `effect_key` writes once and gives the first one again."""
    known = by_effect(actor, db, effect_key)
    if known is not None:
        return known
    try:
        with db.begin_nested():
            return _write(actor, db, draft, effect_key, now)
    except IntegrityError:
        known = by_effect(actor, db, effect_key)
        if known is None:
            raise Conflict("this change is in conflict with another one") from None
        return known


def outcome(
    actor: Actor, db: Connection, enquiry_id: str, status: Ending, *, why: str | None, now: datetime
) -> Enquiry:
    """Note how an enquiry went on; saying the same again changes nothing.

    NotFound for another tenant's, Forbidden for another person's without the right to manage,
    Conflict where it has ended otherwise. `why` is kept with the enquiry, never in the audit.
    """
    found = get(actor, db, enquiry_id)
    if found.subject != actor.subject:
        actor.require(Permission.MANAGE)
    if status not in get_args(Ending):
        raise InvalidInput(f"{status} is no outcome", FieldProblem("/status", "no outcome"))
    if found.status == status:
        return found
    if status not in LATER[found.status] or not _go_on(db, found, status, why, now):
        raise Conflict(f"this enquiry is {found.status} already")
    detail = {"status": status, "before": found.status}
    audit.record(actor, db, "enquiry.outcome", f"enquiry {found.id}", detail=detail, now=now)
    return get(actor, db, enquiry_id)


def take_back(actor: Actor, db: Connection, enquiry_id: str, before: str, now: datetime) -> Enquiry:
    """Undo what was noted of an enquiry: it stands as before, and may be asked about again.

    NotFound for another tenant's, Forbidden for another person's without the right to manage.
    """
    found = get(actor, db, enquiry_id)
    if found.subject != actor.subject:
        actor.require(Permission.MANAGE)
    later = LATER.get(before, frozenset())
    if found.status not in later:
        raise Conflict(f"this enquiry is {found.status} already")
    outcome_at = found.outcome_at if before in get_args(Ending) else None
    change = update(tables.enquiries).where(_e.tenant_id == actor.tenant_id, _e.id == found.id)
    db.execute(change.values(status=before, why=None, outcome_at=outcome_at))
    detail = {"status": before, "before": found.status}
    audit.record(actor, db, "enquiry.taken_back", f"enquiry {found.id}", detail=detail, now=now)
    return get(actor, db, enquiry_id)


def sent(actor: Actor, db: Connection, enquiry_id: str, now: datetime) -> None:
    """Note that a recorded enquiry has left; one that has come further stays so."""
    recorded = (
        _e.tenant_id == actor.tenant_id,
        _e.id == enquiry_id,
        _e.status == "recorded",
    )
    if db.execute(update(tables.enquiries).where(*recorded).values(status="sent")).rowcount:
        audit.record(actor, db, "enquiry.sent", f"enquiry {enquiry_id}", detail={}, now=now)


def get(actor: Actor, db: Connection, enquiry_id: str) -> Enquiry:
    """One enquiry of the tenant, or NotFound."""
    found = _stored(actor, db, _e.id == enquiry_id)
    if found is None:
        raise NotFound(f"no enquiry {enquiry_id}")
    return found


def by_effect(actor: Actor, db: Connection, effect_key: str) -> Enquiry | None:
    """The enquiry that was written under this key, if it was."""
    return _stored(actor, db, _e.effect_key == effect_key)


def until(actor: Actor, db: Connection, now: datetime) -> tuple[Enquiry, ...]:
    """The tenant's enquiries of the time until then; a later outcome is not known yet."""
    query = _shown().where(_e.tenant_id == actor.tenant_id, _e.at <= now).order_by(_e.at, _e.id)
    return tuple(_as_of(Enquiry(*row), now) for row in db.execute(query).all())


def unended(db: Connection, since: datetime, until: datetime) -> tuple[tuple[str, Enquiry], ...]:
    """All tenants' enquiries with whose they are that stand as they do since that time: for the job alone.

    Recorded or sent ones without an answer, and answered ones of which nobody said what came of it.
    """
    asked = _e.status.in_(("recorded", "sent")) & _e.at.between(since, until)
    answered = (_e.status == "answered") & _e.outcome_at.between(since, until)
    query = _shown().add_columns(_e.tenant_id).where(or_(asked, answered)).order_by(_e.at, _e.id)
    return tuple((row[-1], Enquiry(*row[:-1])) for row in db.execute(query).all())


def since(db: Connection, start: datetime) -> tuple[tuple[str, Enquiry], ...]:
    """All tenants' enquiries from a time on with whose they are: for the installation's numbers alone."""
    query = _shown().add_columns(_e.tenant_id).where(_e.at >= start).order_by(_e.at, _e.id)
    return tuple((row[-1], Enquiry(*row[:-1])) for row in db.execute(query).all())


def _as_of(enquiry: Enquiry, now: datetime) -> Enquiry:
    if enquiry.outcome_at is None or enquiry.outcome_at <= now:
        return enquiry
    return replace(enquiry, status="recorded", why=None, outcome_at=None)


def _write(actor: Actor, db: Connection, draft: Draft, effect_key: str, now: datetime) -> Enquiry:
    enquiry_id = uuid4().hex
    told = {name: getattr(draft, name) for name in Draft.__slots__}
    told["parts"] = draft.parts if draft.parts is None else dict(draft.parts)
    db.execute(
        insert(tables.enquiries).values(
            id=enquiry_id,
            tenant_id=actor.tenant_id,
            subject=actor.subject,
            effect_key=effect_key,
            status="recorded",
            at=now,
            **told,
        )
    )
    audit.record(actor, db, "enquiry.recorded", f"enquiry {enquiry_id}", detail=told, now=now)
    return get(actor, db, enquiry_id)


def _go_on(db: Connection, before: Enquiry, status: Ending, why: str | None, now: datetime) -> bool:
    """Whether it was still as it was read."""
    same = (_e.id == before.id, _e.status == before.status)
    change = update(tables.enquiries).where(*same)
    return db.execute(change.values(status=status, why=why, outcome_at=now)).rowcount == 1


def _stored(actor: Actor, db: Connection, which: ColumnElement[bool]) -> Enquiry | None:
    found = db.execute(_shown().where(_e.tenant_id == actor.tenant_id, which)).first()
    return None if found is None else Enquiry(*found)


def _shown() -> Select[Any]:
    return select(*(tables.enquiries.c[name] for name in Enquiry.__slots__))
