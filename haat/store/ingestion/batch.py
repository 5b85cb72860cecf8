"""Takes one checked file into the ledger: all of its good rows, or, where anything fails, none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from haat.core.actor import Actor
from haat.core.errors import Conflict, FieldProblem, InvalidInput
from haat.store import audit
from haat.store.ingestion.checking import left
from haat.store.ingestion.kind import Kind, Line, Refused
from haat.store.ingestion.matching import drop_known, drop_repeats, stored_rows
from haat.store.ingestion.reading import Sheet
from haat.store.ingestion.shop import Shop, chunks
from haat.store.ingestion.writing import ROWS, write
from haat.store.tables import ingest_batches, raw_rows, tenants

PROBLEMS_SHOWN = 100
Answer = Mapping[str, Any]  # `accepted`, `duplicates`, `quarantined`, as it is sent and kept


@dataclass(frozen=True, slots=True)
class Ticket:
    """What makes a file the same file when it is sent again."""

    key: str | None
    body_hash: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file on its way in."""

    kind: Kind
    sheet: Sheet
    lines: Sequence[Line]
    ticket: Ticket


def ticket(kind: Kind, body: bytes, key: str | None) -> Ticket:
    """The ticket of a body under its Idempotency-Key, if it has one."""
    return Ticket(key, sha256(kind.name.encode() + b"\n" + body).hexdigest())


def earlier_answer(actor: Actor, db: Connection, sent: Ticket) -> Answer | None:
    """The answer that this key got before; Conflict where it came with another body or kind."""
    if sent.key is None:
        return None
    b = ingest_batches.c
    mine = (b.tenant_id == actor.tenant_id, b.idempotency_key == sent.key)
    found = db.execute(select(b.body_hash, b.result).where(*mine)).first()
    if found is None:
        return None
    if found.body_hash != sent.body_hash:
        raise Conflict("this Idempotency-Key was used with another body")
    answer: Answer = found.result
    return answer


def lock(actor: Actor, db: Connection) -> None:
    """Let a tenant's files in one after the other, so that none misses what the other writes."""
    unchanged = tenants.c.catalogue_version
    here = tenants.c.id == actor.tenant_id
    db.execute(update(tenants).where(here).values(catalogue_version=unchanged))


def take_in(shop: Shop, delivery: Delivery, now: datetime) -> Answer:
    """Write what is good and new, keep every row as it came, and say what became of each.

    Raises InvalidInput where no row is good. The caller holds `lock`, and commits or rolls back.
    """
    kind, lines = delivery.kind, delivery.lines
    _settle(lines, kind, shop)
    drop_repeats(lines, kind)
    stored = stored_rows(left(lines), kind, shop)
    drop_known(lines, kind, stored)
    kind.complete(left(lines), shop)
    if all(line.status == "quarantined" for line in lines):
        raise _nothing_good(delivery)
    changes = write(left(lines), kind, shop, stored)
    answer = _answer(lines)
    batch_id = _keep(shop, delivery, answer, now)
    detail = _counts(lines) | dict(changes)
    audit.record(shop.actor, shop.db, "ingest", f"{kind.name}/{batch_id}", detail=detail, now=now)
    return answer


def _settle(lines: Iterable[Line], kind: Kind, shop: Shop) -> None:
    for line in left(lines):
        try:
            kind.settle(line, shop)
        except Refused as refused:
            line.refuse(refused)


def _answer(lines: Sequence[Line]) -> Answer:
    counts = _counts(lines)
    return {
        "accepted": counts["accepted"],
        "duplicates": counts["duplicates"],
        "quarantined": [
            {"line": line.number, "column": line.column, "reason": line.reason}
            for line in lines
            if line.status == "quarantined"
        ],
    }


def _counts(lines: Sequence[Line]) -> dict[str, Any]:
    statuses = [line.status for line in lines]
    return {
        "accepted": statuses.count("accepted"),
        "duplicates": statuses.count("duplicate"),
        "quarantined": statuses.count("quarantined"),
        "remarks": sum(x.status == "accepted" and x.reason is not None for x in lines),
    }


def _keep(shop: Shop, delivery: Delivery, answer: Answer, now: datetime) -> str:
    """The batch with its answer, and its rows as they came; returns the batch's id."""
    batch_id, sent = uuid4().hex, delivery.ticket
    common = {"tenant_id": shop.actor.tenant_id, "kind": delivery.kind.name}
    batch = common | {"id": batch_id, "idempotency_key": sent.key or batch_id, "at": now}
    shop.db.execute(
        insert(ingest_batches).values(batch | {"body_hash": sent.body_hash, "result": answer})
    )
    for lines in chunks(delivery.lines, ROWS):
        shop.db.execute(
            insert(raw_rows), [common | {"batch_id": batch_id} | _raw(line) for line in lines]
        )
    return batch_id


def _raw(line: Line) -> dict[str, Any]:
    return {
        "line": line.number,
        "payload": line.payload,
        "status": line.status,
        "column": line.column,
        "reason": line.reason,
    }


def _nothing_good(delivery: Delivery) -> InvalidInput:
    """Says the first reason, and points to the rows (at most 100 of them)."""
    lines, sheet = delivery.lines, delivery.sheet
    first = lines[0]
    where = f"line {first.number}" + (f", column {first.column}" if first.column else "")
    rest = f" (no row of {len(lines)} can be used)" if len(lines) > 1 else ""
    return InvalidInput(
        f"{where}: {first.reason}{rest}",
        *(
            FieldProblem(sheet.pointer(line.number, line.column), line.reason or "")
            for line in lines[:PROBLEMS_SHOWN]
        ),
    )
