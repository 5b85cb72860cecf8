"""Which paper is to be checked: one that came with the message, one named by its id, or the latest."""

import re

from agent.memory import Planned as Call
from agent.planner.desk import Desk, Plan
from agent.planner.identifiers import holds_identifier
from agent.planner.intents.intent import Intent
from agent.sheet import Part

LONGEST = 200  # letters
ELSE = 0.5  # the probability from which a question with a paper in it may be another
OTHERS = ("search_rules", "elsewhere", "recommend_products")
WISH = frozenset({"paper", "this_paper", "ask", "have", "is", "polite", "pronoun", "own"})
# Our own ids; else a code of letters and digits, or what stands right after a word such as `document`.
_OURS = re.compile(r"\bdoc(?:ument)?[_-][\w-]+", re.IGNORECASE)
_CODE = re.compile(
    r"\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z][\w/-]{3,}\w\b|\b(?=[\w-]*[a-f])[0-9a-f]{8}(?:-[0-9a-f]{4,12})+\b"
)
_NUMBERED = re.compile(
    r"\b(?:document|doc|file|upload|id|invoice|bill)\s+(?:id|no|number|num)?\.?\s*[:#]?\s*(?P<v>\d{2,}[\w-]*)\b",
    re.IGNORECASE,
)


def writes_paper(part: Part) -> bool:
    """`is bill ka maal chadha do`: the goods of a paper are to be written down, none is named beside it."""
    paper = part.has("paper", "this_paper") or (part.has("document") and part.sheet.document_ids)
    wished = part.has("record", "entry", "adds") or (
        part.has("written") and part.has("bought", "goods_noun")
    )
    told = part.products or part.amounts or part.has("did_sell", "made", "seeks_buyer")
    asked = part.asks or part.has("ask", "judge", "needed", "able", "rules", "if", "undo", "not")
    return bool(paper) and wished and not told and not asked


def seeks_paper(part: Part) -> bool:
    """`mera wo sharma traders ka bill dikhao`: a paper of hers, by whose it is, its goods or its day.

    What a bill has to have is a question of rules, however it is shown.
    """
    past = any(d.start < part.sheet.today for d in part.days)
    shown = part.has("paper") and (past or part.has("ask", "have", "is", "this_paper"))
    least = 2 if part.has("this_paper") else 1  # `is the total in this bill matching` names nobody
    told = bool(len(part.unknown) >= least or part.products or past)
    other = part.has(
        "judge",
        "needed",
        "rules",
        "able",
        "price",
        "record",
        "entry",
        "written",
        "revenue",
        "did_sell",
        "sold_entry",
        "made",
    )
    return shown and told and not (other or part.amounts or _wants_else(part))


def _wants_else(part: Part) -> bool:
    learned = part.wants()
    return any(learned.get(name, 0.0) >= ELSE for name in OTHERS)


def check_document(desk: Desk, intent: Intent) -> Plan:
    """The document that is named or came along; none said leaves it to the latest upload."""
    del intent
    found = document_in(desk.part)
    return Plan(calls=(Call("check_document", {"document_id": found} if found else {}),))


def of_paper(desk: Desk) -> Plan | None:
    """What is to become of a paper, or which one is sought; None where the message is of neither."""
    if writes_paper(desk.part):
        return _recorded(desk)
    return _sought(desk) if seeks_paper(desk.part) else None


def _recorded(desk: Desk) -> Plan:
    """The goods of the paper that is named or came along, else of the latest, as bought."""
    found = document_in(desk.part)
    return Plan(calls=(Call("record_bill", {"document_id": found} if found else {}),))


def _sought(desk: Desk) -> Plan:
    """Her papers by the words that are nothing else, the goods and the days that she said."""
    told: dict[str, str] = {}
    words = _own_words(desk.part)
    if desk.part.products:
        told["product"] = desk.part.products[0].ids[0]
    elif words:
        told["words"] = words[:LONGEST]
    if desk.part.days:
        first = desk.part.days[0]
        told |= {"start": first.start.isoformat(), "end": first.end.isoformat()}
    return Plan(calls=(Call("find_papers", told),))


def _own_words(part: Part) -> str:
    """What names somebody or something: neither a small word nor one of those that say what is wished."""
    wish = {i for s in part.sheet.signals if s.name in WISH for i in range(s.start, s.end)}
    days = {i for d in part.days for i in range(d.start_token, d.end_token)}
    small = part.sheet.hearing.fillers
    kept = (
        part.sheet.tokens[i].key
        for i in range(part.start, part.end)
        if i not in wish | days and part.sheet.tokens[i].key not in small
    )
    return " ".join(kept)


def document_in(part: Part) -> str | None:
    """The id of the document meant in a message, if one is."""
    if part.sheet.document_ids:
        return part.sheet.document_ids[0]
    text = part.sheet.text
    ours = _OURS.search(text)
    if ours:
        return ours[0]
    numbered = _NUMBERED.search(text)
    code = None if holds_identifier(text) else _CODE.search(text)
    return code[0] if code else numbered["v"] if numbered else None
