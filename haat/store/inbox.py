"""Messages from people, kept before the provider is thanked: none is lost, each is answered once.

A letter waits until it is done or dead; whoever works on it holds it for a while and renews the hold.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, update

from haat.store import tables
from haat.store.engine import INSERTIONS
from haat.store.queueing import next_of

WAITING, DONE, DEAD = "waiting", "done", "dead"
_i = tables.inbox.c
_NEW = ("channel", "provider_id", "contact_id", "payload", "state", "received_at")
# A statement costs more to write than to run, so the frequent ones are written once.
_RECEIVE = {
    dialect: insertion(tables.inbox)
    .values({name: bindparam(f"new_{name}", type_=_i[name].type) for name in _NEW})
    .on_conflict_do_nothing(index_elements=[_i.channel, _i.provider_id])
    .returning(_i.id)
    for dialect, insertion in INSERTIONS.items()
}
_NEXT = next_of(tables.inbox, WAITING)
_LEASE = (
    update(tables.inbox)
    .where(_i.id == bindparam("letter"))
    .values(worker=bindparam("by"), lease_until=bindparam("until"), tries=_i.tries + 1)
)
_RENEW = (
    update(tables.inbox)
    .where(
        _i.id.in_(bindparam("held", expanding=True)),
        _i.state == WAITING,
        _i.worker == bindparam("by"),
    )
    .values(lease_until=bindparam("until"))
)
_OURS = and_(_i.id == bindparam("letter"), _i.worker == bindparam("by"), _i.state == WAITING)
_LET_GO = update(tables.inbox).where(_OURS).values(worker=None, lease_until=None)
_FINISH = _LET_GO.values(state=DONE, done_at=bindparam("at"), error=None)
_BURY = _LET_GO.values(state=DEAD, done_at=bindparam("at"), error=bindparam("why"))
_GIVE_BACK = _LET_GO.values(not_before=bindparam("later"), error=bindparam("why"))


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that somebody works on; `tries` counts this one."""

    id: int
    channel: str
    provider_id: str
    contact_id: str
    payload: Mapping[str, Any]
    tries: int
    received_at: datetime


def receive(  # noqa: PLR0917  one value for each column
    db: Connection,
    channel: str,
    provider_id: str,
    contact_id: str,
    payload: Mapping[str, Any],
    now: datetime,
) -> bool:
    """Keep a message; False where the provider delivered it before."""
    new = {
        "channel": channel,
        "provider_id": provider_id,
        "contact_id": contact_id,
        "payload": dict(payload),
        "state": WAITING,
        "received_at": now,
    }
    told = {f"new_{column}": value for column, value in new.items()}
    return db.execute(_RECEIVE[db.dialect.name], told).first() is not None


def claim(db: Connection, worker: str, now: datetime, lease_seconds: float) -> Letter | None:
    """The next letter, held for this worker; also one whose worker died and let its hold run out.

    A contact's letters are answered in their order: none before the earlier one is done or dead.
    """
    found = db.execute(_NEXT, {"now": now}).first()
    if found is None:
        return None
    until = now + timedelta(seconds=lease_seconds)
    db.execute(_LEASE, {"letter": found.id, "by": worker, "until": until})
    return Letter(
        id=found.id,
        channel=found.channel,
        provider_id=found.provider_id,
        contact_id=found.contact_id,
        payload=found.payload,
        tries=found.tries + 1,
        received_at=found.received_at,
    )


def renew(
    db: Connection, worker: str, letter_ids: Collection[int], now: datetime, lease_seconds: float
) -> None:
    """Hold on to these letters, as far as this worker still has them."""
    until = now + timedelta(seconds=lease_seconds)
    db.execute(_RENEW, {"by": worker, "held": list(letter_ids), "until": until})


def finish(db: Connection, letter_id: int, worker: str, now: datetime) -> bool:
    """The letter is answered; False where another worker took it over, whose answer counts."""
    return db.execute(_FINISH, {"letter": letter_id, "by": worker, "at": now}).rowcount == 1


def give_back(
    db: Connection, letter_id: int, worker: str, error: str, not_before: datetime | None
) -> None:
    """Let the letter be tried again from a moment on; the later ones of its contact wait for it."""
    told = {"letter": letter_id, "by": worker, "why": error, "later": not_before}
    db.execute(_GIVE_BACK, told)


def bury(db: Connection, letter_id: int, worker: str, error: str, now: datetime) -> bool:
    """Try the letter no more; whoever runs the installation may replay it.

    False where another worker took it over, which may still answer it.
    """
    told = {"letter": letter_id, "by": worker, "why": error, "at": now}
    return db.execute(_BURY, told).rowcount == 1


def prune(db: Connection, before: datetime) -> int:
    """Forget letters that were done or dead before a moment; how many."""
    ended = func.coalesce(_i.done_at, _i.received_at)
    old = delete(tables.inbox).where(_i.state != WAITING, ended < before)
    return db.execute(old).rowcount
