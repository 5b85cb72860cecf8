"""The GST registration certificate, Form REG-06 (CGST Rules, rule 10)."""

from collections.abc import Sequence
from datetime import date

from haat.documents.kinds.kind import Kind
from haat.documents.labelled import Wanted, day, formed, label, labelled, titled, words
from haat.documents.page import Page
from haat.documents.paper import Paper
from haat.documents.rules import GST_BEGAN, all_in_force, declared, gstin_of, not_over, state_agrees
from haat.documents.states import state_in

_WANTED = (
    Wanted("seller.gstin", label(r"registration\s*number|\bgstin\b"), formed(r"^\W*(?P<v>\d{2}[0-9A-Z]{13})(?!\w)")),
    Wanted("seller.name", label(r"legal\s*name"), words),
    Wanted("date", label(r"date\s*of\s*(?:issue(?:\s*of\s*certificate)?|validity\s*from)"), day),
    Wanted("valid_until", label(r"period\s*of\s*validity.*?\bto|valid(?:ity)?\s*(?:up\s*)?to\b"), day),
    Wanted("seller.state", label(r"\bstate\b(?!\s*(?:tax|goods))"), state_in),
)  # fmt: skip


def read(pages: Sequence[Page], _today: date) -> Paper:
    """The labels of the certificate."""
    return labelled(pages, _WANTED)


GST_CERTIFICATE = Kind(
    "gst_certificate",
    titled(r"form\s*gst\s*reg\s*-?\s*0?6|registration\s*certificate.*(?:gst|goods)|(?:gst|goods\s*and\s*services).{0,80}registration\s*certificate",
           r"legal\s*name", r"trade\s*name", r"constitution\s*of\s*business"),
    all_in_force(
        GST_BEGAN,
        gstin_of("seller", "CGST Act s.25; CGST Rules, rule 10(1)"),
        state_agrees("seller"),
        declared("seller.name", "CGST Rules, rule 10(1); Form GST REG-06"),
        not_over("valid_until", "CGST Act s.27(1); CGST Rules, rule 15"),
    ),
    ("seller.gstin", "seller.name", "date"),
    read,
)  # fmt: skip
