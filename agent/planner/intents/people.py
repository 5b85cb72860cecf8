"""Whether it is about buyers, or about her own group."""

from agent.planner.heads import heads
from agent.planner.identifiers import buyer_id
from agent.planner.intents.said import counted, named
from agent.sheet import Part


def seeks_buyer(part: Part) -> bool:
    """`60 bags are made, who will take them`: a question for buyers, however the goods are told."""
    other = part.has("did_sell", "bought", "record", "rules", "orders", "contact", "price_advice")
    return part.has("seeks_buyer") and not other


def adds_buyer(part: Part) -> bool:
    """`naya kharidar jodo: Gupta Store, Patna`: somebody for her own list."""
    met = part.has("newly_met") and (part.has("adds") or _with_a_colon(part, "newly_met"))
    return (part.has("new_buyer") or met) and not part.asks


def _with_a_colon(part: Part, signal: str) -> bool:
    """`naya kharidar: …`."""
    ends = (s.end for s in part.sheet.signals if s.name == signal)
    text = part.sheet.text
    return any(text[part.sheet.tokens[end - 1].end :].lstrip().startswith(":") for end in ends)


def tells_of_group(part: Part) -> bool:
    """`hamare samuh mein 12 didi hain, achar banate hain`: what her own group is and makes, or has become."""
    if _asks_besides(part, "ours") or part.has("did_sell", "bought", "seeks_buyer", "kind:scheme"):
        return False
    people = heads(part) is not None
    goods = part.has("group_makes") and (named(part) or counted(part))
    hers = part.has("group_noun") and part.has("ours", "now_we")
    become = part.has("now_we") and people and not named(part)
    grown = part.has("ours", "now_we") and part.has("group_members") and people and not named(part)
    registers = part.has("group_noun") and part.has("adds") and not part.has("newly_met")
    told = hers and (goods or (part.has("group_members") and people))
    return told or become or grown or registers or (part.has("now_we") and goods)


def _asks_besides(part: Part, name: str) -> bool:
    """Whether it asks by another word than these: Tamil `enga` is `where` and `our`."""
    spans = [(s.start, s.end) for s in part.sheet.signals if s.name == name]
    words = (s for s in part.sheet.signals if s.name == "ask" and part.start <= s.start < part.end)
    return part.asks or any(not any(a <= s.start < b for a, b in spans) for s in words)


def asks_telephone(part: Part) -> bool:
    """`b113 ka phone number do`: a buyer's number, which is given to nobody; not one that she tells."""
    somebody = bool(part.buyers) or part.has("buyers", "party") or buyer_id(part.sheet.text)
    told = part.has("new_buyer", "newly_met", "adds", "group_noun", "rules", "paper")
    return part.has("telephone") and bool(somebody) and not told


def tells_outcome(part: Part) -> bool:
    """`kharidar ne order de diya`: what came of an enquiry, told in her own words."""
    known = bool(part.buyers) or buyer_id(part.sheet.text) is not None
    somebody = part.has("party", "buyers") or known
    return part.has("came_of") and somebody and not part.has("ask") and not part.asks


def writes_to(part: Part) -> bool:
    """A buyer's name with goods or an amount, a word for writing, or nothing: she was asked whom to write to."""
    traded = part.has("did_sell", "sold_entry", "bought", "came_of", "orders")
    wanted = part.has("contact", "record") or bool(part.products or part.amounts)
    return bool(part.buyers) and not traded and (wanted or not part.has("ask"))
