"""The name of the shop on a receipt: the legal name among the first lines."""

from collections.abc import Iterator, Sequence
from statistics import median

import regex

from haat.documents.page import Line

I = regex.IGNORECASE  # noqa: E741
FIRST_LINES = 9
_LEGAL = regex.compile(
    r"\bs[do]n\.?\s*\.?\s*b[hn]d\b|\bberhad\b|\bbhd\b|\bp(?:vt|te)\.?\s*ltd\b|\bprivate\s+limited\b|\blimited\b|\bltd\b|\bllp\b|\bplt\b|\binc\b|\bco\.?\s*op|&\s*co\b|&\s*(?:sons|bros)\b|\bs/b\b",
    I,
)
_TRADE = regex.compile(
    r"\b(?:enterprises?|trading|traders?|stores?|mart|super\s*market|retail|restaurants?|restoran|kedai|caf[eé]|bakery|sweets|hotel|"
    r"pharmacy|medicals?|textiles?|bhandar|bhavan|foods?|hardware|stationery|book\s*(?:shop|store)?|provision|kirana|emporium|industries|"
    r"udyog|agencies|motors|services?|station|marketing|holdings?|pasar(?:aya)?|perniagaan|syarikat|house|shop|centre|center|kitchen|"
    r"general|departmental|dairy|sundry|runcit|minimart|grocer(?:y|ies)?|kopitiam|bistro|warung|seafood|cuisine|coffee|kopi|cakes?|confectionery|"
    r"supplies|supply|wholesale|furniture|furnishing|deco|machinery|printing|auto|parts|petrol(?:eum)?|tyres?|clinic|klinik|farmasi|optical|florist|"
    r"laundry|saloon|salon|fashions?|jewellers?|electricals?|electronics)\b",
    I,
)
_ADDRESS = regex.compile(
    r"\b(?:jalan|jln|lorong|lot|taman|tmn|road|rd|street|st|lane|floor|flr|block|blk|persiaran|bandar|selangor|johor|kuala\s*lumpur|penang|"
    r"nagar|marg|chowk|sector|plot|ward|dist|near|opp|opposite|cross|main\s*bazaar|bazaar|village|post|tehsil|pin|shop\s*no)\b|"
    r"\bno\.?\s*\d|^\s*\d+[\s,/-]|\b\d{5,6}\b|\b\d{3}\s\d{3}\b",
    I,
)
_NOT = regex.compile(
    r"\b\d{1,2}/\d{1,2}\b|\b(?:tax|cash|retail|gst|sales?)\s*(?:invoice|bill|memo|receipt|slip|sales?)|\binvoice\b|\binvois\b|\breceipt\b|\bresit\b|\bqty\b|description|guest\s*check|order\s*(?:chit|slip|no)|bil\s*tunai|welcome|selamat|thank|\bre-?print|duplicate|original|\bcopy\b|"
    r"gst(?:in)?\b\s*(?:no|id|reg|:)|\breg(?:istration)?\.?\s*(?:no|:)|\bco(?:mpany)?\.?\s*(?:reg|no)|\broc\b|\btel\b|phone|\bph\b\s*[:.]|\bmob|\bfax\b|\bh/p\b|"
    r"e-?mail|@|www\.|\.com\b|\bdate\b|\btime\b|\bfssai\b|\bcin\b|\bpan\b|cashier|\bcounter\b|served\s*by|salesman|operator|\btable\b|\bbill\s*(?:no|to|#)|customer\s*care|^\W*to\b\s*:|under\s+rule|d\.?l\.?\s*no|"
    r"^\W*bill\W*$|^\W*cash\W*$|^\W*memo\W*$",
    I,
)
# The number of its company or of its tax, as it stands behind the name or under it.
_REGISTER = regex.compile(
    r"[\s\[(]*\b(?:co(?:mpany)?\b\.?\s*(?:reg\w*\.?\s*)?(?:no|number)?|roc\b\.?\s*(?:no)?|(?:business\s*)?reg(?:n|istration)?\b\.?\s*(?:no|number)?|"
    r"uen|ssm|gst\s*(?:reg\w*\.?\s*)?(?:id|no)(?:\s*no)?)[.:#\s]*(?=[\w-]*\d)[\w-]{5,}\W*$"
    r"|\s*[\[(]?\s*\b(?:\d{5,7}\s*-?\s*[A-Z]|\d{12}|[A-Z]{2}\d{7}\s*-\s*[A-Z]|\d{9}[A-Z])\s*[\])]?\s*$"
    r"|\s*[\[(]\s*\d{5,9}\s*[\])]\s*$",
    I,
)
_BRACKETS = regex.compile(r"\([^)]*\)?")
_UNFINISHED = regex.compile(r"(?:&|\band|\bof|\bthe|-)\s*$", I)
_GOES_ON = regex.compile(r"^\W*\(|^\s*&")
_LETTER = regex.compile(r"[\p{L}\p{M}]")
_BUYER = regex.compile(
    r"^\W*(?:bill(?:ed)?|sold|invoice)\s*to\b|^\W*(?:customer|buyer|attn|to)\s*[:.]", I
)
_UNIT = regex.compile(
    r"^\W*\(?\s*(?:a\s+)?(?:unit|division|brand|franchisee?)\s+of\b|^\W*formerly\b", I
)
_FORMS = frozenset(
    (
        "sdn",
        "bhd",
        "berhad",
        "pte",
        "pvt",
        "private",
        "ltd",
        "limited",
        "llp",
        "plt",
        "inc",
        "co",
        "and",
    )
)
_SET_OFF = 1.1  # under a large line
_SCRAWLED = 1.4  # times as high as the usual print
_ALIKE = 1.35  # brackets and accents make a line higher than its neighbour of the same print
_LARGER = 1.22  # of another line's print: it is set off by size


