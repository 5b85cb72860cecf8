"""A question whether the shop keeps a thing."""

from typing import Any

from agent.memory import Planned as Call
from agent.memory import Question
from agent.planner.desk import Desk, Plan, category, products_of
from agent.planner.intents import Intent
from haat.core.money import number
from haat.language.lexicon import Mention


def find_products(desk: Desk, intent: Intent) -> Plan:
    del intent
    bare = Call("find_products", {})
    products, question = products_of(desk, "query", bare)
    limits = [a for a in desk.part.amounts if a.role == "limit"]
    base: dict[str, Any] = category(desk.part)
    base |= {"max_price": number(limits[0].value)} if limits else {}
    base |= {"in_stock": True} if desk.part.has("in_stock") else {}
    if question:
        # Several concepts share the word: her own word finds them all.
        words = " ".join(t.text for t in desk.part.sheet.tokens[_span(desk.part.products)])
        return Plan(calls=(Call("find_products", {"query": words} | base),))
    if products:
        queries = _qualified(desk, products)
        return Plan(calls=tuple(Call("find_products", {"query": q} | base) for q in queries))
    if desk.part.unknown:
        return Plan(calls=(Call("find_products", {"query": desk.part.words} | base),))
    if "category" in base:
        return Plan(calls=(Call("find_products", {"query": base["category"]} | base),))
    bare = Call("find_products", base)
    return Plan(question=Question(Call("find_products", base), "slot", "query"))


def _qualified(desk: Desk, products: tuple[str, ...]) -> tuple[str, ...]:
    """`basmati rice` is not any rice: goods with a word that we don't know are looked for by her words."""
    if len(products) != len(desk.part.products):
        return products
    return tuple(
        _with_strange_words(desk, m) or p for m, p in zip(desk.part.products, products, strict=True)
    )


def _with_strange_words(desk: Desk, mention: Mention) -> str | None:
    strange, start, end = set(desk.part.unknown), mention.start, mention.end
    while start - 1 in strange:
        start -= 1
    while end in strange:
        end += 1
    if (start, end) == (mention.start, mention.end):
        return None
    return " ".join(t.text for t in desk.part.sheet.tokens[start:end])


def _span(products: tuple[Mention, ...]) -> slice:
    return slice(products[0].start, products[0].end)
