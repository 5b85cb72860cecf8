"""Prices that sellers want: each waits for a manager's yes, where the shop wants one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from haat.core.actor import Actor, Permission
from haat.core.errors import Conflict, NotFound
from haat.store import audit, tables
from haat.store.entries import Draft

ProposalStatus = Literal["waiting", "accepted", "rejected", "withdrawn"]
Decision = Literal["accepted", "rejected"]
_p, _t = tables.price_proposals.c, tables.tenants.c


@dataclass(frozen=True, slots=True)
class Proposal:
    """A price (paise for one of the product's own unit) that `subject` wants, and what became of it.

    `arguments` are those of the entry that writes it, `shown` is what she said yes to.
    """

    id: str
    store_id: str
    subject: str
    sku_id: str
    price_paise: int
    arguments: Mapping[str, Any]
    shown: Mapping[str, Any]
    status: ProposalStatus
    at: datetime
    decided_at: datetime | None


def limit(actor: Actor, db: Connection) -> float | None:
    """By how many percent a seller may change a price by herself; None where she may change none."""
    found: float | None = db.execute(
        select(_t.price_limit_pct).where(_t.id == actor.tenant_id)
    ).scalar()
    return found


def set_limit(actor: Actor, db: Connection, percent: float | None, now: datetime) -> None:
    """Let sellers change prices so far, and propose more; None: not at all. Audited."""
    actor.require(Permission.MANAGE)
    here = _t.id == actor.tenant_id
    db.execute(update(tables.tenants).where(here).values(price_limit_pct=percent))
    thing = f"tenant {actor.tenant_id}"
    audit.record(actor, db, "price.limit", thing, detail={"percent": percent}, now=now)


def propose(
    actor: Actor,
    db: Connection,
    draft: Draft,
    arguments: Mapping[str, Any],
    *,
    effect_key: str,
    now: datetime,
) -> Proposal:
    """Keep what a seller wants; once for the key. What she wanted for the product before is taken back."""
    actor.require(Permission.PROPOSE)
    known = by_effect(actor, db, effect_key)
    if known is not None:
        return known
    proposal_id = uuid4().hex
    row: dict[str, Any] = {"id": proposal_id, "tenant_id": actor.tenant_id, "status": "waiting"}
    row |= {"subject": actor.subject, "store_id": draft.store_id, "sku_id": draft.sku_id}
    row |= {"price_paise": draft.price_paise, "arguments": dict(arguments), "at": now}
    row |= {"shown": dict(draft.shown), "effect_key": effect_key}
    try:
        with db.begin_nested():
            db.execute(insert(tables.price_proposals).values(row))
    except IntegrityError:
        known = by_effect(actor, db, effect_key)
        if known is None:
            raise Conflict("this proposal is in conflict with another one") from None
        return known
    for earlier in waiting(actor, db):
        same = (earlier.subject, earlier.sku_id) == (actor.subject, draft.sku_id)
        if same and earlier.id != proposal_id:
            withdraw(actor, db, earlier.id, now)
    detail = {"sku_id": draft.sku_id, "price_paise": draft.price_paise}
    audit.record(actor, db, "price.proposed", f"proposal {proposal_id}", detail=detail, now=now)
    return get(actor, db, proposal_id)


def decide(
    actor: Actor, db: Connection, proposal_id: str, decision: Decision, now: datetime
) -> Proposal:
    """Note a manager's yes or no; the same again changes nothing.

    NotFound for another tenant's, Forbidden without the right to manage, Conflict where it was
    decided otherwise or taken back.
    """
    actor.require(Permission.MANAGE)
    return _ended(actor, db, proposal_id, decision, now)


def withdraw(actor: Actor, db: Connection, proposal_id: str, now: datetime) -> Proposal:
    """Take back what one proposed oneself; Conflict where it was decided meanwhile."""
    if get(actor, db, proposal_id).subject != actor.subject:
        raise NotFound(f"no proposal {proposal_id}")
    return _ended(actor, db, proposal_id, "withdrawn", now)


def get(actor: Actor, db: Connection, proposal_id: str) -> Proposal:
    """One proposal of the tenant, or NotFound."""
    [found] = _found(actor, db, _p.id == proposal_id) or (None,)
    if found is None:
        raise NotFound(f"no proposal {proposal_id}")
    return found


def by_effect(actor: Actor, db: Connection, effect_key: str) -> Proposal | None:
    """The proposal that was written under this key, if it was."""
    return next(iter(_found(actor, db, _p.effect_key == effect_key)), None)


def waiting(actor: Actor, db: Connection) -> tuple[Proposal, ...]:
    """Those that nobody decided, the oldest first."""
    return _found(actor, db, _p.status == "waiting")


def decided(actor: Actor, db: Connection, since: datetime) -> tuple[Proposal, ...]:
    """What was said to the actor's own proposals of late."""
    hers = (_p.subject == actor.subject, _p.decided_at >= since)
    return _found(actor, db, _p.status.in_(("accepted", "rejected")), *hers)


def _ended(
    actor: Actor, db: Connection, proposal_id: str, status: ProposalStatus, now: datetime
) -> Proposal:
    """Only one of several who decide at the same time ends the waiting."""
    here = (_p.id == proposal_id, _p.tenant_id == actor.tenant_id, _p.status == "waiting")
    ended = update(tables.price_proposals).where(*here)
    if not db.execute(ended.values(status=status, decided_at=now)).rowcount:
        found = get(actor, db, proposal_id)
        if found.status != status:
            raise Conflict("this price was decided on already")
        return found
    audit.record(actor, db, f"price.{status}", f"proposal {proposal_id}", detail={}, now=now)
    return get(actor, db, proposal_id)


def _found(actor: Actor, db: Connection, *where: Any) -> tuple[Proposal, ...]:
    columns = tuple(_p[name] for name in Proposal.__slots__)
    query = select(*columns).where(_p.tenant_id == actor.tenant_id, *where)
    return tuple(Proposal(*row) for row in db.execute(query.order_by(_p.at, _p.id)))
