"""The FSSAI licence or registration of a food business (FSS Act 2006 s.31, Regulations 2011)."""

from collections.abc import Iterator, Sequence
from datetime import date

from haat.documents.kinds.kind import Kind
from haat.documents.labelled import Wanted, day, formed, label, labelled, titled, words
from haat.documents.page import Page
from haat.documents.paper import Checked, Paper
from haat.documents.rules import declared, in_force, not_over
from haat.documents.rules import formed as number_formed

BEGAN = date(2011, 8, 5)  # the Licensing and Registration Regulations
FOR_EVER = date(2026, 4, 1)  # what is issued from that day on does not expire
_REFERENCE = "FSS (Licensing and Registration) Regulations 2011, reg. 2.1"
_WANTED = (
    Wanted("licence_number", label(r"(?:licen[cs]e|registration|fssai)\s*(?:no|number|#)\b|licen[cs]e\s*/\s*registration\s*no"), formed(r"^\W*(?P<v>\d{10,18})(?!\d)")),
    Wanted("seller.name", label(r"name\s*(?:of|&\s*address\s*of)?\s*(?:the\s*)?(?:licensee|registered\s*(?:holder|person)|fbo|food\s*business(?:\s*operator)?|applicant|(?:permanent\s*)?business)"), words),
    Wanted("date", label(r"(?:date\s*of\s*issue|issued?\s*(?:on|date)|dated?)\b"), day),
    Wanted("valid_until", label(r"valid(?:ity)?\s*(?:up\s*to|upto|till|until|to)|date\s*of\s*expiry|expir(?:y|es)(?:\s*(?:date|on))?"), day),
)  # fmt: skip


def read(pages: Sequence[Page], _today: date) -> Paper:
    """The labels of the certificate."""
    return labelled(pages, _WANTED)


def _in_time(paper: Paper, today: date) -> Iterator[Checked]:
    """A certificate of before April 2026 ends on its day; later ones only need the yearly fee."""
    issued = paper.fields.get("date")
    if isinstance(issued, date) and issued >= FOR_EVER:
        return
    yield from not_over("valid_until", f"{_REFERENCE}.7")(paper, today)
    if "valid_until" not in paper.fields:
        yield from declared("valid_until", f"{_REFERENCE}.7", "check_paper")(paper, today)


FSSAI_LICENCE = Kind(
    "fssai_licence",
    titled(r"food\s*safety\s*and\s*standards\s*authority|fssai.{0,60}(?:licen[cs]e|registration)\s*(?:certificate|under)|(?:licen[cs]e|registration\s*certificate)\s*under\s*(?:the\s*)?(?:fss|food\s*safety)",
           r"licensee|food\s*business", r"\b\d{14}\b", r"form\s*[-\"']?\s*[abc]\b"),
    tuple(
        in_force(rule, BEGAN)
        for rule in (
            declared("licence_number", _REFERENCE),
            number_formed("fssai", "licence_number", _REFERENCE),
            declared("seller.name", _REFERENCE),
            _in_time,
        )
    ),
    ("licence_number", "seller.name"),
    read,
)  # fmt: skip
