"""Fill a tool's arguments from what was recognised; what was not said stays absent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from math import log
from typing import Any

from agent.memory import Memory, Question
from agent.memory import Planned as Call
from agent.planner.intents import Intent, changes_price
from agent.sheet import Part, Shop, ShopStore
from agent.understand import KIND_WORDS
from haat.core.message import Option
from haat.core.money import number
from haat.language.concepts import concept_of
from haat.language.dates import When
from haat.language.grammar import Grammar
from haat.language.lexicon import Mention
from haat.language.quantities import Amount, find_amounts
from haat.language.tokens import tokenise
from haat.language.transliterate import latin
from haat.language.units import conversion, pack_content

NEVER_AT_A_MANDI = frozenset({"fmcg", "shg_food", "shg_craft", "household", "personal_care"})
PLAINLY = log(
    2
)  # an unmarked sum is the price of one unit where it is within a factor of two of the known price
NOW_METRICS = frozenset({"stock_on_hand"})  # these have no period
WHOLE_SHOP = frozenset(
    {"top_products", "slow_products", "stockout_rate", "inventory_turns", "forecast_accuracy"}
)
RANKINGS = frozenset({"top_products", "slow_products"})
GENERIC = {
    "cooking_oil": "oil",
    "lentils_dal": "pulse",
}  # of these a ranking is one of the category
GENITIVES = frozenset({"ka", "ki", "का", "की"})
BRIEF = 4  # words
SHORTEST = 2  # words
SUGGESTED = ("onion", "potato", "tomato", "rice", "wheat")
METRICS = ("revenue", "margin", "stock_on_hand")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with a message: calls, or a question, or something to say."""

    calls: tuple[Call, ...] = ()
    question: Question | None = None
    topic: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)  # what the topic's text mentions


@dataclass(frozen=True, slots=True)
class Desk:
    """What the slot fillers look at: one request, the shop, and what was talked of before."""

    part: Part
    shop: Shop
    memory: Memory
    grammar: Grammar

    def label(self, product: str) -> str:
        tongue = self.part.sheet.tongue
        return self.shop.vocabulary.label(product, tongue.language, tongue.script)


Filler = Callable[[Desk, Intent], Plan]


def fill(desk: Desk, intent: Intent) -> Plan:
    """The plan for one intent."""
    filler = FILLERS.get(intent.name)
    if filler is None:
        return Plan(topic="cannot" if intent.name == "elsewhere" else intent.name)
    return filler(desk, intent)


def products_of(
    desk: Desk, slot: str, call: Call, *, pointing: bool = True
) -> tuple[tuple[str, ...], Question | None]:
    """The products meant: named, or pointed at (`it`), or asked about where the words fit several."""
    ids: list[str] = []
    for mention in desk.part.products:
        if len(mention.ids) > 1:
            options = tuple(Option(desk.label(i), i) for i in mention.ids)
            return (), Question(call, "choice", slot, options)
        ids.append(mention.ids[0])
    if not ids and pointing and desk.part.has("pronoun") and desk.memory.product:
        ids = [desk.memory.product]
    return tuple(dict.fromkeys(ids)), None


def places_of(desk: Desk, call: Call) -> tuple[tuple[str, ...], Question | None]:
    """The places meant, or a question where a name is borne by several."""
    ids: list[str] = []
    for mention in desk.part.places:
        if len(mention.ids) > 1:
            return (), Question(call, "choice", "place", tuple(Option(i, i) for i in mention.ids))
        ids.append(mention.ids[0])
    return tuple(dict.fromkeys(ids)), None


def _market_price(desk: Desk, intent: Intent) -> Plan:
    del intent
    bare = Call("market_price", {})
    products, question = products_of(desk, "commodity", bare)
    places, which_place = places_of(desk, bare)
    when = _day(desk.part)
    if when is not None and when > desk.part.sheet.today:
        return Plan(topic="cannot_yet")
    base = {"date": when.isoformat()} if when else {}
    at = [base | {"place": p} for p in places] or [base]
    if question:
        return Plan(question=_about(question, at[0]))
    if not products:
        return _no_commodity(desk, at[0])
    if all(_not_at_a_mandi(desk.shop, p) for p in products):
        return Plan(calls=tuple(Call("find_products", {"query": p}) for p in products))
    concepts = tuple(dict.fromkeys(concept_of(p) for p in products))
    if which_place:
        return Plan(question=_about(which_place, base | {"commodity": concepts[0]}))
    return Plan(
        calls=tuple(Call("market_price", {"commodity": c} | a) for c in concepts for a in at)
    )


