"""An entry that is told: what was sold, bought or counted, line by line."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from agent.memory import Planned as Call
from agent.memory import Question
from agent.planner.desk import Desk, Plan, about, nearly_named, products_of, the_day
from agent.planner.intents.intent import TALK, Intent
from agent.planner.told_sums import is_rupees, said_amounts
from agent.sheet import Part
from haat.core.message import Option
from haat.language.quantities import Amount, find_amounts
from haat.language.tokens import tokenise
from haat.language.transliterate import latin

NO_NAMES = ("yes", "no", "not", "polite", "correction", "pronoun", "also", "record", "speak", *TALK)


def record_entry(desk: Desk, intent: Intent) -> Plan:
    bare: dict[str, Any] = {"kind": intent.detail} if intent.detail else {}
    when = the_day(desk.part)
    bare |= {"date": when.isoformat()} if when else {}
    products, question = products_of(desk, "product", Call("record_entry", bare))
    if question:
        said = said_amounts(desk, desk.part.amounts, None)
        return Plan(question=about(question, bare | said))
    if not products:
        return _entry_of_what(desk, intent, bare | said_amounts(desk, desk.part.amounts, None))
    calls = tuple(Call("record_entry", bare | line) for line in _lines(desk, products))
    if not intent.detail:
        return Plan(question=_which_kind(calls[0]))
    unclear = next(((c, q) for c in calls if (q := _unclear_sum(c))), None)
    if unclear is None:
        return Plan(calls=calls)
    call, asked = unclear
    return Plan(question=replace(asked, rest=tuple(c for c in calls if c is not call)))


def _entry_of_what(desk: Desk, intent: Intent, arguments: Mapping[str, Any]) -> Plan:
    if desk.part.unknown:
        return _new_goods(desk, arguments)
    call = Call("record_entry", arguments)
    return Plan(question=Question(call, "slot", "product") if intent.detail else _which_kind(call))


def named_as_new(desk: Desk, question: Question) -> Plan | None:
    """The answer to `which product?` that no lexicon knows: `chaniya choli`."""
    named = _as_a_name(desk.part)
    if not named.unknown or _is_unit(desk):
        return None
    said = said_amounts(desk, named.amounts, None)
    made = _new_goods(replace(desk, part=named), {**question.call.arguments, **said})
    asked = made.question and replace(made.question, rest=question.rest)
    return replace(made, question=asked)


def _is_unit(desk: Desk) -> bool:
    """`piece`: no name of goods."""
    counted = find_amounts(tokenise(f"1 {desk.part.sheet.text}"), desk.grammar)
    return any(a.unit for a in counted)


def _as_a_name(part: Part) -> Part:
    """The message as a name; a word with a use of its own may be one too: a rakhi, a diya."""
    if part.unknown or part.has(*NO_NAMES) or not part.signals:
        return part
    words = (i for i in range(part.start, part.end) if part.sheet.tokens[i].key[:1].isalpha())
    return replace(part, unknown=tuple(words))


def _new_goods(desk: Desk, arguments: Mapping[str, Any]) -> Plan:
    """Goods we don't know may be new in the shop: what is nearly meant is offered, and her own word."""
    words = [desk.part.sheet.tokens[i].key for i in desk.part.unknown][:3]
    name = "_".join(latin(w) for w in words)
    near = nearly_named(desk)[:2]
    options = tuple(Option(desk.label(i), i) for i in near)
    if name.isascii() and name.replace("_", "").isalnum() and name[0].isalpha() and len(name) > 2:
        options += (Option("new_goods_option", name),)
    kind = "choice" if options else "slot"
    question = Question(Call("record_entry", arguments), kind, "product", options)
    return Plan(question=question, topic="unknown_thing", words={"thing": desk.part.words})


def _which_kind(call: Call) -> Question:
    options = (Option("kind_sale", "sale"), Option("kind_purchase", "purchase"))
    return Question(call, "slot", "kind", options)


def _lines(desk: Desk, products: tuple[str, ...]) -> list[dict[str, Any]]:
    """One line for each product: `5 kilo aloo aur 3 kilo pyaz` are two."""
    if len(products) <= 1:
        return [{"product": p} | said_amounts(desk, desk.part.amounts, p) for p in products]
    amounts = [a for a in desk.part.amounts if not a.pack]
    starts = _line_starts(desk.part, amounts)
    spans = zip(products, starts, [*starts[1:], desk.part.end], strict=False)
    lines = ((p, tuple(a for a in amounts if s <= a.start and a.end <= e)) for p, s, e in spans)
    return [{"product": p} | said_amounts(desk, own, p) for p, own in lines]


def _line_starts(part: Part, amounts: list[Amount]) -> list[int]:
    """Where each line begins: at its goods, or at the amount where amounts stand before goods."""
    ahead = [a for a in amounts if a.start < part.products[0].start]
    money_first = bool(ahead) and is_rupees(ahead[0])
    starts = [part.start if ahead else part.products[0].start]
    for before, mention in pairwise(part.products):
        own = [a.start for a in amounts if before.end <= a.start < mention.start]
        goods = [a.start for a in amounts if a.start in own and not is_rupees(a)]
        first = own[:1] if money_first else goods[-1:]
        starts.append(first[0] if ahead and first else mention.start)
    return starts


def _unclear_sum(call: Call) -> Question | None:
    """Rupees that may be the price of one or the sum of all are asked about."""
    value = call.arguments.get("unclear_sum")
    if value is None:
        return None
    arguments = {k: v for k, v in call.arguments.items() if k != "unclear_sum"}
    options = (Option("per_unit_option", "price"), Option("total_option", "amount"))
    return Question(Call(call.name, arguments | {"unclear_sum": value}), "choice", "price", options)
