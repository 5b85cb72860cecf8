"""The GST tax invoice (CGST Rules, rule 46)."""

import regex

from haat.documents.kinds.kind import Kind
from haat.documents.paper import Paper
from haat.documents.rules import INVOICE_RULES

_TITLE = regex.compile(
    r"tax\s*invoice|gst\s*invoice|कर\s*(?:बीजक|चालान|इनवॉइस)|टैक्स\s*इनवॉ?इस|जी\.?\s?एस\.?\s?टी\.?\s*(?:बिल|चालान)",
    regex.IGNORECASE,
)
# A tax invoice with none of these is another country's: Malaysia, Singapore and others have a GST too.
_INDIAN = regex.compile(
    r"\bgstin|\bhsn\b|\bsac\b|[cs]gst|igst|utgst|place\s*of\s*supply|₹|\brs\b\.?|\binr\b|rupees|[\u0900-\u0d7f]|\bpan\b|\bstate\b",
    regex.IGNORECASE,
)
_TAXES = {"cgst", "sgst", "igst"}
_SIGNS = {"seller.gstin": 0.35, "number": 0.1, "total": 0.1}


def likeness(text: str, paper: Paper) -> float:
    """Its title, a GSTIN of the seller, and taxes."""
    told = sum(weight for field, weight in _SIGNS.items() if field in paper.fields)
    taxed = (
        0.25
        if _TAXES & paper.fields.keys() or any(_TAXES & line.keys() for line in paper.lines)
        else 0.0
    )
    whole = min(told + taxed + (0.4 if _TITLE.search(text) else 0.0), 1.0)
    number = str(paper.fields.get("seller.gstin", ""))
    return whole if _INDIAN.search(text) or not (number == "" or number.isdigit()) else whole / 2


GST_INVOICE = Kind(
    "gst_invoice",
    likeness,
    INVOICE_RULES,
    ("number", "date", "seller.name", "seller.gstin", "taxable", "total"),
)
