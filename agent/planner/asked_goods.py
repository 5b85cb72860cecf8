"""A question whether the shop keeps a thing, or what it keeps at all."""

from typing import Any

from agent.memory import Planned as Call
from agent.memory import Question
from agent.planner.desk import Desk, Plan, category, products_of
from agent.planner.intents.intent import Intent
from haat.core.money import number
from haat.language.concepts import concept_of
from haat.language.lexicon import Mention

FEW = 8  # goods that can be said in one line


def own_goods(desk: Desk, intent: Intent) -> Plan:
    """`what do I have in my shop`: the stock of all; a young shop is also told what is written down."""
    del intent
    stock = (Call("query_kpi", {"metric": "stock_on_hand"}),)
    written = dict.fromkeys(concept_of(sku) for sku in desk.shop.vocabulary.products)
    if not written:
        return Plan(calls=stock, topic="nothing_written")
    if len(written) > FEW:
        return Plan(calls=stock)
    names = ", ".join(map(desk.label, written))
    return Plan(calls=stock, topic="goods_written", words={"product": names})


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
    if (start, end) == (mention.start, mention.end):
        return None
    return " ".join(t.text for t in desk.part.sheet.tokens[start:end])


def _span(products: tuple[Mention, ...]) -> slice:
    return slice(products[0].start, products[0].end)
