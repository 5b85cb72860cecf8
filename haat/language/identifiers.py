"""Numbers by which trade is known (GSTIN, PAN, FSSAI, HSN, Udyam, barcode): are they right, what do they say?"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal, get_args

from stdnum import ean, luhn
from stdnum.exceptions import InvalidChecksum

from haat.language import hsn
from haat.language.shipped import rows

IdentifierKind = Literal["gstin", "pan", "fssai", "hsn", "udyam", "barcode"]
IDENTIFIER_KINDS: tuple[IdentifierKind, ...] = get_args(IdentifierKind)
Reason = Literal[
    "check_digit_right",  # as far as can be told without the register
    "form_right",  # there is no check digit: only the register can tell whether it exists
    "listed",
    "leading_zero_added",
    "wrong_length",
    "wrong_form",
    "wrong_state",
    "wrong_holder",
    "wrong_year",
    "wrong_check_digit",
    "not_listed",
]

_RIGHT = {"check_digit_right", "form_right", "listed", "leading_zero_added"}
_PAN = re.compile(r"[A-Z]{3}(?P<holder>[A-Z])[A-Z](?P<serial>\d{4})[A-Z]")
_GSTIN = re.compile(
    r"(?P<state>\d{2})(?P<pan>[A-Z0-9]{10})(?P<count>[1-9A-Z])(?P<role>[ZCD])[0-9A-Z]"
)
_TAN = re.compile(r"[A-Z]{4}\d{5}[A-Z]")
_UDYAM = re.compile(r"UDYAM(?P<state>[A-Z]{2})(?P<district>\d{2})(?P<serial>\d{7})")
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BETWEEN = re.compile(r"[\s\-‐-―−._/:]+")
_HOLDERS = {
    "A": "association",
    "B": "body_of_individuals",
    "C": "company",
    "E": "llp",
    "F": "firm",
    "G": "government",
    "H": "undivided_family",
    "J": "artificial_person",
    "K": "trust",
    "L": "local_authority",
    "P": "individual",
    "T": "trust",
}
_ROLES = {"Z": "taxpayer", "C": "tcs_collector", "D": "tds_deductor"}
_FSSAI_KINDS = {"1": "licence", "2": "registration"}
_FIRST_FSSAI_YEAR = 2010
_PREFIXES = {"890": "gs1_india", "977": "magazine", "978": "book", "979": "book"}
_BARCODES = {8: "ean8", 12: "upc", 13: "ean13", 14: "gtin14"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a number can be right, why, its plain form, and what it says about its holder."""

    reason: Reason
    number: str
    encodes: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def valid(self) -> bool:
        """Whether the number can be right."""
        return self.reason in _RIGHT


def check(kind: IdentifierKind, written: str, today: date) -> Verdict:
    """Check a number as people write it: any script's digits, spaces, dots and hyphens do not matter."""
    return _CHECKS[kind](plain(written), today)


def plain(written: str) -> str:
    """The number's letters and ASCII digits, large, without anything between."""
    folded = unicodedata.normalize("NFKC", written).upper()
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in folded)
    return _BETWEEN.sub("", digits)


def _gstin(number: str, _today: date) -> Verdict:
    if len(number) != 15:
        return Verdict("wrong_length", number)
    found = _GSTIN.fullmatch(number)
    if found is None:
        return Verdict("wrong_form", number)
    state = _states("gst").get(found["state"])
    if state is None:
        return Verdict("wrong_state", number)
    inside = _inside_gstin(found["pan"], found["role"])
    if inside.reason != "form_right":
        return Verdict(inside.reason, number)
    if not luhn.is_valid(number, _ALPHABET):
        return Verdict("wrong_check_digit", number)
    says = {"state": state, "state_code": found["state"], **inside.encodes}
    count = _ALPHABET.index(found["count"])  # how many registrations this PAN has in the State
    says |= {"registration": count, "role": _ROLES[found["role"]]}
    return Verdict("check_digit_right", number, says)


def _inside_gstin(part: str, role: str) -> Verdict:
    """The PAN inside, or the TAN of one who deducts tax at source."""
    if role == "D" and _TAN.fullmatch(part):
        return Verdict("form_right", part, {"tan": part})
    verdict = _pan(part)
    return Verdict(verdict.reason, part, {"pan": part, **verdict.encodes})


