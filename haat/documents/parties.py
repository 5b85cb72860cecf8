"""Who sold to whom: the blocks of the seller and of the buyer, and what stands in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import regex

from haat.documents.page import Line, Page
from haat.documents.states import state_in, state_written
from haat.documents.written import gstins_in

_BUYER = regex.compile(
    r"^\W*(?:details of (?:receiver|buyer|recipient)|bill(?:ed|ing)?\s*to(?:\s*party)?|billing\s*(?=address|details)|to(?=\s*[,:]\s*$)|buyer(?!'?s?\s*order)|sold\s*to|"
    r"customer(?!\s*care)(?:\s*name)?|recipient|receiver|party\s*(?:name)?(?=\s*:)|क्रेता|खरीदार|ख़रीदार|ग्राहक|प्राप्तकर्ता)"
    r"(?:\s*(?:name|details|address|का नाम|नाम))?(?:\s*\([^)]*\))?\s*[:\-–/,]*\s*(?P<rest>.*)$",
    regex.IGNORECASE,
)
_SHIP = regex.compile(
    r"^\W*(?:ship(?:ped|ping)?\s*(?:to|address|details)|consignee|deliver(?:y|ed)\s*(?:to|at|address)|परेषिती)",
    regex.IGNORECASE,
)
_SELLER = regex.compile(
    r"^\W*(?:sold\s*by|seller|supplier|from|विक्रेता|आपूर्तिकर्ता)(?:\s*(?:name|details|का नाम))?\s*[:\-–]\s*(?P<rest>.*)$",
    regex.IGNORECASE,
)
_NAMED = regex.compile(r"^\W*(?:name|नाम|m/s\.?|मेसर्स)\s*[:\-–]?\s+(?P<rest>.+)$", regex.IGNORECASE)
_STATE = regex.compile(r"(?:\bstate\b|राज्य)(?:\s*name)?(?:\s*(?:&|and)\s*code)?\s*[:\-–]?\s*(?P<rest>.+)$",
                       regex.IGNORECASE)  # fmt: skip
_NO_NAME = regex.compile(
    r"\btax\s*invoice|\binvoice\b|\bbill of supply|^bill\b|^cash\b|^retail\b|original|duplicate|triplicate|recipient|gstin|"
    r"^gst\b|\bphone|\bmob(?:ile)?\b|\btel\b|e-?mail|@|www\.|\bfssai|\bpan\b|\bstate\b|\bdate\b|page \d|^e-?way|^irn\b|"
    r"under rule|composition taxable|not eligible|subject to|कर बीजक|चालान|बिल|जीएसटीआईएन|मूल प्रति|राज्य|फोन|दिनांक|"
    r"purchase order|credit note|debit note|certificate\b|receipt\b|welcome|thank|^to\b|place of supply|reverse charge",
    regex.IGNORECASE,
)
_TITLE = regex.compile(r"^(?:m/s\.?|मेसर्स)\s+", regex.IGNORECASE)
_LETTERS = regex.compile(r"[\p{L}\p{M}]")
_SPACED_TITLE = regex.compile(r"^(?:tax|gst|retail|cash)?invoice", regex.IGNORECASE)
_NEAR = 14  # heights of a word: a block's lines begin about where its heading does


@dataclass(frozen=True, slots=True)
class Party:
    """What a paper says of a seller or buyer, each with the line that it stands in."""

    name: tuple[str, Line] | None = None
    gstin: tuple[str, Line] | None = None
    state: tuple[str, Line] | None = None


def parties(page: Page, end: int, today: date, *, but: Line | None = None) -> tuple[Party, Party]:
    """The seller and the buyer, of the lines above the table, which begins at line `end`.

    `but` is the cell that names the place of supply: no address.
    """
    cells = [c for line in page.lines[:end] for c in line.cells() if c != but]
    sold = _block(cells, _BUYER)
    sent = _block(cells, _SHIP)
    of_buyer = sold or sent
    taken = {id(c) for c in (*sold, *sent)}
    own = [c for c in cells if id(c) not in taken]
    scanned = page.scanned
    seller = Party(_seller_name(own), _gstin(own, today, scanned=scanned), _state(own))
    buyer = Party(_buyer_name(of_buyer), _gstin(of_buyer, today, scanned=scanned), _state(of_buyer))
    if not of_buyer:
        buyer = Party(gstin=_second_gstin(own, today, scanned=scanned))
    return seller, buyer


def _block(cells: Sequence[Line], begins: regex.Pattern[str]) -> list[Line]:
    """The cells under a heading, down to the next heading of that column."""
    start = next((i for i, c in enumerate(cells) if begins.search(c.text)), None)
    if start is None:
        return []
    head = cells[start]
    found = [head]
    for cell in cells[start + 1 :]:
        beside = abs(cell.top - head.top) < 0.6 * head.em
        aside = min(abs(cell.x0 - head.x0), abs(cell.x1 - head.x1))
        if beside or aside > _NEAR * head.em:
            continue
        other = any(p.search(cell.text) for p in (_BUYER, _SHIP, _SELLER) if p is not begins)
        if other or cell.top - found[-1].bottom > 3 * head.em:
            break
        found.append(cell)
    return found


def _buyer_name(block: Sequence[Line]) -> tuple[str, Line] | None:
    if not block:
        return None
    for cell in block:
        named = _NAMED.search(cell.text)
        if named:
            return _tidy(named["rest"]), cell
    head = _BUYER.search(block[0].text)
    rest = _tidy(head["rest"]) if head else ""
    if len(rest) > 2 and not _NO_NAME.search(rest):
        return rest, block[0]
    return next(((_tidy(c.text), c) for c in block[1:] if _may_be_name(c)), None)


def _seller_name(cells: Sequence[Line]) -> tuple[str, Line] | None:
    """After `Sold by`, else what is printed largest at the top, else the first line that is a name."""
    for at, cell in enumerate(cells):
        head = _SELLER.search(cell.text)
        if head:
            rest = _tidy(head["rest"])
            below = next((c for c in cells[at + 1 :] if _may_be_name(c)), None)
            return (rest, cell) if len(rest) > 2 else (_tidy(below.text), below) if below else None
    able = [c for c in cells if _may_be_name(c)][:6]
    if not able:
        return None
    first = able[0]
    largest = max(able, key=lambda c: c.height)
    chosen = largest if largest.height > 1.2 * first.height else first
    named = _NAMED.search(chosen.text)
    return _tidy(named["rest"] if named else chosen.text), chosen


def _may_be_name(cell: Line) -> bool:
    letters = len(_LETTERS.findall(cell.text))
    if _SPACED_TITLE.search(regex.sub(r"[\s|]", "", cell.text)):
        return False
    return letters >= 3 and letters > len(cell.text) * 0.5 and not _NO_NAME.search(cell.text)


def _tidy(text: str) -> str:
    return str(_TITLE.sub("", text.strip(" :|,;-–—_'\"*")))


def _gstin(cells: Sequence[Line], today: date, *, scanned: bool) -> tuple[str, Line] | None:
    return next(_gstins(cells, today, scanned=scanned), None)


def _second_gstin(cells: Sequence[Line], today: date, *, scanned: bool) -> tuple[str, Line] | None:
    found = list(_gstins(cells, today, scanned=scanned))
    return found[1] if len(found) > 1 else None


_LABELLED = regex.compile(
    r"(?:gstin|gst\s*(?:no|number|in)?|जीएसटीआईएन|जीएसटी नं)\S*\s*(?:/\s*uin)?\s*(?:no)?\.?\s*[:\-–]?\s*(?P<v>[0-9A-Z]{11,18})\b",
    regex.IGNORECASE,
)


def _gstins(cells: Sequence[Line], today: date, *, scanned: bool) -> Iterator[tuple[str, Line]]:
    for cell in cells:
        formed = [
            (v, cell.within(a, b)) for v, a, b in gstins_in(cell.text, today, scanned=scanned)
        ]
        yield from formed
        odd = None if formed else _LABELLED.search(cell.text)
        if odd and regex.search(r"\d", odd["v"]):
            yield odd["v"].upper(), cell.within(*odd.span("v"))


def _state(cells: Sequence[Line]) -> tuple[str, Line] | None:
    """After the word `State`, else a State that is named in the address."""
    for cell in cells:
        said = _STATE.search(cell.text)
        found = state_written(said["rest"]) if said else None
        if found and "supply" not in cell.text.lower():
            return found, cell
    address = (c for c in cells if not regex.search(r"supply|आपूर्ति", c.text, regex.IGNORECASE))
    return next(((s, c) for c in address if (s := state_in(c.text))), None)