def shop_named(lines: Sequence[Line]) -> tuple[str, Line] | None:
    """The name with the line that it stands in; a name over two lines is joined."""
    head = [line for line in lines[:FIRST_LINES] if _LETTER.search(line.text)]
    able = [line for line in head if _may_be(line)]
    if not able:
        return None
    usual = sorted(line.height for line in head)[len(head) // 2]
    address = next((i for i, line in enumerate(head) if _is_address(line.text)), len(head))
    above = {id(line) for line in head[:address]}
    odd = {id(line) for line in _scrawled(head, usual)}
    best = max(
        enumerate(able),
        key=lambda e: (
            _weight(e[1], e[0], usual) - 2.5 * (id(e[1]) not in above) - 4.0 * (id(e[1]) in odd)
        ),
    )[1]
    fuller = next((line for line in able if _spells_out(line.text, best.text)), None)
    return (_tidy(fuller.text), fuller) if fuller else _joined(best, lines, usual)


def _scrawled(head: Sequence[Line], usual: float) -> Iterator[Line]:
    """What somebody wrote above: much larger, and in line with nothing that is printed."""
    first = head[:5]
    middle = median((line.x0 + line.x1) / 2 for line in first)
    left = median(line.x0 for line in first)
    for line in head[:2]:
        aside = abs((line.x0 + line.x1) / 2 - middle) > 2 * usual and abs(line.x0 - left) > usual
        if aside and line.height > _SCRAWLED * usual:
            yield line


def _is_address(text: str) -> bool:
    """Whether the name is over: an address, or how to reach the shop."""
    open_text = _BRACKETS.sub(" ", text)  # `Sri Murni (Jalan Ipoh)` names its branch
    said = _ADDRESS.search(open_text) or regex.search(r"\btel\b|phone|\bfax\b", text, I)
    return said is not None and _LEGAL.search(text) is None and len(_unregistered(text)) > 5


def _unregistered(text: str) -> str:
    """The text without the number of the company at its end."""
    return str(_REGISTER.sub("", text))


def _spells_out(full: str, brand: str) -> bool:
    """Whether a line is the name of which the brand is the beginning."""
    bare = regex.sub(r"\W+", "", _unregistered(brand).lower())
    whole = _unregistered(full)
    longer = len(whole) > len(_unregistered(brand)) + 2
    return longer and regex.sub(r"\W+", "", whole.lower()).startswith(bare)


def _may_be(line: Line) -> bool:
    text = _unregistered(line.text)
    letters = len(_LETTER.findall(text))
    if _UNIT.search(text) or _BUYER.search(text) or (_NOT.search(text) and not _LEGAL.search(text)):
        return False
    return letters >= 3 and letters >= 0.45 * len(text.replace(" ", ""))


def _weight(line: Line, place: int, usual: float) -> float:
    """How much speaks for a line being the name: legal form, trade, size, and being first."""
    text = _unregistered(line.text)
    by_hand = text == text.lower()  # nearly all tills print names in capitals
    weight = -0.7 * place
    weight += 5.0 if _LEGAL.search(text) else 0.0
    weight += 1.5 if _TRADE.search(text) else 0.0
    weight += 1.5 if line.height > _LARGER * usual and not by_hand else 0.0
    weight += 1.0 if text != line.text.strip() else 0.0
    weight -= 4.0 if _ADDRESS.search(_BRACKETS.sub(" ", text)) and not _LEGAL.search(text) else 0.0
    weight -= 3.0 if by_hand else 0.0
    weight -= 1.5 if len(_LETTER.findall(text)) < 5 else 0.0
    return weight - 3.0 * (line.sure < 0.6)


def _joined(best: Line, lines: Sequence[Line], usual: float) -> tuple[str, Line]:
    """The line with what of its name stands under it or above it."""
    at = next(i for i, line in enumerate(lines) if line is best)
    parts = [best]
    below = lines[at + 1] if at + 1 < len(lines) else None
    over = lines[at - 1] if at else None
    if below and not _ends(best.text) and _one_name(best, below, usual):
        parts.append(below)
    elif over and _may_be(over) and not _ends(over.text) and _one_name(over, best, usual):
        parts.insert(0, over)
    words = tuple(word for part in parts for word in part.words)
    return _tidy(" ".join(_tidy(part.text) for part in parts)), Line(words, best.em)


def _ends(text: str) -> bool:
    """Whether nothing of the name can follow: its legal form or the company's number stands there."""
    return _LEGAL.search(text) is not None or _unregistered(text) != text


def _one_name(first: Line, second: Line, usual: float) -> bool:
    """Whether two lines of like print are one name: the second is no name alone, or both are set off."""
    by_hand = first.text.islower() != second.text.islower()
    form = _LEGAL.fullmatch(second.text.strip(" .")) is not None  # `S/B`, `& CO` alone
    able = form or (_may_be(second) and not by_hand and not _is_address(second.text))
    if not (able and _alike(first, second)):
        return False
    large = first.height > _LARGER * usual and second.height > _SET_OFF * usual
    open_ended = _UNFINISHED.search(first.text) or _GOES_ON.search(second.text)
    return large or form or open_ended is not None or _is_rest(second.text)


def _is_rest(text: str) -> bool:
    """Whether it is a legal form or words of trade, with at most one other word before."""
    words = regex.findall(r"[\p{L}\p{M}]{2,}", _BRACKETS.sub(" ", _unregistered(text)))
    legal = _LEGAL.search(text)
    trade = [w for w in words if _TRADE.fullmatch(w)]
    own = [w for w in words if w not in trade and w.lower() not in _FORMS]
    if legal:
        return len(own) <= (2 if trade else 1)
    return not own and bool(words)


def _alike(one: Line, other: Line) -> bool:
    near = abs(other.top - one.bottom) < 1.5 * max(one.height, other.height)
    return near and 1 / _ALIKE < one.height / other.height < _ALIKE


def _tidy(text: str) -> str:
    bare = _unregistered(text)
    return str(regex.sub(r"\s+", " ", bare).strip(" :|,;*-–—_'\"~=")) or text
