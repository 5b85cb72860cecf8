"""A file to a checked document, and a corrected document checked again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from haat.core.errors import FieldProblem, InvalidInput
from haat.core.settings import DocumentSettings
from haat.documents.invoice import bill_of
from haat.documents.kinds import KINDS
from haat.documents.kinds.kind import Kind
from haat.documents.mending import mended
from haat.documents.page import Page
from haat.documents.paper import (
    DATE_FIELDS,
    FIELDS,
    NUMBER_FIELDS,
    YES_NO_FIELDS,
    Box,
    Paper,
    Value,
    paper_of,
)
from haat.documents.receipt import receipt_of
from haat.documents.rules import judged
from haat.documents.written import decimal_of

UNKNOWN = "unknown"
LEAST_LIKENESS = 0.5
MOST_LETTERS = 500
# Of what is no kind that is known these are told, and nothing is judged.
PLAIN = ("number", "date", "seller.name", "seller.gstin", "total", "currency")


def extract(
    content: bytes, limits: DocumentSettings, today: date, kind: str | None = None
) -> Paper:
    """The document in a file, of the kind that is said, else of the one that it looks like.

    Raises what `reading.read` raises, and InvalidInput for a kind that is not known.
    """
    known = None if kind is None else kind_named(kind)
    from haat.documents.reading import read  # noqa: PLC0415  # heavy, and only where a file is read

    pages = read(content, limits)
    return understood(pages, today, known)


def understood(pages: Sequence[Page], today: date, kind: Kind | None = None) -> Paper:
    """The document on the pages."""
    bill = mended(bill_of(pages, today))
    text = "\n".join(line.text for page in pages for line in page.lines)
    found = kind or _recognised(text, bill)
    if found is None:
        return _as_read(receipt_of(pages, today), pages)
    paper = bill if found.read is bill_of else found.read(pages, today)
    return _judged(paper.but(kind=found.name), found, today)


def corrected(body: Mapping[str, Any], corrections: Mapping[str, Any], today: date) -> Paper:
    """A kept document with a person's corrections in it, checked again; null takes a field away."""
    paper = paper_of(body)
    values = {name: correction(name, value) for name, value in corrections.items()}
    fields = {**paper.fields, **values}
    kept = {n: v for n in FIELDS if (v := fields.get(n)) is not None}
    kind = next((k for k in KINDS if k.name == paper.kind), None)
    changed = paper.but(fields=kept)
    return changed if kind is None else _judged(changed, kind, today)


def correction(name: str, value: Any) -> Value | None:
    """A correction as a value of its field; InvalidInput where the field cannot have it."""
    if name not in FIELDS:
        problem = FieldProblem(f"/fields/{name}", f"no such field; there are {', '.join(FIELDS)}")
        raise InvalidInput("A document has no such field.", problem)
    if value is None:
        return None
    found = _typed(name, value)
    if found is None:
        wanted = "an ISO date" if name in DATE_FIELDS else "a number" if name in NUMBER_FIELDS else (
            "true or false" if name in YES_NO_FIELDS else f"a text of 1 to {MOST_LETTERS} letters")  # fmt: skip
        raise InvalidInput(
            "A field cannot have this value.", FieldProblem(f"/fields/{name}", f"not {wanted}")
        )
    return found


def kind_named(name: str) -> Kind:
    """The kind of that name; InvalidInput where there is none."""
    found = next((k for k in KINDS if k.name == name), None)
    if found is None:
        known = ", ".join(k.name for k in KINDS)
        problem = FieldProblem("/kind", f"not one of {known}")
        raise InvalidInput(f"{name}: no kind of document that is known here; use {known}.", problem)
    return found


def _typed(name: str, value: Any) -> Value | None:
    if name in YES_NO_FIELDS:
        return value if isinstance(value, bool) else None
    if name in NUMBER_FIELDS:
        exact = None if isinstance(value, str) else decimal_of(value)
        return exact if exact is not None and abs(exact) < 10**12 else None
    if not isinstance(value, str) or not 0 < len(value.strip()) <= MOST_LETTERS:
        return None
    return _day(value) if name in DATE_FIELDS else value.strip()


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _recognised(text: str, paper: Paper) -> Kind | None:
    likely = max(KINDS, key=lambda k: k.likeness(text, paper))
    return likely if likely.likeness(text, paper) >= LEAST_LIKENESS else None


def _judged(paper: Paper, kind: Kind, today: date) -> Paper:
    rules = judged(paper, kind.rules, today)
    checked = paper.but(rules=rules)
    return checked.but(confidence=_confidence(checked, kind))


def _confidence(paper: Paper, kind: Kind) -> float:
    """How surely the fields were read, lowered by what is missing and by sums that do not agree."""
    sure = _mean([box.sure for box in paper.boxes]) if paper.boxes else 0.0
    there = _mean([float(name in paper.fields) for name in kind.core])
    sums = [float(rule.status == "pass") for rule in paper.rules
            if rule.unit == "INR" or rule.id.startswith(("line_", "sum_"))]  # fmt: skip
    agree = _mean(sums) if sums else 0.5
    return round(sure * (0.5 + 0.3 * there + 0.2 * agree), 3)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _as_read(paper: Paper, pages: Sequence[Page]) -> Paper:
    """What was read, without a judgement: the plain fields, and every line with its place."""
    fields = {n: v for n, v in paper.fields.items() if n in PLAIN}
    boxes = tuple(
        Box("", line.text, page.number, (line.x0, line.top, line.x1, line.bottom), line.sure)
        for page in pages
        for line in page.lines
    )
    sure = _mean([box.sure for box in boxes]) if boxes else 0.0
    named = tuple(box for box in paper.boxes if box.field in fields)
    return Paper(UNKNOWN, round(0.5 * sure, 3), fields, (), named + boxes)
