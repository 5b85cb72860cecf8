"""Whether a bill that was uploaded is right: what it says, which rules it breaks, and what to do."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from haat.core.actor import Permission
from haat.core.days import shop_day
from haat.core.finding import Figure, Finding, Missing, Row, Source
from haat.documents.extract import UNKNOWN, corrected
from haat.documents.paper import Checked, Paper, plain
from haat.documents.rules import with_repeats
from haat.store import documents
from haat.store.documents import StoredDocument
from haat.store.engine import reading
from tools.context import Tool, ToolContext

SUMS = ("total", "taxable", "cgst", "sgst", "igst", "cess", "round_off")
NAMED = ("number", "seller.name", "buyer.name")
CERTIFICATES = frozenset({"gst_certificate", "fssai_licence", "udyam_certificate"})
BILLS = frozenset({"gst_invoice", "bill_of_supply", "receipt", UNKNOWN})
STATES = {"processing": "still_reading", "failed": "unreadable"}


class CheckDocument(BaseModel):
    """Check a bill, invoice or other paper that the person uploaded: is it right, what is wrong in it.

    Reads the fields that were found on it and judges them by the GST rules and by arithmetic.
    For a single number such as a GSTIN use `check_identifier`; for what a rule says `search_rules`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    document_id: str | None = Field(
        default=None,
        min_length=1,
        max_length=64,
        description="The document's id as the person or the turn names it; leave it out for her latest upload.",
    )


def check_document(context: ToolContext, arguments: CheckDocument) -> Finding | Missing:
    """The document's sums as figures and its rules as rows, what fails first.

    Asks for a document where she has given none; NotFound for an id that is not hers to see.
    """
    context.actor.require(Permission.ASK)
    with reading(context.engine) as db:
        if arguments.document_id is not None:
            found: StoredDocument | None = documents.get(context.actor, db, arguments.document_id)
        else:
            found = documents.latest(context.actor, db)
        before = documents.same_bill(context.actor, db, found) if found else None
    if found is None:
        return Missing("slot", "document_id")
    if found.body is None:
        return Finding(parameters={"document_id": found.id}, notes=(STATES[found.status],))
    paper = corrected(found.body, found.corrections, context.today)
    return _finding(found, with_repeats(paper, shop_day(before.at) if before else None))


def _finding(found: StoredDocument, paper: Paper) -> Finding:
    names = {n: paper.fields[n] for n in NAMED if n in paper.fields}
    return Finding(
        figures=tuple(_figures(paper)),
        rows=tuple(map(_row, paper.rules)),
        parameters={"document_id": found.id, "kind": paper.kind, "about": _about(paper), **names},
        sources=(Source("documents", "own", shop_day(found.at)),),
        notes=(_verdict(paper),),
    )


def _figures(paper: Paper) -> Iterator[Figure]:
    for name in SUMS:
        if name in paper.fields:
            yield Figure(name, name, plain(paper.fields[name]), "INR")
    counts = {s: sum(r.status == s for r in paper.rules) for s in ("pass", "fail", "unknown")}
    yield Figure("rules_passed", "rules_passed", counts["pass"], "count")
    yield Figure("rules_failed", "rules_failed", counts["fail"], "count")
    if counts["unknown"]:
        yield Figure("rules_unknown", "rules_unknown", counts["unknown"], "count")
    yield Figure("confidence", "confidence", round(paper.confidence * 100, 1), "percent")


def _row(rule: Checked) -> Row:
    row: dict[str, Any] = rule.as_json()
    return {**row, "line": rule.line, "unit": rule.unit or "", "telling": rule.telling}


def _about(paper: Paper) -> str:
    """What the person calls such a paper."""
    if paper.kind in CERTIFICATES:
        return "certificate"
    return "doc" if paper.kind in BILLS else "paper"


def _verdict(paper: Paper) -> str:
    failed = sum(rule.status == "fail" for rule in paper.rules)
    if paper.kind == UNKNOWN:
        return "unknown_kind"
    return {0: "all_right", 1: "one_wrong"}.get(failed, "some_wrong")


CHECK_DOCUMENT = Tool("check_document", CheckDocument, check_document, Permission.ASK)