def _pan(number: str, _today: date | None = None) -> Verdict:
    if len(number) != 10:
        return Verdict("wrong_length", number)
    found = _PAN.fullmatch(number)
    if found is None or found["serial"] == "0000":
        return Verdict("wrong_form", number)
    holder = _HOLDERS.get(found["holder"])
    if holder is None:
        return Verdict("wrong_holder", number)
    return Verdict("form_right", number, {"holder": holder})


def _fssai(number: str, today: date) -> Verdict:
    if not number.isdigit():
        return Verdict("wrong_form", number)
    if len(number) != 14:
        return Verdict("wrong_length", number)
    kind, state = _FSSAI_KINDS.get(number[0]), _states("fssai").get(number[1:3])
    if kind is None:
        return Verdict("wrong_form", number)
    if state is None:
        return Verdict("wrong_state", number)
    year = 2000 + int(number[3:5])
    if not _FIRST_FSSAI_YEAR <= year <= today.year:
        return Verdict("wrong_year", number)
    level = "central_licence" if state == "Centre" else f"state_{kind}"
    kind = kind if kind == "registration" else level
    return Verdict("form_right", number, {"kind": kind, "state": state, "year": year})


def _udyam(number: str, _today: date) -> Verdict:
    found = _UDYAM.fullmatch(number)
    if found is None:
        wrong: Reason = "wrong_form" if len(number) == 16 else "wrong_length"
        return Verdict(wrong, number)
    state = _states("udyam").get(found["state"])
    written = f"UDYAM-{found['state']}-{found['district']}-{found['serial']}"
    if state is None:
        return Verdict("wrong_state", written)
    return Verdict("form_right", written, {"state": state, "district_code": found["district"]})


def _hsn(number: str, _today: date) -> Verdict:
    if not number.isdigit():
        return Verdict("wrong_form", number)
    code = number if len(number) % 2 == 0 else f"0{number}"  # 0910 becomes 910 in a spreadsheet
    if len(code) not in hsn.LENGTHS:
        return Verdict("wrong_length", number)
    listed = hsn.codes()
    if not listed.known(code):
        near = listed.nearest(code)
        return Verdict("not_listed", code, _hsn_says(listed, near) if near else {})
    reason: Reason = "listed" if code == number else "leading_zero_added"
    return Verdict(reason, code, _hsn_says(listed, code))


def _hsn_says(listed: hsn.Codes, code: str) -> Mapping[str, str | int]:
    of = "service" if code.startswith(hsn.SERVICES) else "goods"
    name = listed.name(code)
    return {"code": code, "of": of} | ({"name": name} if name else {})


def _barcode(number: str, _today: date) -> Verdict:
    if not number.isdigit():
        return Verdict("wrong_form", number)
    if len(number) not in _BARCODES:
        return Verdict("wrong_length", number)
    try:
        ean.validate(number)
    except InvalidChecksum:
        return Verdict("wrong_check_digit", number)
    return Verdict("check_digit_right", number, _barcode_says(number))


def _barcode_says(number: str) -> Mapping[str, str | int]:
    """Who gave the number out; that says nothing about where the goods were made."""
    return {"form": _BARCODES[len(number)], "issuer": _issuer(number)}


def _issuer(number: str) -> str:
    if len(number) == 14:
        number = number[1:]  # the first digit is the kind of case
    prefix = number[:3] if len(number) == 8 else number.zfill(13)[:3]
    if prefix[0] == "2" and len(number) != 8:
        return "in_store"  # a shop's own number, as on goods that it weighed
    return _PREFIXES.get(prefix, "other")


@lru_cache(maxsize=1)
def _all_states() -> Mapping[tuple[str, str], str]:
    return {(r["number"], r["code"]): r["state"] for r in rows("registration_codes.csv")}


def _states(number: str) -> Mapping[str, str]:
    return {code: state for (of, code), state in _all_states().items() if of == number}


_CHECKS: Mapping[IdentifierKind, Callable[[str, date], Verdict]] = {
    "gstin": _gstin,
    "pan": _pan,
    "fssai": _fssai,
    "hsn": _hsn,
    "udyam": _udyam,
    "barcode": _barcode,
}
