"""Messages to people: what is to be told is kept with what caused it, and told once.

ready → intent (written before the provider is asked) → sent, refused or uncertain; or held until she writes.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update

from haat.store import tables
from haat.store.engine import INSERTIONS
from haat.store.queueing import next_of

Kind = Literal["answer", "notice", "alert", "enquiry"]
READY, INTENT, HELD, SENT = "ready", "intent", "held", "sent"
UNCERTAIN, REFUSED = "uncertain", "refused"
_PROGRESS = (
    *("accepted", "scheduled", "queued", "sending", "sent"),
    *("undelivered", "failed", "delivered", "read"),
)
_o = tables.outbox.c
_NEW = ("contact_id", "key", "kind", "body", "state", "not_before", "created_at")
# A statement costs more to write than to run, so the frequent ones are written once.
_PUT = {
    dialect: insertion(tables.outbox)
    .values({name: bindparam(f"new_{name}", type_=_o[name].type) for name in _NEW})
    .on_conflict_do_nothing(index_elements=[_o.key])
    .returning(_o.id)
    for dialect, insertion in INSERTIONS.items()
}
_NEXT = next_of(tables.outbox, READY, INTENT)
_INTEND = (
    update(tables.outbox)
    .where(_o.id == bindparam("parcel"))
    .values(
        state=INTENT,
        intent_at=bindparam("intended"),
        worker=bindparam("by"),
        lease_until=bindparam("until"),
        tries=_o.tries + 1,
    )
)
_RENEW = (
    update(tables.outbox)
    .where(
        _o.id.in_(bindparam("held", expanding=True)),
        _o.state == INTENT,
        _o.worker == bindparam("by"),
    )
    .values(lease_until=bindparam("until"))
)
_LET_GO = (
    update(tables.outbox).where(_o.id == bindparam("parcel")).values(worker=None, lease_until=None)
)
# What the provider took is sent, whatever another worker thought of it meanwhile.
_SENT = _LET_GO.where(_o.state != SENT).values(
    state=SENT,
    provider_id=bindparam("theirs"),
    sent_at=bindparam("at"),
    given_up_at=None,
    error=None,
)
_STILL_OURS = _LET_GO.where(_o.state == INTENT)
_PUT_BACK = _STILL_OURS.values(
    state=READY, intent_at=None, not_before=bindparam("later"), error=bindparam("why")
)
_UNCLEAR = _STILL_OURS.values(not_before=bindparam("later"), error=bindparam("why"))
_GIVE_UP = _STILL_OURS.values(
    state=bindparam("ended"), given_up_at=bindparam("at"), error=bindparam("why")
)
_HOLD = _STILL_OURS.values(state=HELD, intent_at=None)
_RELEASE = (
    update(tables.outbox)
    .where(_o.contact_id == bindparam("whose"), _o.state == HELD)
    .values(state=READY, not_before=None)
)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message that somebody is about to send; `tries` counts this one.

    `resumed`: an earlier try ended without word, so it may have been sent since `intent_at`.
    """

    id: int
    contact_id: str
    key: str
    kind: Kind
    body: Mapping[str, Any]
    tries: int
    intent_at: datetime
    resumed: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that a contact was sent."""

    key: str
    body: Mapping[str, Any]
    at: datetime


def put(  # noqa: PLR0917  one value for each column
    db: Connection,
    contact_id: str,
    key: str,
    kind: Kind,
    body: Mapping[str, Any],
    now: datetime,
    not_before: datetime | None = None,
) -> bool:
    """Keep a message to be sent; False where this key was told before."""
    new = {
        "contact_id": contact_id,
        "key": key,
        "kind": kind,
        "body": dict(body),
        "state": READY,
        "not_before": not_before,
        "created_at": now,
    }
    told = {f"new_{column}": value for column, value in new.items()}
    return db.execute(_PUT[db.dialect.name], told).first() is not None


def claim(db: Connection, worker: str, now: datetime, lease_seconds: float) -> Parcel | None:
    """The next parcel, held for this worker and marked as about to be sent: commit before sending.

    A contact's parcels leave in their order; one that is held until she writes lets others pass.
    """
    found = db.execute(_NEXT, {"now": now}).first()
    if found is None:
        return None
    resumed = found.state == INTENT
    intended = found.intent_at if resumed and found.intent_at is not None else now
    until = now + timedelta(seconds=lease_seconds)
    told = {"parcel": found.id, "by": worker, "until": until, "intended": intended}
    db.execute(_INTEND, told)
    return Parcel(
        id=found.id,
        contact_id=found.contact_id,
        key=found.key,
        kind=found.kind,
        body=found.body,
        tries=found.tries + 1,
        intent_at=intended,
        resumed=resumed,
        created_at=found.created_at,
    )


def renew(
    db: Connection, worker: str, parcel_ids: Collection[int], now: datetime, lease_seconds: float
) -> None:
    """Hold on to these parcels, as far as this worker still has them."""
    until = now + timedelta(seconds=lease_seconds)
    db.execute(_RENEW, {"by": worker, "held": list(parcel_ids), "until": until})


def sent(db: Connection, parcel_id: int, provider_id: str, now: datetime) -> None:
    """The provider has it, under this id."""
    db.execute(_SENT, {"parcel": parcel_id, "theirs": provider_id, "at": now})


def put_back(db: Connection, parcel_id: int, error: str, not_before: datetime | None) -> None:
    """It has certainly not been sent: it may be, as if for the first time, from a moment on."""
    db.execute(_PUT_BACK, {"parcel": parcel_id, "why": error, "later": not_before})


def unclear(db: Connection, parcel_id: int, error: str, not_before: datetime | None) -> None:
    """It may have been sent: whoever takes it up from a moment on has to ask the provider first."""
    db.execute(_UNCLEAR, {"parcel": parcel_id, "why": error, "later": not_before})


def refuse(db: Connection, parcel_id: int, error: str, now: datetime) -> None:
    """The provider will never take it."""
    _give_up(db, parcel_id, REFUSED, error, now)


def leave_uncertain(db: Connection, parcel_id: int, error: str, now: datetime) -> None:
    """It may have been sent and nobody can tell: it is not sent again."""
    _give_up(db, parcel_id, UNCERTAIN, error, now)


def hold(db: Connection, parcel_id: int) -> None:
    """Keep it until she writes: the provider takes no free text now."""
    db.execute(_HOLD, {"parcel": parcel_id})


def release(db: Connection, contact_id: str) -> int:
    """She wrote: what was held for her may leave; how many."""
    return db.execute(_RELEASE, {"whose": contact_id}).rowcount


def write(db: Connection, parcel_id: int, body: Mapping[str, Any]) -> None:
    """Keep a message's words, which were not known when it was put; before it is sent."""
    db.execute(update(tables.outbox).where(_o.id == parcel_id).values(body=dict(body)))


