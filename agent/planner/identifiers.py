"""Numbers of a register in a message: a GSTIN, a PAN, a barcode …, by their form and by what they are called."""

import re
import unicodedata
from collections.abc import Mapping

from haat.language.identifiers import IdentifierKind

_NUMBER = re.compile(r"\b(?=\w*\d)[A-Z0-9]{6,}\b")  # of no form that is known
# A form that nothing else in a message has.
_PLAIN: Mapping[IdentifierKind, str] = {
    "gstin": r"\d{2}[A-Z]{5}\d{4}[A-Z][0-9A-Z]{3}",
    "pan": r"[A-Z]{5}\d{4}[A-Z]",
    "udyam": r"UDYAM-?[A-Z]{2}-?\d{2}-?\d{7}",
    "fssai": r"\d{14}",
}
# A form that any count may have too: only beside its name.
_NAMED: Mapping[IdentifierKind, str] = {"barcode": r"(?:\d{13}|\d{12}|\d{8})", "hsn": r"\d{2,8}"}
_FORMS = {kind: re.compile(rf"\b{form}\b") for kind, form in {**_PLAIN, **_NAMED}.items()}
_BUYER = re.compile(r"\bB\d{2,}\b")  # as the demo numbers them; others are found by name
_CALLED = re.compile(r"\b(?:HSN|BARCODE)\W+(?:\w+\W+)?\d{4,13}\b")


def holds_identifier(text: str) -> bool:
    """Whether a number in the text can be nothing else."""
    written = _written(text)
    return any(_FORMS[kind].search(written) for kind in _PLAIN) or bool(_CALLED.search(written))


def buyer_id(text: str) -> str | None:
    """The id of a buyer in the text."""
    found = _BUYER.search(_written(text))
    return found[0] if found else None


def identifier_in(
    text: str, named: IdentifierKind | None
) -> tuple[IdentifierKind | None, str | None]:
    """The kind and the number; of a kind that was named also a number that is formed badly."""
    written = _written(text)
    kinds = (named,) if named else (*_PLAIN, "barcode")
    for kind in kinds:
        found = _FORMS[kind].search(written)
        if found:
            return kind, found[0]
    other = _NUMBER.search(written) if named else None
    return named, other[0] if other else None


def _written(text: str) -> str:
    """In capitals and ASCII digits, every letter kept: a GSTIN may hold the same three times."""
    return "".join(str(unicodedata.decimal(c, c)) for c in text).upper()
