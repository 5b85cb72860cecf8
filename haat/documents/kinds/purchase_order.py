"""The purchase order: what a buyer asks a supplier for, and at what price."""

from collections.abc import Sequence
from datetime import date

from haat.documents.invoice import bill_of
from haat.documents.kinds.kind import Kind
from haat.documents.labelled import Wanted, day, formed, label, labelled, titled, words
from haat.documents.mending import mended
from haat.documents.page import Page
from haat.documents.paper import Paper
from haat.documents.rules import ORDER_RULES, all_in_force

BEGAN = date(1872, 9, 1)
_WANTED = (
    Wanted("number", label(r"(?:purchase\s*order|order|p\.?\s?o\.?)\s*(?:no|number|#)\b"), formed(r"^\W*(?P<v>(?=\S*\d)[A-Za-z0-9/-]{1,24})(?!\S)")),
    Wanted("date", label(r"(?:purchase\s*order|order|p\.?\s?o\.?)\s*date|\bdated?\b"), day),
    Wanted("due_date", label(r"(?:delivery|deliver\s*by|required\s*by|expected)\s*(?:date|by|on)?"), day),
    Wanted("seller.name", label(r"^\W*(?:vendor|supplier|to)(?:'s)?(?:\s*name)?(?=\s*[:\-])|^\W*(?:vendor|supplier)\b(?:\s*details)?"), words),
)  # fmt: skip


def read(pages: Sequence[Page], today: date) -> Paper:
    """As a bill, but who prints it is the buyer, and whom it is sent to the seller."""
    bill, order = mended(bill_of(pages, today)), labelled(pages, _WANTED)
    fields = {_turned(name): value for name, value in bill.fields.items()}
    boxes = [
        box.__class__(_turned(box.field), box.text, box.page, box.box, box.sure)
        for box in bill.boxes
    ]
    merged = {box.field: box for box in (*boxes, *order.boxes)}
    return bill.but(fields={**fields, **order.fields}, boxes=tuple(merged.values()))


def _turned(name: str) -> str:
    role, point, part = name.partition(".")
    other = {"seller": "buyer", "buyer": "seller"}.get(role, role)
    return f"{other}{point}{part}"


PURCHASE_ORDER = Kind(
    "purchase_order",
    titled(r"^\W*purchase\s*order\b(?!\s*(?:no|number|date|ref|#))|\bpurchase\s*order\W*$", r"vendor|supplier", r"deliver", r"terms"),
    all_in_force(BEGAN, *ORDER_RULES),
    ("number", "date", "buyer.name", "seller.name", "total"),
    read,
)  # fmt: skip
