"""Papers that people gave, as they came and as they were read; the person who gave one owns it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, insert, select, update

from haat.core.actor import ALLOWED, Actor, Permission
from haat.core.errors import Conflict, NotFound
from haat.store import audit
from haat.store.tables import document_files, documents

DocumentStatus = Literal["processing", "done", "failed"]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One paper: `body` as it was read, `corrections` by field, `error` where it could not be read."""

    id: str
    name: str
    media_type: str
    kind: str | None
    status: DocumentStatus
    body: Mapping[str, Any] | None
    corrections: Mapping[str, Any]
    error: str | None
    at: datetime


_SHOWN = tuple(documents.c[n] for n in StoredDocument.__dataclass_fields__)


def add(
    actor: Actor,
    db: Connection,
    content: bytes,
    *,
    name: str,
    media_type: str,
    kind: str | None,
    now: datetime,
) -> StoredDocument:
    """Keep a file that is yet to be read; the same file of the same person is the same document."""
    digest = hashlib.sha256(content).hexdigest()
    known = _where(
        actor, db, *_hers(actor), documents.c.digest == digest, documents.c.status != "failed"
    )
    if known is not None and kind in {None, known.kind}:
        return known
    document_id = f"doc_{uuid4().hex}"
    row: dict[str, Any] = {
        "id": document_id,
        "tenant_id": actor.tenant_id,
        "subject": actor.subject,
    }
    row |= {"name": name, "media_type": media_type, "digest": digest, "kind": kind}
    db.execute(insert(documents).values(**row, status="processing", corrections={}, at=now))
    db.execute(insert(document_files).values(document_id=document_id, content=content))
    audit.record(
        actor,
        db,
        "document.add",
        f"document:{document_id}",
        detail={"bytes": len(content)},
        now=now,
    )
    return get(actor, db, document_id)


def get(actor: Actor, db: Connection, document_id: str) -> StoredDocument:
    """One document: her own, a manager's any of the tenant; NotFound otherwise."""
    found = _where(actor, db, *_visible(actor), documents.c.id == document_id)
    if found is None:
        raise NotFound("there is no such document of yours")
    return found


def latest(actor: Actor, db: Connection) -> StoredDocument | None:
    """What she herself gave last."""
    return _where(actor, db, *_hers(actor))


def read_lately(actor: Actor, db: Connection, most: int) -> tuple[StoredDocument, ...]:
    """What she herself gave and what was read of it, the newest first."""
    wanted = select(*_SHOWN).where(*_hers(actor), documents.c.status == "done")
    rows = db.execute(wanted.order_by(documents.c.at.desc(), documents.c.id).limit(most))
    return tuple(StoredDocument(*row) for row in rows)


def same_bill(actor: Actor, db: Connection, document: StoredDocument) -> StoredDocument | None:
    """The bill with the same number of the same seller's GSTIN that she gave before this one."""
    said = (document.body or {}).get("fields", {})
    gstin, number = said.get("seller.gstin"), said.get("number")
    if not gstin or not number:
        return None
    told = documents.c.body
    return _where(
        actor,
        db,
        *_hers(actor),
        documents.c.id != document.id,
        documents.c.at < document.at,
        documents.c.status == "done",
        told["kind"].as_string() == (document.body or {})["kind"],
        told[("fields", "seller.gstin")].as_string() == str(gstin),
        told[("fields", "number")].as_string() == str(number),
    )


def content(actor: Actor, db: Connection, document_id: str) -> bytes:
    """The file as it came; NotFound where the document is not hers to see."""
    get(actor, db, document_id)
    wanted = select(document_files.c.content).where(document_files.c.document_id == document_id)
    return bytes(db.execute(wanted).scalar_one())


def finish(actor: Actor, db: Connection, document_id: str, body: Mapping[str, Any]) -> None:
    """Keep what was read."""
    _set(actor, db, document_id, status="done", body=dict(body), error=None)


def fail(actor: Actor, db: Connection, document_id: str, why: str) -> None:
    """Keep why it could not be read, where that came after the answer."""
    _set(actor, db, document_id, status="failed", error=why)


def take_over(actor: Actor, db: Connection, document: StoredDocument, now: datetime) -> bool:
    """Whether the reading is ours from now on: whoever began it is gone, and nobody else was quicker."""
    ours = (documents.c.id == document.id, documents.c.tenant_id == actor.tenant_id)
    still = (documents.c.status == "processing", documents.c.at == document.at)
    return db.execute(update(documents).where(*ours, *still).values(at=now)).rowcount == 1


def remove(actor: Actor, db: Connection, document_id: str) -> None:
    """Forget a file that was refused: nothing half read stays."""
    get(actor, db, document_id)
    db.execute(document_files.delete().where(document_files.c.document_id == document_id))
    db.execute(documents.delete().where(documents.c.id == document_id))


def correct(
    actor: Actor, db: Connection, document_id: str, fields: Mapping[str, Any], now: datetime
) -> StoredDocument:
    """Keep corrections beside those before; Conflict while the document is not read."""
    found = get(actor, db, document_id)
    if found.status != "done":
        raise Conflict("the document is not read yet; ask for it again in a moment")
    kept = {**found.corrections, **fields}
    _set(actor, db, document_id, corrections=kept)
    detail = {"fields": sorted(fields)}
    audit.record(actor, db, "document.correct", f"document:{document_id}", detail=detail, now=now)
    return get(actor, db, document_id)


def _set(actor: Actor, db: Connection, document_id: str, **values: Any) -> None:
    ours = (documents.c.id == document_id, documents.c.tenant_id == actor.tenant_id)
    db.execute(update(documents).where(*ours).values(**values))


def _where(actor: Actor, db: Connection, *fitting: ColumnElement[bool]) -> StoredDocument | None:
    wanted = select(*_SHOWN).where(documents.c.tenant_id == actor.tenant_id, *fitting)
    row = db.execute(wanted.order_by(documents.c.at.desc(), documents.c.id).limit(1)).first()
    return None if row is None else StoredDocument(*row)


def _hers(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return documents.c.tenant_id == actor.tenant_id, documents.c.subject == actor.subject


def _visible(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    every = Permission.MANAGE in ALLOWED[actor.role]
    return (documents.c.tenant_id == actor.tenant_id,) if every else _hers(actor)
