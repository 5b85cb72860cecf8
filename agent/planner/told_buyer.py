"""What she tells of a buyer: a new one for her list, and what came of an enquiry."""

import re
from typing import Any

from agent.memory import Planned as Call
from agent.planner.asked_advice import named_buyer, signalled
from agent.planner.desk import Desk, Plan, places_of, products_of
from agent.planner.intents.intent import Intent
from agent.planner.told_sums import said_amounts
from agent.sheet import Part
from haat.core.money import number
from haat.language.hearing import Signal

TERMS = frozenset({"quantity", "unit", "price", "price_unit"})
_TELEPHONE = re.compile(r"(?<!\d)(?:\+?91[\s-]?)?([6-9]\d{4}[\s-]?\d{5})(?!\d)")
LONGEST = 8  # words of a name
WHY = 500  # characters


def register_buyer(desk: Desk, intent: Intent) -> Plan:
    """Somebody for her list; the tool asks for what she did not say, and always for the consent."""
    del intent
    call = Call("register_buyer", _terms(desk))
    places, question = places_of(desk, call)
    if question:
        return Plan(question=question)
    call = Call(call.name, {**call.arguments, **({"place": places[0]} if places else {})})
    goods, question = products_of(desk, "product", call, pointing=False)
    if question:
        return Plan(question=question)
    told: dict[str, Any] = {"product": goods[0]} if goods else {}
    told |= {"others": list(goods[1:])} if goods[1:] else {}
    return Plan(calls=(Call(call.name, {**call.arguments, **told}),))


def note_outcome(desk: Desk, intent: Intent) -> Plan:
    """What came of an enquiry, with her own words for why it came to nothing."""
    del intent
    status = signalled(desk, "outcome")
    buyer = named_buyer(desk) if desk.part.buyers else None
    goods, _ = products_of(desk, "product", Call("note_outcome", {}), pointing=False)
    told: dict[str, Any] = {"status": status} if status else {}
    told |= {"buyer": buyer} if buyer else {}
    told |= {"product": goods[0]} if len(goods) == 1 else {}
    told |= {"why": desk.part.words[:WHY]} if status == "declined" else {}
    return Plan(calls=(Call("note_outcome", told),))


def _terms(desk: Desk) -> dict[str, Any]:
    """The name, the amounts and the telephone number, where she said them."""
    text = desk.part.sheet.text
    amounts = tuple(a for a in desk.part.amounts if not (a.unit is None and a.value >= 10**9))
    said = said_amounts(desk, amounts, None)
    terms = {name: value for name, value in said.items() if name in TERMS}
    loose = said.get("unclear_sum", said.get("amount"))
    if "price" not in terms and loose is not None:
        terms["price"] = number(loose)
    name, telephone = _name(desk.part), _TELEPHONE.search(text)
    terms |= {"name": name} if name else {}
    return terms | ({"contact": "+91" + re.sub(r"\D", "", telephone[1])} if telephone else {})


def _name(part: Part) -> str | None:
    """The words after the wish that are nothing else, from the first that no pack knows or that names somebody."""
    wish = (*_of(part, "new_buyer"), *_of(part, "newly_met"))
    begin = max((s.end for s in wish), default=part.start)
    named = {*part.unknown, *(i for m in part.buyers for i in range(m.start, m.end))}
    spoken = {i for s in part.sheet.signals for i in range(s.start, s.end)}
    spoken |= {i for i, t in enumerate(part.sheet.tokens) if t.key in part.sheet.hearing.fillers}
    taken = {i for m in part.places for i in range(m.start, m.end)}
    taken |= {i for m in part.products for i in range(m.start, m.end)}
    taken |= {i for a in part.amounts for i in range(a.start, a.end)}
    taken |= {i for s in _of(part, "adds") for i in range(s.start, s.end)}
    named |= {*range(part.start, part.end)} - spoken  # what a word of the shop is near to
    start = min((i for i in named - taken if i >= begin), default=None)
    if start is None:
        return None
    tokens, end = part.sheet.tokens, start
    while end < part.end and end not in taken and end - start < LONGEST:
        end += 1
        if tokens[end - 1].stop:
            break
    small = {i for s in _of(part, "place_marks") for i in range(s.start, s.end)}
    while end > start + 1 and end - 1 in small:  # `Gupta Store in`
        end -= 1
    end = max(end, start + 1)
    return part.sheet.text[tokens[start].start : tokens[end - 1].end].strip(" ,;:.") or None


def _of(part: Part, name: str) -> list[Signal]:
    """Where a signal stands in the part."""
    return [s for s in part.sheet.signals if s.name == name and part.start <= s.start < part.end]
