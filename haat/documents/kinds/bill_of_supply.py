"""The bill of supply, of exempt goods or of a dealer under composition (CGST Rules, rule 49)."""

import regex

from haat.documents.kinds.kind import Kind
from haat.documents.paper import Paper
from haat.documents.rules import BILL_OF_SUPPLY_RULES

_TITLE = regex.compile(
    r"bill\s*of\s*supply|composition\s*taxable\s*person|आपूर्ति\s*(?:का\s*)?(?:बिल|बीजक)|आपूर्ति\s*पत्र",
    regex.IGNORECASE,
)


def likeness(text: str, paper: Paper) -> float:
    """Its title, or the words of a composition dealer, which no tax invoice has."""
    known = 0.1 * len({"number", "total"} & paper.fields.keys())
    return 0.8 + known if _TITLE.search(text) else 0.0


BILL_OF_SUPPLY = Kind(
    "bill_of_supply",
    likeness,
    BILL_OF_SUPPLY_RULES,
    ("number", "date", "seller.name", "total"),
)
