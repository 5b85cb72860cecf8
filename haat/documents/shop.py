"""The name of the shop on a receipt: the legal name among the first lines."""

from collections.abc import Sequence

import regex

from haat.documents.page import Line

I = regex.IGNORECASE  # noqa: E741
FIRST_LINES = 9
_LEGAL = regex.compile(
    r"\bs[do]n\.?\s*\.?\s*b[hn]d\b|\bberhad\b|\bbhd\b|\bp(?:vt|te)\.?\s*ltd\b|\bprivate\s+limited\b|\blimited\b|\bltd\b|\bllp\b|\bplt\b|\binc\b|\bco\.?\s*op",
    I,
)
_TRADE = regex.compile(
    r"\b(?:enterprises?|trading|traders?|stores?|mart|super\s*market|retail|restaurants?|restoran|kedai|caf[eé]|bakery|sweets|hotel|"
    r"pharmacy|medicals?|textiles?|bhandar|bhavan|foods?|hardware|stationery|book\s*(?:shop|store)?|provision|kirana|emporium|industries|"
    r"udyog|agencies|motors|services?|station|marketing|holdings?|pasar(?:aya)?|perniagaan|syarikat|house|shop|centre|center|kitchen|"
    r"general|departmental|dairy|fashions?|jewellers?|electricals?|electronics)\b",
    I,
)
_ADDRESS = regex.compile(
    r"\b(?:jalan|jln|lorong|lot|taman|tmn|road|rd|street|st|lane|floor|flr|block|blk|persiaran|bandar|selangor|johor|kuala\s*lumpur|penang|"
    r"nagar|marg|chowk|sector|plot|ward|dist|near|opp|opposite|cross|main\s*bazaar|bazaar|village|post|tehsil|pin|shop\s*no)\b|"
    r"\bno\.?\s*\d|^\s*\d+[\s,/-]|\b\d{5,6}\b|\b\d{3}\s\d{3}\b",
    I,
)
_NOT = regex.compile(
    r"\b(?:tax|cash|retail|gst|sales?)\s*(?:invoice|bill|memo|receipt|slip|sales?)|\binvoice\b|\breceipt\b|welcome|selamat|thank|duplicate|original|\bcopy\b|"
    r"gst(?:in)?\b\s*(?:no|id|reg|:)|\breg(?:istration)?\.?\s*(?:no|:)|\bco(?:mpany)?\.?\s*(?:reg|no)|\broc\b|\btel\b|phone|\bph\b\s*[:.]|\bmob|\bfax\b|\bh/p\b|"
    r"e-?mail|@|www\.|\.com\b|\bdate\b|\btime\b|\bfssai\b|\bcin\b|\bpan\b|cashier|\btable\b|\bbill\s*(?:no|to|#)|customer\s*care|^\W*to\b\s*:|under\s+rule|d\.?l\.?\s*no|"
    r"^\W*bill\W*$|^\W*cash\W*$|^\W*memo\W*$",
    I,
)
_REGISTER = regex.compile(
    r"\s*[\[(]?\s*(?:co(?:mpany)?\.?\s*(?:reg(?:istration)?)?\.?\s*(?:no)?\.?\s*[:.]?\s*)?\b(?:\d{5,7}\s*-?\s*[A-Z]|\d{12}|[A-Z]{2}\d{7}\s*-\s*[A-Z])\s*[\])]?\s*$",
    I,
)
_LETTER = regex.compile(r"[\p{L}\p{M}]")
_UNIT = regex.compile(
    r"^\W*\(?\s*(?:a\s+)?(?:unit|division|brand|franchisee?)\s+of\b|^\W*formerly\b", I
)
_LARGER = 1.22  # of another line's print: it is set off by size


def shop_named(lines: Sequence[Line]) -> tuple[str, Line] | None:
    """The name with the line that it stands in; a name over two lines is joined."""
    head = [line for line in lines[:FIRST_LINES] if _LETTER.search(line.text)]
    able = [line for line in head if _may_be(line)]
    if not able:
        return None
    usual = sorted(line.height for line in head)[len(head) // 2]
    best = max(enumerate(able), key=lambda e: _weight(e[1], e[0], usual))[1]
    fuller = next((line for line in able if _spells_out(line.text, best.text)), None)
    return (_tidy(fuller.text), fuller) if fuller else _joined(best, lines)


def _spells_out(full: str, brand: str) -> bool:
    """Whether a line is the name of which the brand is the beginning."""
    bare = regex.sub(r"\W+", "", brand.lower())
    return regex.sub(r"\W+", "", full.lower()).startswith(bare) and len(full) > len(brand) + 2


def _may_be(line: Line) -> bool:
    text = line.text
    letters = len(_LETTER.findall(text))
    if _UNIT.search(text) or (_NOT.search(text) and not _LEGAL.search(text)):
        return False
    return letters >= 3 and letters >= 0.45 * len(text.replace(" ", ""))


def _weight(line: Line, place: int, usual: float) -> float:
    """How much speaks for a line being the name: legal form, trade, size, and being first."""
    text = line.text
    weight = -0.7 * place
    weight += 5.0 if _LEGAL.search(text) else 0.0
    weight += 1.5 if _TRADE.search(text) else 0.0
    weight += 1.5 if line.height > _LARGER * usual else 0.0
    weight -= 4.0 if _ADDRESS.search(text) and not _LEGAL.search(text) else 0.0
    weight -= 2.0 if text == text.lower() and len(text) > 2 else 0.0
    weight -= 1.5 if len(_LETTER.findall(text)) < 5 else 0.0
    return weight - 3.0 * (line.sure < 0.6)


def _joined(best: Line, lines: Sequence[Line]) -> tuple[str, Line]:
    at = next(i for i, line in enumerate(lines) if line is best)
    parts = [best]
    if at + 1 < len(lines) and not _LEGAL.search(best.text) and _goes_on(best, lines[at + 1]):
        parts.append(lines[at + 1])
    elif at and _is_rest(best.text) and _alike(lines[at - 1], best) and _may_be(lines[at - 1]):
        parts.insert(0, lines[at - 1])
    words = tuple(word for part in parts for word in part.words)
    return _tidy(" ".join(part.text for part in parts)), Line(words, best.em)


def _goes_on(name: Line, following: Line) -> bool:
    """`SDN BHD` under a name of the same print."""
    return _is_rest(following.text) and _alike(name, following)


def _is_rest(text: str) -> bool:
    """Whether it is a legal form with next to nothing before it, or one word of trade."""
    words = regex.findall(r"[\p{L}\p{M}]+", text)
    legal = _LEGAL.search(text)
    if legal:
        before = regex.findall(r"[\p{L}\p{M}]+", text[: legal.start()])
        return len([w for w in before if len(w) > 1]) <= 1
    return len(words) == 1 and _TRADE.search(text) is not None


def _alike(one: Line, other: Line) -> bool:
    near = abs(other.top - one.bottom) < 1.5 * max(one.height, other.height)
    return near and 1 / _LARGER < one.height / other.height < _LARGER


def _tidy(text: str) -> str:
    bare = _REGISTER.sub("", text)
    return str(regex.sub(r"\s+", " ", bare).strip(" :|,;*-–—_'\"~=")) or text
