"""The till receipt and the cash memo, of any shop: what was paid, when and where."""

import regex

from haat.documents.kinds.kind import Kind
from haat.documents.paper import Paper
from haat.documents.receipt import receipt_of
from haat.documents.rules import RECEIPT_RULES

_SIGNS = tuple(
    regex.compile(form, regex.IGNORECASE)
    for form in (
        r"receipt|\brcpt\b",
        r"cash\s*(?:memo|bill|sales?)",
        r"cashier|\btill\b|counter|served\s*by|salesman|\bopr\b",
        r"\bchange\b|\bchg\b|balance\s*return",
        r"tender|cash\s*received|\bpaid\b",
        r"thank|visit\s*again|come\s*again",
        r"round(?:ing|ed)",
        r"\btable\b|\bpax\b|dine|\btbl\b",
        r"goods\s*sold|not\s*(?:returnable|exchangeable|be\s*taken)",
        r"(?:simplified|retail)\s*(?:tax\s*)?invoice",
        r"you\s*saved|total\s*savings",
        r"\bcash\b|\bvisa\b|mastercard|\bupi\b",
    )
)
_ABROAD = regex.compile(
    r"s[dn]n\.?\s*bhd|\bRM\s?\d|\(RM\)|\bMYR\b|\bjalan\b|\bSGD\b|\bpte\.?\s*ltd", regex.IGNORECASE
)
_OTHER = regex.compile(
    r"\bhsn\b|bill\s*of\s*supply|place\s*of\s*supply|purchase\s*order|credit\s*note",
    regex.IGNORECASE,
)
_NARROW = 44  # letters: as long as nearly every line on a roll of till paper is at most


def likeness(text: str, paper: Paper) -> float:
    """The words of a till, narrow lines, no registered buyer; money of another country is no GST bill."""
    signs = sum(form.search(text) is not None for form in _SIGNS)
    told = 0.13 * min(signs, 5) + (0.15 if "total" in paper.fields else 0.0)
    told += 0.3 if _narrow(text) else 0.0
    told += 0.35 if _ABROAD.search(text) and not _indian(paper) else 0.0
    told -= 0.5 if "buyer.gstin" in paper.fields else 0.0
    return max(min(told - (0.3 if _OTHER.search(text) else 0.0), 1.0), 0.0)


def _indian(paper: Paper) -> bool:
    """Whether the seller has a GSTIN, in which letters stand; other countries' numbers are digits."""
    return not str(paper.fields.get("seller.gstin", "0")).isdigit()


def _narrow(text: str) -> bool:
    lengths = sorted(len(line) for line in text.splitlines())
    return bool(lengths) and lengths[int(0.85 * (len(lengths) - 1))] <= _NARROW


RECEIPT = Kind(
    "receipt",
    likeness,
    RECEIPT_RULES,
    ("date", "seller.name", "total"),
    receipt_of,
)
