"""What a part of a message says at all, whatever it is about."""

from agent.planner.intents.intent import TALK
from agent.sheet import Part

SENTENCE = 4  # words


def asks(part: Part) -> bool:
    """A question, not a statement."""
    return part.asks or part.has("ask")


def is_sentence(part: Part) -> bool:
    """A whole sentence with no goods and no amount in it: no answer to a question for one thing.

    A name, however long, is mostly words that we don't know.
    """
    length = part.end - part.start
    if length < SENTENCE or part.products or part.places or part.amounts:
        return False
    return len(part.unknown) * 2 <= length


def counted(part: Part) -> bool:
    """An amount of goods: `5 kilo`, or a bare number."""
    return any(a.kind in {"quantity", "number"} and not a.pack for a in part.amounts)


def named(part: Part) -> bool:
    """Goods are named."""
    return bool(part.products)


def money(part: Part) -> bool:
    """An amount of money is."""
    return any(a.kind == "money" for a in part.amounts)


def how_much(part: Part) -> bool:
    """`kitna becha` asks; `kya` or `batao` beside an amount of goods does not make it a question."""
    return part.asks or (part.has("ask") and part.has("units"))


def states(part: Part) -> bool:
    """It tells an amount of goods."""
    return counted(part) and not how_much(part)


def past_days(part: Part) -> bool:
    """A day is named that has passed."""
    return any(d.start < part.sheet.today for d in part.days)


def of_all(part: Part) -> bool:
    """Neither of named goods nor of a period but now: of these one asks for a figure."""
    today = part.sheet.today
    return not part.products and all(d.start == d.end == today for d in part.days)


def everything(part: Part) -> bool:
    """`what do I have in my shop`: all goods, where none is named and nothing else is asked of them."""
    if part.products or part.unknown or part.places or part.amounts or part.days:
        return False
    if part.has(*TALK, "able", "speak", "record", "correction"):
        return False
    there = part.has("ask", "is", "have", "keep")
    if part.has("keep") and part.has("have"):
        return True
    return part.has("own_goods") or (part.has("own", "goods_noun") and there)
