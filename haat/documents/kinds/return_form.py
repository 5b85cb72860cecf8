"""The form by which goods go back or a claim is made, of a marketplace or a supplier."""

from collections.abc import Sequence
from datetime import date

from haat.documents.kinds.kind import Kind
from haat.documents.labelled import Wanted, day, formed, label, labelled, money, titled, words
from haat.documents.page import Page
from haat.documents.paper import Paper
from haat.documents.rules import all_in_force, declared

BEGAN = date(2020, 7, 23)
_REFERENCE = "Consumer Protection (E-Commerce) Rules 2020, rule 6"
_NUMBER = formed(r"^\W*(?P<v>(?=\S*\d)[A-Za-z0-9/-]{3,30})(?!\S)")
_WANTED = (
    Wanted("number", label(r"(?:return|claim|rma|request|ticket)\s*(?:id|no|number|#)\b"), _NUMBER),
    Wanted("original_number", label(r"(?:order|invoice|bill)\s*(?:id|no|number|#)\b"), _NUMBER),
    Wanted("date", label(r"^\W*(?:(?:return|claim|request|form)\s*)?\bdated?\b(?:\s*of\s*(?:return|claim|request))?(?!\s*of)"), day),
    Wanted("original_date", label(r"(?:order|invoice|purchase|delivery)\s*date|date\s*of\s*(?:purchase|order|delivery)"), day),
    Wanted("reason", label(r"(?:reason|cause|defect|problem)(?:\s*(?:for|of)\s*(?:return|claim))?"), words),
    Wanted("buyer.name", label(r"(?:customer|buyer|claimant)(?:'s)?\s*name|name\s*of\s*(?:the\s*)?(?:customer|buyer|claimant)"), words),
    Wanted("seller.name", label(r"(?:seller|supplier|vendor|sold\s*by)(?:'s)?(?:\s*name)?(?=\s*[:\-])"), words),
    Wanted("total", label(r"(?:refund|claim(?:ed)?|return|total)\s*(?:amount|value)|amount\s*(?:claimed|to\s*be\s*refunded)"), money),
)  # fmt: skip


def read(pages: Sequence[Page], _today: date) -> Paper:
    """The labels of the form."""
    return labelled(pages, _WANTED)


RETURN_FORM = Kind(
    "return_form",
    titled(r"return\s*(?:form|request|slip|merchandise|authori[sz]ation|note)|claim\s*form|goods\s*return|\brma\b",
           r"reason", r"order\s*(?:id|no)", r"refund|replace"),
    all_in_force(
        BEGAN,
        declared("original_number", _REFERENCE),
        declared("date", _REFERENCE),
        declared("reason", _REFERENCE),
    ),
    ("number", "date", "original_number", "reason"),
    read,
)  # fmt: skip
