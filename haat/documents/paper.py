"""What was read of a paper: its kind, fields, lines, where they stand, and what the rules say."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from haat.core.money import number
from haat.documents.written import decimal_of

Value = str | bool | Decimal | date
Fields = Mapping[str, Value]
Status = Literal["pass", "fail", "unknown"]

TEXT_FIELDS = (
    "number", "seller.name", "seller.gstin", "seller.state", "buyer.name", "buyer.gstin",
    "buyer.state", "place_of_supply", "currency", "irn", "licence_number", "udyam_number",
    "net_quantity", "manufacturer", "customer_care",
    "original_number", "reason", "category", "account_number", "ifsc",
)  # fmt: skip
DATE_FIELDS = ("date", "due_date", "valid_until", "best_before", "original_date")
NUMBER_FIELDS = (
    "taxable", "cgst", "sgst", "igst", "cess", "round_off", "total", "mrp", "unit_sale_price",
    "balance",
)  # fmt: skip
YES_NO_FIELDS = ("reverse_charge",)
FIELDS = (*TEXT_FIELDS, *DATE_FIELDS, *NUMBER_FIELDS, *YES_NO_FIELDS)
LINE_TEXTS = ("description", "hsn", "unit")
LINE_NUMBERS = (
    "quantity", "rate", "discount", "taxable", "tax_rate", "cgst", "sgst", "igst", "total",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """Where a field stands: page from 1, box from the top left, and how sure the reading is."""

    field: str
    text: str
    page: int
    box: tuple[float, float, float, float]
    sure: float

    def as_json(self) -> dict[str, Any]:
        """The box as the contract shows it."""
        return {
            "field": self.field,
            "text": self.text,
            "page": self.page,
            "box": [round(edge, 1) for edge in self.box],
            "confidence": round(self.sure, 3),
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """What one rule says: `seen` is on the paper, `expected` by the rule, `line` counts from 1.

    `unit` is of `seen` and `expected` where they are amounts; `what_to_do` is a code of the packs;
    `valid_from` and `valid_to` are the days between which the rule is in force.
    """

    id: str
    reference: str
    status: Status
    seen: str | Decimal | None = None
    expected: str | Decimal | None = None
    what_to_do: str | None = None
    line: int | None = None
    unit: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def telling(self) -> str:
        """How it is told: rules whose ids differ after a point are told by one sentence."""
        return self.id.partition(".")[0]

    def as_json(self) -> dict[str, Any]:
        """The rule as the contract shows it."""
        shown = {
            "id": self.id,
            "reference": self.reference,
            "status": self.status,
            "seen": plain(self.seen),
            "expected": plain(self.expected),
            "what_to_do": self.what_to_do,
        }
        more = {"line": self.line, "unit": self.unit,
                "valid_from": plain(self.valid_from), "valid_to": plain(self.valid_to)}  # fmt: skip
        return shown | {name: value for name, value in more.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Paper:
    """One document as it is kept and shown."""

    kind: str
    confidence: float
    fields: Fields
    lines: tuple[Fields, ...] = ()
    boxes: tuple[Box, ...] = ()
    rules: tuple[Checked, ...] = ()

    @property
    def scanned(self) -> bool:
        """Whether it was read by OCR, which is never wholly sure."""
        return any(box.sure < 1 for box in self.boxes)

    def as_json(self) -> dict[str, Any]:
        """The document as the contract shows it: ISO dates, plain numbers."""
        return {
            "kind": self.kind,
            "confidence": round(self.confidence, 3),
            "fields": {name: plain(value) for name, value in self.fields.items()},
            "lines": [{n: plain(v) for n, v in line.items()} for line in self.lines],
            "boxes": [box.as_json() for box in self.boxes],
            "rules": [rule.as_json() for rule in self.rules],
        }

    def but(self, **changes: Any) -> "Paper":
        """The same with some parts changed."""
        return replace(self, **changes)


def plain(value: Value | None) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, Decimal):
        return number(value)
    return value.isoformat() if isinstance(value, date) else value


def paper_of(body: Mapping[str, Any]) -> Paper:
    """A kept document as values again; boxes and rules are left where they are."""
    return Paper(
        kind=body["kind"],
        confidence=body["confidence"],
        fields={name: _value(name, value) for name, value in body["fields"].items()},
        lines=tuple({n: _value(n, v) for n, v in line.items()} for line in body["lines"]),
        boxes=tuple(
            Box(b["field"], b["text"], b["page"], tuple(b["box"]), b["confidence"])
            for b in body["boxes"]
        ),
    )


def _value(name: str, value: Any) -> Value:
    if name in DATE_FIELDS:
        return date.fromisoformat(value)
    if name in TEXT_FIELDS or name in LINE_TEXTS or isinstance(value, bool):
        return value if isinstance(value, bool) else str(value)
    exact = decimal_of(value)
    return str(value) if exact is None else exact
