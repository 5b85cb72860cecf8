"""A person's right to see and to erase: everything we hold about one subject, in one place."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, func, select, update

from haat.core.actor import Actor
from haat.store import audit, contacts, inbox, outbox, people, tables

# In this order, since turns point at conversations.
ERASED: tuple[Table, ...] = (
    tables.alert_rules,
    tables.feedback,
    tables.suggestions,
    tables.runs,
    tables.turns,
    tables.conversations,
    tables.documents,
)
# The shop's books stay, without the person; the audit trail stays, and never held her words.
BOOKS: tuple[Table, ...] = (
    tables.entries,
    tables.enquiries,
    tables.forecast_overrides,
    tables.told_goods,
    tables.told_groups,
    tables.price_proposals,
)
# Her contacts stay as strangers': she may still write, and must not be written to if she said so.
KEPT: tuple[Table, ...] = (*BOOKS, tables.contacts, tables.audit)
# What is still on its way goes there; of the rest the bare row stays, so that nothing is told twice.
_MESSAGES: tuple[tuple[Table, str, tuple[str, ...]], ...] = (
    (tables.inbox, "payload", (inbox.WAITING,)),
    (tables.outbox, "body", (outbox.READY, outbox.INTENT)),
)
_INTERNAL = {"tenant_id", "subject", "busy_until", "worker", "lease_until", "previous_hash"}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an erasure did: rows deleted and rows kept without the person, by kind."""

    id: str
    at: datetime
    deleted: Mapping[str, int]
    kept: Mapping[str, int]
    conversation_ids: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The receipt as the person gets it."""
        counts = {"deleted": dict(self.deleted), "kept": dict(self.kept)}
        return {"id": self.id, "at": self.at.isoformat(), **counts}


def export(actor: Actor, db: Connection) -> dict[str, Any]:
    """Everything held about the actor, as plain JSON."""
    profile = {name: _plain(value) for name, value in asdict(people.describe(actor, db)).items()}
    rows = {str(t.name): _rows(db, t, *_of(actor, t)) for t in (*ERASED, *KEPT)}
    hers = _contact_ids(actor)
    messages = {str(t.name): _rows(db, t, t.c.contact_id.in_(hers)) for t, *_ in _MESSAGES}
    return {"profile": profile, **rows, **messages}


def erase(actor: Actor, db: Connection, now: datetime) -> Receipt:
    """Delete the actor's conversations and login; the caller deletes their checkpoints.

    A store's own system keeps its key, which is the shop's.
    """
    c = tables.conversations.c
    ids = tuple(db.scalars(select(c.id).where(*_of(actor, tables.conversations))))
    deleted = {
        "run_events": _delete_run_events(actor, db),
        "document_files": _delete_files(actor, db),
        **{
            str(t.name): _blank(db, t, words, going, t.c.contact_id.in_(_contact_ids(actor)))
            for t, words, going in _MESSAGES
        },
    }
    for table in ERASED:
        deleted[str(table.name)] = db.execute(delete(table).where(*_of(actor, table))).rowcount
    deleted["refresh_tokens"] = _delete_tokens(actor, db)
    deleted["login"] = _delete_login(actor, db, now)
    kept = {str(table.name): _pseudonymise(actor, db, table) for table in BOOKS}
    kept["contacts"] = _make_strangers(actor, db)
    kept["audit"] = _count(actor, db, tables.audit)
    receipt = Receipt(uuid4().hex, now, deleted, kept, ids)
    audit.record(actor, db, "erase", f"erasure:{receipt.id}", detail=deleted, now=now)
    return receipt


def forget_stranger(db: Connection, contact_id: str) -> None:
    """Blank the name of somebody who is no member, what she wrote, and what she was answered.

    An enquiry that was sent to her as a buyer is the seller's and stays.
    """
    for table, words, going in _MESSAGES:
        hers = [table.c.contact_id == contact_id]
        if table is tables.outbox:
            hers.append(tables.outbox.c.kind != "enquiry")
        _blank(db, table, words, going, *hers)
    contacts.change(db, contact_id, **contacts.STRANGER)


def _of(actor: Actor, table: Table) -> tuple[Any, ...]:
    return table.c.tenant_id == actor.tenant_id, table.c.subject == actor.subject


def _contact_ids(actor: Actor) -> Select[tuple[str]]:
    return select(tables.contacts.c.id).where(*_of(actor, tables.contacts))


def _rows(db: Connection, table: Table, *hers: Any) -> list[dict[str, Any]]:
    shown = [column for column in table.c if column.name not in _INTERNAL]
    wanted = select(*shown).where(*hers).order_by(*table.primary_key)
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in db.execute(wanted).mappings()
    ]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _count(actor: Actor, db: Connection, table: Table) -> int:
    return db.scalar(select(func.count()).select_from(table).where(*_of(actor, table))) or 0


def _delete_run_events(actor: Actor, db: Connection) -> int:
    runs = select(tables.runs.c.id).where(*_of(actor, tables.runs))
    events = tables.run_events
    return db.execute(delete(events).where(events.c.run_id.in_(runs))).rowcount


def _delete_files(actor: Actor, db: Connection) -> int:
    hers = select(tables.documents.c.id).where(*_of(actor, tables.documents))
    files = tables.document_files
    return db.execute(delete(files).where(files.c.document_id.in_(hers))).rowcount


def _blank(
    db: Connection, table: Table, words: str, going: tuple[str, ...], *hers: ColumnElement[bool]
) -> int:
    """Take the words out of what was answered, sent or given up; how many messages."""
    blank: dict[str, object] = {words: {}, "state": "erased", "error": None}
    over = table.c.state.not_in(going)
    return db.execute(update(table).where(over, *hers).values(blank)).rowcount


def _make_strangers(actor: Actor, db: Connection) -> int:
    hers = update(tables.contacts).where(*_of(actor, tables.contacts))
    return db.execute(hers.values(contacts.STRANGER)).rowcount


def _delete_tokens(actor: Actor, db: Connection) -> int:
    tokens = tables.refresh_tokens
    return db.execute(delete(tokens).where(tokens.c.person_id == actor.subject)).rowcount


def _delete_login(actor: Actor, db: Connection, now: datetime) -> int:
    """Blank the person's row; the bare id stays, so that the audit trail still has a subject."""
    p = tables.people.c
    nobody = {"login": f"erased:{uuid4().hex}", "name": "", "password_hash": "", "language": None}
    return db.execute(
        update(tables.people)
        .where(p.id == actor.subject, p.tenant_id == actor.tenant_id)
        .values(**nobody, erased_at=now)
    ).rowcount


def _pseudonymise(actor: Actor, db: Connection, table: Table) -> int:
    pseudonym = f"erased:{uuid4().hex}"
    return db.execute(update(table).where(*_of(actor, table)).values(subject=pseudonym)).rowcount