def state_of(db: Connection, key: str) -> str | None:
    """How far the message of this key is; None where there is none."""
    return db.execute(select(_o.state).where(_o.key == key)).scalar()


def sent_to(db: Connection, contact_id: str, kind: Kind, since: datetime) -> tuple[Sent, ...]:
    """What of a kind a contact was sent since a moment, the latest first."""
    hers = (_o.contact_id == contact_id, _o.kind == kind, _o.state == SENT, _o.sent_at >= since)
    query = select(_o.key, _o.body, _o.sent_at).where(*hers)
    return tuple(Sent(*row) for row in db.execute(query.order_by(_o.sent_at.desc(), _o.id.desc())))


def body_of(db: Connection, contact_id: str, parcel_id: int) -> Mapping[str, Any] | None:
    """What a contact was told with a parcel; nothing where the parcel is somebody else's."""
    hers = select(_o.body).where(_o.id == parcel_id, _o.contact_id == contact_id)
    return db.execute(hers).scalar()


def provider_ids(db: Connection, contact_id: str, since: datetime) -> frozenset[str]:
    """The provider's ids of what was sent to a contact since a moment."""
    theirs = select(_o.provider_id).where(
        _o.contact_id == contact_id, _o.provider_id.is_not(None), _o.sent_at >= since
    )
    return frozenset(db.scalars(theirs))


def delivered(db: Connection, provider_id: str, status: str, error: str | None) -> None:
    """How far the provider says it came: the furthest word counts, for they arrive in any order."""
    if status not in _PROGRESS:
        return
    before = _PROGRESS[: _PROGRESS.index(status)]
    db.execute(
        update(tables.outbox)
        .where(_o.provider_id == provider_id, or_(_o.status.is_(None), _o.status.in_(before)))
        .values(status=status, error=error)
    )


def prune(db: Connection, before: datetime) -> int:
    """Forget what was sent or given up before a moment, and what was held since; how many."""
    ended = func.coalesce(_o.sent_at, _o.given_up_at, _o.created_at)
    old = delete(tables.outbox).where(_o.state.not_in((READY, INTENT)), ended < before)
    return db.execute(old).rowcount


def _give_up(db: Connection, parcel_id: int, state: str, error: str, now: datetime) -> None:
    db.execute(_GIVE_UP, {"parcel": parcel_id, "ended": state, "why": error, "at": now})