def _no_commodity(desk: Desk, base: Mapping[str, Any]) -> Plan:
    if desk.part.unknown:
        near = desk.shop.vocabulary.near(desk.part.sheet.tokens[desk.part.unknown[0]].key, 70)
        if not near:
            return Plan(topic="unknown_price", words={"thing": desk.part.words})
        options = tuple(Option(desk.label(i), i) for i in near[:3])
        return Plan(question=Question(Call("market_price", base), "choice", "commodity", options))
    options = tuple(Option(desk.label(i), i) for i in SUGGESTED)
    return Plan(question=Question(Call("market_price", base), "slot", "commodity", options))


def _not_at_a_mandi(shop: Shop, product: str) -> bool:
    category = shop.categories.get(product) or shop.categories.get(concept_of(product))
    return category in NEVER_AT_A_MANDI


def _day(part: Part) -> date | None:
    """The one day said; of two, the one that is not still to come."""
    days = [d.start for d in part.days if d.start == d.end]
    past = [d for d in days if d <= part.sheet.today]
    return next(iter(past or days), None)


def _query_kpi(desk: Desk, intent: Intent) -> Plan:
    metric = _metric(desk, intent.detail)
    bare = Call("query_kpi", {"metric": metric})
    products, question = products_of(desk, "product", bare)
    arguments: dict[str, Any] = {"metric": metric}
    period = None if metric in NOW_METRICS else _period(desk.part)
    arguments |= {"period": period} if period else _inherited(desk, metric)
    arguments |= _category(desk.part)
    store = _store(desk)
    arguments |= {"store_id": store} if store else {}
    if question:
        return Plan(question=_about(question, arguments))
    if not products and metric == "stock_on_hand" and _brief(desk) and desk.memory.product:
        products = (desk.memory.product,)
    if not products and _about_somebody(desk.part):
        return Plan(topic="cannot")
    if not products and _about_unknown(desk.part, metric):
        return _unknown_product(desk, "query_kpi", arguments)
    if metric in RANKINGS and products and GENERIC.get(products[0]):
        return Plan(calls=(Call("query_kpi", arguments | {"category": GENERIC[products[0]]}),))
    if not products:
        return Plan(calls=(Call("query_kpi", arguments),))
    return Plan(calls=tuple(Call("query_kpi", arguments | {"product": p}) for p in products))


def _inherited(desk: Desk, metric: str) -> dict[str, Any]:
    """`munafa?` after a question about last week is about last week, and about the same goods."""
    last = desk.memory.last[-1] if desk.memory.last else None
    if last is None or last.name != "query_kpi" or len(desk.part.sheet.tokens) > SHORTEST:
        return {}
    kept = {"product", "category", "store_id"} | (set() if metric in NOW_METRICS else {"period"})
    return {k: v for k, v in last.arguments.items() if k in kept}


def _about_somebody(part: Part) -> bool:
    """`what did I sell to Ramesh`: the ledger knows no customers."""
    tokens = part.sheet.tokens
    before = {tokens[i - 1].key for i in part.unknown if i}
    after = {tokens[i + 1].key for i in part.unknown if i + 1 < len(tokens)}
    return "to" in before or bool(after & {"ko", "को"})


def _brief(desk: Desk) -> bool:
    """`bacha kitna hai`: so few words are about what was just talked of."""
    part = desk.part
    return bool(desk.memory.last) and not part.unknown and len(part.sheet.tokens) <= BRIEF


def _about_unknown(part: Part, metric: str) -> bool:
    """Whether a figure is asked of goods we don't know: `diaper ki bikri`, `how many diapers are left`.

    Of the shop as a whole, stray words mean nothing.
    """
    if not part.unknown or metric in WHOLE_SHOP:
        return False
    if metric in {"stock_on_hand", "units"}:
        return True
    tokens = part.sheet.tokens
    after = {tokens[i + 1].key for i in part.unknown if i + 1 < len(tokens)}
    before = {tokens[i - 1].key for i in part.unknown if i}
    return bool(after & GENITIVES) or "of" in before


