"""What a message means for what is open: a yes, a no, a correction, or the answer to a question."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from agent.memory import Planned, Question
from agent.planner import told_group
from agent.planner.asked_document import document_in
from agent.planner.decide import CERTAIN, intent_of
from agent.planner.desk import Desk, products_of
from agent.planner.intents.intent import Intent
from agent.planner.intents.rules import rule_of
from agent.planner.intents.said import counted, is_sentence
from agent.planner.told_sums import said_amounts
from agent.sheet import Part
from haat.core.money import number
from haat.language.concepts import concept_of
from haat.language.phrases import phrase
from haat.language.places import STATES_IN_SHORT
from haat.language.quantities import find_amounts
from haat.language.tokens import tokenise
from haat.language.units import price_unit

Answer = Literal["yes", "no", "changed", "answered"]
NAME = 200  # characters
GOODS_SLOTS = frozenset({"product", "commodity", "query"})
GOODS_ASKED = GOODS_SLOTS | {"sells"}
OFFERED = frozenset({"quantity", "unit", "price", "price_unit"})  # what an enquiry says of goods
# The signals that choose a value where nothing else is said: `munafa`, `kul`.
CHOSEN_BY: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "metric": {
        "price": ("price",),
        "margin": ("margin",),
        "stock_on_hand": ("stock",),
        "revenue": ("revenue", "sold"),
    },
    "price": {"amount": ("all_products",), "price": ("each",)},
    "kind": {
        "price_anomaly": ("price", "dear", "cheap"),
        "demand_spike": ("sold", "did_sell", "revenue", "alert:demand_spike"),
        "stockout_risk": ("stock", "alert:stockout_risk"),
        "compliance_failure": ("rules", "alert:compliance_failure"),
    },
    "agreed": {"yes": ("yes",), "no": ("no", "not")},
    "status": {
        "paid": ("outcome:paid",),
        "ordered": ("outcome:ordered",),
        "declined": ("outcome:declined",),
    },
    "direction": {
        "above": ("above", "rises", "dear"),
        "below": ("falls", "cheap"),
    },
}


@dataclass(frozen=True, slots=True)
class Resolution:
    """How the open matter goes on: `calls` are the changed ones or the completed one."""

    answer: Answer
    calls: tuple[Planned, ...] = ()


def resolve(desk: Desk) -> Resolution | None:
    """The resolution of what is open, or None where the message is about something else."""
    question, pending = desk.memory.question, desk.memory.pending
    if question is not None:
        answered = _answered(desk, question)
        if answered is not None:
            return Resolution("answered", (answered, *question.rest))
        if pending is None and says_only(desk.part, "no"):
            return Resolution("no")
    if pending is None:
        return None
    found = _pending(desk, pending.calls)
    if question is not None and found is not None and found.answer in {"yes", "no"}:
        # Another question stood in between: which of the two is meant is not guessed.
        return Resolution("changed", pending.calls)
    return found


def says_only(part: Part, signal: str) -> bool:
    """Whether the part is nothing but this signal and words of politeness."""
    if part.amounts or part.places or part.unknown or part.products:
        return False
    every = _covered(part, {signal, "polite"})
    return part.has(signal) and (every or (signal == "no" and intent_of(part, CERTAIN) is None))


def _covered(part: Part, names: Collection[str]) -> bool:
    """Whether every word belongs to one of these signals."""
    spans = [s for s in part.sheet.signals if s.name in names]
    covered = {i for s in spans for i in range(s.start, s.end)}
    return all(i in covered for i in range(part.start, part.end))


def _to_be_written(part: Part, calls: tuple[Planned, ...]) -> bool:
    """`yes, write it`, of an entry that waits: an order to write that names nothing else."""
    if calls[-1].name != "record_entry" or part.asks or part.has("no", "correction"):
        return False
    return part.has("yes") and part.has("record") and _covered(part, {"yes", "polite", "record"})


def _pending(desk: Desk, calls: tuple[Planned, ...]) -> Resolution | None:
    part = desk.part
    if says_only(part, "no"):
        return Resolution("no")
    if not part.has("not") and (says_only(part, "yes") or _to_be_written(part, calls)):
        return Resolution("yes")
    numbered = _numbered(part, 2)
    if numbered is not None and calls[-1].name == "record_entry":
        return Resolution("yes" if numbered == 0 else "no")
    changed = _corrected(desk, calls)
    return None if changed is None else Resolution("changed", changed)


def _numbered(part: Part, most: int) -> int | None:
    """The option that a bare number names, counted from zero."""
    tokens = part.sheet.tokens
    if len(tokens) != 1 or not tokens[0].key.isdigit():
        return None
    position = int(tokens[0].key)
    return position - 1 if 1 <= position <= most else None


def _corrected(desk: Desk, calls: tuple[Planned, ...]) -> tuple[Planned, ...] | None:
    """The pending change with the amount, product, kind or day that this message says instead."""
    if not _may_correct(desk, calls[-1]):
        return None
    if calls[-1].name != "record_entry":
        return _with_other_sums(desk, calls)
    products, question = products_of(desk, "product", calls[-1], pointing=False)
    if question:
        return None
    at = next(
        (i for i, c in enumerate(calls) if c.arguments.get("product") in products), len(calls) - 1
    )
    call = calls[at]
    arguments = dict(call.arguments)
    new = _new_sums(desk, arguments) | _new_kind(desk, arguments)
    # `not sugar, jaggery`: the goods that stand there already are the wrong ones.
    instead = [p for p in products if p != arguments.get("product")] or list(products)
    new |= {"product": instead[0]} if instead else {}
    new |= _new_day(desk)
    if not new or all(arguments.get(k) == v for k, v in new.items()):
        return None
    _drop_contradicted(arguments, new)
    return (*calls[:at], Planned(call.name, arguments | new), *calls[at + 1 :])


def _with_other_sums(desk: Desk, calls: tuple[Planned, ...]) -> tuple[Planned, ...] | None:
    """`no, 45`: the alert at that limit, the enquiry for that amount or price."""
    *before, call = calls
    if call.name == "set_alert":
        new = _limit(desk, None)
    elif call.name in {"contact_buyer", "register_buyer"}:
        said = said_amounts(desk, desk.part.amounts, call.arguments.get("product"))
        new = {k: v for k, v in said.items() if k in OFFERED}
    elif call.name == told_group.TOOL:
        new = _other_sums_of_group(desk, call.arguments)
    else:
        return None
    if all(call.arguments.get(k) == v for k, v in new.items()):
        return None
    return (*before, Planned(call.name, {**call.arguments, **new}))


def _other_sums_of_group(desk: Desk, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """`no, 15`, where so many of them were told; `no, 60 kilo`, where so much was."""
    people = told_group.how_many(desk.part) if "members" in arguments else {}
    return people | told_group.how_much(desk.part)


def _new_sums(desk: Desk, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """New amounts; an unmarked sum takes the place of what was said before, price or total."""
    new = said_amounts(desk, desk.part.amounts, arguments.get("product"))
    unmarked = new.pop("unclear_sum", None)
    if "quantity" not in new and "amount" in new and "price" in arguments:
        marked = any(a.role == "total" for a in desk.part.amounts)
        unmarked = unmarked if marked else new.pop("amount")
    if unmarked is not None:
        new["amount" if "amount" in arguments else "price"] = unmarked
    if desk.part.has("price") and set(new) == {"quantity"}:
        return {"price": new["quantity"]}  # `bhav 47 tha`
    return new


def _new_kind(desk: Desk, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """`I bought it, not sold`: with both verbs said, the other kind is meant."""
    told = {"sale": desk.part.has("did_sell"), "purchase": desk.part.has("bought")}
    kind = arguments.get("kind")
    others = [k for k, said in told.items() if said and k != kind]
    return {"kind": others[0]} if kind in told and others else {}


def _may_correct(desk: Desk, call: Planned) -> bool:
    """Whether the message changes the pending entry rather than telling or asking another thing."""
    part = desk.part
    intent = intent_of(part, CERTAIN)
    if part.asks:
        return False
    corrects = part.has("correction", "no")
    if intent and intent.name != call.name:
        return call.name == "record_entry" and _restates(part, intent)
    same_goods = not part.products or part.products[0].ids == (call.arguments.get("product"),)
    kind = rule_of(part)  # what was learned of `7 kg at 31` tells no kind against what was said
    if intent and kind and kind.detail and kind.detail != call.arguments.get("kind"):
        return corrects and not part.products and not part.amounts
    if intent and intent.detail and not same_goods and counted(part):
        return corrects and not part.has("also")
    if corrects:
        return True
    return (bool(part.amounts) or bool(part.days)) and same_goods and not part.unknown


def _restates(part: Part, intent: Intent) -> bool:
    """`bhav 47 tha`, `parson ki bikri thi`: a statement that names a sum or a day, no question."""
    if part.products or part.has("ask", "units") or part.places:
        return False
    if intent.name == "market_price":
        return bool(part.amounts)
    return intent.name == "query_kpi" and bool(part.days) and part.sheet.tense == "past"


def _new_day(desk: Desk) -> dict[str, Any]:
    day = next((d.start for d in desk.part.days if d.start == d.end), None)
    return {"date": day.isoformat()} if day else {}


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
    exact = _by_id(desk, question)
    if exact is not None:
        return _with_choice(question, exact)
    chosen = None if _measured(desk, question) else _chosen(desk, question)
    if chosen is not None:
        return _with_choice(question, chosen)
    intent = intent_of(desk.part, CERTAIN)
    answers = _same_matter(intent, question) if intent else True
    if not (answers or _only_goods(desk, question) or _tells_goods(desk, question)):
        return None
    return _with_slot(desk, question)


def _by_id(desk: Desk, question: Question) -> str | None:
    """The id of goods, as a tap sends it: `wheat_flour.5kg`."""
    text = desk.part.sheet.text.strip()
    if question.slot not in GOODS_SLOTS or not desk.shop.vocabulary.knows(text):
        return None
    return concept_of(text) if question.slot == "commodity" else text


def _only_goods(desk: Desk, question: Question) -> bool:
    """A name of goods and nothing else, though a word of it has another use (`ganna`)."""
    part = desk.part
    named = sum(m.end - m.start for m in part.products)
    return question.slot in GOODS_ASKED and named == part.end - part.start


def _measured(desk: Desk, question: Question) -> bool:
    """`2 kilo` where the unit is asked: an amount as well, not the second unit."""
    return question.slot == "unit" and any(a.unit for a in desk.part.amounts)


def _tells_goods(desk: Desk, question: Question) -> bool:
    """`I sell flour, rice and soap`, where that was asked; an amount or a question is another matter."""
    part = desk.part
    return question.slot == "sells" and bool(part.products) and not (part.amounts or part.asks)


def _same_matter(intent: Intent, question: Question) -> bool:
    return intent.name == question.call.name and question.slot not in GOODS_ASKED


def _chosen(desk: Desk, question: Question) -> str | None:
    """An option by its value, its label, its number, or a word that stands for it."""
    text = desk.part.sheet.text.strip()
    words = phrase(text)
    for option in question.options:
        if text == option.value or words in {phrase(option.value), phrase(option.label)}:
            return option.value
    numbered = question.kind == "choice" or question.slot not in {"quantity", "price"}
    position = _numbered(desk.part, len(question.options)) if numbered else None
    if position is None:
        position = _ordinal(desk.part, len(question.options))
    if position is not None:
        return question.options[position].value
    if len(question.options) == 1 and says_only(desk.part, "yes"):
        return question.options[0].value
    return _by_word(desk.part, question) or _by_label(desk, question)


def _ordinal(part: Part, most: int) -> int | None:
    """`the second one`."""
    named = next((i for i, n in enumerate(("first", "second", "third")) if part.has(n)), None)
    return named if named is not None and named < most else None


def _by_label(desk: Desk, question: Question) -> str | None:
    """The one option whose label has a word of the message that no other label has: `lal wali`."""
    said = {t.key for t in desk.part.sheet.tokens}
    labels = [set(phrase(f"{o.label} {o.value}".replace("_", " "))) for o in question.options]
    counts = [
        len(label & said - set().union(*(x for x in labels if x is not label))) for label in labels
    ]
    best = [i for i, n in enumerate(counts) if n and n == max(counts)]
    return question.options[best[0]].value if len(best) == 1 else None


def _by_word(part: Part, question: Question) -> str | None:
    if part.products or part.places or part.amounts or part.days or part.unknown:
        return None
    offered = {o.value for o in question.options}
    words = CHOSEN_BY.get(question.slot, {})
    return next((v for v, names in words.items() if v in offered and part.has(*names)), None)


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
    if question.slot == "query" and not is_sentence(desk.part):
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
    if _measured(desk, question):
        return _quantity(desk, question)
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
    signs = (("sale", ("did_sell", "sold")), ("purchase", ("bought",)))
    kind = next((kind for kind, names in signs if desk.part.has(*names)), None)
    if kind is None or "product" in question.call.arguments:
        return {"kind": kind} if kind else {}
    return {"kind": kind} | _goods(desk, Question(question.call, "slot", "product"))


def _money(desk: Desk, question: Question) -> dict[str, Any]:
    amount = next((a for a in desk.part.amounts if a.kind in {"money", "number"}), None)
    if amount is None:
        return {}
    if amount.role == "total":
        return {"amount": number(amount.value)}
    unit = question.call.arguments.get("unit")
    asked = price_unit(unit) if unit else None
    per = amount.per or (asked if asked != unit else None)
    return {"price": number(amount.value)} | ({"price_unit": per} if per else {})


def _limit(desk: Desk, question: Question | None) -> dict[str, Any]:
    """`40 rupaye kilo`, `20 kilo`: the limit of an alert."""
    del question
    mark = next((a for a in desk.part.amounts), None)
    if mark is None:
        return {}
    unit = mark.per or mark.unit
    return {"threshold": number(mark.value)} | ({"unit": unit} if unit else {})


def _cost(desk: Desk, question: Question) -> dict[str, Any]:
    said = _money(desk, question)
    cost = said.pop("price", None)
    return {} if cost is None else {"unit_cost": cost} | said


def _buyer(desk: Desk, question: Question) -> dict[str, Any]:
    """A buyer that is not among those offered, by the name as written."""
    del question
    named = desk.part.unknown and not is_sentence(desk.part)
    return {"buyer": desk.part.sheet.text.strip()} if named else {}


def _name(desk: Desk, question: Question) -> dict[str, Any]:
    """A name in her own words, whatever they mean elsewhere."""
    del question
    part = desk.part
    answers = says_only(part, "yes") or says_only(part, "no")
    return {} if answers or is_sentence(part) else {"name": part.sheet.text.strip()[:NAME]}


def _members(desk: Desk, question: Question) -> dict[str, Any]:
    del question
    return told_group.how_many(desk.part)


def _document(desk: Desk, question: Question) -> dict[str, Any]:
    del question
    found = document_in(desk.part)
    return {"document_id": found} if found else {}


def _sold_here(desk: Desk, question: Question) -> dict[str, Any]:
    """`aata, chawal aur sabun`: all goods that are named; of a word for several the first that fits."""
    del question
    named = dict.fromkeys(mention.ids[0] for mention in desk.part.products)
    return {"sells": list(named)} if named else {}


SLOTS: Mapping[str, Callable[[Desk, Question], dict[str, Any]]] = {
    "product": _goods,
    "commodity": _goods,
    "query": _goods,
    "place": _place,
    "quantity": _quantity,
    "price": _money,
    "unit_cost": _cost,
    "threshold": _limit,
    "buyer": _buyer,
    "unit": _unit,
    "price_unit": _unit,
    "kind": _kind,
    "document_id": _document,
    "name": _name,
    "members": _members,
    "sells": _sold_here,
}
