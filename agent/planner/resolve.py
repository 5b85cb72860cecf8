"""What a message means for what is open: a yes, a no, a correction, or the answer to a question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from agent.memory import Planned, Question
from agent.planner.intents import Intent, counted, intent_of
from agent.planner.slots import Desk, products_of, said_amounts
from agent.sheet import Part
from haat.core.money import number
from haat.language.concepts import concept_of
from haat.language.pack import phrase
from haat.language.places import STATES_IN_SHORT
from haat.language.quantities import find_amounts
from haat.language.tokens import tokenise

Answer = Literal["yes", "no", "changed", "answered"]
GOODS_SLOTS = frozenset({"product", "commodity", "query"})


@dataclass(frozen=True, slots=True)
class Resolution:
    """How the open matter goes on: `calls` are the changed ones or the completed one."""

    answer: Answer
    calls: tuple[Planned, ...] = ()


def resolve(desk: Desk) -> Resolution | None:
    """The resolution of what is open, or None where the message is about something else."""
    if desk.memory.question is not None:
        answered = _answered(desk, desk.memory.question)
        if answered is not None:
            return Resolution("answered", (answered,))
    if desk.memory.pending is not None:
        return _pending(desk, desk.memory.pending.calls)
    return None


def says_only(part: Part, signal: str) -> bool:
    """Whether the part is nothing but this signal and filler words."""
    said = part.has(signal) and not (part.amounts or part.places or part.unknown or part.products)
    return said and intent_of(part) is None


def _pending(desk: Desk, calls: tuple[Planned, ...]) -> Resolution | None:
    part = desk.part
    changed = _corrected(desk, calls)
    if changed is not None:
        return Resolution("changed", changed)
    if says_only(part, "no"):
        return Resolution("no")
    if says_only(part, "yes"):
        return Resolution("yes")
    return None


def _corrected(desk: Desk, calls: tuple[Planned, ...]) -> tuple[Planned, ...] | None:
    """The pending entry with the amount, product or day that this message says instead."""
    if calls[-1].name != "record_entry" or not _may_correct(desk, calls[-1]):
        return None
    products, question = products_of(desk, "product", calls[-1], pointing=False)
    if question:
        return None
    at = next(
        (i for i, c in enumerate(calls) if c.arguments.get("product") in products), len(calls) - 1
    )
    call = calls[at]
    arguments = dict(call.arguments)
    new = said_amounts(desk, desk.part.amounts, arguments.get("product"))
    new.pop("unclear_sum", None)
    new |= {"product": products[0]} if products else {}
    new |= _new_day(desk)
    if not new or all(arguments.get(k) == v for k, v in new.items()):
        return None
    _drop_contradicted(arguments, new)
    return (*calls[:at], Planned(call.name, arguments | new), *calls[at + 1 :])


def _may_correct(desk: Desk, call: Planned) -> bool:
    """Whether the message changes the pending entry rather than telling another one."""
    part = desk.part
    intent = intent_of(part)
    if part.sheet.asks or (intent and intent.name != "record_entry"):
        return False
    if intent and intent.detail and intent.detail != call.arguments.get("kind"):
        return False
    same_goods = not part.products or part.products[0].ids == (call.arguments.get("product"),)
    if intent and intent.detail and not same_goods and counted(part):
        return part.has("correction") and not part.has("also")
    if part.has("correction", "no"):
        return True
    return (bool(part.amounts) or bool(part.days)) and same_goods and not part.unknown


def _new_day(desk: Desk) -> dict[str, Any]:
    day = next((d.start for d in desk.part.days if d.start == d.end), None)
    return {"date": day.isoformat()} if day and day <= desk.part.sheet.today else {}


def _drop_contradicted(arguments: dict[str, Any], new: Mapping[str, Any]) -> None:
    """A new price makes the old sum void, and the other way round; a new quantity keeps the price."""
    if "price" in new:
        arguments.pop("amount", None)
        arguments.pop("price_unit", None)
    if "amount" in new:
        arguments.pop("price", None)
        arguments.pop("price_unit", None)
    if "quantity" in new and "price" in arguments and "amount" in arguments:
        arguments.pop("amount")


def _answered(desk: Desk, question: Question) -> Planned | None:
    chosen = _chosen(desk, question)
    if chosen is not None:
        return _with_choice(question, chosen)
    intent = intent_of(desk.part)
    if intent is not None and not _same_matter(intent, question):
        return None
    return _with_slot(desk, question)


def _same_matter(intent: Intent, question: Question) -> bool:
    return intent.name == question.call.name and question.slot not in GOODS_SLOTS


def _chosen(desk: Desk, question: Question) -> str | None:
    """An option by its value, its label, or its number."""
    text = desk.part.sheet.text.strip()
    words = phrase(text)
    for option in question.options:
        if text == option.value or words in {phrase(option.value), phrase(option.label)}:
            return option.value
    numbers = [a.value for a in desk.part.amounts if a.unit is None]
    alone = len(desk.part.sheet.tokens) == 1 and len(numbers) == 1
    position = int(numbers[0]) if alone else 0
    if (
        alone
        and question.slot not in {"quantity", "price"}
        and 1 <= position <= len(question.options)
    ):
        return question.options[position - 1].value
    return None


def _with_choice(question: Question, value: str) -> Planned:
    arguments = dict(question.call.arguments)
    unclear = arguments.pop("unclear_sum", None)
    if question.slot == "price" and unclear is not None:
        return Planned(question.call.name, arguments | {value: unclear})
    if question.slot == "metric" and value == "price":
        return Planned("market_price", {"commodity": concept_of(arguments["product"])})
    return Planned(question.call.name, arguments | {question.slot: value})


def _with_slot(desk: Desk, question: Question) -> Planned | None:
    found = _slot_value(desk, question)
    if not found:
        return None
    arguments = {k: v for k, v in question.call.arguments.items() if k != "unclear_sum"}
    return Planned(question.call.name, arguments | found)


def _slot_value(desk: Desk, question: Question) -> dict[str, Any]:
    finder = SLOTS.get(question.slot)
    return finder(desk, question) if finder else {}


def _goods(desk: Desk, question: Question) -> dict[str, Any]:
    products, _ = products_of(desk, question.slot, question.call)
    chosen = products[0] if products else ""
    if question.slot == "commodity":
        chosen = concept_of(chosen)
    if question.slot == "query":
        chosen = chosen or desk.part.words
    if not chosen:
        return {}
    said = (
        said_amounts(desk, desk.part.amounts, chosen)
        if question.call.name == "record_entry"
        else {}
    )
    return {question.slot: chosen} | {k: v for k, v in said.items() if k != "unclear_sum"}


def _place(desk: Desk, question: Question) -> dict[str, Any]:
    ids = desk.part.places[0].ids if desk.part.places else ()
    # `the UP one`: the option that lies in the state named
    short = (STATES_IN_SHORT.get(t.key) for t in desk.part.sheet.tokens)
    inside = tuple(f", {i}" for i in (*ids, *filter(None, short)))
    fits = [o.value for o in question.options if o.value in ids or o.value.endswith(inside)]
    offered = fits or list(ids)
    return {"place": offered[0]} if len(offered) == 1 else {}


def _quantity(desk: Desk, question: Question) -> dict[str, Any]:
    said = said_amounts(desk, desk.part.amounts, question.call.arguments.get("product"))
    return {k: v for k, v in said.items() if k in {"quantity", "unit"}}


def _unit(desk: Desk, question: Question) -> dict[str, Any]:
    unit = next((a.unit for a in desk.part.amounts if a.unit), None) or next(
        (
            a.unit
            for a in find_amounts(tokenise(f"1 {desk.part.sheet.text}"), desk.grammar)
            if a.unit
        ),
        None,
    )
    return {question.slot: unit} if unit else {}


def _kind(desk: Desk, question: Question) -> dict[str, Any]:
    del question
    signs = (("sale", ("did_sell", "sold")), ("purchase", ("bought",)))
    return next(({"kind": kind} for kind, names in signs if desk.part.has(*names)), {})


def _money(desk: Desk, question: Question) -> dict[str, Any]:
    del question
    amount = next((a for a in desk.part.amounts if a.kind in {"money", "number"}), None)
    if amount is None:
        return {}
    if amount.role == "total":
        return {"amount": number(amount.value)}
    return {"price": number(amount.value)} | ({"price_unit": amount.per} if amount.per else {})


SLOTS: Mapping[str, Callable[[Desk, Question], dict[str, Any]]] = {
    "product": _goods,
    "commodity": _goods,
    "query": _goods,
    "place": _place,
    "quantity": _quantity,
    "price": _money,
    "unit": _unit,
    "price_unit": _unit,
    "kind": _kind,
}
