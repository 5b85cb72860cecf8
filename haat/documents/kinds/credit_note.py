"""The GST credit note, for goods that came back or cost too much (CGST Act s.34, Rules rule 53)."""

from collections.abc import Sequence
from datetime import date

from haat.documents.invoice import bill_of
from haat.documents.kinds.kind import Kind
from haat.documents.labelled import Wanted, day, formed, label, labelled, titled
from haat.documents.mending import mended
from haat.documents.page import Page
from haat.documents.paper import Paper
from haat.documents.rules import CREDIT_NOTE_RULES

_NUMBER = formed(r"^(?P<v>(?=\S*\d)[A-Za-z0-9/-]{1,16})(?!\S)")
_OF_BILL = r"(?:(?:original|against|reference|ref\.?|corresponding)\s*(?:tax\s*)?(?:invoice|inv\.?|bill)|(?:invoice|bill)\s*ref(?:erence)?)\s*"
_WANTED = (
    Wanted("number", label(r"(?:credit\s*note|note|c\.?n\.?)\s*(?:no|number|#)\b"), _NUMBER),
    Wanted("date", label(r"(?:credit\s*)?note\s*date|(?<!invoice )(?<!inv )(?<!bill )\bdated?\b"), day),
    Wanted("original_number", label(rf"{_OF_BILL}(?:no|number|#)?\b\.?"), _NUMBER),
    Wanted("original_date", label(rf"{_OF_BILL}(?:date|dt)\b\.?|invoice\s*date"), day),
    Wanted("reason", label(r"reason(?:\s*for\s*(?:issue|credit|return))?"), formed(r"^\W*(?P<v>\p{L}.{2,80})$")),
)  # fmt: skip


def read(pages: Sequence[Page], today: date) -> Paper:
    """A bill, with the bill that it takes back."""
    bill, note = mended(bill_of(pages, today)), labelled(pages, _WANTED)
    boxes = {box.field: box for box in (*bill.boxes, *note.boxes)}
    return bill.but(fields={**bill.fields, **note.fields}, boxes=tuple(boxes.values()))


CREDIT_NOTE = Kind(
    "credit_note",
    titled(
        r"^\W*(?:gst\s*)?credit\s*note\b(?!\s*(?:if|will|can))|\bcredit\s*note\W*$|क्रेडिट\s*नोट",
        r"gstin",
        r"original|against",
        r"\breason\b",
    ),
    CREDIT_NOTE_RULES,
    ("number", "date", "seller.name", "seller.gstin", "original_number", "total"),
    read,
)
