"""Writes the goods of a bill as bought, after the person saw each line and said yes to them all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from haat.core.actor import Permission
from haat.core.days import shop_day
from haat.core.errors import InvalidInput
from haat.core.finding import Finding, Missing, Row, Source
from haat.documents.extract import corrected
from haat.store import documents, entries
from haat.store.documents import StoredDocument
from haat.store.engine import reading
from haat.store.handles import Connection
from tools.bill_goods import Billed, billed
from tools.check_document import STATES
from tools.context import Tool, ToolContext

BOUGHT = frozenset({"gst_invoice", "bill_of_supply", "receipt"})


class RecordBill(BaseModel):
    """Write down the goods of a bill that the person was given by a supplier; the latest where none is named."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document_id: str | None = Field(default=None, min_length=1, max_length=64)


def preview(context: ToolContext, arguments: RecordBill) -> Finding | Missing:
    """Each line as it would be written, and those that would not be; nothing is written."""
    context.actor.require(Permission.RECORD)
    with reading(context.engine) as db:
        found = _meant(context, db, arguments)
        return Missing("slot", "document_id") if found is None else _planned(context, db, found)


def record_bill(context: ToolContext, arguments: RecordBill) -> Finding | Missing:
    """Write all lines at once or none; a second time changes nothing."""
    context.actor.require(Permission.RECORD)
    if context.effect_key is None:
        raise InvalidInput("a change is written only after a yes to it")
    with context.engine.begin() as db:
        found = _meant(context, db, arguments)
        if found is None:
            return Missing("slot", "document_id")
        planned = _planned(context, db, found)
        return planned if planned.notes else _written(context, db, found, planned)


def _meant(context: ToolContext, db: Connection, arguments: RecordBill) -> StoredDocument | None:
    if arguments.document_id is not None:
        return documents.get(context.actor, db, arguments.document_id)
    return documents.latest(context.actor, db)


def _planned(context: ToolContext, db: Connection, found: StoredDocument) -> Finding:
    """The lines as rows; the notes say why there is nothing to write."""
    told = {"document_id": found.id}
    if found.body is None:
        return Finding(parameters=told, notes=(STATES[found.status],))
    if entries.of_document(context.actor, db, found.id) is not None:
        return Finding(parameters=told, notes=("bill_recorded",))
    lines = _lines(context, db, found)
    rows = tuple(map(_row, lines))
    stands = [r for r in rows if r["status"] == "line"]
    return Finding(
        rows=rows,
        parameters=told | {"lines": "; ".join(_bound(r) for r in stands)},
        sources=(Source("documents", "own", shop_day(found.at)),),
        notes=() if stands else ("no_goods",),
        demo=context.actor.demo,
    )


def _lines(context: ToolContext, db: Connection, found: StoredDocument) -> tuple[Billed, ...]:
    paper = corrected(found.body or {}, found.corrections, context.today)
    if paper.kind not in BOUGHT:
        return ()
    day = paper.fields.get("date")
    return billed(context, db, paper.lines, day if isinstance(day, date) else None)


def _row(line: Billed) -> Row:
    if line.draft is None:
        return {"line": line.number, "status": "left", "description": line.description}
    shown = line.draft.shown
    kept = {n: shown.get(n) for n in ("quantity", "unit", "amount", "date", "store_id")}
    return {"line": line.number, "status": "line", "product": line.draft.sku_id, **kept}


def _bound(row: Row) -> str:
    """What a yes is bound to of a line."""
    return " ".join(str(row[n]) for n in ("product", "quantity", "unit", "amount", "date", "store_id"))  # fmt: skip


def _written(
    context: ToolContext, db: Connection, found: StoredDocument, planned: Finding
) -> Finding:
    ids = tuple(_entries(context, db, found))
    told = dict(planned.parameters) | {"entry": " ".join(ids)}
    return replace(planned, parameters=told, notes=("bill_written",))


def _entries(context: ToolContext, db: Connection, found: StoredDocument) -> Iterator[str]:
    for line in _lines(context, db, found):
        if line.draft is not None:
            came_from: dict[str, Any] = {"document": found.id, "line": line.number}
            draft = replace(line.draft, shown={**line.draft.shown, **came_from})
            key = f"{context.effect_key}:{line.number}"
            yield entries.record(context.actor, db, draft, key, context.now).id


RECORD_BILL = Tool("record_bill", RecordBill, record_bill, Permission.RECORD, preview)
