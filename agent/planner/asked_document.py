"""Which paper is to be checked: one that came with the message, one named by its id, or the latest."""

import re

from agent.memory import Planned as Call
from agent.planner.desk import Desk, Plan
from agent.planner.identifiers import holds_identifier
from agent.planner.intents import Intent
from agent.sheet import Part

# Our own ids; else a code of letters and digits, or what stands right after a word such as `document`.
_OURS = re.compile(r"\bdoc(?:ument)?[_-][\w-]+", re.IGNORECASE)
_CODE = re.compile(
    r"\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z][\w/-]{3,}\w\b|\b(?=[\w-]*[a-f])[0-9a-f]{8}(?:-[0-9a-f]{4,12})+\b"
)
_NUMBERED = re.compile(
    r"\b(?:document|doc|file|upload|id|invoice|bill)\s+(?:id|no|number|num)?\.?\s*[:#]?\s*(?P<v>\d{2,}[\w-]*)\b",
    re.IGNORECASE,
)


def check_document(desk: Desk, intent: Intent) -> Plan:
    """The document that is named or came along; none said leaves it to the latest upload."""
    del intent
    found = document_in(desk.part)
    return Plan(calls=(Call("check_document", {"document_id": found} if found else {}),))


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