def _metric(desk: Desk, detail: str) -> str:
    """Of goods one asks how many were sold, of the shop how much money came in."""
    if detail != "sales":
        return detail
    part = desk.part
    if part.has("how_many"):
        return "units"
    if part.has("revenue", "rupees_asked", "price_asked"):
        return "revenue"
    about_goods = bool(part.products) or (part.has("pronoun") and bool(desk.memory.product))
    return "units" if about_goods and part.has("units") else "revenue"


def _period(part: Part) -> str | None:
    when: When | None = next(iter(part.days), None)
    if when is None:
        return None
    if when.period:
        return when.period
    start, end = when.start, when.end
    if when.ambiguous and start == end and start > part.sheet.today:
        start = end = part.sheet.today - timedelta(days=1)  # figures are of days that were
    return f"{start.isoformat()}/{end.isoformat()}"


def _category(part: Part) -> dict[str, str]:
    named = sorted(s.partition(":")[2] for s in part.signals if s.startswith("category:"))
    return {"category": named[0]} if named and not part.products else {}


def _store(desk: Desk) -> str | None:
    """The store that stands in the place named."""
    stands: ShopStore | None = next(
        (
            s
            for m in desk.part.places
            for s in desk.shop.stores
            if s.place and any(s.place in {i, i.partition(", ")[2]} for i in m.ids)
        ),
        None,
    )
    return stands.id if stands else None


def _unknown_product(desk: Desk, tool: str, arguments: Mapping[str, Any]) -> Plan:
    near = desk.shop.vocabulary.near(desk.part.sheet.tokens[desk.part.unknown[0]].key, 70)
    call = Call(tool, arguments)
    if not near:
        return Plan(
            question=Question(call, "slot", "product"),
            topic="unknown_thing",
            words={"thing": desk.part.words},
        )
    return Plan(
        question=Question(
            call, "choice", "product", tuple(Option(desk.label(i), i) for i in near[:3])
        )
    )


def _find_products(desk: Desk, intent: Intent) -> Plan:
    del intent
    bare = Call("find_products", {})
    products, question = products_of(desk, "query", bare)
    limits = [a for a in desk.part.amounts if a.role == "limit"]
    base: dict[str, Any] = _category(desk.part)
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
    if "category" in base or limits:
        return Plan(calls=(Call("find_products", {"query": base.get("category", "")} | base),))
    return Plan(question=Question(bare, "slot", "query"))


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


def _record_entry(desk: Desk, intent: Intent) -> Plan:
    bare: dict[str, Any] = {"kind": intent.detail} if intent.detail else {}
    when = _day(desk.part)
    bare |= {"date": when.isoformat()} if when else {}
    products, question = products_of(desk, "product", Call("record_entry", bare))
    if question:
        said = said_amounts(desk, desk.part.amounts, None)
        return Plan(question=_about(question, bare | said))
    if not products:
        return _entry_of_what(desk, bare | said_amounts(desk, desk.part.amounts, None))
    calls = tuple(Call("record_entry", bare | line) for line in _lines(desk, products))
    if not intent.detail:
        return Plan(question=_which_kind(calls[0]))
    unclear = next(((c, q) for c in calls if (q := _unclear_sum(c))), None)
    if unclear is None:
        return Plan(calls=calls)
    call, asked = unclear
    return Plan(question=replace(asked, rest=tuple(c for c in calls if c is not call)))


def _entry_of_what(desk: Desk, arguments: Mapping[str, Any]) -> Plan:
    if desk.part.unknown:
        return _new_goods(desk, arguments)
    return Plan(question=Question(Call("record_entry", arguments), "slot", "product"))


def _new_goods(desk: Desk, arguments: Mapping[str, Any]) -> Plan:
    """Goods we don't know may be new in the shop: what is nearly meant is offered, and her own word."""
    words = [desk.part.sheet.tokens[i].key for i in desk.part.unknown][:3]
    name = "_".join(latin(w) for w in words)
    near = desk.shop.vocabulary.near(words[0], 70)[:2]
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
    money_first = bool(ahead) and _is_rupees(ahead[0])
    starts = [part.start if ahead else part.products[0].start]
    for before, mention in pairwise(part.products):
        own = [a.start for a in amounts if before.end <= a.start < mention.start]
        goods = [a.start for a in amounts if a.start in own and not _is_rupees(a)]
        first = own[:1] if money_first else goods[-1:]
        starts.append(first[0] if ahead and first else mention.start)
    return starts


def _is_rupees(amount: Amount) -> bool:
    return amount.kind == "money" or amount.role is not None


