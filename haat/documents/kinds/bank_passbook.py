"""The page of a bank passbook: whose account, at which branch, and its last balance."""

from collections.abc import Iterator, Sequence
from datetime import date

import regex

from haat.documents.kinds.kind import Kind
from haat.documents.labelled import Wanted, day, formed, label, labelled, money, titled, words
from haat.documents.page import Page
from haat.documents.paper import Checked, Paper, Status
from haat.documents.rules import all_in_force, declared

BEGAN = date(2017, 7, 1)
SHOWN = 4  # of an account number: enough to know it by, too little to use it
_REFERENCE = "RBI Master Direction on KYC 2016; RBI circular on passbook entries of 22 June 2017"
_IFSC = regex.compile(r"[A-Z]{4}0[A-Z0-9]{6}")


def _masked(text: str) -> str | None:
    found = regex.search(r"^\W*(?P<v>\d[\d\s-]{7,22}\d)", text)
    digits = regex.sub(r"\D", "", found["v"]) if found else ""
    return "X" * (len(digits) - SHOWN) + digits[-SHOWN:] if 9 <= len(digits) <= 18 else None


_WANTED = (
    Wanted("account_number", label(r"(?:a/?c|account|acct)\.?\s*(?:no|number)\b"), _masked),
    Wanted("seller.name", label(r"(?:customer|account\s*holder|a/?c\s*holder|holder)(?:'s)?\s*name|name\s*of\s*(?:the\s*)?(?:customer|account\s*holder)|^\W*name(?=\s*:)"), words),
    Wanted("ifsc", label(r"ifsc?\s*(?:code)?"), formed(r"^\W*(?P<v>[A-Z0-9]{8,13})(?!\w)")),
    Wanted("date", label(r"(?:date\s*of\s*issue|issue\s*date|account\s*open(?:ing|ed)\s*(?:date|on)|open(?:ing)?\s*date)"), day),
    Wanted("balance", label(r"(?:closing|available|current)\s*balance"), money),
)  # fmt: skip


def read(pages: Sequence[Page], _today: date) -> Paper:
    """The head of the page; of the account's number only its end is kept, also in its box."""
    paper = labelled(pages, _WANTED)
    number = paper.fields.get("account_number")
    boxes = tuple(
        b
        if b.field != "account_number"
        else b.__class__(b.field, str(number), b.page, b.box, b.sure)
        for b in paper.boxes
    )
    return paper.but(boxes=boxes)


def ifsc_formed(paper: Paper, _today: date) -> Iterator[Checked]:
    """Four letters of the bank, a zero, six of the branch."""
    code = paper.fields.get("ifsc")
    if isinstance(code, str):
        right = _IFSC.fullmatch(code.upper()) is not None
        status: Status = "pass" if right else "unknown" if paper.scanned else "fail"
        yield Checked(
            "form.ifsc", _REFERENCE, status, code, None, None if right else "check_number"
        )


BANK_PASSBOOK = Kind(
    "bank_passbook",
    titled(
        r"pass\s*book|savings?\s*(?:bank\s*)?account|statement\s*of\s*account",
        r"ifsc?\b",
        r"branch",
        r"(?:a/?c|account)\s*(?:no|number)",
        r"micr|cif\b",
    ),
    all_in_force(
        BEGAN,
        declared("account_number", _REFERENCE),
        declared("ifsc", _REFERENCE),
        declared("seller.name", _REFERENCE),
        ifsc_formed,
    ),
    ("account_number", "ifsc", "seller.name"),
    read,
)
