"""The Udyam registration certificate of a small enterprise (S.O. 2119(E) of 26 June 2020)."""

from collections.abc import Iterator, Sequence
from datetime import date

from haat.documents.kinds.kind import Kind
from haat.documents.labelled import Wanted, day, formed, label, labelled, titled, words
from haat.documents.page import Page
from haat.documents.paper import Checked, Paper
from haat.documents.rules import all_in_force, declared
from haat.documents.rules import formed as number_formed
from haat.documents.states import state_in
from haat.language.identifiers import check

BEGAN = date(2020, 7, 1)
_REFERENCE = "S.O. 2119(E) of 26 June 2020"
_WANTED = (
    Wanted("udyam_number", label(r"(?:udyam\s*)?registration\s*(?:no|number)\b"), formed(r"UDYAM[\s-]*[A-Z]{2}[\s-]*\d{2}[\s-]*\d{5,9}")),
    Wanted("seller.name", label(r"name\s*of\s*(?:the\s*)?enterprise"), words),
    Wanted("date", label(r"date\s*of\s*(?:udyam\s*)?registration"), day),
    Wanted("seller.state", label(r"\bstate\b"), state_in),
)  # fmt: skip


def read(pages: Sequence[Page], _today: date) -> Paper:
    """The labels of the certificate."""
    return labelled(pages, _WANTED)


def _state(paper: Paper, today: date) -> Iterator[Checked]:
    """The State in the number is the one of the address."""
    number, state = paper.fields.get("udyam_number"), paper.fields.get("seller.state")
    expected = check("udyam", str(number), today).encodes.get("state") if number else None
    if not isinstance(state, str) or not isinstance(expected, str):
        return
    right = state == expected
    yield Checked("state.udyam", _REFERENCE, "pass" if right else "fail", state, expected,
                  None if right else "check_number")  # fmt: skip


UDYAM_CERTIFICATE = Kind(
    "udyam_certificate",
    titled(r"udyam\s*registration\s*(?:certificate|number|no)", r"enterprise", r"micro|small|medium", r"nic\b"),
    all_in_force(
        BEGAN,
        declared("udyam_number", _REFERENCE),
        number_formed("udyam", "udyam_number", _REFERENCE),
        declared("seller.name", _REFERENCE),
        _state,
    ),
    ("udyam_number", "seller.name", "date"),
    read,
)  # fmt: skip
