"""Whether it is about a paper, a number on it, or what the rules want."""

from agent.planner.identifiers import holds_identifier
from agent.sheet import Part


def on_the_pack(part: Part) -> bool:
    """`packet par kya likhna hai`: what has to stand on a pack; nothing is to be written down here."""
    asked = part.has("ask", "needed", "rules") or part.asks
    figures = part.amounts or part.has("units", "entry", "did_sell", "bought", "alerts")
    return part.has("on_pack") and part.has("written") and asked and not figures


def asks_identifier(part: Part) -> bool:
    """A number of a form that nothing else has, or a word for checking one."""
    asked = part.has("identifier") and not part.has("needed")
    return asked or holds_identifier(part.sheet.text)


def judges_paper(part: Part) -> bool:
    """`supplier ka bill sahi hai ya nahi`: a paper of hers; what a bill has to have is a rule."""
    judged = part.has("paper") and part.has("judge") and not part.has("needed", "rules")
    return part.has("document") or judged


def judges_this_paper(part: Part) -> bool:
    """`is invoice me tax sahi hai`: a rule's word in it, and yet the question is of this paper."""
    return part.has("this_paper") and part.has("judge") and not part.has("needed", "if", "able")
