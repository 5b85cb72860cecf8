"""Messages that were given up, for whoever runs the installation: what went wrong, never what was said."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, Update, func, select, update

from haat.core.errors import InvalidInput, NotFound
from haat.store import inbox, outbox, tables

_i, _o = tables.inbox.c, tables.outbox.c
_UNTRIED = {"tries": 0, "error": None, "not_before": None}
_BURIED = (
    update(tables.inbox)
    .where(_i.state == inbox.DEAD)
    .values(state=inbox.WAITING, done_at=None, **_UNTRIED)
)
_GIVEN_UP = (
    update(tables.outbox)
    .where(_o.state.in_((outbox.REFUSED, outbox.UNCERTAIN)))
    .values(state=outbox.READY, intent_at=None, given_up_at=None, **_UNTRIED)
)
_REPLAYS: dict[str, tuple[Table, Update]] = {
    "in": (tables.inbox, _BURIED),
    "out": (tables.outbox, _GIVEN_UP),
}


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that nobody tries any more; `id` begins with `in-` or `out-`."""

    id: str
    channel: str
    state: str
    at: datetime
    tries: int
    error: str


def listing(db: Connection) -> tuple[DeadLetter, ...]:
    """What was given up, letters first, the oldest first."""
    buried = select(
        _i.id, _i.channel, _i.state, func.coalesce(_i.done_at, _i.received_at), _i.tries, _i.error
    ).where(_i.state == inbox.DEAD)
    given_up = (
        select(
            _o.id,
            tables.contacts.c.channel,
            _o.state,
            func.coalesce(_o.given_up_at, _o.created_at),
            _o.tries,
            _o.error,
        )
        .join_from(tables.outbox, tables.contacts)
        .where(_o.state.in_((outbox.REFUSED, outbox.UNCERTAIN)))
    )
    letters = [_dead("in", row) for row in db.execute(buried.order_by(_i.id))]
    return (*letters, *(_dead("out", row) for row in db.execute(given_up.order_by(_o.id))))


def replay(db: Connection, dead_id: str) -> None:
    """Let one be tried again as if for the first time; NotFound where it is not dead."""
    found = re.fullmatch(r"(in|out)-([0-9]{1,9})", dead_id)
    if found is None:
        raise InvalidInput(f"{dead_id!r} is no dead letter's id: such as in-12 or out-7")
    table, again = _REPLAYS[found[1]]
    if db.execute(again.where(table.c.id == int(found[2]))).rowcount == 0:
        raise NotFound(f"there is no dead letter {dead_id}")


def replay_all(db: Connection) -> int:
    """Let all be tried again; how many."""
    return sum(db.execute(again).rowcount for _, again in _REPLAYS.values())


def _dead(kind: str, row: Any) -> DeadLetter:
    number, channel, state, at, tries, error = row
    return DeadLetter(f"{kind}-{number}", channel, state, at, tries, error or "")