def said_amounts(desk: Desk, amounts: tuple[Amount, ...], product: str | None) -> dict[str, Any]:
    """Quantity, unit, price, price unit and sum as she said them."""
    amounts = _after_correction(desk, amounts)
    amounts = tuple(a for a in amounts if not _negative(desk, a))
    goods = [a for a in amounts if a.kind == "quantity" and not a.pack]
    bare = [a for a in amounts if a.kind == "number" and a.role is None]
    sums = [
        a
        for a in amounts
        if a.kind == "money" or (a.kind == "number" and a.role in {"price", "total"})
    ]
    new_price = changes_price(desk.part)
    if new_price and not sums and bare:
        sums, bare = bare[-1:], bare[:-1]
    if not goods and not new_price:
        goods, bare = bare[:1], bare[1:]
    if goods and bare and not sums:
        sums = bare
    said: dict[str, Any] = {}
    if goods and not new_price:
        said["quantity"] = number(goods[0].value)
        unit = goods[0].unit or _unit_behind(desk, goods[0])
        said |= {"unit": unit} if unit else {}
    if sums:
        said |= _sum(desk, sums, said, product, new_price)
    return said


def _negative(desk: Desk, amount: Amount) -> bool:
    """`-5 kg` is no amount of goods."""
    tokens = desk.part.sheet.tokens
    before = tokens[amount.start - 1] if amount.start else None
    glued = before is not None and before.end == tokens[amount.start].start
    return glued and before is not None and before.key in {"-", "e"}  # `-5`, `1e308`


def _unit_behind(desk: Desk, amount: Amount) -> str | None:
    """The unit in `19 candle packets`, where the goods stand between."""
    mention = next((m for m in desk.part.products if m.start == amount.end), None)
    if mention is None or mention.end >= len(desk.part.sheet.tokens):
        return None
    word = desk.part.sheet.tokens[mention.end].text
    return next((a.unit for a in find_amounts(tokenise(f"1 {word}"), desk.grammar)), None)


def _after_correction(desk: Desk, amounts: tuple[Amount, ...]) -> tuple[Amount, ...]:
    """`ek kilo nahi 2 packet`: what stands before the `no` was taken back."""
    turns = [s.end for s in desk.part.sheet.signals if s.name == "correction"]
    kept = [tuple(a for a in amounts if a.start >= end) for end in turns if end > desk.part.start]
    return next((k for k in reversed(kept) if any(a.kind != "money" for a in k)), amounts)


def _sum(
    desk: Desk,
    sums: list[Amount],
    said: Mapping[str, Any],
    product: str | None,
    is_price: bool,  # noqa: FBT001  # one flag of one call
) -> dict[str, Any]:
    """What the rupees are: the price of one, or the amount in all."""
    found: dict[str, Any] = {}
    if len(sums) > 1 and sums[0].value == sums[1].value and sums[1].start == sums[0].end:
        return {"price": number(sums[0].value)}  # `38 38 me`: so much each
    for amount in sums[:2]:
        value = number(amount.value)
        total = _plainly_total(desk, value, said, product)
        each = _plainly_price(desk, value, said, product)
        as_total = amount.role == "total" or "price" in found
        if amount.per or amount.role == "price" or is_price or _names_a_kind(desk, amount):
            found["price"] = value
            per = amount.per or ("piece" if _each_of_many(desk, said) else None)
            found |= {"price_unit": per} if per and per != said.get("unit") else {}
        elif as_total or said.get("quantity", 1) == 1 or (total and not each):
            found["amount"] = value
        elif each and not total:
            found["price"] = value
        else:
            found["unclear_sum"] = value
    return found


def _names_a_kind(desk: Desk, amount: Amount) -> bool:
    """`95 wali`: the price tells which broom."""
    if amount.pack and amount.unit is None:
        return True
    after = desk.part.sheet.tokens[amount.end : amount.end + 1]
    return bool(after) and after[0].key in KIND_WORDS


def _each_of_many(desk: Desk, said: Mapping[str, Any]) -> bool:
    """`2 darjan ande 6 rupaye ka ek`: the price is of one egg, not of one dozen."""
    return desk.part.has("each") and said.get("unit") in {"dozen", "gross", "pair"}


def _ratio(desk: Desk, value: float, said: Mapping[str, Any], product: str | None) -> float | None:
    """How far a sum is from the shop's price of one unit, as a logarithm; None where that is unknown."""
    known = _known_price(desk.shop, product, said.get("unit"))
    return None if known is None or value <= 0 else log(value / known)


