"""What a tenant's own writings say, as a row and a citation beside the facts that ship."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from haat.core.errors import Conflict
from haat.core.finding import Row, Source
from haat.core.message import Citation
from tools.context import ToolContext

BUSY = "own_texts_busy"  # they are being indexed right now


@dataclass(frozen=True, slots=True)
class OwnText:
    """Sentences of a writing, word for word."""

    row: Row
    source: Source
    citation: Citation


def own_text(context: ToolContext, question: str) -> OwnText | str | None:
    """What answers, in force on the day; None where nothing does, a note where it can't be told now."""
    try:
        answer = context.own_texts(context.actor.tenant_id, question)
    except Conflict:
        return BUSY
    if answer is None or answer.refused:
        return None
    (cited,), told = answer.citations, answer.passages[0].payload
    begins, ends = _day(told.get("valid_from")), _day(told.get("valid_to"))
    if (begins and begins > context.today) or (ends and ends < context.today):
        return None
    as_of = _day(told.get("as_of")) or _day(told.get("taken"))
    row = {
        "fact": cited.id,
        "text": cited.quote,
        "certainty": "own",
        "valid_from": begins,
        "valid_to": ends,
        "title": cited.title,
        "as_of": as_of,
        "locator": ", ".join(filter(None, (cited.source, cited.locator))),
    }
    return OwnText(row, Source(cited.source, "own", as_of), cited)


def _day(told: Any) -> date | None:
    """A day as a file tells it; None where it is none that is read."""
    try:
        return date.fromisoformat(str(told))
    except ValueError:
        return None