def _known_price(shop: Shop, product: str | None, unit: str | None) -> float | None:
    if product is None:
        return None
    skus = (product, *shop.vocabulary.by_concept.get(product, ()))
    prices = [shop.prices[s] for s in skus if s in shop.prices]
    fitting = [p for p, its in prices if unit is None or its == unit]
    fitting = fitting or [p for s in skus if (p := _unit_price(shop, s, unit))]
    return sum(fitting) / len(fitting) if fitting else None


def _unit_price(shop: Shop, sku: str, unit: str | None) -> float | None:
    """Rupees for one `unit` of what a pack holds; None where the pack does not tell."""
    known = shop.vocabulary.products.get(sku)
    content = pack_content(known.pack_size) if known else None
    if content is None or unit is None or sku not in shop.prices:
        return None
    size, inside = content
    factor = conversion(inside, unit)
    return None if factor is None else shop.prices[sku][0] / float(size * factor)


def _plainly_price(desk: Desk, value: float, said: Mapping[str, Any], product: str | None) -> bool:
    ratio = _ratio(desk, value, said, product)
    return ratio is not None and abs(ratio) < PLAINLY and said.get("quantity", 1) >= 3


def _plainly_total(desk: Desk, value: float, said: Mapping[str, Any], product: str | None) -> bool:
    ratio, quantity = _ratio(desk, value, said, product), said.get("quantity")
    if ratio is None or not quantity or quantity < 3:
        return False
    return abs(ratio - log(quantity)) < PLAINLY


def _unclear_sum(call: Call) -> Question | None:
    """Rupees that may be the price of one or the sum of all are asked about."""
    value = call.arguments.get("unclear_sum")
    if value is None:
        return None
    arguments = {k: v for k, v in call.arguments.items() if k != "unclear_sum"}
    options = (Option("per_unit_option", "price"), Option("total_option", "amount"))
    return Question(Call(call.name, arguments | {"unclear_sum": value}), "choice", "price", options)


def said_anything(part: Part) -> bool:
    return bool(part.products or part.places or part.days or part.amounts)


def follow_up(desk: Desk) -> Plan | None:
    """`aur tel ka?`: the last question again, with what is new in this one."""
    last = desk.memory.last[-1] if desk.memory.last else None
    if last is None or not said_anything(desk.part) or last.name == "record_entry":
        return None
    arguments = dict(last.arguments)
    slot = {"market_price": "commodity", "find_products": "query"}.get(last.name, "product")
    products, question = products_of(desk, slot, last)
    if question:
        return Plan(question=question)
    places, which = places_of(desk, last)
    if which:
        return Plan(question=which)
    place = places[0] if places else None
    arguments |= _follow_up_times(desk, last.name)
    arguments |= {"place": place} if place and last.name == "market_price" else {}
    if last.name == "market_price":
        products = tuple(dict.fromkeys(map(concept_of, products)))
    if not products:
        return (
            Plan(calls=(Call(last.name, arguments),)) if arguments != dict(last.arguments) else None
        )
    return Plan(calls=tuple(Call(last.name, arguments | {slot: p}) for p in products))


def _follow_up_times(desk: Desk, tool: str) -> dict[str, Any]:
    if tool == "market_price":
        when = _day(desk.part)
        return {"date": when.isoformat()} if when and when <= desk.part.sheet.today else {}
    period = _period(desk.part) if tool == "query_kpi" else None
    store = _store(desk) if tool == "query_kpi" else None
    return ({"period": period} if period else {}) | ({"store_id": store} if store else {})


def bare_product(desk: Desk) -> Plan | None:
    """Only goods were named: what about them is asked, never guessed."""
    products, question = products_of(desk, "product", Call("query_kpi", {}))
    if question:
        return Plan(question=question)
    if not products:
        return None
    product = products[0]
    options = tuple(Option(f"metric_{m}", m) for m in ("price", *METRICS))
    return Plan(
        question=Question(Call("query_kpi", {"product": product}), "choice", "metric", options)
    )


def _about(question: Question, arguments: Mapping[str, Any]) -> Question:
    return Question(
        Call(question.call.name, dict(arguments)), question.kind, question.slot, question.options
    )


FILLERS: Mapping[str, Filler] = {
    "market_price": _market_price,
    "query_kpi": _query_kpi,
    "find_products": _find_products,
    "record_entry": _record_entry,
}
